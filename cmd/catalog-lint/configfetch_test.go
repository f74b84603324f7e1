package main

import (
	"crypto/sha256"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestExtendedURL says that a pinned configuration is asked for once, and not believed when it is another.
func TestExtendedURL(t *testing.T) {
	t.Parallel()
	const company = "version: 1\nrules: {description-present: error}\n"
	var asked atomic.Int32
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked.Add(1)
		fmt.Fprint(w, map[string]string{"/base.yaml": company}[r.URL.Path])
	}))
	defer server.Close()
	s := emptyScript(t)
	env := map[string]string{"XDG_CACHE_HOME": filepath.Join(s.top, "cache")}
	lint := func(args ...string) (string, string, int) {
		return s.lint(env, strings.NewReader(""), append(args, "--format", "compact", "."))
	}
	pin := func(sum string) {
		s.write(".catalog-lint.yaml", fmt.Sprintf("version: 1\nextends:\n  - {url: %s/base.yaml, sha256: %s}\n", server.URL, sum))
	}
	s.write("catalog-info.yaml", resource("db"))
	sum := fmt.Sprintf("%X", sha256.Sum256([]byte(company)))

	pin(strings.Repeat("0", 64))
	_, said, code := lint()
	assert.Equal(t, exitUsage, code)
	assert.Equal(t, fmt.Sprintf(".catalog-lint.yaml:3:5: %s/base.yaml has the checksum %s: it is not what was pinned\n", server.URL, strings.ToLower(sum)), said)

	pin(sum)
	asked.Store(0)
	for range 2 {
		found, said, code := lint()
		assert.Equal(t, exitFindings, code)
		assert.Equal(t, "catalog-info.yaml:3:1: error: this Resource has no description [description-present]\n", found)
		assert.Empty(t, said)
	}
	assert.Equal(t, int32(1), asked.Load())
	printed, _, _ := s.lint(env, strings.NewReader(""), []string{"config"})
	assert.Regexp(t, "(?m)^  description-present: .*error.*  # "+server.URL+"/base.yaml:2:30$", printed)

	kept := filepath.Join(s.top, "cache", "catalog-lint", "configurations", strings.ToLower(sum))
	require.NoError(t, os.WriteFile(kept, []byte("version: 1\n"), 0o600))
	_, _, code = lint()
	assert.Equal(t, exitFindings, code, "a copy that was changed is not used")
	assert.Equal(t, int32(2), asked.Load())

	server.Close()
	_, _, code = lint()
	assert.Equal(t, exitFindings, code, "without the network")
	require.NoError(t, os.Remove(kept))
	_, said, code = lint()
	assert.Equal(t, exitUsage, code)
	assert.Contains(t, said, "connection refused; without the network, extend a copy of it in the repository\n")
}
