package helmfile_test

import (
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/internal/beside"
	"github.com/goldenpath-go/goldenpath/lint"
	"github.com/goldenpath-go/goldenpath/lint/rules/helmfile"
)

// classless are classes of answers that say nothing of the files: a variable that was not set in that run, an environment
// or selectors that were asked for.
func classless() []string {
	return []string{"", "required-env", "undefined-environment", "no-match", "bad-selector", "unsupported"}
}

// silentCases are those in which the real helmfile hands braces to the chart without a word, which is an error here.
func silentCases() []string { return []string{"03", "14"} }

// TestRecordedAnswers holds the errors that the rules find in recommended against what the real helmfile said of the same
// files: there are some where it refused one of them, and none where it took all.
func TestRecordedAnswers(t *testing.T) {
	t.Parallel()
	dir, ok := beside.Path(t, "corpus/helmfile")
	if !ok {
		t.Log("the shared corpus is not present: the recorded cases in testdata are all that is looked at")
		assert.NotEmpty(t, caseFiles(t, helmfile.All()[0]))
		return
	}
	cases, err := filepath.Glob(filepath.Join(dir, "[0-9]*"))
	require.NoError(t, err)
	for _, name := range cases {
		t.Run(filepath.Base(name), func(t *testing.T) {
			t.Parallel()
			refused := refusals(t, name)
			found := errorsIn(t, filepath.Dir(name), filepath.Base(name))
			silent := slices.Contains(silentCases(), filepath.Base(name)[:2])
			assert.Equal(t, len(refused) > 0 || silent, len(found) > 0, "refused: %v; found: %v", refused, found)
		})
	}
}

// refusals returns the classes of what the real helmfile refused.
func refusals(t *testing.T, name string) []string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(name, "expected.json"))
	require.NoError(t, err)
	var recorded struct {
		Runs []struct {
			Environ                                          map[string]string
			Args                                             []string
			ListError, ValuesError, EffectiveError, DagError *struct{ Class string }
		}
	}
	require.NoError(t, json.Unmarshal(data, &recorded))
	var classes []string
	for _, run := range recorded.Runs {
		for _, e := range []*struct{ Class string }{run.ListError, run.ValuesError, run.EffectiveError, run.DagError} {
			if e != nil && !slices.Contains(classless(), e.Class) && !slices.Contains(classes, e.Class) {
				classes = append(classes, e.Class)
			}
		}
	}
	return classes
}

// errorsIn returns the errors that the rules find in a case, whose charts lie beside it.
func errorsIn(t *testing.T, dir, name string) []string {
	t.Helper()
	fsys := fstest.MapFS{}
	require.NoError(t, fs.WalkDir(os.DirFS(dir), ".", func(file string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasPrefix(file, name+"/") && !strings.HasPrefix(file, "_charts/") {
			return err
		}
		data, err := os.ReadFile(filepath.Join(dir, file))
		fsys[file] = &fstest.MapFile{Data: data}
		return err
	}))
	l := &lint.Linter{Rules: helmfile.All()}
	r, err := l.Run(t.Context(), fsys, roots(fsys))
	require.NoError(t, err)
	require.NoError(t, r.Errors.Err())
	var found []string
	for _, d := range r.Diagnostics {
		if d.Severity == lint.Error {
			found = append(found, d.Rule+" "+d.Range.String()+" "+d.Message)
		}
	}
	return found
}
