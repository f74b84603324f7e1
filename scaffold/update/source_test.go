package update_test

import (
	"io/fs"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/scaffold/update"
)

func names(t *testing.T, s update.Source) string {
	t.Helper()
	all, err := s.Versions(t.Context())
	require.NoError(t, err)
	out := make([]string, len(all))
	for i, v := range all {
		out[i] = v.Name
		assert.NotEmpty(t, v.Digest)
	}
	return strings.Join(out, " ")
}

func TestFolders(t *testing.T) {
	t.Parallel()
	in := slices.Sorted(slices.Values([]string{"v1", "v10", "v2", "v2.1", "v2-rc.1", "v2-rc.10", "v2-rc.2", "v2.0.1", "v02.0.2", "edge", "2025-01-02", "2025-01-11"}))
	files := fstest.MapFS{"README.md": {}}
	for _, name := range in {
		files[name+"/template.yaml"] = &fstest.MapFile{Data: []byte(name)}
	}
	s := update.Folders{FS: files}
	assert.Equal(t, "2025-01-02 2025-01-11 edge v1 v2-rc.1 v2-rc.2 v2-rc.10 v2 v2.0.1 v02.0.2 v2.1 v10", names(t, s))
	fsys, err := s.Open(t.Context(), "v2.1")
	require.NoError(t, err)
	data, err := fs.ReadFile(fsys, "template.yaml")
	require.NoError(t, err)
	assert.Equal(t, "v2.1", string(data))
	for _, name := range []string{"", ".", "..", "v3", "v1/..", "README.md"} {
		_, err := s.Open(t.Context(), name)
		require.ErrorIs(t, err, update.ErrVersion, name)
	}
	_, err = update.Folders{FS: fstest.MapFS{".": {Mode: 0}}}.Versions(t.Context())
	require.Error(t, err)
}

func TestDigestsOfFolders(t *testing.T) {
	t.Parallel()
	s := update.Folders{FS: fstest.MapFS{
		"v1/a": {Data: []byte("a")}, "v2/a": {Data: []byte("a")}, "v3/a": {Data: []byte("a"), Mode: 0o755}, "v4/b": {Data: []byte("a")},
		"v5/a": {Data: []byte("a"), Mode: fs.ModeSymlink},
	}}
	assert.Equal(t, digest(t, s, "v1"), digest(t, s, "v2"))
	seen := map[string]bool{}
	for _, v := range []string{"v1", "v3", "v4", "v5"} {
		seen[digest(t, s, v)] = true
	}
	assert.Len(t, seen, 4)
}

func TestGit(t *testing.T) {
	t.Parallel()
	if !needGit(t) {
		return
	}
	dir := t.TempDir()
	mustGit(t, dir, "init", "--quiet", "-b", "main")
	mustGit(t, dir, "config", "core.autocrlf", "true")
	commit(t, dir, "nothing yet")
	mustGit(t, dir, "tag", "v0")
	write(t, dir, "-- t/template.yaml --\none\n-- t/run* --\nx\n-- t/link --\n-> run\n")
	commit(t, dir, "one")
	mustGit(t, dir, "tag", "v9")
	write(t, dir, "-- other --\nx\n")
	commit(t, dir, "elsewhere")
	mustGit(t, dir, "tag", "v9.1")
	write(t, dir, "-- t/template.yaml --\ntwo\n")
	commit(t, dir, "two")
	mustGit(t, dir, "tag", "v10")
	mustGit(t, dir, "tag", "other")

	tags := update.Git{Dir: dir, Path: "t", Tags: "v*"}
	assert.Equal(t, "v9 v9.1 v10", names(t, tags))
	assert.Equal(t, digest(t, tags, "v9"), digest(t, tags, "v9.1"))
	commits := update.Git{Dir: dir, Path: "t"}
	assert.Equal(t, mustGit(t, dir, "rev-parse", "HEAD~2")+" "+mustGit(t, dir, "rev-parse", "HEAD"), names(t, commits))
	commits.Rev = "v9.1"
	assert.Equal(t, mustGit(t, dir, "rev-parse", "v9"), names(t, commits))
	assert.Equal(t, "v0 v9 v9.1 v10", names(t, update.Git{Dir: filepath.Join(dir, ".git"), Tags: "v*"}), "the root, without a work tree")

	fsys, err := tags.Open(t.Context(), "v9")
	require.NoError(t, err)
	data, err := fs.ReadFile(fsys, "template.yaml")
	require.NoError(t, err)
	assert.Equal(t, "one\n", string(data))
	info, err := fs.Stat(fsys, "run")
	require.NoError(t, err)
	assert.NotZero(t, info.Mode()&0o100)
	target, err := fs.ReadLink(fsys, "link")
	require.NoError(t, err)
	assert.Equal(t, "run", target)
	_, err = fs.ReadLink(fsys, "run")
	require.ErrorIs(t, err, fs.ErrInvalid)
	_, err = fs.ReadLink(fsys, "nothing")
	require.ErrorIs(t, err, fs.ErrNotExist)
	for _, name := range []string{"", "v0", "v11", "--all", "v9\nv10", "-h"} {
		_, err := tags.Open(t.Context(), name)
		require.ErrorIs(t, err, update.ErrVersion, name)
	}
	_, err = update.Git{Dir: dir, Rev: "--all"}.Versions(t.Context())
	require.ErrorIs(t, err, update.ErrVersion)
	_, err = update.Git{Dir: t.TempDir()}.Versions(t.Context())
	require.ErrorContains(t, err, "not a git repository")
}

func TestCheck(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "-- a --\n1\n", "-- a --\n1\n", "-- a --\n2\n", "-- a --\n3\n", "-- a --\n4\n")
	check := func() *update.Status {
		s, err := w.updater.Check(t.Context(), w.dir)
		require.NoError(t, err)
		return s
	}
	s := check()
	assert.Equal(t, update.Behind, s.State)
	assert.Len(t, s.Newer, 3, "v2 is the same as v1")
	assert.Equal(t, "v5", s.Newer[2].Name)
	assert.False(t, s.Moved)
	w.apply(t, nil)
	assert.Equal(t, &update.Status{State: update.UpToDate, Version: "v5"}, check())

	write(t, w.dir, "-- .goldenpath/answers.yaml --\nformat: 1\ntemplate: {version: main, digest: '"+digest(t, w.updater.Source, "v3")+"'}\n")
	assert.Len(t, check().Newer, 2, "a name that is gone, of what is there by another")
	write(t, w.dir, "-- .goldenpath/answers.yaml --\nformat: 1\ntemplate: {version: main}\n")
	assert.Equal(t, update.Unknown, check().State)
	_, err := w.updater.Check(t.Context(), t.TempDir())
	require.ErrorIs(t, err, update.ErrNoAnswers)
}
