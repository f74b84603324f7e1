//go:build unix

package docs_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/internal/fence"
)

// TestCatalogPage runs what the page shows, in checkouts of an organisation.
func TestCatalogPage(t *testing.T) {
	t.Parallel()
	top := unpack(t, "testdata/catalog.txtar")
	repositories, err := os.ReadDir(filepath.Join(top, "checkouts"))
	require.NoError(t, err)
	for _, r := range repositories {
		out, err := shell(t, filepath.Join(top, "checkouts", r.Name()))("git init -q -b main && git remote add origin https://github.com/acme/" + r.Name() +
			" && git add . && git commit -qm first")
		require.NoError(t, err)
		require.Empty(t, out)
	}
	run := shell(t, top)
	checkPage(t, "catalog.md", func(b fence.Block) (string, error) {
		if b.Info == "console" {
			return fence.Run(b.Text, run)
		}
		return b.Text, nil
	})
}
