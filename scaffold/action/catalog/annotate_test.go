package catalog_test

import (
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/scaffold"
	"github.com/goldenpath-go/goldenpath/scaffold/action/catalog"
	"github.com/goldenpath-go/goldenpath/scaffold/action/fetch"
	"github.com/goldenpath-go/goldenpath/scaffold/dialect"
	"github.com/goldenpath-go/goldenpath/scaffold/nunjucks"
)

// annotated runs a step on a workspace with catalog-info.yaml and others.
func annotated(t *testing.T, annotations, step string) (*scaffold.Result, error) {
	t.Helper()
	text := "apiVersion: scaffolder.backstage.io/v1beta3\nkind: Template\nmetadata: { name: t, annotations: { " + annotations + " } }\nspec:\n  type: x\n" +
		"  steps:\n    - { action: 'fetch:plain', input: { url: . } }\n    - { id: do, action: " + step + " }\n"
	tmpl, err := scaffold.Parse("t.yaml", []byte(text))
	require.NoError(t, err)
	now := func() time.Time { return time.Date(2026, 1, 2, 3, 4, 5, 6e6, time.UTC) }
	r := scaffold.Runner{
		Renderer: dialect.New(nunjucks.Backstage4, nil), Actions: append(fetch.Actions(nil), catalog.Actions(catalog.Services{Now: now})...),
	}
	return r.DryRun(t.Context(), tmpl, scaffold.Request{Source: fstest.MapFS{
		"catalog-info.yaml": {Data: []byte("# ours\nkind: Component\nmetadata:\n  name: a\n  labels:\n    x: y\nspec:\n  type: service\n")},
		"two.yaml":          {Data: []byte("a: 1\n---\nb: 2\n")},
		"bad.yaml":          {Data: []byte("a: [\n")},
		"list.yaml":         {Data: []byte("- a\n")},
	}})
}

func TestAnnotate(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, annotations, step, want, err string }{
		{
			"all", "", "'catalog:annotate', input: { labels: { x: z }, annotations: { a/b: '1' }, spec: { owner: me } }",
			"kind: Component\nmetadata:\n  name: a\n  labels:\n    x: z\n  annotations:\n    a/b: \"1\"\nspec:\n  type: service\n  owner: me\n", "",
		},
		{
			"version of the template", "backstage.io/template-version: 1.2.0", "'catalog:template:version'",
			"kind: Component\nmetadata:\n  name: a\n  labels:\n    x: y\n  annotations:\n    backstage.io/template-version: 1.2.0\nspec:\n  type: service\n", "",
		},
		{
			"version given", "backstage.io/template-version: 1.2.0", "'catalog:template:version', input: { annotations: { backstage.io/template-version: '2' } }",
			"kind: Component\nmetadata:\n  name: a\n  labels:\n    x: y\n  annotations:\n    backstage.io/template-version: \"2\"\nspec:\n  type: service\n", "",
		},
		{"no version", "", "'catalog:template:version'", "", "has no annotation backstage.io/template-version"},
		{
			"template", "", "'catalog:scaffolded-from'",
			"kind: Component\nmetadata:\n  name: a\n  labels:\n    x: y\n  annotations: {}\nspec:\n  type: service\n  scaffoldedFrom: template:default/dry-run\n", "",
		},
		{
			"time", "", "'catalog:timestamping', input: { objectYaml: { metadata: { name: b } } }",
			"metadata:\n  name: b\n  annotations:\n    backstage.io/createdAt: 2026-01-02T03:04:05.006Z\n  labels: {}\nspec: {}\n", "",
		},
		{"nothing to add", "", "'catalog:annotate'", "# ours\n", ""},
		{"two documents", "", "'catalog:annotate', input: { entityFilePath: two.yaml }", "", "holds 2 documents"},
		{"no YAML", "", "'catalog:annotate', input: { entityFilePath: bad.yaml }", "", "bad.yaml:2:1"},
		{"no entity", "", "'catalog:annotate', input: { entityFilePath: list.yaml }", "", "no metadata"},
		{"no file", "", "'catalog:annotate', input: { entityFilePath: none.yaml }", "", "read the entity to annotate"},
		{"a file outside", "", "'catalog:annotate', input: { entityFilePath: ../x.yaml }", "", "outside"},
		{"written outside", "", "'catalog:annotate', input: { labels: { a: b }, writeToFile: ../x.yaml }", "", "outside"},
		{"a label that is none", "", "'catalog:annotate', input: { labels: { a: 1 } }", "", "Invalid input"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			result, err := annotated(t, tt.annotations, tt.step)
			if tt.err != "" {
				require.ErrorContains(t, err, tt.err)
				return
			}
			require.NoError(t, err)
			for _, f := range result.Files {
				if f.Path == "catalog-info.yaml" {
					assert.True(t, strings.HasPrefix(string(f.Data), tt.want), "%s", f.Data)
				}
			}
			assert.NotEmpty(t, result.Steps[1].Output.Text("annotatedObject"))
		})
	}
}
