package load

import (
	"math"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/internal/tree"
)

// TestScriptJSON compares with what JSON.stringify returns in JavaScript.
func TestScriptJSON(t *testing.T) {
	t.Parallel()
	for input, want := range map[string]string{
		`{"b": [1, -0, 1.50, 1e21, 1e-7, 123456789012345680000, true, null, {}], "a": "x"}`: `{"b":[1,0,1.5,1e+21,1e-7,123456789012345680000,true,null,{}],"a":"x"}`,
		`{"2": 1, "x": 2, "10": 3, "1": 4, "01": 5}`:                                        `{"1":4,"2":1,"10":3,"x":2,"01":5}`,
		`{"a": 1, "b": 2, "a": 3}`:                                                          `{"a":3,"b":2}`,
		`"\u0000\b\t\n\f\r\u001f\"\\/\u007f\u2028é😀<&>"`:                                    `"\u0000\b\t\n\f\r\u001f\"\\/` + "\u007f\u2028é😀<&>\"",
		`1e400`: `null`,
	} {
		n, err := parseJSON([]byte(input))
		require.NoError(t, err)
		assert.Equal(t, want, scriptJSON(n))
	}
	assert.Equal(t, "null", scriptJSON(&tree.Node{Kind: tree.Number, Number: math.NaN()}))
	assert.Equal(t, "{}", scriptJSON(&tree.Node{Kind: tree.Set, Fields: []tree.Field{{Name: "a", Value: &tree.Node{}}}}))
}

func TestParseJSONErrors(t *testing.T) {
	t.Parallel()
	for _, input := range []string{"", "{", "[1", `{"a"`, `{"a": }`, "1 2", "[1] x", "\ufeff1", "'a'", "{a: 1}", "[1,]", "nul"} {
		_, err := parseJSON([]byte(input))
		assert.Error(t, err, input)
	}
}

// TestCompareUTF16 compares with the order in which JavaScript sorts strings.
func TestCompareUTF16(t *testing.T) {
	t.Parallel()
	sorted := []string{"", "A", "a", "a\x00", "aa", "b", "é", "\ud7ff", "😀", "😁", "\U0010ffff", "\ue000", "\ufffd", "\uffff"}
	shuffled := slices.Clone(sorted)
	slices.Reverse(shuffled)
	slices.SortFunc(shuffled, compareUTF16)
	assert.Equal(t, sorted, shuffled)
}

func TestClosest(t *testing.T) {
	t.Parallel()
	kinds := knownKinds()
	for word, want := range map[string]string{
		"component": "Component", "COMPONENT": "Component", "Componet": "Component", "Compnoent": "Component", "Sytsem": "System",
		"Api": "API", "Environment": "", "": "", "x": "", "Grp": "", "Groups": "Group", "Locaton": "Location",
	} {
		assert.Equal(t, want, closest(word, kinds), word)
	}
}
