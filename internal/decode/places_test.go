package decode_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/internal/decode"
	"github.com/goldenpath-go/goldenpath/internal/tree"
	"github.com/goldenpath-go/goldenpath/internal/yamlsrc"
)

// scalar returns the value of the first member of a document.
func scalar(t *testing.T, text string) *tree.Node {
	t.Helper()
	docs := yamlsrc.Parse("a.yaml", []byte(text)).Docs
	require.NotEmpty(t, docs)
	require.Empty(t, docs[0].Errors)
	require.NotEmpty(t, docs[0].Root.Fields)
	return docs[0].Root.Fields[0].Value
}

func TestPlaces(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, text, content string }{
		{"plain", "a: one two # three\n", "one two"},
		{"plain over lines", "a: one\n   two\n\n   three\n", "one two\nthree"},
		{"single", "a: 'it''s  é'\n", "it's  é"},
		{"single over lines", "a: 'one\n  two '\n", "one two "},
		{"double", `a: "\x41\u00e9 \"b\" \\ c\td"` + "\n", "Aé \"b\" \\ c\td"},
		{"double over lines", "a: \"one \\\n   two\n   three\"\n", "one two three"},
		{"literal", "a: |\n  one\n    two\n\n  three\n", "one\n  two\n\nthree\n"},
		{"literal with an indicator", "a: |2-\n   one\n  two\n", " one\ntwo"},
		{"folded", "a: > # said\n  one\n  two\n\n  three\n   four\n", "one two\nthree\n four\n"},
		{"literal with CRLF", "a: |\r\n  one\r\n  two\r\n", "one\ntwo\n"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			n := scalar(t, tt.text)
			require.Equal(t, tt.content, n.Text)
			places := decode.Places([]byte(tt.text), n, n.Text)
			require.Len(t, places, len(n.Text)+1)
			for _, word := range strings.FieldsFunc(tt.content, func(r rune) bool { return strings.ContainsRune(" \n\t'\"\\Aé", r) }) {
				at := places[strings.Index(tt.content, word)]
				assert.True(t, strings.HasPrefix(tt.text[at:], word), "%q is not at %q", word, tt.text[at:])
			}
			assert.IsNonDecreasing(t, places)
		})
	}
}

// FuzzPlaces holds places against what they are for: within the scalar, in order, and for a plain scalar in one line
// exactly the bytes.
func FuzzPlaces(f *testing.F) {
	for _, text := range []string{
		"a: one two", "a: 'it''s'\n", "a: \"\\x41 \\\n  b\"", "a: |\n  one\n\n  two", "a: >-\n  one\n   two\n", "a: one\n  two\n", "a: &x [b]\n",
		"a: |\r\n  one\r\n", "a: \"\\U0001F600 é\"", "a: !!str 5\n", "a: \"\\", "a: |+2\n    x\n\n\n",
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		for _, doc := range yamlsrc.Parse("a.yaml", []byte(text)).Docs {
			if doc.Root == nil || doc.Recursive || len(doc.Errors) > 0 {
				continue
			}
			for _, field := range doc.Root.Fields {
				n := field.Value
				if n.Kind != tree.String {
					continue
				}
				places := decode.Places([]byte(text), n, n.Text)
				require.Len(t, places, len(n.Text)+1)
				for i, at := range places {
					require.GreaterOrEqual(t, at, n.Start)
					require.LessOrEqual(t, at, max(n.End, n.Start))
					require.True(t, i == 0 || at >= places[i-1])
				}
				if !n.Quoted && !n.Block && !n.Aliased && text[n.Start:n.End] == n.Text {
					assert.Equal(t, n.Start, places[0])
				}
			}
		}
	})
}
