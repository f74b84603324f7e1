package main

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/catalog"
	"github.com/goldenpath-go/goldenpath/catalog/github/githubtest"
	"github.com/goldenpath-go/goldenpath/catalog/snapshot"
)

const (
	shop = "apiVersion: backstage.io/v1alpha1\nkind: Group\nmetadata:\n  name: shop\nspec:\n  type: team\n  children: []\n---\nkind: Group\n"
	desk = "apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata:\n  name: desk\n  labels:\n    tier: \"1\"\n" +
		"spec:\n  type: service\n  lifecycle: production\n  owner: group:shop\n"
)

// org returns the address of a server with an organisation.
func org(t *testing.T, more ...githubtest.Repository) string {
	t.Helper()
	s := &githubtest.Server{Organization: "acme", Repositories: append([]githubtest.Repository{
		{Name: "shop", Branches: map[string]githubtest.Files{"main": {"catalog-info.yaml": shop}}},
		{Name: "desk", Branches: map[string]githubtest.Files{"main": {"catalog-info.yaml": desk}}},
	}, more...)}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		assert.Equal(t, "Bearer secret", r.Header.Get("Authorization"))
		s.ServeHTTP(w, r)
	}))
	t.Cleanup(server.Close)
	return server.URL
}

func getenv(name string) string { return map[string]string{"GITHUB_TOKEN": "secret"}[name] }

func TestRun(t *testing.T) {
	t.Parallel()
	address, dir := org(t), t.TempDir()
	out := filepath.Join(dir, "catalog.snapshot")
	args := []string{"-org", "acme", "-server", address, "-o", out, "-cache", filepath.Join(dir, "cache")}
	var stderr bytes.Buffer
	require.NoError(t, run(t.Context(), args, getenv, &stderr))
	assert.Contains(t, stderr.String(), "refused: shop/catalog-info.yaml:9:1: apiVersion is missing")
	assert.Contains(t, stderr.String(), "2 entities from 2 files in 2 repositories, by 5 requests of which 0 found nothing new\n")

	s, err := snapshot.ReadFile(out)
	require.NoError(t, err)
	assert.Equal(t, address+"/acme", s.Header().Source)
	e, ok := s.Lookup(catalog.Ref{Kind: catalog.Component, Name: "desk"})
	require.True(t, ok)
	assert.Equal(t, "1", e.Tier)
	assert.Equal(t, "url:"+address+"/acme/desk/blob/main/catalog-info.yaml", e.Location)

	stderr.Reset()
	require.NoError(t, run(t.Context(), args, getenv, &stderr))
	assert.Contains(t, stderr.String(), "by 3 requests of which 3 found nothing new\n")
}

func TestIncomplete(t *testing.T) {
	t.Parallel()
	address, out := org(t, githubtest.Repository{Name: "gone", Branches: map[string]githubtest.Files{"main": {}}, Status: http.StatusNotFound}), filepath.Join(t.TempDir(), "x")
	args := []string{"-org", "acme", "-server", address, "-o", out}
	var stderr bytes.Buffer
	require.ErrorContains(t, run(t.Context(), args, getenv, &stderr), "nothing was written")
	assert.Contains(t, stderr.String(), "not read: gone: GET ")
	assert.NoFileExists(t, out)
	require.NoError(t, run(t.Context(), append(args, "-incomplete"), getenv, &stderr))
	assert.FileExists(t, out)
}

func TestErrors(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		args []string
		want string
	}{
		{"no organisation", nil, "-org is required"},
		{"an argument", []string{"-org", "acme", "x"}, "-org is required"},
		{"no such flag", []string{"-x"}, "flag provided but not defined: -x"},
		{"no address", []string{"-org", "acme", "-server", ":"}, "missing protocol scheme"},
		{"no such organisation", []string{"-org", "nobody", "-server", org(t)}, "list the repositories of nobody"},
		{"no such folder", []string{"-org", "acme", "-server", org(t), "-o", filepath.Join(t.TempDir(), "a", "b")}, "no such file"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			assert.ErrorContains(t, run(t.Context(), tt.args, getenv, new(bytes.Buffer)), tt.want)
		})
	}
}
