package lint_test

import (
	"encoding/json"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/catalog"
	"github.com/goldenpath-go/goldenpath/lint"
	"github.com/goldenpath-go/goldenpath/source"
)

func ref(t *testing.T, text string) catalog.Ref {
	t.Helper()
	r, err := catalog.ParseRef(text, catalog.Ref{Kind: catalog.Component})
	require.NoError(t, err)
	return r
}

func at(file string, offset int) source.Range {
	return source.Range{Position: source.Position{File: file, Line: 1, Column: 1 + offset}, Offset: offset}
}

// fact makes facts of an entity with references to others.
func fact(t *testing.T, name, file string, offset int, refs ...string) *lint.Facts {
	t.Helper()
	f := &lint.Facts{Ref: ref(t, name), File: file, Document: at(file, offset)}
	for i, r := range refs {
		f.Refs = append(f.Refs, lint.RefFact{Field: "dependsOn", Range: at(file, offset+i), Target: ref(t, r)})
	}
	return f
}

func TestView(t *testing.T) {
	t.Parallel()
	b2 := fact(t, "b", "2.yaml", 0, "component:A", "api:gone")
	a1 := fact(t, "a", "1.yaml", 9, "b")
	a2 := fact(t, "component:default/A", "1.yaml", 0)
	group := fact(t, "group:acme/team", "9.yaml", 0)
	external := fact(t, "b", "", 0, "a")
	external.Location = "https://example.com/b"
	api := fact(t, "api:x", "", 0)
	view := lint.NewView([]*lint.Facts{b2, a1, group, a2}, others{facts: []*lint.Facts{external, api}}, lint.References{})

	assert.Equal(t, []*lint.Facts{a2, a1, b2, group}, slices.Collect(view.All()))
	assert.Same(t, a2, view.Get(ref(t, "COMPONENT:default/a")))
	assert.Nil(t, view.Get(ref(t, "c")))
	require.Len(t, view.Definitions(ref(t, "b")), 2)
	assert.Same(t, b2, view.Definitions(ref(t, "b"))[0])
	assert.Equal(t, external.Location, view.Definitions(ref(t, "b"))[1].Location)
	assert.Equal(t, []*lint.Facts{a2, a1}, view.InFile("1.yaml"))
	var dependents []string
	for _, r := range view.Dependents(ref(t, "a")) {
		dependents = append(dependents, r.From.File+" "+r.Field)
	}
	assert.Equal(t, []string{"2.yaml dependsOn"}, dependents)
	for range view.All() {
		break
	}
	var nowhere []string
	for from, r := range view.Unresolved() {
		nowhere = append(nowhere, from.Ref.String()+" "+r.Target.String())
	}
	assert.Equal(t, []string{"component:default/b api:default/gone"}, nowhere)
	for range view.Unresolved() {
		break
	}
}

func TestViewExists(t *testing.T) {
	t.Parallel()
	linted := []*lint.Facts{fact(t, "a", "1.yaml", 0), fact(t, "group:acme/team", "1.yaml", 1)}
	tests := []struct {
		name       string
		elsewhere  lint.Elsewhere
		references lint.References
		ref        string
		want       lint.Presence
	}{
		{"there", nil, lint.References{}, "A", lint.Yes},
		{"open", nil, lint.References{}, "b", lint.Unknown},
		{"closed altogether", nil, lint.References{Catalog: "closed"}, "b", lint.No},
		{"kind closed", nil, lint.References{Closed: []string{"Component"}}, "b", lint.No},
		{"other kind closed", nil, lint.References{Closed: []string{"group"}}, "b", lint.Unknown},
		{"namespace closed", nil, lint.References{Closed: []string{"group:acme"}}, "group:acme/x", lint.No},
		{"other namespace closed", nil, lint.References{Closed: []string{"group:acme"}}, "group:x", lint.Unknown},
		{"external, there", others{facts: []*lint.Facts{fact(t, "b", "", 0)}}, lint.References{}, "b", lint.Yes},
		{"external, not there", others{}, lint.References{}, "b", lint.No},
		{"external, not there in a part", others{partial: "a part"}, lint.References{}, "b", lint.Unknown},
		{"external, not there in a part, closed", others{partial: "a part"}, lint.References{Catalog: "closed"}, "b", lint.No},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			assert.Equal(t, tt.want, lint.NewView(linted, tt.elsewhere, tt.references).Exists(ref(t, tt.ref)))
		})
	}
}

func TestFileExists(t *testing.T) {
	t.Parallel()
	fsys := files("a/catalog-info.yaml", groupYAML("a"), "a/docs/mkdocs.yml", "")
	got := map[string]bool{}
	entity := &lint.Rule{Name: "file-entity", Entity: func(p *lint.EntityPass) {
		for _, name := range []string{"a/docs", "a/docs/./mkdocs.yml", "b", "../x", "/a", "a/../a/docs"} {
			got[name] = p.FileExists(name)
		}
	}}
	catalogRule := &lint.Rule{Name: "file-catalog", Catalog: func(p *lint.CatalogPass) { got["from the view"] = p.FileExists("a/docs") }}
	run(t, lint.Linter{Rules: []*lint.Rule{entity, catalogRule}}, fsys, "a/catalog-info.yaml")
	assert.Equal(t, map[string]bool{
		"a/docs": true, "a/docs/./mkdocs.yml": true, "b": false, "../x": false, "/a": false, "a/../a/docs": true, "from the view": true,
	}, got)
}

func TestFactsAreSerialisable(t *testing.T) {
	t.Parallel()
	var facts []*lint.Facts
	look := &lint.Rule{Name: "look-facts", Catalog: func(p *lint.CatalogPass) { facts = slices.Collect(p.All()) }}
	fsys := files("a.yaml", componentYAML("a", "team")+"---\n"+locationYAML("./b.yaml"), "b.yaml", groupYAML("team", "tier-1"))
	run(t, lint.Linter{Rules: []*lint.Rule{look}}, fsys, "a.yaml")
	require.Len(t, facts, 3)
	data, err := json.Marshal(facts)
	require.NoError(t, err)
	var back []*lint.Facts
	require.NoError(t, json.Unmarshal(data, &back))
	assert.Equal(t, facts, back)
}

// TestViewCycles holds the quick look against the graph.
func TestViewCycles(t *testing.T) {
	t.Parallel()
	of := func(name string, relation catalog.RelationType, targets ...string) *lint.Facts {
		f := fact(t, name, name+".yaml", 0, targets...)
		for i := range f.Refs {
			f.Refs[i].Relation = relation
		}
		return f
	}
	tests := []struct {
		name  string
		facts []*lint.Facts
		want  int
	}{
		{"none", nil, 0},
		{"a line", []*lint.Facts{of("a", catalog.DependsOn, "b", "c"), of("b", catalog.DependsOn, "c"), of("c", catalog.DependsOn, "gone")}, 0},
		{"to oneself", []*lint.Facts{of("a", catalog.DependsOn, "a", "A")}, 0},
		{"a circle", []*lint.Facts{of("a", catalog.DependsOn, "b"), of("b", catalog.DependsOn, "C"), of("c", catalog.DependsOn, "a")}, 1},
		{"said from the other side", []*lint.Facts{of("a", catalog.DependsOn, "b"), of("c", catalog.DependencyOf, "b"), of("c", catalog.DependsOn, "a")}, 1},
		{"said twice", []*lint.Facts{of("a", catalog.DependsOn, "b", "b"), of("b", catalog.DependencyOf, "a")}, 0},
		{"of another relation", []*lint.Facts{of("a", catalog.PartOf, "b"), of("b", catalog.PartOf, "a")}, 0},
		{"with an end", []*lint.Facts{of("a", catalog.DependsOn, "b"), of("b", catalog.DependsOn, "a", "c"), of("d", catalog.DependsOn, "a")}, 1},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			v := lint.NewView(tt.facts, nil, lint.References{})
			assert.Len(t, v.Cycles(catalog.DependsOn), tt.want)
			assert.Equal(t, v.Graph(catalog.DependsOn).Cycles(catalog.DependsOn), v.Cycles(catalog.DependsOn))
		})
	}
}

func TestViewDangling(t *testing.T) {
	t.Parallel()
	linted := []*lint.Facts{fact(t, "a", "1.yaml", 0, "b", "api:x", "a"), fact(t, "c", "2.yaml", 0, "api:x")}
	tests := []struct {
		name       string
		elsewhere  lint.Elsewhere
		references lint.References
		want       []string
	}{
		{"open", nil, lint.References{}, nil},
		{"closed altogether", nil, lint.References{Catalog: "closed"}, []string{"component:default/b", "api:default/x", "api:default/x"}},
		{"kind closed", nil, lint.References{Closed: []string{"Component"}}, []string{"component:default/b"}},
		{"external", others{facts: []*lint.Facts{fact(t, "API:X", "", 0)}}, lint.References{}, []string{"component:default/b"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			view := lint.NewView(linted, tt.elsewhere, tt.references)
			var found []string
			for _, r := range view.Dangling() {
				assert.Equal(t, lint.No, view.Exists(r.Target))
				found = append(found, r.Target.String())
			}
			assert.Equal(t, tt.want, found)
			for range view.Dangling() {
				break
			}
		})
	}
}
