package backstage_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/catalog"
	"github.com/goldenpath-go/goldenpath/catalog/backstage"
)

func TestEntityRelations(t *testing.T) {
	t.Parallel()
	e, err := serve(t, harbor(t, nil)).Entity(t.Context(), component("crane-01"))
	require.NoError(t, err)
	self := catalog.Ref{Kind: catalog.Component, Namespace: "default", Name: "crane-01"}
	assert.Equal(t, self, e.Ref())
	assert.Equal(t, []catalog.Relation{
		{Source: self, Type: catalog.DependsOn, Target: catalog.Ref{Kind: catalog.Component, Namespace: "default", Name: "berth-service"}},
		{Source: self, Type: catalog.OwnedBy, Target: catalog.Ref{Kind: catalog.Group, Namespace: "default", Name: "pilots"}},
	}, e.Relations)
	assert.Equal(t, "901", e.Metadata.UID)
	assert.Len(t, e.Metadata.Etag, 40)
	assert.Equal(t, &catalog.ComponentSpec{
		Type: "service", Lifecycle: "production", Owner: "pilots", DependsOn: []string{"component:default/berth-service"},
	}, e.Spec)
	assert.Nil(t, e.Status)
	assert.Nil(t, e.Extra, "relations are no part of what the file says")
}

// TestEntityJSON checks that an entity is written as it was read.
func TestEntityJSON(t *testing.T) {
	t.Parallel()
	const head = `"apiVersion": "v1", "kind": "Component", "metadata": {"name": "x", "namespace": "default"}`
	tests := []struct {
		name, json string
		relations  int // -1 for nil
		status     int // -1 for nil
		extra      bool
	}{
		{"without either", `{` + head + `}`, -1, -1, false},
		{"empty", `{` + head + `, "relations": [], "status": {"items": []}}`, 0, 0, false},
		{"both", `{` + head + `, "relations": [{"type": "ownedBy", "targetRef": "group:default/a"}], "status": {"items": [
			{"type": "t", "level": "error", "message": "m", "error": {"name": "E", "message": "m", "cause": {"name": "C", "message": "c"}}},
			{"type": "t", "level": "info", "message": "m"}]}}`, 1, 2, false},
		{"other members", `{` + head + `, "relations": [], "x": 1}`, 0, -1, true},
		{"relations of another form", `{` + head + `, "relations": {"ownedBy": []}}`, -1, -1, true},
		{"relation without target", `{` + head + `, "relations": [{"type": "ownedBy"}]}`, -1, -1, true},
		{"relation without type", `{` + head + `, "relations": [{"targetRef": "group:default/a"}]}`, -1, -1, true},
		{"relation to no ref", `{` + head + `, "relations": [{"type": "ownedBy", "targetRef": "a"}]}`, -1, -1, true},
		{"relation that is none", `{` + head + `, "relations": [null]}`, -1, -1, true},
		{"status of another form", `{` + head + `, "status": {"items": [1]}}`, -1, -1, true},
		{"status with more", `{` + head + `, "status": {"items": [], "at": 1}}`, -1, -1, true},
		{"status that is none", `{` + head + `, "status": "good"}`, -1, -1, true},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			e := new(backstage.Entity)
			require.NoError(t, json.Unmarshal([]byte(test.json), e))
			assert.Equal(t, test.relations >= 0, e.Relations != nil)
			assert.Len(t, e.Relations, max(test.relations, 0))
			assert.Equal(t, test.status >= 0, e.Status != nil)
			assert.Len(t, e.Status, max(test.status, 0))
			assert.Equal(t, test.extra, e.Extra != nil)
			written, err := json.Marshal(e)
			require.NoError(t, err)
			assert.JSONEq(t, test.json, string(written))
		})
	}
	require.Error(t, json.Unmarshal([]byte(`[]`), new(backstage.Entity)))
	none, err := json.Marshal(backstage.Entity{})
	require.NoError(t, err)
	assert.Equal(t, "null", string(none))
}

// TestRelationOfAnOlderBackstage has the member that versions before 4.0 of the catalog added.
func TestRelationOfAnOlderBackstage(t *testing.T) {
	t.Parallel()
	e := new(backstage.Entity)
	require.NoError(t, json.Unmarshal([]byte(`{"kind": "Component", "metadata": {"name": "x"}, "relations": [
		{"type": "ownedBy", "targetRef": "group:default/a", "target": {"kind": "group", "namespace": "default", "name": "a"}}]}`), e))
	assert.Equal(t, "group:default/a", e.Relations[0].Target.String())
}
