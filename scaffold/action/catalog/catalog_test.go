package catalog_test

import (
	"context"
	"errors"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	model "github.com/goldenpath-go/goldenpath/catalog"
	"github.com/goldenpath-go/goldenpath/plan"
	"github.com/goldenpath-go/goldenpath/scaffold"
	"github.com/goldenpath-go/goldenpath/scaffold/action/catalog"
	"github.com/goldenpath-go/goldenpath/scaffold/dialect"
	"github.com/goldenpath-go/goldenpath/scaffold/nunjucks"
)

const head = "apiVersion: scaffolder.backstage.io/v1beta3\nkind: Template\nmetadata: { name: t }\nspec:\n  type: x\n" +
	"  output: { all: '${{ steps.do.output }}' }\n  steps:\n    - { id: do, action: "

// service is a catalog of one entity, and of locations by url.
type service map[string]string

func (s service) Entity(_ context.Context, ref model.Ref) (*scaffold.Object, error) {
	if ref.String() != "component:default/a" {
		return nil, nil
	}
	return scaffold.NewObject("kind", "Component"), nil
}

func (s service) Find(_ context.Context, url string) (string, error) { return s[url], nil }

func (s service) Register(_ context.Context, url string) (location, entityRef string, err error) {
	if url == "http://down/catalog-info.yaml" {
		return "", "", errors.New("no such host")
	}
	s[url] = "id-" + url
	return s[url], "component:default/a", nil
}

func (s service) Unregister(_ context.Context, location string) error {
	for url, id := range s {
		if id == location {
			delete(s, url)
		}
	}
	return nil
}

func TestActions(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, step, want, err string
	}{
		{"one", "'catalog:fetch', input: { entityRef: 'component:a' } }", `{"all":{"entity":{"kind":"Component"}}}`, ""},
		{"default kind", "'catalog:fetch', input: { entityRef: a, defaultKind: Component } }", `{"all":{"entity":{"kind":"Component"}}}`, ""},
		{"several", "'catalog:fetch', input: { entityRefs: ['component:a', 'component:b'], optional: true } }", `{"all":{"entities":[{"kind":"Component"},null]}}`, ""},
		{"missing", "'catalog:fetch', input: { entityRef: 'component:b' } }", "", "entity component:default/b not found"},
		{"no kind", "'catalog:fetch', input: { entityRef: a } }", "", "has no kind"},
		{"no reference", "'catalog:fetch', input: {} }", "", "Missing entity reference"},
		{"register", "'catalog:register', input: { repoContentsUrl: 'http://x/' } }", `{"all":{"catalogInfoUrl":"http://x/catalog-info.yaml","entityRef":"component:default/a"}}`, ""},
		{"register a file", "'catalog:register', input: { repoContentsUrl: 'http://x', catalogInfoPath: /b.yaml } }", `{"all":{"catalogInfoUrl":"http://x/b.yaml","entityRef":"component:default/a"}}`, ""},
		{"down", "'catalog:register', input: { repoContentsUrl: 'http://down' } }", "", "register http://down/catalog-info.yaml: no such host"},
		{"down, optional", "'catalog:register', input: { repoContentsUrl: 'http://down', optional: true } }", `{"all":{"catalogInfoUrl":"http://down/catalog-info.yaml"}}`, ""},
		{"no metadata", "'catalog:write', input: { entity: { kind: A } } }", "", "has no metadata"},
		{"write", "'catalog:write', input: { entity: { metadata: {} } } }", `{"all":{}}`, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			tmpl, err := scaffold.Parse("t.yaml", []byte(head+tt.step+"\n"))
			require.NoError(t, err)
			all, journal, dir := service{}, &plan.Memory{}, t.TempDir()
			r := scaffold.Runner{
				Renderer: dialect.New(nunjucks.Backstage4, nil), Actions: catalog.Actions(catalog.Services{Reader: all, Registry: all}),
			}
			run, err := r.Plan(t.Context(), tmpl, scaffold.Request{}, dir)
			require.NoError(t, err)
			defer func() { _ = run.Close() }()
			err = run.Apply(t.Context(), journal, nil)
			if tt.err != "" {
				require.ErrorContains(t, err, tt.err)
				return
			}
			require.NoError(t, err)
			result, err := run.Result(t.Context())
			require.NoError(t, err)
			assert.Equal(t, tt.want, scaffold.JSON(result.Output, ""))
			require.NoError(t, plan.Undo(t.Context(), journal, r.Undoer(dir), nil))
			assert.Empty(t, all, "unregistered")
		})
	}
}
