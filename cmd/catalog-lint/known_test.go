package main

import (
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/tools/txtar"
)

// catalogScript returns a script with the files of testdata/known.txtar, in which shop/catalog-info.yaml refers to what
// is in whole.snapshot and to what is not.
func catalogScript(t *testing.T) *script {
	t.Helper()
	archive, err := txtar.ParseFile("testdata/known.txtar")
	require.NoError(t, err)
	return newScript(t, archive)
}

// lintShop lints with the catalog at a URL, and returns whether what does not exist was reported, and what was said.
func (s *script) lintShop(url string, more ...string) (dangling bool, said string, code int) {
	s.t.Helper()
	env := map[string]string{"TOKEN": "t0ken", "XDG_CACHE_HOME": filepath.Join(s.top, "cache")}
	args := append([]string{"--format", "compact", "--catalog", url, "shop"}, more...)
	stdout, stderr, code := s.lint(env, strings.NewReader(""), args)
	assert.Contains(s.t, stdout, "[ref-kind]", "the other rules report in any case")
	assert.NotContains(s.t, stderr, "t0ken")
	assert.NotContains(s.t, stderr, "s1gnature")
	return strings.Contains(stdout, "api:default/nobody-has-this does not exist"), stderr, code
}

func TestCatalogByURL(t *testing.T) {
	t.Parallel()
	s := catalogScript(t)
	whole := string(s.read("whole.snapshot"))
	tests := []struct {
		name   string
		answer http.HandlerFunc
		flags  []string
		known  bool
		said   string
	}{
		{"there", text(whole), nil, true, ""},
		{"unauthorised", status(http.StatusUnauthorized), nil, false, "401 Unauthorized: it wants a token, or another one; without this catalog, what other repositories define is unknown"},
		{"forbidden", status(http.StatusForbidden), nil, false, "403 Forbidden: the token may not read this"},
		{"not there", status(http.StatusNotFound), nil, false, "404 Not Found"},
		{"broken", status(http.StatusInternalServerError), nil, false, "500 Internal Server Error"},
		{"a page", text("<html>Sign in</html>"), nil, false, "not a catalog snapshot"},
		{"cut short", text(whole[:len(whole)/2]), nil, false, "cut short"},
		{"cut off", func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Length", "1000000")
			text(whole)(w, r)
		}, nil, false, "answer is cut off"},
		{"hostile", text(string(s.read("hostile.snapshot"))), nil, false, "corrupt: line 4"},
		{"newer", text(string(s.read("newer.snapshot"))), nil, false, "version 2"},
		{"old", text(string(s.read("old.snapshot"))), nil, false, "made on 2025-06-01"},
		{"large", text(whole), []string{"--catalog-max-size", "100"}, false, "too large"},
		{"slow", func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }, []string{"--catalog-timeout", "20ms"}, false, "no whole answer within 20ms"},
		{"with a token", func(w http.ResponseWriter, r *http.Request) {
			if r.Header.Get("Authorization") != "Bearer t0ken" {
				w.WriteHeader(http.StatusUnauthorized)
				return
			}
			text(whole)(w, r)
		}, []string{"--catalog-token-env", "TOKEN"}, true, ""},
		{"without the token that was promised", text(whole), []string{"--catalog-token-env", "NO_TOKEN"}, false, "environment variable NO_TOKEN is empty or not set"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			server := httptest.NewServer(tt.answer)
			t.Cleanup(server.Close)
			s := catalogScript(t)
			dangling, said, code := s.lintShop(server.URL+"/catalog.snapshot?s1gnature", tt.flags...)
			assert.Equal(t, tt.known, dangling, said)
			assert.Contains(t, said, tt.said)
			assert.Equal(t, exitFindings, code)
			if tt.said == "" {
				assert.Empty(t, said)
				return
			}
			_, _, code = s.lint(map[string]string{"TOKEN": "t0ken"}, strings.NewReader(""),
				append([]string{"--require-catalog", "--catalog", server.URL, "shop"}, tt.flags...))
			assert.Equal(t, exitBroken, code)
		})
	}
}

func text(content string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte(content)) }
}

func status(code int) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(code) }
}

func TestCatalogIsKeptForWhenTheServerIsAway(t *testing.T) {
	t.Parallel()
	s := catalogScript(t)
	var asked []string
	var answer http.HandlerFunc
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked = append(asked, r.Header.Get("If-None-Match"))
		w.Header().Set("ETag", `"1"`)
		answer(w, r)
	}))
	t.Cleanup(server.Close)

	answer = text(string(s.read("whole.snapshot")))
	dangling, said, _ := s.lintShop(server.URL)
	assert.True(t, dangling)
	assert.Empty(t, said)
	answer = status(http.StatusNotModified)
	dangling, said, _ = s.lintShop(server.URL)
	assert.True(t, dangling)
	assert.Empty(t, said)
	assert.Equal(t, []string{"", `"1"`}, asked)

	answer = status(http.StatusForbidden)
	dangling, said, _ = s.lintShop(server.URL)
	assert.True(t, dangling)
	assert.Contains(t, said, "warning: "+server.URL+": server answered 403 Forbidden: the token may not read this; the copy of an earlier answer is used")
	server.Close()
	dangling, said, _ = s.lintShop(server.URL)
	assert.True(t, dangling)
	assert.Contains(t, said, "connection refused; the copy of an earlier answer is used")
}

// TestTokenDoesNotGoWhereTheConfigurationSays has a configuration, which a pull request may change, name a server.
func TestTokenDoesNotGoWhereTheConfigurationSays(t *testing.T) {
	t.Parallel()
	s := catalogScript(t)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		assert.Empty(t, r.Header.Get("Authorization"))
		text(string(s.read("whole.snapshot")))(w, r)
	}))
	t.Cleanup(server.Close)
	config := "version: 1\nreferences: {known: [" + server.URL + "]}\n"
	require.NoError(t, os.WriteFile(filepath.Join(s.top, "shop", ".catalog-lint.yaml"), []byte(config), 0o644))
	stdout, stderr, _ := s.lint(map[string]string{"TOKEN": "t0ken"}, strings.NewReader(""), []string{
		"--format", "compact", "--catalog", "org.snapshot", "--catalog-token-env", "TOKEN", "shop",
	})
	assert.Contains(t, stdout, "nobody-has-this does not exist")
	assert.NotContains(t, stdout, "api:default/payments does not exist")
	assert.Empty(t, stderr)
}

func TestCatalogIsMentionedWhenAskedFor(t *testing.T) {
	t.Parallel()
	s := catalogScript(t)
	_, stderr, _ := s.lint(nil, strings.NewReader(""), []string{"--verbose", "--catalog", "whole.snapshot", "--catalog", "undated.snapshot", "shop"})
	assert.Contains(t, stderr, "catalog: whole.snapshot: 6 entities, made 2026-01-01T12:00:00Z, of https://backstage.example.com\n")
	assert.Contains(t, stderr, "catalog: undated.snapshot: 6 entities, made at an unknown time, of none\n")
}
