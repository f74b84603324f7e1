//go:build unix

package discover_test

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/internal/discover"
)

// TestFindOnDisk has what only a real file system offers: links, loops and pipes.
func TestFindOnDisk(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	put := func(name string) {
		file := filepath.Join(dir, name)
		require.NoError(t, os.MkdirAll(filepath.Dir(file), 0o755))
		require.NoError(t, os.WriteFile(file, []byte("kind: Component\n"), 0o644))
	}
	link := func(target, name string) {
		require.NoError(t, os.MkdirAll(filepath.Dir(filepath.Join(dir, name)), 0o755))
		require.NoError(t, os.Symlink(target, filepath.Join(dir, name)))
	}
	put("a/catalog-info.yaml")
	put("b/backstage.yaml")
	put("folder/catalog-info.yaml/catalog-info.yaml")
	link("../a/catalog-info.yaml", "same/catalog-info.yaml")
	link("../b/backstage.yaml", "other/catalog-info.yaml")
	link("..", "loop/up")
	link("../a", "loop/a")
	link("self", "self")
	link("../pipe/catalog-info.yaml", "to-pipe/catalog-info.yaml")
	link("nowhere.yaml", "catalog/dangling.yaml")
	require.NoError(t, os.Mkdir(filepath.Join(dir, "pipe"), 0o755))
	require.NoError(t, syscall.Mkfifo(filepath.Join(dir, "pipe/catalog-info.yaml"), 0o644))
	require.NoError(t, syscall.Mkfifo(filepath.Join(dir, ".gitignore"), 0o644))

	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	r := discover.Find(ctx, discover.Tracked(os.DirFS(dir)), []string{"."}, nil)
	require.Empty(t, r.Errors)
	assert.Equal(t, []string{"a/catalog-info.yaml", "folder/catalog-info.yaml/catalog-info.yaml", "other/catalog-info.yaml"}, r.Files)

	r = discover.Find(ctx, discover.Tracked(os.DirFS(dir)), []string{"pipe/catalog-info.yaml"}, nil)
	require.EqualError(t, errors.Join(r.Errors...), "pipe/catalog-info.yaml is a named pipe, not a file")

	link("nowhere", "gone/catalog-info.yaml")
	r = discover.Find(ctx, discover.Tracked(os.DirFS(dir)), []string{"."}, nil)
	require.ErrorIs(t, errors.Join(r.Errors...), fs.ErrNotExist, "a link that leads nowhere is said")
}
