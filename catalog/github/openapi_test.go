package github_test

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/internal/openapitest"
)

// readDescription returns GitHub's own description of its API, as far as it is used.
var readDescription = sync.OnceValues(func() (*openapitest.Description, error) {
	data, err := os.ReadFile("testdata/github-openapi.json")
	if err != nil {
		return nil, err
	}
	d, err := openapitest.Read(data)
	if err == nil {
		d.Prefix = "/api/v3"
	}
	return d, err
})

// described returns a handler that holds all that comes to h, and all that it answers, against the description.
func described(t *testing.T, h http.Handler) http.Handler {
	t.Helper()
	d, err := readDescription()
	require.NoError(t, err)
	return d.Handler(h, func(fault string) { assert.Fail(t, "not as GitHub's description has it", fault) })
}

// TestDescriptionTells says that the description refuses what GitHub would not answer.
func TestDescriptionTells(t *testing.T) {
	t.Parallel()
	d, err := readDescription()
	require.NoError(t, err)
	for body, want := range map[string]string{
		`{"content":null,"encoding":"base64","url":"http://x/y","sha":"x","size":1,"node_id":"x"}`:  "expected string, but got null",
		`{"encoding":"base64","url":"http://x/y","sha":"x","size":1,"node_id":"x"}`:                 "content",
		`{"content":"","encoding":"base64","url":"http://x/y","sha":"x","size":null,"node_id":"x"}`: "",
	} {
		record := httptest.NewRecorder()
		record.Body = bytes.NewBufferString(body)
		faults := strings.Join(d.Check(httptest.NewRequest(http.MethodGet, "/api/v3/repos/acme/shop/git/blobs/x", nil), nil, record), "\n")
		assert.Equal(t, want == "", faults == "", faults)
		assert.Contains(t, faults, want)
	}
}
