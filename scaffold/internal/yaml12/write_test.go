package yaml12_test

import (
	"iter"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/internal/tree"
	"github.com/goldenpath-go/goldenpath/internal/yamlsrc"
	"github.com/goldenpath-go/goldenpath/scaffold/internal/yaml12"
)

// pairs is a mapping of names and values in turn.
type pairs []any

func (p pairs) Len() int { return len(p) / 2 }

func (p pairs) All() iter.Seq2[string, any] {
	return func(yield func(string, any) bool) {
		for i := 0; i+1 < len(p); i += 2 {
			if name, ok := p[i].(string); !ok || !yield(name, p[i+1]) {
				return
			}
		}
	}
}

func TestWrite(t *testing.T) {
	t.Parallel()
	word := strings.Repeat("a", 30)
	tests := []struct {
		name string
		v    any
		want string
	}{
		{"nothing", nil, "null\n"},
		{"empty", pairs{}, "{}\n"},
		{"scalars", pairs{"a", 1.0, "b", true, "c", nil, "d", "x", "e", []any{}, "f", pairs{}}, "a: 1\nb: true\nc: null\nd: x\ne: []\nf: {}\n"},
		{"nested", pairs{"a", []any{pairs{"b", 1.0, "c", pairs{"d", "e"}}, []any{1.0, 2.0}}}, "a:\n  - b: 1\n    c:\n      d: e\n  - - 1\n    - 2\n"},
		{"quotes", []any{"it's", `say "hi"`, `"both" it's: `, "1", ""}, "- it's\n- say \"hi\"\n- \"\\\"both\\\" it's: \"\n- \"1\"\n- \"\"\n"},
		{"single quotes", []any{`"hi"`}, "- '\"hi\"'\n"},
		{"lines", pairs{"a", "x\ny\n", "b", "x\ny", "c", "x\n\n", "d", "\n  x\n"}, "a: |\n  x\n  y\nb: |-\n  x\n  y\nc: |+\n  x\n\nd: |2\n\n    x\n"},
		{"folded", pairs{"key", word + " " + word + " " + word}, "key: " + word + " " + word + "\n  " + word + "\n"},
		{"control", []any{"a\x00b\u0085"}, "- \"a\\0b\u0085\"\n"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			assert.Equal(t, tt.want, yaml12.Write(tt.v))
		})
	}
}

// FuzzWrite checks that what is written reads back.
func FuzzWrite(f *testing.F) {
	for _, seed := range []string{
		"", "plain", "a: b", "- x", "line\nline\n", " lead\n more\n", strings.Repeat("long word ", 20), "tail \n", "\n\n", "\t", "x\n \n", " \n", "---", "é☃😀",
		strings.Repeat("x", 100) + "\n " + strings.Repeat("y z ", 40) + "\n\nend", "\"" + strings.Repeat("q ", 60),
	} {
		f.Add(seed, "key")
	}
	f.Fuzz(func(t *testing.T, text, key string) {
		if !isWritable(text) || !isWritable(key) || len(key) > 500 || key == "<<" {
			return
		}
		doc := yaml12.Write(pairs{key, []any{text, pairs{key, text}}})
		stream := yamlsrc.Parse("f.yaml", []byte(doc))
		require.Len(t, stream.Docs, 1, doc)
		require.Empty(t, stream.Docs[0].Errors, doc)
		list := stream.Docs[0].Root.Get(key)
		require.NotNil(t, list, doc)
		require.Equal(t, tree.String, list.Items[0].Kind, doc)
		assert.Equal(t, text, list.Items[0].Text, doc)
		assert.Equal(t, text, list.Items[1].Get(key).Text, doc)
	})
}

// isWritable tells whether YAML can hold a text at all.
func isWritable(s string) bool {
	return strings.ToValidUTF8(s, "") == s && !strings.ContainsAny(s, "\ufeff\ufffe\uffff\u2028\u2029")
}
