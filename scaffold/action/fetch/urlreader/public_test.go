package urlreader_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/scaffold"
	"github.com/goldenpath-go/goldenpath/scaffold/action/fetch/urlreader"
)

// TestPublicOnly says that nothing but the public internet is connected to.
func TestPublicOnly(t *testing.T) {
	t.Parallel()
	server := httptest.NewTLSServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { assert.Fail(t, "asked") }))
	t.Cleanup(server.Close)
	for _, host := range []string{
		strings.TrimPrefix(server.URL, "https://"), "localhost:1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0",
		"[::1]", "[fd00::1]", "[fe80::1]", "[::ffff:127.0.0.1]", "[64:ff9b::7f00:1]", "[2002:7f00:1::]", "224.0.0.1", "255.255.255.255", "[::127.0.0.1]",
	} {
		r := &urlreader.Reader{Allow: []urlreader.Allowed{{Host: host}}, HTTP: urlreader.PublicOnly()}
		_, err := r.File(t.Context(), "https://"+host+"/x", "")
		require.ErrorIs(t, err, scaffold.ErrNotAllowed, host)
	}
}
