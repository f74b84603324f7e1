//go:build unix

package main

import (
	"context"
	"net"
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestOddFiles meets what is no file, or none that can be read: it never waits, and lints what is beside it.
func TestOddFiles(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	put := func(name, text string) {
		file := filepath.Join(dir, name)
		require.NoError(t, os.MkdirAll(filepath.Dir(file), 0o755))
		require.NoError(t, os.WriteFile(file, []byte(text), 0o644))
	}
	put("good/catalog-info.yaml", head)
	put("reads-pipe/catalog-info.yaml", head+"  definition: {$text: ../pipe/catalog-info.yaml}\n")
	put("reads-folder/catalog-info.yaml", head+"  definition: {$text: ../good}\n")
	put("names-pipe/catalog-info.yaml", "apiVersion: backstage.io/v1alpha1\nkind: Location\nmetadata: {name: x}\nspec:\n  target: ../pipe/catalog-info.yaml\n")
	require.NoError(t, os.MkdirAll(filepath.Join(dir, "folder/catalog-info.yaml"), 0o755))
	require.NoError(t, os.Mkdir(filepath.Join(dir, "pipe"), 0o755))
	require.NoError(t, syscall.Mkfifo(filepath.Join(dir, "pipe/catalog-info.yaml"), 0o644))
	require.NoError(t, os.Mkdir(filepath.Join(dir, "loop"), 0o755))
	require.NoError(t, os.Symlink("..", filepath.Join(dir, "loop/up")))
	require.NoError(t, os.Symlink("catalog-info.yaml", filepath.Join(dir, "loop/catalog-info.yaml")))
	socket, err := net.Listen("unix", filepath.Join(dir, "s.yaml"))
	require.NoError(t, err)
	defer socket.Close()

	tests := []struct {
		args           []string
		code           int
		stdout, stderr string // parts
	}{
		{[]string{"good", "folder", "--allow-empty"}, exitClean, "no findings in 1 file", ""},
		{[]string{"pipe/catalog-info.yaml"}, exitBroken, "", "catalog-lint: pipe/catalog-info.yaml is a named pipe, not a file"},
		{[]string{"pipe/catalog-info.yaml", "good"}, exitBroken, "no findings in 1 file", "is a named pipe"},
		{[]string{"s.yaml"}, exitBroken, "", "is a socket, not a file"},
		{[]string{"/dev/null"}, exitBroken, "", "is a device, not a file"},
		{[]string{"loop", "good"}, exitBroken, "no findings in 1 file", "loop/catalog-info.yaml: too many levels of symbolic links"},
		{[]string{"reads-pipe"}, exitFindings, "[schema-placeholder]", ""},
		{[]string{"reads-folder"}, exitFindings, "[schema-placeholder]", ""},
		{[]string{"names-pipe"}, exitBroken, "", "pipe/catalog-info.yaml: read pipe/catalog-info.yaml: is no regular file"},
		{[]string{"inspect", "pipe/catalog-info.yaml"}, exitBroken, "", "is a named pipe"},
		{[]string{"--config", "pipe/catalog-info.yaml", "good"}, exitUsage, "", "no regular file"},
	}
	for _, tt := range tests {
		ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
		done := make(chan struct{})
		go func() {
			defer close(done)
			stdout, stderr, code := lintIn(t, dir, append(tt.args, "--base-url", "https://github.com/a/b/blob/main/")...)
			assert.Equal(t, tt.code, code, "%v: %s%s", tt.args, stdout, stderr)
			assert.Contains(t, stdout, tt.stdout, tt.args)
			assert.Contains(t, stderr, tt.stderr, tt.args)
		}()
		select {
		case <-done:
		case <-ctx.Done():
			require.Fail(t, "it waits", "%v", tt.args)
		}
		cancel()
	}
}
