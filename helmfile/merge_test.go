package helmfile

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// value reads YAML.
func value(t *testing.T, text string) *Value {
	t.Helper()
	state := &State{limits: Limits{}.withDefaults(), model: newModel()}
	f := state.parseValues(text, LayerEnvironment, filePlaces{file: "v.yaml"}, nil)
	require.Empty(t, f.faults)
	return f.value
}

// The table of the three merges: what a later value does to an earlier one.
func TestMerges(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, base, over, a, b, c string }{
		{"maps", "m: {x: 1, y: 1}", "m: {y: 2}", "m: {x: 1, y: 2}", "m: {x: 1, y: 2}", "m: {x: 1, y: 2}"},
		{"lists", "l: [1, 2, 3]", "l: [4]", "l: [4]", "l: [4]", "l: [4, 2, 3]"},
		{"an empty list", "l: [1]", "l: []", "l: []", "l: []", "l: [1]"},
		{"a list with null", "l: [1, 2, 3]", "l: [~, 5]", "l: [~, 5]", "l: [1, 5, 3]", "l: [1, 5, 3]"},
		{"a longer list with null", "l: [1]", "l: [~, 5]", "l: [~, 5]", "l: [1, 5]", "l: [1, 5]"},
		{"maps in a list with null", "l: [{x: 1}, {y: 1}]", "l: [~, {z: 1}]", "l: [~, {z: 1}]", "l: [{x: 1}, {y: 1, z: 1}]", "l: [{x: 1}, {y: 1, z: 1}]"},
		{"false", "v: true", "v: false", "v: false", "v: false", "v: false"},
		{"an empty text", "v: x", "v: ''", "v: ''", "v: ''", "v: ''"},
		{"an empty map", "m: {x: 1}", "m: {}", "m: {x: 1}", "m: {x: 1}", "m: {x: 1}"},
		{"null", "v: x", "v: ~", "v: ~", "v: x", "v: x"},
		{"null for a new key", "{}", "v: ~", "v: ~", "v: ~", "v: ~"},
		{"a scalar over a map", "v: {x: 1}", "v: 5", "v: 5", "v: 5", "v: 5"},
		{"a map over null", "v: ~", "v: {x: 1}", "v: {x: 1}", "v: {x: 1}", "v: {x: 1}"},
		{"a map over a list", "v: [1]", "v: {x: 1}", "v: {x: 1}", "v: {x: 1}", "v: {x: 1}"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			base, over := value(t, c.base), value(t, c.over)
			assert.Equal(t, value(t, c.a).Interface(), mergeA(base, over).Interface(), "A")
			assert.Equal(t, value(t, c.b).Interface(), mergeB(base, over).Interface(), "B")
			assert.Equal(t, value(t, c.c).Interface(), mergeC(base, over).Interface(), "C")
		})
	}
}

// B is not associative: two lists that fill one another's gaps have none left, and replace what is below them.
func TestLayersDependOnOrder(t *testing.T) {
	t.Parallel()
	a, b, c := value(t, "l: [1, 2, 3]"), value(t, "l: [~, 5]"), value(t, "l: [9, ~]")
	assert.Equal(t, value(t, "l: [9, 5, 3]").Interface(), mergeB(mergeB(a, b), c).Interface())
	assert.Equal(t, value(t, "l: [9, 5]").Interface(), mergeB(a, mergeB(b, c)).Interface())
}
