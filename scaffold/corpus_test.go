package scaffold_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/scaffold"
)

// TestRealTemplates reads templates of public repositories.
func TestRealTemplates(t *testing.T) {
	t.Parallel()
	if shared(t, "corpus/templates/STATS.md") == nil {
		return
	}
	read, refused := 0, 0
	err := fs.WalkDir(os.DirFS(filepath.Join("..", "..", "shared", "corpus", "templates")), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(name, ".yaml") && !strings.HasSuffix(name, ".yml") {
			return err
		}
		data := shared(t, "corpus/templates/"+name)
		if !strings.Contains(string(data), "scaffolder.backstage.io/v1beta3") {
			return nil
		}
		templates, err := scaffold.ParseAll(name, data)
		if err != nil {
			t.Log(err)
			refused++
			return nil
		}
		for _, tmpl := range templates {
			read++
			if err := tmpl.Validate(tmpl.Defaults(nil)); err != nil {
				assert.ErrorIs(t, err, scaffold.ErrInput, name)
			}
		}
		return nil
	})
	require.NoError(t, err)
	t.Logf("%d templates read, %d files refused", read, refused)
}
