package scaffold_test

import (
	"context"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/internal/beside"

	"github.com/goldenpath-go/goldenpath/scaffold"
	"github.com/goldenpath-go/goldenpath/scaffold/action/catalog"
	"github.com/goldenpath-go/goldenpath/scaffold/action/debug"
	"github.com/goldenpath-go/goldenpath/scaffold/action/fetch"
	"github.com/goldenpath-go/goldenpath/scaffold/action/fs"
	"github.com/goldenpath-go/goldenpath/scaffold/dialect"
	"github.com/goldenpath-go/goldenpath/scaffold/nunjucks"
)

// head begins the templates of the tests.
const head = "apiVersion: scaffolder.backstage.io/v1beta3\nkind: Template\nmetadata: { name: t }\nspec:\n  type: service\n"

func parse(t *testing.T, spec string) *scaffold.Template {
	t.Helper()
	tmpl, err := scaffold.Parse("template.yaml", []byte(head+spec))
	require.NoError(t, err)
	return tmpl
}

// skeleton is a template's folder.
func skeleton() fstest.MapFS {
	return fstest.MapFS{
		"skeleton/${{ values.name }}.md": {Data: []byte("# ${{ values.name }}\n"), Mode: 0o644},
		"skeleton/bin/run.sh":            {Data: []byte("echo ${{ values.name }}\n"), Mode: 0o755},
	}
}

// registry is a service in which actions make things.
type registry map[string]bool

// register is an action with an effect.
func (r registry) register() *scaffold.Action {
	return &scaffold.Action{
		ID: "registry:add", Effect: true,
		Run: func(_ context.Context, c *scaffold.Call) error {
			name := c.Input.Text("name")
			if err := c.Undo(name); err != nil {
				return err
			}
			r[name] = true
			c.Output("id", "id-"+name)
			if name == "broken" {
				return errors.New("the registry is down: token " + c.Secrets["token"])
			}
			return nil
		},
		Undo: func(_ context.Context, undo json.RawMessage) error {
			var name string
			if err := json.Unmarshal(undo, &name); err != nil {
				return err
			}
			delete(r, name)
			return nil
		},
	}
}

func runner(more ...*scaffold.Action) *scaffold.Runner {
	actions := append(fetch.Actions(nil), fs.Actions()...)
	actions = append(append(actions, debug.Actions()...), catalog.Actions(catalog.Services{})...)
	return &scaffold.Runner{Renderer: dialect.New(nunjucks.Backstage4, nil), Actions: append(actions, more...)}
}

// texts returns the files by path, links and folders with their kinds.
func texts(files []scaffold.File) map[string]string {
	out := map[string]string{}
	for _, f := range files {
		out[f.Path] = f.Mode.String() + " " + string(f.Data)
	}
	return out
}

// shared returns a file of the maintainers' shared folder, or nil when that is not there.
func shared(t *testing.T, name string) []byte {
	t.Helper()
	path, _ := beside.Path(t, name)
	data, err := os.ReadFile(path)
	if err != nil {
		t.Logf("%s is not present", name)
		return nil
	}
	return data
}

func TestParse(t *testing.T) {
	t.Parallel()
	tmpl := parse(t, `  owner: group:a
  parameters: { properties: { a: { type: string } } }
  steps:
    - { action: debug:log }
    - id: two
      name: Second
      if: ${{ true }}
      action: debug:log
`)
	assert.Equal(t, "template:default/t", tmpl.Ref())
	require.Len(t, tmpl.Steps, 2)
	assert.Equal(t, "step-1", tmpl.Steps[0].ID)
	assert.Equal(t, "debug:log", tmpl.Steps[0].Name)
	assert.Equal(t, "${{ true }}", tmpl.Steps[1].If)
	assert.Equal(t, "template.yaml:10:7", tmpl.Steps[1].Pos.String())
	assert.Equal(t, "template.yaml:12:11", tmpl.Position("/spec/steps/1/if").String())
	assert.Len(t, tmpl.Pages, 1)
}

func TestParseFaults(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, text string
		want       []string
		class      error
	}{
		{"nothing", "", []string{"Input template is not a template"}, scaffold.ErrInput},
		{"another kind", "kind: Component", []string{"1:1: Input template is not a template"}, scaffold.ErrInput},
		{"no YAML", "a: [", []string{"template.yaml:1"}, scaffold.ErrInput},
		{"two documents", head + "  steps: []\n---\na: 1\n", []string{"a template is one document"}, scaffold.ErrInput},
		{"no steps", head, []string{"5:3: /spec must have required property 'steps'"}, scaffold.ErrTemplate},
		{
			"all at once", head + "  steps:\n    - { if: 1, input: x }\n    - a\n  output: { x: [], links: [ a, { if: 0 } ], text: no }\n",
			[]string{
				"7:7: /spec/steps/0 must have required property 'action'", "7:13: /spec/steps/0/if must be string,boolean",
				"7:23: /spec/steps/0/input must be object", "8:7: /spec/steps/1 must be object", "9:16: /spec/output/x must be string",
				"/spec/output/links/0 must be object", "/spec/output/links/1/if must be string,boolean", "/spec/output/text must be array",
			}, scaffold.ErrTemplate,
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, err := scaffold.Parse("template.yaml", []byte(tt.text))
			require.ErrorIs(t, err, tt.class)
			for _, part := range tt.want {
				assert.ErrorContains(t, err, part)
			}
			assert.Equal(t, len(tt.want), strings.Count(err.Error(), "\n")+1)
		})
	}
}

func TestDocumentsTemplate(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"testdata/service.yaml", "seed/template.yaml"} {
		data, err := os.ReadFile(filepath.FromSlash(name))
		if err != nil {
			data = shared(t, name)
		}
		if data == nil {
			continue
		}
		tmpl, err := scaffold.Parse(name, data)
		require.NoError(t, err)
		assert.Len(t, tmpl.Pages, 2)
		values := tmpl.Defaults(map[string]any{"name": "rocket", "description": "d", "owner": "group:a", "tier": "1"})
		require.NoError(t, tmpl.Validate(values))
		assert.Equal(t, 1.0, values.Get("minInstances"))
		r := runner()
		r.PassUnknown = true
		source := fstest.MapFS{"skeleton/${{ values.name }}.md": {Data: []byte("tier ${{ values.tier }}")}}
		result, err := r.DryRun(t.Context(), tmpl, scaffold.Request{Values: values, Source: source})
		require.NoError(t, err)
		assert.Contains(t, texts(result.Files)["rocket.md"], "tier 1")
	}
}
