package github_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/catalog"
	"github.com/goldenpath-go/goldenpath/catalog/github/githubtest"
	"github.com/goldenpath-go/goldenpath/catalog/load"
)

// corpus returns folders that are repositories: those of the public catalogs kept beside the project, or else the
// project's own samples.
func corpus(t *testing.T) string {
	t.Helper()
	dir, err := filepath.Abs("../../../shared/corpus/catalog")
	require.NoError(t, err)
	if _, err := os.Stat(dir); errors.Is(err, fs.ErrNotExist) {
		t.Log("the shared corpus is not present: the project's samples stand for it")
		return filepath.FromSlash("../../examples")
	}
	return dir
}

// TestCorpus serves public catalogs as one organisation and says that what is read from it is what is read from disk.
func TestCorpus(t *testing.T) {
	t.Parallel()
	dir := corpus(t)
	entries, err := os.ReadDir(dir)
	require.NoError(t, err)
	server := acme()
	r := reader(t, server)
	want := map[string]bool{}
	for _, e := range entries {
		if !e.IsDir() {
			continue
		}
		fsys := os.DirFS(filepath.Join(dir, e.Name()))
		server.Repositories = append(server.Repositories, onDisk(t, e.Name(), fsys))
		options := load.Options{BaseURL: r.Source() + "/" + e.Name() + "/blob/main/"}
		c, _ := options.FS(t.Context(), fsys) // what is wrong with the files is not the question
		for entity := range c.All() {
			want[entity.Ref().Key()] = true
		}
	}
	r.MaxSize = 16 << 20
	result := read(t, r)
	got := []string{}
	for entity := range result.Catalog.All() {
		got = append(got, entity.Ref().Key())
		assert.NotEmpty(t, managed(entity))
	}
	t.Logf("%+v: %d entities, %d refused, %d not read", result.Stats, len(got), len(result.Refused), len(result.Unread))
	assert.Equal(t, keys(want), got)
	for _, f := range result.Refused {
		var problem *load.Problem
		var conflict *catalog.ConflictError
		assert.True(t, errors.As(f, &problem) || errors.As(f, &conflict) || errors.Is(f, fs.ErrNotExist), f)
	}
}

func keys(m map[string]bool) []string {
	list := []string{}
	for key := range m {
		list = append(list, key)
	}
	slices.Sort(list)
	return list
}

// onDisk returns a repository whose files are those of a file system.
func onDisk(t *testing.T, name string, fsys fs.FS) githubtest.Repository {
	t.Helper()
	files := githubtest.Files{}
	require.NoError(t, fs.WalkDir(fsys, ".", func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() || strings.HasPrefix(path, ".git/") {
			return err
		}
		data, err := fs.ReadFile(fsys, path)
		files[path] = string(data)
		return err
	}))
	return githubtest.Repository{Name: name, Branches: map[string]githubtest.Files{"main": files}}
}
