//go:build unix

package docs_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/internal/fence"
)

// TestTestingTemplates does what the page shows in a copy of the sample, and makes sure that the files are as it shows them: a file
// that the sample does not have is written.
func TestTestingTemplates(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	require.NoError(t, os.CopyFS(dir, os.DirFS("../examples/templatetests/golden-path")))
	run, files, commands := shell(t, dir), 0, 0
	checkPage(t, "testing-templates.md", func(b fence.Block) (string, error) {
		switch {
		case b.File != "":
			files++
			name := filepath.Join(dir, filepath.FromSlash(b.File))
			if data, err := os.ReadFile(name); err == nil {
				return string(data), nil
			}
			return b.Text, os.WriteFile(name, []byte(b.Text), 0o644)
		case b.Info == "console":
			commands++
			return fence.Run(b.Text, run)
		}
		return b.Text, nil
	})
	assert.Equal(t, 4, files)
	assert.Equal(t, 8, commands)
}
