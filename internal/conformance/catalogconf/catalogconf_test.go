package catalogconf_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/internal/beside"

	"github.com/goldenpath-go/goldenpath/internal/conformance/catalogconf"
)

func check(t *testing.T, path string) catalogconf.Result {
	t.Helper()
	result, err := catalogconf.Check(t.Context(), path, "", func(d catalogconf.Difference) {
		if d.Verdict {
			t.Error(d)
		}
	})
	require.NoError(t, err)
	t.Logf("%s: %s", filepath.Base(path), result)
	assert.Zero(t, result.Failed)
	return result
}

func TestSample(t *testing.T) {
	t.Parallel()
	result := check(t, "testdata/sample.jsonl")
	assert.Greater(t, result.Passed, 100)
	assert.Equal(t, result.Refused, result.SameField)
}

func TestCorpus(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"corpus/catalog/expected.jsonl", "corpus/catalog-mutations/seed-1.jsonl"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			path, ok := beside.Path(t, name)
			if !ok {
				t.Log("not present; TestSample stands for it")
				return
			}
			result := check(t, path)
			assert.Equal(t, result.Refused, result.SameField)
		})
	}
}

const good = "apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata: {name: a}\nspec: {type: b, lifecycle: c, owner: d}\n"

// TestDifferences checks that what is not equal is noticed.
func TestDifferences(t *testing.T) {
	t.Parallel()
	right := `"ref":"component:default/a","ok":true,"stage":"done","errors":[],"relations":[` +
		`{"source":"component:default/a","type":"ownedBy","target":"group:default/d"},` +
		`{"source":"group:default/d","type":"ownerOf","target":"component:default/a"}]`
	tests := []struct {
		name, docs string
		want       []string // what differs
	}{
		{"nothing", "[{" + right + "}]", nil},
		{"members that are not known", `[{"x":1,` + right + "}]", nil},
		{"reference", strings.Replace("[{"+right+"}]", "default/a", "default/b", 1), []string{"ref"}},
		{"relation", strings.Replace("[{"+right+"}]", "ownedBy", "ownerOf", 1), []string{"relations"}},
		{"location", `[{` + right + `,"locations":[{"type":"url","target":"x","presence":"required"}]}]`, []string{"locations"}},
		{"placeholder", `[{` + right + `,"placeholders":[{"key":"$text","value":"x"}]}]`, []string{"placeholders"}},
		{"rules", `[{` + right + `,"allowedByDefaultRules":false}]`, []string{"allowedByDefaultRules"}},
		{"reading", `[{` + right + `,"parsed":{"kind":"Component"}}]`, []string{"parsed"}},
		{"verdict", `[{"ref":"component:default/a","ok":false,"stage":"policy","errors":["x"],"relations":[]}]`, []string{"ok", "stage", "error"}},
		{"number of documents", "[{" + right + `},{"doc":1}]`, []string{"documents"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			path := filepath.Join(t.TempDir(), "rows.jsonl")
			row := `{"id":"1","yaml":` + quote(good) + `,"docs":` + test.docs + "}\n\n"
			require.NoError(t, os.WriteFile(path, []byte(row), 0o644))
			var got []string
			result, err := catalogconf.Check(t.Context(), path, "", func(d catalogconf.Difference) { got = append(got, d.What) })
			require.NoError(t, err)
			assert.Equal(t, test.want, got)
			assert.Equal(t, test.want == nil, result.Failed == 0)
		})
	}
}

// TestFiles checks answers about files on disk, in any order and in a folder.
func TestFiles(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	require.NoError(t, os.MkdirAll(filepath.Join(dir, "acme__shop"), 0o755))
	content := good + "---\n---\n- a\n"
	require.NoError(t, os.WriteFile(filepath.Join(dir, "acme__shop", "catalog-info.yaml"), []byte(content), 0o644))
	rows := `{"file":"acme__shop/catalog-info.yaml","doc":2,"ref":null,"ok":false,"stage":"root","errors":["Error: Expected object at root, got object"],"relations":[]}
{"file":"acme__shop/catalog-info.yaml","doc":1,"ref":null,"ok":true,"stage":"skipped","errors":[],"relations":[]}
`
	answers := filepath.Join(dir, "expected.jsonl")
	require.NoError(t, os.WriteFile(answers, []byte(rows), 0o644))
	for _, path := range []string{answers, dir} {
		result, err := catalogconf.Check(t.Context(), path, "", func(d catalogconf.Difference) { t.Error(d) })
		require.NoError(t, err)
		assert.Equal(t, catalogconf.Result{Files: 1, Passed: 2, Accepted: 1, Refused: 1, SameField: 1, SameWords: 1}, result)
	}
	var missing []string
	result, err := catalogconf.Check(t.Context(), answers, t.TempDir(), func(d catalogconf.Difference) { missing = append(missing, d.What) })
	require.NoError(t, err)
	assert.Equal(t, catalogconf.Result{Files: 1, Failed: 2}, result)
	assert.Equal(t, []string{"file"}, missing)
	_, err = catalogconf.Check(t.Context(), t.TempDir(), "", func(catalogconf.Difference) {})
	require.Error(t, err)
}

func quote(s string) string { return `"` + strings.ReplaceAll(s, "\n", `\n`) + `"` }
