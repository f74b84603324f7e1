package yamlsrc_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/parser"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/internal/tree"
	"github.com/goldenpath-go/goldenpath/internal/yamlsrc"
)

// TestTraps are inputs on which readers of YAML commonly lose documents, values or places. An answer is the value of
// each document, or an exclamation mark and the code of its error.
func TestTraps(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, in, want string }{
		{"two separators", "---\n---\na: 1\n", `null {"a":1}`},
		{"separators later", "a: 1\n---\n---\n---\nb: 2\n---\nc: 3\n", `{"a":1} null null {"b":2} {"c":3}`},
		{"document of a comment", "a: 1\n---\n# only\n---\nb: 2\n", `{"a":1} null {"b":2}`},
		{"licence first", "# licence\n---\na: 1\n---\nb: 2\n", `{"a":1} {"b":2}`},
		{"error beside good ones", "a: 1\n---\nb: [\n---\nc: 3\n", `{"a":1} !BAD_INDENT {"c":3}`},
		{"byte order mark", "\ufeffapiVersion: x\n", `{"apiVersion":"x"}`},
		{"byte order mark before a list, which the JavaScript library cannot read", "\ufeff- a: 1\n- b\n", `!UNEXPECTED_TOKEN`},
		{"duplicate key", "a: 1\na: 2\n", `!DUPLICATE_KEY`},
		{"duplicate key in quotes", "a: 1\n\"a\": 2\n", `!DUPLICATE_KEY`},
		{"number and text as keys", "1: a\n\"1\": b\n", `{"1":"b"}`},
		{"template braces", "v:\n  - {{ x }}\n", `{"v":[{"{ x }":null}]}`},
		{"literal at the top", "|\na\n", `"a\n"`},
		{"NUL", "a: b\x00c\n", `{"a":"b\u0000c"}`},
		{"broken UTF-8", "a: b\xffc\n", "{\"a\":\"b\ufffdc\"}"},
		{"unknown alias", "a: *nope\n", `!BAD_ALIAS`},
		{"stray comma", ",\n", `!BAD_SCALAR_START`},
		{"whole float", "a: 1.0\n", `{"a":1}`},
		{"large integer", "a: 12345678901234567890123\n", `{"a":1.2345678901234568e+22}`},
		{"merge key is a key", "a: &a {x: 1}\nb:\n  <<: *a\n", `{"a":{"x":1},"b":{"<<":{"x":1}}}`},
		{"merge key of YAML 1.1", "%YAML 1.1\n---\na: &a {x: 1}\nb:\n  <<: *a\n", `{"a":{"x":1},"b":{"x":1}}`},
		{"yes is a text", "a: yes\nb: True\nc: ~\nd: 0o14\ne: 012\nf: 2020-01-01\n", `{"a":"yes","b":true,"c":null,"d":12,"e":12,"f":"2020-01-01"}`},
		{"explicit key", "? a\n: b\n", `{"a":"b"}`},
		{"carriage returns", "a: |\r\n  x\r\nb: c\r\n", `{"a":"x\n","b":"c"}`},
		{"tab as indentation", "a:\n\tb: c\n", `!TAB_AS_INDENT`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			assert.Equal(t, tt.want, strings.Join(summaries(tt.in), " "))
		})
	}
}

func summaries(in string) []string {
	var out []string
	for _, a := range answersOf(yamlsrc.Parse("in.yaml", []byte(in))) {
		switch {
		case a.Abort != "":
			out = append(out, "!BAD_ALIAS")
		case a.Code != "":
			out = append(out, "!"+a.Code)
		default:
			out = append(out, a.JSON)
		}
	}
	return out
}

func TestAnchorWithinItself(t *testing.T) {
	t.Parallel()
	docs := yamlsrc.Parse("in.yaml", []byte("a: &a [*a]\n")).Docs
	require.Len(t, docs, 1)
	assert.True(t, docs[0].Recursive)
}

// TestPlaces checks the bytes of values and keys where other readers are off.
func TestPlaces(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, in, key, value string }{
		{"trailing spaces", "a: b   \nc: d\n", "a", "b"},
		{"tab after the colon", "a:\tb\n", "a", "b"},
		{"quotes belong to the value", "a: \"b\" # c\n", "a", `"b"`},
		{"block scalar from its indicator on", "a: |\n  x\n  y\nb: z\n", "a", "|\n  x\n  y"},
		{"after letters of several bytes", "é: ü\n", "é", "ü"},
		{"flow", "{a: [b, c] }\n", "a", "[b, c]"},
		{"alias", "a: &x 1\nb: *x\n", "b", "*x"},
		{"anchor and tag do not belong to it", "a: !!str &x b\n", "a", "b"},
		{"second document", "x: y\n---\na: b\n", "a", "b"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			docs := yamlsrc.Parse("in.yaml", []byte(tt.in)).Docs
			root := docs[len(docs)-1].Root
			f := root.Field(tt.key)
			require.NotNil(t, f)
			assert.Equal(t, tt.key, tt.in[f.KeyStart:f.KeyEnd])
			assert.Equal(t, tt.value, tt.in[f.Value.Start:f.Value.End])
		})
	}
}

// TestSecondOpinion asks another reader about ordinary documents, on which there are no two ways.
func TestSecondOpinion(t *testing.T) {
	t.Parallel()
	docs := []string{
		ordinary(3),
		"a: [1, 2.5, x]\nb: {c: true, d: null}\ne: |\n  text\n  more\nf: >-\n  folded\n  line\n",
		"- a: 'single ''quoted'''\n  b: \"double\\tquoted\"\n- plain text of\n  two lines\n- ~\n",
	}
	for _, doc := range docs {
		var theirs any
		require.NoError(t, yaml.Unmarshal([]byte(doc), &theirs))
		want, err := json.Marshal(theirs)
		require.NoError(t, err)
		assert.JSONEq(t, string(want), strings.Join(summaries(doc), " "))
	}
}

func ordinary(dependencies int) string {
	return "apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata:\n  name: orders\n  description: Takes orders, and hands them on\n" +
		"  labels: {tier: \"1\"}\n  annotations:\n    github.com/project-slug: acme/orders\n    backstage.io/techdocs-ref: dir:.\n" +
		"  tags:\n    - go\n    - rest\n  links:\n    - url: https://runbooks.example.com/orders\n      title: Runbook\n" +
		"spec:\n  type: service\n  lifecycle: production\n  owner: group:shop\n  dependsOn:\n" +
		strings.Repeat("    - resource:default/orders-db\n", dependencies)
}

func BenchmarkParse(b *testing.B) {
	data := []byte(ordinary(5))
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		if yamlsrc.Parse("catalog-info.yaml", data).Docs[0].Root.Kind != tree.Object {
			b.Fatal("not read")
		}
	}
}

// BenchmarkBareParse is the baseline: another reader's syntax tree of the same bytes.
func BenchmarkBareParse(b *testing.B) {
	data := []byte(ordinary(5))
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := parser.ParseBytes(data, 0); err != nil {
			b.Fatal(err)
		}
	}
}
