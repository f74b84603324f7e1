package template

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/internal/yamlsrc"
)

func TestLocate(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, written, value, part, want string }{
		{"plain", "a ${{ b }}", "a ${{ b }}", "b", "b"},
		{"plain over lines", "a\n    ${{\n\n b }}", "a ${{\nb }}", "b", "b"},
		{"single quotes", "'it''s b'", "it's b", "s b", "s b"},
		{"a single quote", "'it''s b'", "it's b", "'", "''"},
		{"double quotes", `"\"x\"\tb\n"`, "\"x\"\tb\n", "b", "b"},
		{"a code", `"\u00e9b"`, "éb", "é", `\u00e9`},
		{"a joined line", "\"a\\\n  b\"", "ab", "b", "b"},
		{"literal", "|-\n  a\n   b\n", "a\n b", "b", "b"},
		{"folded with a header", ">2- # b\n  a\n  b\n", "a b", "b", "b"},
		{"white space stands for what is before it", "a b", "a b", " ", "a"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			start := strings.Index(tt.value, tt.part)
			from, to, ok := locate(tt.written, tt.value, start, start+len(tt.part))
			require.True(t, ok)
			assert.Equal(t, tt.want, tt.written[from:to])
		})
	}
	for _, written := range []string{"", "*alias", "!!str a", `"\q"`} {
		_, _, ok := locate(written, "a", 0, 1)
		assert.False(t, ok, written)
	}
}

// FuzzLocate looks for values of YAML scalars in how they are written: what is found lies within.
func FuzzLocate(f *testing.F) {
	for _, seed := range []string{"a ${{ b }}", "'it''s'", `"\"\u00e9\n"`, "|\n  a\n  b\n", ">-\n a\n\n b", "&x !!str a", `"\`, "'"} {
		f.Add(seed, 0, 1)
	}
	f.Fuzz(func(t *testing.T, written string, start, end int) {
		value := written
		for _, doc := range yamlsrc.Parse("x", []byte(written)).Docs {
			if s, ok := doc.Root.Str(); ok {
				value = s
			}
		}
		from, to, ok := locate(written, value, start, end)
		if ok {
			assert.True(t, 0 <= from && from <= to && to <= len(written), "%d to %d", from, to)
		}
	})
}

func TestActionsAreKnown(t *testing.T) {
	t.Parallel()
	require.Greater(t, len(actions()), 50)
	assert.NotNil(t, actions()["fetch:template"].input)
	assert.Contains(t, actions()["publish:github"].outputs, "remoteUrl")
}
