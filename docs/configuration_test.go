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
	"github.com/goldenpath-go/goldenpath/lint"
	"github.com/goldenpath-go/goldenpath/lint/rules"
)

// TestConfigurationPage runs what the page shows, and reads the configurations in it.
func TestConfigurationPage(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	require.NoError(t, os.Mkdir(filepath.Join(dir, "platform"), 0o755))
	require.NoError(t, os.WriteFile(filepath.Join(dir, "platform", "catalog-lint.yaml"), []byte("version: 1\nrules:\n  tag-format: info\n"), 0o644))
	run, read := shell(t, dir), 0
	checkPage(t, "configuration.md", func(b fence.Block) (string, error) {
		switch {
		case b.File != "":
			return b.Text, os.WriteFile(filepath.Join(dir, b.File), []byte(b.Text), 0o644)
		case b.Info == "console":
			return fence.Run(b.Text, run)
		case strings.HasPrefix(b.Text, "version: 1\n"):
			read++
			text := strings.Replace(b.Text, "../platform/", "platform/", 1)
			require.NoError(t, os.WriteFile(filepath.Join(dir, "one.yaml"), []byte(text), 0o644))
			_, err := lint.LoadConfig(os.DirFS(dir), "one.yaml", rules.All(), &lint.ConfigOptions{
				Fetch: func(string, string) ([]byte, error) { return []byte("test"), nil }, // of this checksum
			})
			if strings.Contains(text, "url:") {
				assert.ErrorContains(t, err, "yaml:1:1: a mapping is wanted here", "the checksum is that of a word")
				return b.Text, nil
			}
			return b.Text, err
		}
		return b.Text, nil
	})
	assert.Equal(t, 3, read)
}
