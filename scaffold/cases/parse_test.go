package cases_test

import (
	"io/fs"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/tools/txtar"

	"github.com/goldenpath-go/goldenpath/scaffold/cases"
	"github.com/goldenpath-go/goldenpath/scaffold/nunjucks"
)

func TestParse(t *testing.T) {
	t.Parallel()
	c, err := cases.Parse("templates/go/tests/a/case.yaml", []byte("description: d\ntemplate: ../../go.yaml\ndialects: [nunjucks3, nunjucks3, extended]\n"))
	require.NoError(t, err)
	assert.Equal(t, "templates/go/tests/a", c.Name)
	assert.Equal(t, "templates/go/go.yaml", c.Template)
	assert.Equal(t, "d", c.Description)
	assert.Equal(t, []nunjucks.Dialect{nunjucks.Nunjucks3, nunjucks.Extended}, c.Dialects)

	c, err = cases.Parse("tests/a/case.yaml", nil)
	require.NoError(t, err)
	assert.Equal(t, "template.yaml", c.Template)
	assert.Equal(t, []nunjucks.Dialect{nunjucks.Backstage4}, c.Dialects)

	outcome, err := (&cases.Runner{}).Run(t.Context(), c)
	require.NoError(t, err)
	assert.Contains(t, outcome.Problems[0].String(), "the case was parsed, not loaded")
}

func TestParseReportsEverything(t *testing.T) {
	t.Parallel()
	_, err := cases.Parse("tests/a/case.yaml", []byte(`template: ../../../template.yaml
values: [a]
secrets: {a: one}
dialects: [jinja]
user: 7
entities:
  - {kind: Group}
  - text
mocks:
  a: false
  b: {outputs: {}}
  c: {output: text}
  d: {files: ../../../x}
urls: {"https://a": /etc}
want:
  status: done
  error: no
  log: text
  inputs: []
`))
	assert.EqualError(t, err, strings.TrimSpace(`
tests/a/case.yaml:1:11: ../../../template.yaml leads out of the root
tests/a/case.yaml:2:9: a mapping is wanted here, not a list
tests/a/case.yaml:4:12: "jinja" is no dialect; there are backstage4, nunjucks3, extended
tests/a/case.yaml:5:7: a mapping is wanted here, not the number 7
tests/a/case.yaml:7:5: an entity has a kind and metadata with a name
tests/a/case.yaml:8:5: a mapping is wanted here, not "text"
tests/a/case.yaml:10:6: write true, or what the action does: output, error, files
tests/a/case.yaml:11:7: unknown key "outputs"; there are output, error, files
tests/a/case.yaml:12:15: a mapping is wanted here, not "text"
tests/a/case.yaml:13:14: ../../../x leads out of the root
tests/a/case.yaml:14:21: /etc leads out of the root
tests/a/case.yaml:16:11: "done" is no status; a run is completed or failed
tests/a/case.yaml:18:8: a list of texts is wanted here, not "text"
tests/a/case.yaml:19:11: a mapping is wanted here, not a list`))
}

func TestParseValues(t *testing.T) {
	t.Parallel()
	v, err := cases.ParseValues("v.yaml", []byte("b: 1\na: {list: [x, {y: z}]}\n"))
	require.NoError(t, err)
	assert.Equal(t, []string{"b", "a"}, v.Object().Names())
	assert.Equal(t, "v.yaml:2:19", v.Position([]any{"a", "list", 1, "y", "deeper"}).String()[:11])
	assert.Equal(t, 2, v.Position([]any{"a", "list", 9}).Line)

	_, err = cases.ParseValues("v.yaml", []byte("[a]"))
	require.EqualError(t, err, "v.yaml:1:1: a mapping is wanted here, not a list")
	v, err = cases.ParseValues("v.yaml", nil)
	require.NoError(t, err)
	assert.Zero(t, v.Object().Len())
	assert.Zero(t, cases.Values{}.Position(nil))
	assert.Zero(t, cases.Values{}.Object().Len())
}

func TestFind(t *testing.T) {
	t.Parallel()
	fsys := fstest.MapFS{}
	for _, name := range []string{
		"a/tests/one/case.yaml", "a/tests/one/want/tests/x/case.yaml", "a/tests/two/case.yaml", "a/case/case.yaml",
		".git/tests/x/case.yaml", "node_modules/b/tests/x/case.yaml", "want/tests/three/case.yaml",
	} {
		fsys[name] = &fstest.MapFile{}
	}
	for folder, want := range map[string][]string{
		".":           {"a/tests/one/case.yaml", "a/tests/two/case.yaml", "want/tests/three/case.yaml"},
		"a/tests/two": {"a/tests/two/case.yaml"},
		"a/tests":     {"a/tests/one/case.yaml", "a/tests/two/case.yaml"},
		"a/case":      {"a/case/case.yaml"},
	} {
		got, err := cases.Find(fsys, folder)
		require.NoError(t, err)
		assert.Equal(t, want, got, folder)
	}
	_, err := cases.Find(fsys, "nowhere")
	require.Error(t, err)
}

// FuzzParse reads anything as a case: what it says of itself stays within its root, and reading takes no notice of the name.
func FuzzParse(f *testing.F) {
	files, err := filepath.Glob("testdata/*.txtar")
	require.NoError(f, err)
	for _, name := range files {
		archive, err := txtar.ParseFile(name)
		require.NoError(f, err)
		for _, file := range archive.Files {
			if strings.HasSuffix(file.Name, cases.FileName) {
				f.Add(file.Data)
			}
		}
	}
	f.Add([]byte("template: ../../../../x\nmocks: {a: {files: /}}\nuser: &a {entity: *a}"))
	f.Fuzz(func(t *testing.T, data []byte) {
		c, err := cases.Parse("tests/a/case.yaml", data)
		if err != nil {
			return
		}
		assert.NotEmpty(t, c.Dialects)
		assert.True(t, fs.ValidPath(c.Template), c.Template)
	})
}
