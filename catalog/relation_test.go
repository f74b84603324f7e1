package catalog_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/catalog"
)

// entity returns an entity called x in namespace ns.
func entity(t *testing.T, apiVersion, kind, spec string) *catalog.Entity {
	t.Helper()
	e := &catalog.Entity{}
	data := `{"apiVersion": "` + apiVersion + `", "kind": "` + kind + `", "metadata": {"name": "x", "namespace": "ns"}, "spec": ` +
		spec + `}`
	require.NoError(t, json.Unmarshal([]byte(data), e))
	return e
}

func TestRelations(t *testing.T) {
	t.Parallel()
	const core, scaffolder = catalog.V1alpha1, catalog.ScaffolderV1beta3
	tests := []struct {
		name, apiVersion, kind, spec string
		want                         []string
	}{
		{"component", core, "Component",
			`{"owner": "o", "system": "s", "subcomponentOf": "c", "providesApis": ["p"], "consumesApis": ["q"],
				"dependsOn": ["resource:d"], "dependencyOf": ["component:e"]}`,
			[]string{
				"api:ns/p apiProvidedBy component:ns/x",
				"api:ns/q apiConsumedBy component:ns/x",
				"component:ns/c hasPart component:ns/x",
				"component:ns/e dependsOn component:ns/x",
				"component:ns/x consumesApi api:ns/q",
				"component:ns/x dependencyOf component:ns/e",
				"component:ns/x dependsOn resource:ns/d",
				"component:ns/x ownedBy group:ns/o",
				"component:ns/x partOf component:ns/c",
				"component:ns/x partOf system:ns/s",
				"component:ns/x providesApi api:ns/p",
				"group:ns/o ownerOf component:ns/x",
				"resource:ns/d dependencyOf component:ns/x",
				"system:ns/s hasPart component:ns/x",
			}},
		{"api", core, "API", `{"owner": "user:default/o", "system": "s"}`, []string{
			"api:ns/x ownedBy user:default/o",
			"api:ns/x partOf system:ns/s",
			"system:ns/s hasPart api:ns/x",
			"user:default/o ownerOf api:ns/x",
		}},
		{"system", core, "System", `{"domain": "d"}`, []string{"domain:ns/d hasPart system:ns/x", "system:ns/x partOf domain:ns/d"}},
		{"domain", core, "Domain", `{"subdomainOf": "d"}`, []string{"domain:ns/d hasPart domain:ns/x", "domain:ns/x partOf domain:ns/d"}},
		{"group", core, "Group", `{"parent": "p", "children": ["c"], "members": ["m"]}`, []string{
			"group:ns/c childOf group:ns/x",
			"group:ns/p parentOf group:ns/x",
			"group:ns/x childOf group:ns/p",
			"group:ns/x hasMember user:ns/m",
			"group:ns/x parentOf group:ns/c",
			"user:ns/m memberOf group:ns/x",
		}},
		{"user", core, "User", `{"memberOf": ["g"]}`, []string{"group:ns/g hasMember user:ns/x", "user:ns/x memberOf group:ns/g"}},
		{"template", scaffolder, "Template", `{"owner": "o"}`, []string{
			"group:ns/o ownerOf template:ns/x",
			"template:ns/x ownedBy group:ns/o",
		}},
		{"location", core, "Location", `{"target": "./a"}`, nil},
		{"said twice", core, "Component", `{"dependsOn": ["api:A", "API:ns/a"]}`, []string{
			"api:ns/a dependencyOf component:ns/x",
			"component:ns/x dependsOn api:ns/a",
		}},
		{"of itself", core, "System", `{"domain": "system:x"}`, []string{
			"system:ns/x hasPart system:ns/x",
			"system:ns/x partOf system:ns/x",
		}},
		{"kind in another case", core, "component", `{"owner": "o"}`, nil},
		{"another version", "example.com/v1", "Component", `{"owner": "o"}`, nil},
		{"no template without its group", core, "Template", `{"owner": "o"}`, nil},
		{"member of another type", core, "Component", `{"owner": 5}`, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			relations, err := catalog.Relations(entity(t, tt.apiVersion, tt.kind, tt.spec))
			require.NoError(t, err)
			assert.Equal(t, tt.want, shown(relations))
			for _, r := range relations {
				assert.Equal(t, r.Type, r.Type.Inverse().Inverse())
			}
		})
	}
	assert.Empty(t, catalog.RelationType("sings").Inverse())
}

func TestDependencyOf(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, value string
		texts       []string // of the field
		targets     []string // of the references
		pointer     string   // of the first error
		err         error
	}{
		{"list", `["component:a", "api:other/b"]`, []string{"component:a", "api:other/b"}, []string{"component:ns/a", "api:other/b"}, "", nil},
		{"single text", `"component:a"`, []string{"component:a"}, []string{"component:ns/a"}, "", nil},
		{"single object", `{"kind": "Component", "name": "a"}`, []string{"Component:a"}, []string{"component:ns/a"}, "", nil},
		{"object with namespace", `[{"kind": "thing", "namespace": "n", "name": "a"}]`, []string{"thing:n/a"}, []string{"thing:n/a"}, "", nil},
		{"object with nulls", `[{"kind": "api", "namespace": null, "name": "a"}]`, []string{"API:a"}, []string{"api:ns/a"}, "", nil},
		{"object that no text can name", `[{"kind": "k", "name": "a/b"}, "k:c"]`, nil, []string{"k:ns/a/b", "k:ns/c"}, "", nil},
		{"object with more members", `[{"kind": "k", "name": "a", "x": 1}]`, nil, []string{"k:ns/a"}, "", nil},
		{"empty", `[]`, []string{}, nil, "", nil},
		{"null", `null`, nil, nil, "", nil},
		{"false", `false`, nil, nil, "", nil},
		{"zero", `0`, nil, nil, "", nil},
		{"empty text", `""`, nil, nil, "", nil},
		{"no kind", `["component:a", "b"]`, []string{"component:a", "b"}, nil, "/spec/dependencyOf/1", catalog.ErrRefKind},
		{"empty item", `[""]`, []string{""}, nil, "/spec/dependencyOf/0", catalog.ErrRefEmpty},
		{"object without kind", `[{"name": "a"}]`, nil, nil, "/spec/dependencyOf/0", catalog.ErrRefKind},
		{"object without name", `{"kind": "k"}`, nil, nil, "/spec/dependencyOf/0", catalog.ErrRefForm},
		{"object with an empty namespace", `[{"kind": "k", "namespace": "", "name": "a"}]`, nil, nil, "/spec/dependencyOf/0",
			catalog.ErrRefForm},
		{"number", `5`, nil, nil, "/spec/dependencyOf/0", catalog.ErrRefKind},
		{"null in a list", `["k:a", null]`, nil, nil, "/spec/dependencyOf/1", catalog.ErrRefKind},
		{"list in a list", `[["k:a"]]`, nil, nil, "/spec/dependencyOf/0", catalog.ErrRefKind},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			e := entity(t, catalog.V1alpha1, "Resource", `{"dependencyOf": `+tt.value+`}`)
			assert.Equal(t, tt.texts, e.Spec.(*catalog.ResourceSpec).DependencyOf)
			_, err := catalog.Relations(e)
			if tt.err != nil {
				var field *catalog.FieldError
				require.ErrorAs(t, err, &field)
				assert.Equal(t, tt.pointer, field.Pointer)
				require.ErrorIs(t, err, tt.err)
				return
			}
			require.NoError(t, err)
			var targets []string
			for _, r := range e.References() {
				targets = append(targets, r.Target.String())
			}
			assert.Equal(t, tt.targets, targets)
		})
	}
}

func TestReferences(t *testing.T) {
	t.Parallel()
	e := entity(t, catalog.V1alpha1, "Component", `{"owner": "k:", "dependsOn": ["db", "resource:db"], "system": "s"}`)
	refs := e.References()
	require.Len(t, refs, 4)

	assert.Equal(t, "/spec/owner", refs[0].Pointer)
	assert.Equal(t, "k:", refs[0].Written)
	require.ErrorIs(t, refs[0].Err, catalog.ErrRefForm)
	assert.True(t, refs[0].Target.IsZero())

	assert.Equal(t, "/spec/dependsOn/0", refs[1].Pointer)
	require.ErrorIs(t, refs[1].Err, catalog.ErrRefKind)

	assert.Equal(t, "/spec/dependsOn/1", refs[2].Pointer)
	assert.Equal(t, catalog.Ref{Kind: catalog.Resource, Namespace: "ns", Name: "db"}, refs[2].Target)

	assert.Equal(t, "system", refs[3].Field.Name)
	assert.Equal(t, catalog.Ref{Kind: catalog.System, Namespace: "ns", Name: "s"}, refs[3].Target)

	_, err := catalog.Relations(e)
	require.ErrorIs(t, err, catalog.ErrRefForm, "the first in Backstage's order")
	assert.EqualError(t, err, `/spec/owner: entity reference "k:" is not of the form [KIND:][NAMESPACE/]NAME`)

	_, owned := e.Owner()
	assert.False(t, owned)
	owner, owned := entity(t, catalog.V1alpha1, "API", `{"owner": "o"}`).Owner()
	assert.True(t, owned)
	assert.Equal(t, "group:ns/o", owner.String())
	_, owned = (&catalog.Entity{Kind: catalog.API}).Owner()
	assert.False(t, owned)
}

func TestRefFields(t *testing.T) {
	t.Parallel()
	for _, kind := range catalog.Kinds() {
		for _, f := range catalog.RefFields(kind) {
			assert.NotEmpty(t, f.Relation.Inverse(), "%s.%s", kind, f.Name)
			assert.NotEmpty(t, f.Targets, "%s.%s", kind, f.Name)
			if f.Default != "" {
				assert.Contains(t, f.Targets, f.Default, "%s.%s", kind, f.Name)
			}
		}
	}
	fields := catalog.RefFields(catalog.Component)
	fields[0].Name, fields[0].Targets[0] = "changed", "Changed"
	assert.Equal(t, "owner", catalog.RefFields(catalog.Component)[0].Name)
	assert.Equal(t, catalog.Group, catalog.RefFields(catalog.Component)[0].Targets[0])
	assert.Nil(t, catalog.RefFields("component"))
	assert.Nil(t, catalog.RefFields(catalog.Location))
}

func TestRelationJSON(t *testing.T) {
	t.Parallel()
	relations, err := catalog.Relations(entity(t, catalog.V1alpha1, "User", `{"memberOf": ["G"]}`))
	require.NoError(t, err)
	data, err := json.Marshal(relations[1])
	require.NoError(t, err)
	assert.JSONEq(t, `{"source": "user:ns/x", "type": "memberOf", "target": "group:ns/g"}`, string(data))
}

func BenchmarkRelations(b *testing.B) {
	e := &catalog.Entity{
		Kind:     catalog.Component,
		Metadata: catalog.Metadata{Name: "orders", Namespace: "shop"},
		Spec: &catalog.ComponentSpec{
			Owner: "payments", System: "shop", ProvidesAPIs: []string{"orders"}, ConsumesAPIs: []string{"prices", "stock"},
			DependsOn: []string{"resource:orders-db", "component:default/mailer"},
		},
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := catalog.Relations(e); err != nil {
			b.Fatal(err)
		}
	}
}
