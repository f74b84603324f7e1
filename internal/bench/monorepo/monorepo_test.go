package monorepo_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/internal/bench/monorepo"
)

func TestFiles(t *testing.T) {
	t.Parallel()
	for _, count := range []int{10, 100, 2000} {
		files := monorepo.Files(count, 1)
		assert.Len(t, files, count)
		assert.Equal(t, files, monorepo.Files(count, 1), "the same arguments give the same bytes")
		assert.NotEqual(t, files, monorepo.Files(count, 2))
		paths, bytes := map[string]bool{}, 0
		for _, f := range files {
			assert.False(t, paths[f.Path], "%s is there twice", f.Path)
			paths[f.Path] = true
			bytes += len(f.Data)
		}
		assert.InDelta(t, 1350, bytes/count, 350, "bytes a file")
	}
}

func TestWrite(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	files := monorepo.Files(10, 1)
	require.NoError(t, monorepo.Write(dir, files))
	for _, f := range files {
		data, err := os.ReadFile(filepath.Join(dir, f.Path))
		require.NoError(t, err)
		assert.Equal(t, f.Data, data)
	}
}
