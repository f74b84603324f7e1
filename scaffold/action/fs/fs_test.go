package fs_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/scaffold"
	"github.com/goldenpath-go/goldenpath/scaffold/action/fetch"
	"github.com/goldenpath-go/goldenpath/scaffold/action/fs"
	"github.com/goldenpath-go/goldenpath/scaffold/dialect"
	"github.com/goldenpath-go/goldenpath/scaffold/nunjucks"
)

const head = `
apiVersion: scaffolder.backstage.io/v1beta3
kind: Template
metadata: { name: t }
spec:
  type: x
  output: { out: '${{ steps.do.output.files | join(" ", "path") }}|${{ steps.do.output.folders | join(" ", "path") }}' }
  steps:
    - { id: get, action: 'fetch:plain', input: { url: s } }
    - { id: do, action: `

func TestActions(t *testing.T) {
	t.Parallel()
	source := fstest.MapFS{"s/a.txt": {}, "s/.b": {}, "s/d/c.md": {}, "s/d/e/f.md": {}}
	tests := []struct {
		name, step string
		files      string // what is left
		err        string
	}{
		{"delete", "'fs:delete', input: { files: [a.txt, 'd/**/*.md', none] } }", ".b", ""},
		{"delete folder", "'fs:delete', input: { files: [d] } }", ".b a.txt", ""},
		{"delete all", "'fs:delete', input: { files: [.] } }", "", ""},
		{"delete outside", "'fs:delete', input: { files: [../x] } }", "", "outside its parent"},
		{"rename", "'fs:rename', input: { files: [ { from: a.txt, to: x/y/z }, { from: d/e, to: e } ] } }", ".b d/c.md e/f.md x/y/z", ""},
		{"rename onto", "'fs:rename', input: { files: [ { from: a.txt, to: .b } ] } }", "", "dest already exists"},
		{"overwrite", "'fs:rename', input: { files: [ { from: a.txt, to: d, overwrite: true } ] } }", ".b d", ""},
		{"into itself", "'fs:rename', input: { files: [ { from: d, to: d/e/x } ] } }", "", "into itself"},
		{"over its parent", "'fs:rename', input: { files: [ { from: d/e, to: d, overwrite: true } ] } }", "", "by what is in it"},
		{"over all", "'fs:rename', input: { files: [ { from: d, to: ., overwrite: true } ] } }", "", "by what is in it"},
		{"missing", "'fs:rename', input: { files: [ { from: q, to: r } ] } }", "", "q"},
		{"to itself", "'fs:rename', input: { files: [ { from: d, to: ./d } ] } }", ".b a.txt d/c.md d/e/f.md", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			result, err := dryRun(t, source, tt.step)
			if tt.err != "" {
				require.ErrorContains(t, err, tt.err)
				return
			}
			require.NoError(t, err)
			var left []string
			for _, f := range result.Files {
				if !f.Mode.IsDir() {
					left = append(left, f.Path)
				}
			}
			assert.Equal(t, tt.files, strings.Join(left, " "))
		})
	}
}

func dryRun(t *testing.T, source fstest.MapFS, step string) (*scaffold.Result, error) {
	t.Helper()
	tmpl, err := scaffold.Parse("t.yaml", []byte(head+step+"\n"))
	require.NoError(t, err)
	r := scaffold.Runner{Renderer: dialect.New(nunjucks.Backstage4, nil), Actions: append(fetch.Actions(nil), fs.Actions()...)}
	return r.DryRun(t.Context(), tmpl, scaffold.Request{Source: source})
}

func TestReaddir(t *testing.T) {
	t.Parallel()
	source := fstest.MapFS{"s/b": {}, "s/a/c": {}, "s/a/d/e": {}}
	for step, want := range map[string]string{
		"'fs:readdir', input: { paths: [.] } }":                  "b|a",
		"'fs:readdir', input: { paths: [., a] } }":               "b a/c|a a/d",
		"'fs:readdir', input: { paths: [.], recursive: true } }": "b a/c a/d/e|a a/d",
	} {
		result, err := dryRun(t, source, step)
		require.NoError(t, err)
		assert.Equal(t, want, result.Output.Text("out"), step)
	}
	_, err := dryRun(t, source, "'fs:readdir', input: { paths: [none] } }")
	require.ErrorContains(t, err, "none")
}
