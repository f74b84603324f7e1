//go:build unix

package snapshot_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/catalog/snapshot"
)

func TestFilePermissions(t *testing.T) {
	t.Parallel()
	name := filepath.Join(t.TempDir(), "catalog.snapshot")
	require.NoError(t, made(t).WriteFile(name))
	assertMode(t, name, 0o644)
	require.NoError(t, os.Chmod(name, 0o600))
	require.NoError(t, made(t).WriteFile(name))
	assertMode(t, name, 0o600)
}

func assertMode(t *testing.T, name string, want fs.FileMode) {
	t.Helper()
	info, err := os.Stat(name)
	require.NoError(t, err)
	assert.Equal(t, want, info.Mode().Perm())
}

// TestFileIsAlwaysWhole reads a file while others write it.
func TestFileIsAlwaysWhole(t *testing.T) {
	t.Parallel()
	name := filepath.Join(t.TempDir(), "catalog.snapshot")
	small := made(t)
	large := made(t, snapshot.Entry{Ref: ref(t, "a"), Title: strings.Repeat("x", 1<<20)})
	require.NoError(t, small.WriteFile(name))
	var wg sync.WaitGroup
	for _, s := range []*snapshot.Snapshot{small, large} {
		wg.Go(func() {
			for range 10 {
				assert.NoError(t, s.WriteFile(name))
			}
		})
	}
	for range 40 {
		_, err := snapshot.ReadFile(name)
		assert.NoError(t, err)
	}
	wg.Wait()
	assertAlone(t, name)
}
