//go:build unix

package docs_test

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/internal/fence"
)

// TestAdopting does what the page says in a repository with 500 findings.
func TestAdopting(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	for i := 1; i <= 250; i++ {
		folder := filepath.Join(dir, "services", fmt.Sprintf("s%03d", i))
		require.NoError(t, os.MkdirAll(folder, 0o755))
		text := fmt.Sprintf("apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata:\n  name: s%03d\n  tags: [Go]\nspec:\n"+
			"  type: service\n  lifecycle: production\n  owner: group:default/shop\n  system: component:default/shop\n", i)
		require.NoError(t, os.WriteFile(filepath.Join(folder, "catalog-info.yaml"), []byte(text), 0o644))
	}
	run := shell(t, dir)
	out, err := run("git init -q -b main && git add . && git commit -qm first")
	require.NoError(t, err)
	require.Empty(t, out)
	commands := 0
	checkPage(t, "adopting.md", func(b fence.Block) (string, error) {
		if b.Info != "console" {
			return b.Text, nil
		}
		commands++
		return fence.Run(b.Text, run)
	})
	assert.Equal(t, 9, commands)
}
