package github_test

import (
	"bytes"
	"errors"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/catalog/github"
	"github.com/goldenpath-go/goldenpath/catalog/github/githubtest"
)

// cached returns an organisation and a reader of it with a cache, and what is asked of it.
func cached(t *testing.T, cache github.Cache) (*githubtest.Server, *github.Reader, *tape) {
	t.Helper()
	server, asked := acme(), new(tape)
	r := served(t, asked.record(described(t, server)))
	server.Repositories = []githubtest.Repository{
		repository("all", "catalog-info.yaml", locations("all", r.Source()+"/shop/blob/main/x.yaml")),
		repository("shop", "catalog-info.yaml", component("orders"), "x.yaml", component("x")),
		repository("till", "catalog-info.yaml", component("till")),
	}
	r.Cache = cache
	return server, r, asked
}

// TestSecondRun says what a run costs that has a cache: nothing but to hear that all is as it was.
func TestSecondRun(t *testing.T) {
	t.Parallel()
	server, r, asked := cached(t, github.DirCache(filepath.Join(t.TempDir(), "cache")))
	first := read(t, r)
	assert.Equal(t, github.Stats{Repositories: 3, Files: 4, Requests: 1 + 3 + 1 + 4, Unchanged: 1}, first.Stats, "the tree of shop is looked at twice")
	assert.Equal(t, 4, asked.count("/blobs/"))

	second := read(t, r)
	assert.Equal(t, github.Stats{Repositories: 3, Files: 4, Requests: 1 + 3 + 1, Unchanged: 1 + 3 + 1}, second.Stats)
	assert.Equal(t, 4, asked.count("/blobs/"))
	assert.Equal(t, names(first), names(second))

	server.Repositories[2].Branches["main"]["catalog-info.yaml"] = component("counter")
	third := read(t, r)
	assert.Equal(t, github.Stats{Repositories: 3, Files: 4, Requests: 1 + 3 + 1 + 1, Unchanged: 1 + 2 + 1}, third.Stats)
	assert.Contains(t, names(third), "component:default/counter till/catalog-info.yaml")
	assert.NotContains(t, names(third), "component:default/till till/catalog-info.yaml")
}

// TestDamagedCache says that a cache whose files are damaged, in any way, costs no more than requests.
func TestDamagedCache(t *testing.T) {
	t.Parallel()
	for _, damage := range []string{"", "{", `{"ETag":"x"}`, `{"ETag":"\"x\"","Body":[]}`, `{"ETag":"\"x\"","Body":{"tree":3}}`, "apiVersion: x\n"} {
		t.Run(damage, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			_, r, _ := cached(t, github.DirCache(dir))
			want := names(read(t, r))
			damaged := 0
			require.NoError(t, filepath.WalkDir(dir, func(name string, e fs.DirEntry, err error) error {
				if err == nil && !e.IsDir() {
					damaged++
					return os.WriteFile(name, []byte(damage), 0o600)
				}
				return err
			}))
			assert.Equal(t, 1+3+4, damaged)
			assert.Equal(t, want, names(read(t, r)))
			again := read(t, r)
			assert.Equal(t, again.Stats.Requests, again.Stats.Unchanged, "it is as new")
		})
	}
}

// broken is a cache that keeps nothing.
type broken struct{}

func (broken) Load(string) ([]byte, bool) { return nil, false }
func (broken) Store(string, []byte) error { return errors.New("disk is full") }

func TestBrokenCache(t *testing.T) {
	t.Parallel()
	var log bytes.Buffer
	_, r, _ := cached(t, broken{})
	r.Log = slog.New(slog.NewTextHandler(&log, nil))
	assert.Equal(t, 4, read(t, r).Catalog.Len())
	assert.Contains(t, log.String(), `msg="answer could not be kept"`)
	assert.Contains(t, log.String(), `msg="file could not be kept"`)
}

func TestDirCache(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	c := github.DirCache(filepath.Join(dir, "a", "b"))
	_, ok := c.Load("../x")
	assert.False(t, ok)
	require.NoError(t, c.Store("../x", []byte("1")))
	require.NoError(t, c.Store("../x", []byte("2")))
	data, ok := c.Load("../x")
	assert.True(t, ok)
	assert.Equal(t, "2", string(data))
	entries, err := os.ReadDir(dir)
	require.NoError(t, err)
	assert.Len(t, entries, 1, "nothing is written elsewhere")

	require.NoError(t, os.WriteFile(filepath.Join(dir, "file"), nil, 0o600))
	assert.Error(t, github.DirCache(filepath.Join(dir, "file")).Store("x", nil))
}
