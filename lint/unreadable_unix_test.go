//go:build unix

package lint_test

import (
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/lint"
)

func TestRunDoesNotWaitForPipes(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	require.NoError(t, syscall.Mkfifo(filepath.Join(dir, "pipe.yaml"), 0o600))
	require.NoError(t, os.WriteFile(filepath.Join(dir, "all.yaml"), []byte(locationYAML("pipe.yaml")), 0o600))
	r, err := (&lint.Linter{}).Run(t.Context(), os.DirFS(dir), []string{"all.yaml"})
	require.NoError(t, err)
	assert.EqualError(t, r.Errors, "pipe.yaml: read pipe.yaml: is no regular file")
	changed, err := (&lint.Linter{}).Fix(t.Context(), os.DirFS(dir), []string{"all.yaml"}, false)
	require.NoError(t, err)
	assert.Empty(t, changed.Files)
}
