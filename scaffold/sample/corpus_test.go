package sample_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/internal/beside"
	"github.com/goldenpath-go/goldenpath/scaffold"
	"github.com/goldenpath-go/goldenpath/scaffold/sample"
)

// TestRealTemplates makes values for the templates of public repositories.
func TestRealTemplates(t *testing.T) {
	t.Parallel()
	dir, ok := beside.Path(t, "corpus/templates")
	if !ok {
		t.Log("the shared corpus is not present; the other tests have templates of their own")
		return
	}
	templates, sets := 0, 0
	require.NoError(t, fs.WalkDir(os.DirFS(dir), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(name, ".yaml") {
			return err
		}
		data, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(name)))
		require.NoError(t, err)
		found, err := scaffold.ParseAll(name, data)
		if err != nil {
			return nil // no template, which TestRealTemplates of package scaffold looks at
		}
		for _, tmpl := range found {
			templates++
			made, err := sample.Sets(tmpl, nil)
			if !assert.NoError(t, err, name) {
				continue
			}
			sets += len(made)
			checkSets(t, tmpl, made)
		}
		return nil
	}))
	t.Logf("%d templates, %d sets", templates, sets)
}

// checkSets checks what is true of all sets.
func checkSets(t *testing.T, tmpl *scaffold.Template, sets []sample.Set) {
	t.Helper()
	names := map[string]bool{}
	for _, s := range sets {
		assert.False(t, names[s.Name], "two sets are called %q", s.Name)
		names[s.Name] = true
		assert.NoError(t, tmpl.Validate(s.Values), s.Name)
		assert.NoError(t, tmpl.ValidateSecrets(s.Secrets), s.Name)
	}
}
