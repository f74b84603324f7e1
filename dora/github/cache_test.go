package github_test

import (
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/dora"
	"github.com/goldenpath-go/goldenpath/dora/github"
)

func TestCache(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	caches := map[string][2]*github.Cache{
		"in a folder": {{Dir: dir}, {Dir: dir}},
		"too small":   {{MaxBytes: 1}, {MaxBytes: 1}},
	}
	shared := &github.Cache{}
	caches["in memory"] = [2]*github.Cache{shared, shared}
	for name, cache := range caches {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := newFake(t)
			r := f.repo("acme/orders")
			r.commit(0)
			r.line(1, 250)
			api := f.api()
			api.Cache = cache[0]
			q := dora.ChangeQuery{Heads: []string{sha(250)}}
			before, _ := changesOf(t, &github.Commits{API: api}, q)
			assert.Equal(t, 3, f.fresh)
			api = &github.API{Client: api.Client, Cache: cache[1]}
			after, got := changesOf(t, &github.Commits{API: api}, q)
			assert.Equal(t, before, after)
			assert.Equal(t, 4, got.cost.Requests, "GitHub is asked whether it still holds")
			want := 3
			if name == "too small" {
				want = 6
			}
			assert.Equal(t, want, f.fresh)
		})
	}
}

// TestDamagedCache costs requests, and gives no other results.
func TestDamagedCache(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	f := newFake(t)
	r := f.repo("acme/orders")
	r.commit(0)
	r.line(1, 150)
	api := f.api()
	api.Cache = &github.Cache{Dir: dir}
	q := dora.ChangeQuery{Heads: []string{sha(150)}}
	before, _ := changesOf(t, &github.Commits{API: api}, q)
	files := 0
	require.NoError(t, filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		files++
		info, err := d.Info()
		require.NoError(t, err)
		assert.Equal(t, fs.FileMode(0o600), info.Mode().Perm())
		data, err := os.ReadFile(path)
		require.NoError(t, err)
		assert.NotContains(t, string(data), secret)
		return os.WriteFile(path, data[:len(data)/2], 0o600)
	}))
	assert.Equal(t, 2, files)
	after, _ := changesOf(t, &github.Commits{API: api}, q)
	assert.Equal(t, before, after)
	assert.Equal(t, 4, f.fresh)
}

// TestCacheTransport serves any client.
func TestCacheTransport(t *testing.T) {
	t.Parallel()
	f := newFake(t)
	f.repo("acme/orders").commit(0)
	client := http.Client{Transport: (&github.Cache{}).Transport(direct{f.handler()})}
	for range 2 {
		request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "https://x.example.com/api/v3/repos/acme/orders/commits?sha="+sha(0), nil)
		require.NoError(t, err)
		request.Header.Set("Authorization", "Bearer "+secret)
		response, err := client.Do(request)
		require.NoError(t, err)
		assert.Equal(t, http.StatusOK, response.StatusCode)
		require.NoError(t, response.Body.Close())
	}
	assert.Equal(t, 1, f.fresh)
}
