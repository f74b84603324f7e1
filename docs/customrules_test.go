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

// TestCustomRules makes sure that the page shows the files there are, and what the command makes of them. It happens in
// a folder beside a copy of the sample.
func TestCustomRules(t *testing.T) {
	t.Parallel()
	dir := unpack(t, "testdata/custom-rules.txtar")
	work, sample := filepath.Join(dir, "work"), filepath.Join(dir, "customrules")
	require.NoError(t, os.CopyFS(sample, os.DirFS("../examples/customrules")))
	require.NoError(t, os.Mkdir(filepath.Join(sample, ".git"), 0o755))
	run, files, commands := shell(t, work), 0, 0
	checkPage(t, "custom-rules.md", func(b fence.Block) (string, error) {
		switch {
		case strings.HasPrefix(b.File, "examples/"):
			files++
			return read(t, "../"+b.File), nil
		case b.File != "":
			files++
			return read(t, filepath.Join(work, b.File)), nil
		case b.Info == "console":
			commands++
			return fence.Run(b.Text, run)
		}
		return b.Text, nil
	})
	assert.Equal(t, 5, files)
	assert.Equal(t, 7, commands)
}
