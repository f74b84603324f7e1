package catalog_test

import (
	"encoding/json"
	"math"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/catalog"
)

// assertSurvives asserts that an entity read from data and written again says the same, but for the two things that
// reading settles: the namespace, and the form of dependencyOf.
func assertSurvives(t *testing.T, data []byte) {
	t.Helper()
	var want map[string]any
	require.NoError(t, json.Unmarshal(data, &want))
	var e catalog.Entity
	require.NoError(t, json.Unmarshal(data, &e))
	out, err := json.Marshal(e)
	require.NoError(t, err)
	var got map[string]any
	require.NoError(t, json.Unmarshal(out, &got))

	if metadata, ok := want["metadata"].(map[string]any); ok {
		if _, ok := metadata["namespace"]; !ok {
			metadata["namespace"] = catalog.DefaultNamespace
		}
	}
	wantSpec, _ := want["spec"].(map[string]any)
	gotSpec, _ := got["spec"].(map[string]any)
	if wantSpec != nil && gotSpec != nil {
		delete(wantSpec, "dependencyOf")
		delete(gotSpec, "dependencyOf")
	}
	assert.Equal(t, want, got)
}

func TestUnmarshalSpecs(t *testing.T) {
	t.Parallel()
	const core, scaffolder = "backstage.io/v1alpha1", "scaffolder.backstage.io/v1beta3"
	tests := []struct {
		name, apiVersion, kind, spec string
		want                         catalog.Spec
	}{
		{"component", core, "Component", `{"type": "service", "lifecycle": "production", "owner": "o", "system": "s",
			"subcomponentOf": "c", "providesApis": ["p"], "consumesApis": [], "dependsOn": ["d"], "dependencyOf": ["e"]}`,
			&catalog.ComponentSpec{Type: "service", Lifecycle: "production", Owner: "o", System: "s", SubcomponentOf: "c",
				ProvidesAPIs: []string{"p"}, ConsumesAPIs: []string{}, DependsOn: []string{"d"}, DependencyOf: []string{"e"}}},
		{"api", core, "API", `{"type": "openapi", "lifecycle": "l", "owner": "o", "system": "s", "definition": "d"}`,
			&catalog.APISpec{Type: "openapi", Lifecycle: "l", Owner: "o", System: "s", Definition: "d"}},
		{"resource", "backstage.io/v1beta1", "Resource", `{"type": "database", "owner": "o", "dependsOn": ["d"]}`,
			&catalog.ResourceSpec{Type: "database", Owner: "o", DependsOn: []string{"d"}}},
		{"system", core, "System", `{"owner": "o", "domain": "d", "type": "t"}`,
			&catalog.SystemSpec{Owner: "o", Domain: "d", Type: "t"}},
		{"domain", core, "Domain", `{"owner": "o", "subdomainOf": "d", "type": "t"}`,
			&catalog.DomainSpec{Owner: "o", SubdomainOf: "d", Type: "t"}},
		{"group", core, "Group", `{"type": "team", "parent": "p", "children": [], "members": ["ada"],
			"profile": {"displayName": "D", "email": "e@x.org", "picture": "https://x/y", "phone": "1"}}`,
			&catalog.GroupSpec{Type: "team", Parent: "p", Children: []string{}, Members: []string{"ada"}, Profile: &catalog.Profile{
				DisplayName: "D", Email: "e@x.org", Picture: "https://x/y", Extra: map[string]any{"phone": "1"}}}},
		{"user", core, "User", `{"memberOf": ["g"]}`, &catalog.UserSpec{MemberOf: []string{"g"}}},
		{"location", core, "Location", `{"type": "url", "target": "./a", "targets": ["./b"], "presence": "optional"}`,
			&catalog.LocationSpec{Type: "url", Target: "./a", Targets: []string{"./b"}, Presence: "optional"}},
		{"template", scaffolder, "Template", `{"type": "service", "owner": "o", "lifecycle": "l",
			"parameters": [{"title": "One"}], "output": {"links": []}, "presentation": {"a": 1},
			"steps": [{"id": "i", "name": "n", "action": "a", "input": {"b": true}, "if": false, "each": ["c"], "x": 1}]}`,
			&catalog.TemplateSpec{Type: "service", Owner: "o", Lifecycle: "l",
				Parameters: []any{map[string]any{"title": "One"}}, Output: map[string]any{"links": []any{}},
				Extra: map[string]any{"presentation": map[string]any{"a": 1.0}},
				Steps: []catalog.TemplateStep{{ID: "i", Name: "n", Action: "a", Input: map[string]any{"b": true}, If: false,
					Each: []any{"c"}, Extra: map[string]any{"x": 1.0}}}}},
		{"members of other types", core, "Component", `{"type": 5, "owner": null, "system": "", "dependsOn": ["a", 1],
			"providesApis": "p", "tier": "1"}`,
			&catalog.ComponentSpec{Extra: map[string]any{"type": 5.0, "owner": nil, "system": "", "dependsOn": []any{"a", 1.0},
				"providesApis": "p", "tier": "1"}}},
		{"unknown kind", core, "Robot", `{"owner": "o"}`, &catalog.UnknownSpec{Fields: map[string]any{"owner": "o"}}},
		{"kind in another case", core, "component", `{}`, &catalog.UnknownSpec{}},
		{"unknown version", "example.com/v1", "Component", `{}`, &catalog.UnknownSpec{}},
		{"old template", "backstage.io/v1beta2", "Template", `{}`, &catalog.UnknownSpec{}},
		{"template of the wrong group", core, "Template", `{}`, &catalog.UnknownSpec{}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			data := []byte(`{"apiVersion": "` + tt.apiVersion + `", "kind": "` + tt.kind + `", "metadata": {"name": "n"}, "spec": ` +
				tt.spec + `}`)
			var e catalog.Entity
			require.NoError(t, json.Unmarshal(data, &e))
			assert.Equal(t, tt.want, e.Spec)
			assert.Nil(t, e.Extra)
			assertSurvives(t, data)
		})
	}
}

func TestUnmarshalMetadata(t *testing.T) {
	t.Parallel()
	data := []byte(`{
		"apiVersion": "backstage.io/v1alpha1",
		"kind": "User",
		"metadata": {
			"name": "n", "namespace": "ns", "title": "T", "description": "D", "uid": "u", "etag": "e", "generation": 1,
			"labels": {"a": "1", "b": 2}, "annotations": {}, "tags": ["t"],
			"links": [{"url": "https://x", "title": "X", "icon": "i", "type": "y", "z": null}]
		},
		"relations": [{"type": "memberOf", "targetRef": "group:default/g"}]
	}`)
	var e catalog.Entity
	require.NoError(t, json.Unmarshal(data, &e))
	assert.Equal(t, catalog.Metadata{
		Name: "n", Namespace: "ns", Title: "T", Description: "D", UID: "u", Etag: "e",
		Labels: map[string]string{"a": "1"}, Annotations: map[string]string{}, Tags: []string{"t"},
		Links: []catalog.Link{{URL: "https://x", Title: "X", Icon: "i", Type: "y", Extra: map[string]any{"z": nil}}},
		Extra: map[string]any{"generation": 1.0, "labels": map[string]any{"b": 2.0}},
	}, e.Metadata)
	assert.Nil(t, e.Spec)
	assert.Contains(t, e.Extra, "relations")
	assertSurvives(t, data)
}

func TestOddDocumentsSurvive(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		`{}`,
		`{"kind": 5, "apiVersion": null, "metadata": [], "spec": "x"}`,
		`{"metadata": {}, "spec": {}}`,
		`{"metadata": {"namespace": ""}, "spec": null}`,
		`{"metadata": {"namespace": 5, "labels": null, "links": [1], "tags": {}, "title": "", "description": ""}}`,
		`{"metadata": {"labels": [], "annotations": {"a": null}, "links": []}, "status": {}}`,
		`{"apiVersion": "backstage.io/v1alpha1", "kind": "User", "spec": {"profile": [], "memberOf": [null]}}`,
		`{"apiVersion": "backstage.io/v1alpha1", "kind": "Group", "spec": {"profile": {}, "children": {}}}`,
		`{"apiVersion": "scaffolder.backstage.io/v1beta3", "kind": "Template",
			"spec": {"steps": ["x"], "parameters": null, "output": [], "if": 1}}`,
		`{"apiVersion": "scaffolder.backstage.io/v1beta3", "kind": "Template",
			"spec": {"steps": [{"if": null, "each": {}, "input": "x"}], "parameters": {"title": "One"}}}`,
	} {
		assertSurvives(t, []byte(text))
	}
}

func TestUnmarshalNoObject(t *testing.T) {
	t.Parallel()
	var e catalog.Entity
	for _, text := range []string{`[]`, `"x"`, `{`, ``} {
		assert.Error(t, json.Unmarshal([]byte(text), &e), text)
	}
}

func TestMarshal(t *testing.T) {
	t.Parallel()
	e := catalog.Entity{
		APIVersion: catalog.V1alpha1,
		Kind:       catalog.System,
		Metadata: catalog.Metadata{
			Name:   "shop",
			Labels: map[string]string{"tier": "1"},
			Extra:  map[string]any{"labels": map[string]any{"tier": 2, "odd": nil}, "name": "hidden", "x": math.Inf(1)},
		},
		Spec:   &catalog.SystemSpec{Owner: "o", Extra: map[string]any{"list": []any{math.NaN(), 1e21}}},
		Source: catalog.Source{File: "catalog-info.yaml"},
	}
	for _, v := range []any{e, &e} {
		data, err := json.Marshal(v)
		require.NoError(t, err)
		assert.Equal(t, `{"apiVersion":"backstage.io/v1alpha1","kind":"System",`+
			`"metadata":{"labels":{"odd":null,"tier":"1"},"name":"shop","x":null},`+
			`"spec":{"list":[null,1e+21],"owner":"o"}}`, string(data))
	}
}

func TestTemplatePages(t *testing.T) {
	t.Parallel()
	page := map[string]any{"title": "One"}
	tests := []struct {
		name       string
		parameters any
		want       []map[string]any
	}{
		{"none", nil, nil},
		{"one", page, []map[string]any{page}},
		{"list", []any{page, "x", page}, []map[string]any{page, page}},
		{"neither", "x", nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			assert.Equal(t, tt.want, (&catalog.TemplateSpec{Parameters: tt.parameters}).Pages())
		})
	}
}

func FuzzEntityJSON(f *testing.F) {
	f.Add([]byte(`{"apiVersion": "backstage.io/v1alpha1", "kind": "Component", "metadata": {"name": "n", "labels": {"a": 1}},
		"spec": {"owner": "o", "dependencyOf": {"kind": "Component", "name": "x"}}}`))
	f.Add([]byte(`{"apiVersion": "scaffolder.backstage.io/v1beta3", "kind": "Template", "spec": {"steps": [{"if": true}]}}`))
	f.Add([]byte(`{"metadata": {"links": [{"url": ""}], "annotations": {"a": null}}, "x": []}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		var e catalog.Entity
		if json.Unmarshal(data, &e) != nil {
			return
		}
		if _, err := catalog.Relations(&e); err == nil {
			assert.Equal(t, e.Ref().Key(), e.Ref().String())
		}
		var document map[string]any
		if json.Unmarshal(data, &document) == nil && document != nil {
			assertSurvives(t, data)
		}
	})
}
