package snapshot_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/catalog/snapshot"
)

func TestFile(t *testing.T) {
	t.Parallel()
	name := filepath.Join(t.TempDir(), "catalog.snapshot")
	require.NoError(t, made(t).WriteFile(name))
	require.NoError(t, shop(t).WriteFile(name))
	s, err := snapshot.ReadFile(name)
	require.NoError(t, err)
	assert.Equal(t, written(t, shop(t)), written(t, s))
	assertAlone(t, name)
}

func assertAlone(t *testing.T, name string) {
	t.Helper()
	files, err := os.ReadDir(filepath.Dir(name))
	require.NoError(t, err)
	assert.Len(t, files, 1, "nothing is left beside it")
}

func TestFileErrors(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	name := filepath.Join(dir, "catalog.snapshot")
	_, err := snapshot.ReadFile(name)
	assert.ErrorIs(t, err, fs.ErrNotExist)

	require.NoError(t, os.WriteFile(name, []byte("hello\n"), 0o644))
	_, err = snapshot.ReadFile(name)
	assert.ErrorIs(t, err, snapshot.ErrNotSnapshot)
	assert.ErrorContains(t, err, name)

	assert.ErrorIs(t, made(t).WriteFile(filepath.Join(dir, "no", "such", "folder")), fs.ErrNotExist)
	assert.ErrorContains(t, made(t).WriteFile(dir), "is there and no file")
	assert.ErrorContains(t, made(t).WriteFile(filepath.Join(name, "under")), "write catalog snapshot")

	require.Error(t, new(snapshot.Snapshot).WriteFile(name))
	data, err := os.ReadFile(name)
	require.NoError(t, err)
	assert.Equal(t, "hello\n", string(data), "a failure leaves what was there")
	assertAlone(t, name)
}
