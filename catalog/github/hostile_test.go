package github_test

import (
	"encoding/base64"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"

	gh "github.com/google/go-github/v62/github"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/catalog/github"
)

// TestNamesStayInPlace says that no Location has a request sent that is about anything but files of the organisation.
func TestNamesStayInPlace(t *testing.T) {
	t.Parallel()
	targets := []string{
		"/acme/../../user/blob/main/x.yaml", "/acme/..%2f..%2fuser/blob/main/x.yaml", "/acme/shop/blob/%2e%2e/x.yaml",
		"/acme/shop/blob/..%2f..%2f..%2f..%2f..%2fuser%3f/x.yaml", "/acme/shop%3fx/blob/main/x.yaml", "/acme%2fshop/shop/blob/main/x.yaml",
		"/acme/%2e%2e/blob/main/x.yaml", "/acme/shop/blob/main", "/acme/shop/wiki/main/x.yaml", "//acme/shop/blob/main/x.yaml",
		"/acme/shop/blob/main/%zz", "/acme/shop/blob//x.yaml", "/acme/shop/blob/main/", "/acme/sh%20op/blob/main/x.yaml",
	}
	server, asked := acme(), new(tape)
	r := served(t, asked.record(server))
	home := strings.TrimSuffix(r.Source(), "/acme")
	full := make([]string, len(targets))
	for i, target := range targets {
		full[i] = home + target
	}
	server.Repositories = append(server.Repositories, repository("shop", "catalog-info.yaml", locations("all", full...)))
	result := read(t, r)
	assert.Len(t, result.Unread, len(targets), "%s", strings.Join(lines(result.Unread), "\n"))
	for _, line := range asked.lines {
		assert.True(t, strings.HasPrefix(line, "/api/v3/orgs/acme/repos?") || strings.HasPrefix(line, "/api/v3/repos/acme/shop/git/"), line)
	}
	assert.Len(t, asked.lines, 3, "%s", asked.lines)
}

// TestTokenStaysInPlace says that a redirect to another server is not followed, since a token would go along.
func TestTokenStaysInPlace(t *testing.T) {
	t.Parallel()
	var stolen atomic.Bool
	thief := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { stolen.Store(true) }))
	t.Cleanup(thief.Close)
	r := served(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		assert.Equal(t, "Bearer secret", r.Header.Get("Authorization"))
		http.Redirect(w, r, thief.URL, http.StatusMovedPermanently)
	}))
	r.Client = r.Client.WithAuthToken("secret")
	_, err := r.Read(t.Context())
	assert.ErrorContains(t, err, "redirect to another server, "+strings.TrimPrefix(thief.URL, "http://")+", is not followed")
	assert.NotContains(t, err.Error(), "secret")
	assert.False(t, stolen.Load())
}

// TestRedirectsWithin says that those to the same server are followed, so far as the client's own rule lets them.
func TestRedirectsWithin(t *testing.T) {
	t.Parallel()
	server := acme(repository("shop", "catalog-info.yaml", component("orders")))
	h := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if to, ok := strings.CutPrefix(r.URL.Path, "/api/v3/repos/acme/shop/"); ok && r.URL.Query().Get("again") == "" {
			http.Redirect(w, r, "/api/v3/repos/ACME/Shop/"+to+"?again=1&recursive=1", http.StatusMovedPermanently)
			return
		}
		server.ServeHTTP(w, r)
	})
	assert.Equal(t, 1, read(t, served(t, h)).Catalog.Len())

	r := served(t, h)
	own := r.Client.Client()
	own.CheckRedirect = func(*http.Request, []*http.Request) error { return fmt.Errorf("none at all") }
	client := gh.NewClient(own)
	client.BaseURL = r.Client.BaseURL
	r.Client = client
	assert.Contains(t, strings.Join(lines(read(t, r).Unread), "\n"), "none at all")

	endless := served(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, r.URL.Path, http.StatusFound)
	}))
	_, err := endless.Read(t.Context())
	assert.ErrorContains(t, err, "too many redirects")
}

// TestStrangeAnswers gives answers that GitHub does not give. None is taken for a file.
func TestStrangeAnswers(t *testing.T) {
	t.Parallel()
	blob := func(content string) string {
		return fmt.Sprintf(`{"encoding":"base64","content":%q}`, base64.StdEncoding.EncodeToString([]byte(content)))
	}
	tests := []struct{ name, part, body, want string }{
		{"another content", "/blobs/", blob("kind: Component\n"), "content has the hash"},
		{"no base64", "/blobs/", `{"encoding":"base64","content":"*"}`, "illegal base64"},
		{"another encoding", "/blobs/", `{"encoding":"none","content":""}`, "content has the hash"},
		{"no JSON", "/blobs/", `<html>`, "read the answer: invalid character"},
		{"a tree that is none", "/trees/", `[]`, "read the answer: json: cannot unmarshal array"},
		{"a path out of the tree", "/trees/", `{"tree":[{"path":"../catalog-info.yaml","type":"blob","mode":"100644","sha":"x"},{"path":"/catalog-info.yaml","type":"blob"},{}]}`, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			server := acme(repository("shop", "catalog-info.yaml", component("orders")))
			r := served(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				if strings.Contains(r.URL.Path, tt.part) {
					_, _ = w.Write([]byte(tt.body)) // a client that is gone
					return
				}
				server.ServeHTTP(w, r)
			}))
			result := read(t, r)
			assert.Zero(t, result.Catalog.Len())
			if tt.want == "" {
				assert.Empty(t, lines(result.Unread))
				return
			}
			require.Len(t, result.Unread, 1)
			assert.ErrorContains(t, result.Unread, tt.want)
		})
	}
	r := served(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Link", `<http://x/api/v3/orgs/acme/repos?page=1>; rel="next"`)
		_, _ = w.Write([]byte("[]")) // a client that is gone
	}))
	_, err := r.Read(t.Context())
	assert.ErrorContains(t, err, "page 1 is to be followed by page 1")
}

// TestSHA256 reads a repository whose hashes are of the newer kind.
func TestSHA256(t *testing.T) {
	t.Parallel()
	const sha = "473a0f4c3be8a93681a267e3b1e9a7dcda1185436fe141f7749120a303721813" // git hash-object of nothing, by SHA-256
	r := served(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body := `[{"name":"shop","full_name":"acme/shop","default_branch":"main"}]`
		switch {
		case strings.Contains(r.URL.Path, "/trees/"):
			body = `{"tree":[{"path":"catalog-info.yaml","type":"blob","mode":"100644","sha":"` + sha + `"}]}`
		case strings.Contains(r.URL.Path, "/blobs/"):
			body = `{"encoding":"base64","content":""}`
		}
		_, _ = w.Write([]byte(body)) // a client that is gone
	}))
	result := read(t, r)
	assert.Empty(t, lines(result.Unread))
	assert.Equal(t, github.Stats{Repositories: 1, Files: 1, Requests: 3}, result.Stats)
}
