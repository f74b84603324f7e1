package cel

import (
	"encoding/json"
	"maps"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/catalog"
	"github.com/goldenpath-go/goldenpath/catalog/load"
)

// TestFieldsAreThoseOfTheSchemas holds the names that slips are compared with against the kinds' schemas.
func TestFieldsAreThoseOfTheSchemas(t *testing.T) {
	t.Parallel()
	fields := map[string]bool{}
	for _, kind := range catalog.Kinds() {
		for _, name := range members(t, kind, "spec") {
			fields[name] = true
		}
	}
	assert.Equal(t, slices.Sorted(maps.Keys(fields)), specFields())
	assert.ElementsMatch(t, members(t, "", "metadata"), metadataFields())
}

// members returns the properties of a property in the schema of a kind.
func members(t *testing.T, kind catalog.Kind, property string) []string {
	t.Helper()
	data, err := load.Schema(kind)
	require.NoError(t, err)
	var schema any
	require.NoError(t, json.Unmarshal(data, &schema))
	var found []string
	var walk func(node any)
	walk = func(node any) {
		switch n := node.(type) {
		case map[string]any:
			if p, ok := n["properties"].(map[string]any); ok {
				if part, ok := p[property].(map[string]any); ok {
					inner, _ := part["properties"].(map[string]any)
					found = append(found, slices.Collect(maps.Keys(inner))...)
				}
			}
			for _, child := range n {
				walk(child)
			}
		case []any:
			for _, child := range n {
				walk(child)
			}
		}
	}
	walk(schema)
	slices.Sort(found)
	return slices.Compact(found)
}
