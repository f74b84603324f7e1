//go:build unix

package docs_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/internal/fence"
)

// TestHelmfilePage writes the files that the page shows, and runs its commands beside them.
func TestHelmfilePage(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	run := shell(t, dir)
	checkPage(t, "helmfile.md", func(b fence.Block) (string, error) {
		switch {
		case b.File != "":
			name := filepath.Join(dir, filepath.FromSlash(b.File))
			require.NoError(t, os.MkdirAll(filepath.Dir(name), 0o755))
			return b.Text, os.WriteFile(name, []byte(b.Text), 0o644)
		case b.Info == "console":
			return fence.Run(b.Text, run)
		case b.Info == "go":
			assert.Contains(t, read(t, "../helmfile/compare/example_test.go"), strings.TrimSpace(b.Text))
		}
		return b.Text, nil
	})
}
