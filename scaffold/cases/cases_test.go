package cases_test

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/tools/txtar"

	"github.com/goldenpath-go/goldenpath/scaffold/cases"
	"github.com/goldenpath-go/goldenpath/scaffold/known"
)

var update = flag.Bool("update", false, "write what comes of the cases into testdata")

// TestScenarios runs the case in each archive of testdata twice: for the first time with Update, then without. The archive's
// comment has what is wrong then, and a line for each golden that was written; files named golden/… are how they are to be.
func TestScenarios(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("testdata/*.txtar")
	require.NoError(t, err)
	require.NotEmpty(t, files)
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			t.Parallel()
			archive, err := txtar.ParseFile(file)
			require.NoError(t, err)
			dir := t.TempDir()
			var inputs []txtar.File
			for _, f := range archive.Files {
				if !strings.HasPrefix(f.Name, "golden/") {
					inputs = append(inputs, f)
				}
			}
			fsys, err := txtar.FS(&txtar.Archive{Files: inputs})
			require.NoError(t, err)
			require.NoError(t, os.CopyFS(dir, fsys))
			got := &txtar.Archive{Comment: []byte(runTwice(t, dir)), Files: append(inputs, goldens(t, dir)...)}
			if *update {
				require.NoError(t, os.WriteFile(file, txtar.Format(got), 0o644))
				return
			}
			assert.Equal(t, string(txtar.Format(archive)), string(txtar.Format(got)))
		})
	}
}

// runTwice runs the cases in dir with Update and without, and returns what is said.
func runTwice(t *testing.T, dir string) string {
	t.Helper()
	var out strings.Builder
	r := &cases.Runner{Known: known.Actions(), Update: dir}
	for range 2 {
		for _, o := range runAll(t, r, dir) {
			for _, name := range o.Updated {
				out.WriteString("wrote " + name + "\n")
			}
			if r.Update == "" {
				for _, p := range o.Problems {
					out.WriteString(strings.TrimSuffix(p.String(), "\n") + "\n")
				}
			}
		}
		r.Update = ""
	}
	return out.String()
}

func runAll(t *testing.T, r *cases.Runner, dir string) []*cases.Outcome {
	t.Helper()
	fsys := os.DirFS(dir)
	names, err := cases.Find(fsys, ".")
	require.NoError(t, err)
	require.NotEmpty(t, names)
	var list []*cases.Case
	for _, name := range names {
		c, err := cases.Load(fsys, name, nil)
		require.NoError(t, err)
		list = append(list, c)
	}
	outcomes, err := r.RunAll(t.Context(), list)
	require.NoError(t, err)
	return outcomes
}

// goldens returns the files that were written below dir, by the names that archives have for them.
func goldens(t *testing.T, dir string) []txtar.File {
	t.Helper()
	var out []txtar.File
	names, err := filepath.Glob(filepath.Join(dir, "tests/*/want.yaml"))
	require.NoError(t, err)
	for _, name := range names {
		data, err := os.ReadFile(name)
		require.NoError(t, err)
		rel, err := filepath.Rel(dir, name)
		require.NoError(t, err)
		out = append(out, txtar.File{Name: "golden/" + filepath.ToSlash(rel), Data: data})
	}
	return out
}
