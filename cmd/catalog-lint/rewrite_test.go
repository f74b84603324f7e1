package main

import (
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestRewrite(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	at := &place{dir: dir, root: dir}
	file := filepath.Join(dir, "a", "b.yaml")
	require.NoError(t, os.Mkdir(filepath.Dir(file), 0o755))
	require.NoError(t, os.WriteFile(file, []byte("before"), 0o640))
	require.NoError(t, os.Chmod(file, 0o750))

	require.ErrorIs(t, at.rewrite("a/b.yaml", []byte("another"), []byte("after")), errMoved)
	require.ErrorIs(t, at.rewrite("a/c.yaml", nil, []byte("after")), fs.ErrNotExist)
	assertContent(t, file, "before", 0o750)
	require.NoError(t, at.rewrite("a/b.yaml", []byte("before"), []byte("after")))
	assertContent(t, file, "after", 0o750)
	entries, err := os.ReadDir(filepath.Dir(file))
	require.NoError(t, err)
	assert.Len(t, entries, 1, "nothing is left beside it")
}

func TestRewriteAsksForPermission(t *testing.T) {
	t.Parallel()
	if os.Geteuid() == 0 {
		t.Log("root may write everything")
		return
	}
	dir := t.TempDir()
	file := filepath.Join(dir, "a.yaml")
	require.NoError(t, os.WriteFile(file, []byte("before"), 0o444))
	require.ErrorIs(t, (&place{root: dir}).rewrite("a.yaml", []byte("before"), []byte("after")), fs.ErrPermission)
	assertContent(t, file, "before", 0o444)
}

func TestRewriteFollowsLinksWithinTheRoot(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	root := filepath.Join(dir, "root")
	require.NoError(t, os.MkdirAll(filepath.Join(root, "real"), 0o755))
	for _, file := range []string{"outside.yaml", "root/real/a.yaml"} {
		require.NoError(t, os.WriteFile(filepath.Join(dir, file), []byte("before"), 0o644))
	}
	require.NoError(t, os.Symlink("real/a.yaml", filepath.Join(root, "in.yaml")))
	require.NoError(t, os.Symlink("../outside.yaml", filepath.Join(root, "out.yaml")))
	require.NoError(t, os.Symlink("root", filepath.Join(dir, "alias")))

	at := &place{root: filepath.Join(dir, "alias")}
	require.NoError(t, at.rewrite("in.yaml", []byte("before"), []byte("after")))
	require.ErrorIs(t, at.rewrite("out.yaml", []byte("before"), []byte("after")), errOutside)
	assertContent(t, filepath.Join(root, "real", "a.yaml"), "after", 0o644)
	assertContent(t, filepath.Join(dir, "outside.yaml"), "before", 0o644)
	link, err := os.Readlink(filepath.Join(root, "in.yaml"))
	require.NoError(t, err)
	assert.Equal(t, "real/a.yaml", link)
}

func assertContent(t *testing.T, file, want string, mode fs.FileMode) {
	t.Helper()
	data, err := os.ReadFile(file)
	require.NoError(t, err)
	assert.Equal(t, want, string(data))
	info, err := os.Stat(file)
	require.NoError(t, err)
	assert.Equal(t, mode, info.Mode().Perm())
}
