package dryrunconf_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/internal/beside"

	"github.com/goldenpath-go/goldenpath/internal/conformance/dryrunconf"
	"github.com/goldenpath-go/goldenpath/scaffold/nunjucks"
)

// incomplete tells whether a difference is one of the recordings whose skeleton lost a file on its way: ignored.log, and
// node_modules/m.js.
func incomplete(d dryrunconf.Difference) bool {
	what := d.Case + " " + d.What
	return what == "81-fetch-basic file ignored.log" || what == "99-fetch-dotfiles-git file node_modules/m.js"
}

// deviates tells whether a difference is wanted: prototypes are not shown.
func deviates(d dryrunconf.Difference, dialect nunjucks.Dialect) bool {
	return dialect == nunjucks.Nunjucks3 && d.Case == "24-expr-lookups"
}

func TestSample(t *testing.T) {
	t.Parallel()
	for _, dialect := range []nunjucks.Dialect{nunjucks.Backstage4, nunjucks.Nunjucks3} {
		t.Run(dialect.String(), func(t *testing.T) {
			t.Parallel()
			result, err := dryrunconf.Check(t.Context(), "testdata", dialect, func(d dryrunconf.Difference) { t.Error(d) })
			require.NoError(t, err)
			assert.Equal(t, dryrunconf.Result{Passed: 17}, result)
		})
	}
}

func TestCorpus(t *testing.T) {
	t.Parallel()
	path, ok := beside.Path(t, "corpus/scaffolder-dryrun")
	if !ok {
		t.Log("not present; TestSample stands for it")
		return
	}
	for _, dialect := range []nunjucks.Dialect{nunjucks.Backstage4, nunjucks.Nunjucks3} {
		t.Run(dialect.String(), func(t *testing.T) {
			t.Parallel()
			result, err := dryrunconf.Check(t.Context(), path, dialect, func(d dryrunconf.Difference) {
				if !incomplete(d) && !deviates(d, dialect) {
					t.Error(d)
				}
			})
			require.NoError(t, err)
			t.Logf("%d passed, %d failed", result.Passed, result.Failed)
		})
	}
}

// TestDifferencesAreNoticed runs a case against answers that are wrong in one thing each.
func TestDifferencesAreNoticed(t *testing.T) {
	t.Parallel()
	const template = "apiVersion: scaffolder.backstage.io/v1beta3\nkind: Template\nmetadata: { name: a }\n" +
		"spec: { type: a, steps: [ { id: a, action: 'catalog:write', input: { entity: { metadata: {} } } } ], output: { x: '${{ parameters.x }}' } }\n"
	const right = `{"status":200,"steps":[{"id":"a","name":"catalog:write","action":"catalog:write","status":"completed"}],` +
		`"directoryContents":[{"path":"catalog-info.yaml","text":"metadata:\n  annotations:\n    backstage.io/source-template: template:default/dry-run\n"}],"output":{"x":1}}`
	for what, change := range map[string][2]string{
		"":                       {"", ""},
		"status":                 {`"status":200`, `"status":400`},
		"steps":                  {`"completed"`, `"skipped"`},
		"output":                 {`{"x":1}`, `{"x":"1"}`},
		"file catalog-info.yaml": {`dry-run\n`, `dry-run`},
		"file b":                 {`"path":"catalog-info.yaml"`, `"path":"b"`},
	} {
		t.Run(what, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			for name, text := range map[string]string{
				"template.yaml": template, "values.json": `{"x":1}`, "expected.json": strings.Replace(right, change[0], change[1], 1),
			} {
				require.NoError(t, os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600))
			}
			var found []string
			_, err := dryrunconf.Check(t.Context(), dir, nunjucks.Backstage4, func(d dryrunconf.Difference) { found = append(found, d.What) })
			require.NoError(t, err)
			if what == "" {
				assert.Empty(t, found)
				return
			}
			assert.Contains(t, found, what)
		})
	}
}
