package baseline_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/lint/baseline"
)

func TestParse(t *testing.T) {
	t.Parallel()
	b, err := baseline.Parse("b", []byte("\n{\"rule\":\"b-c\",\"entity\":\"k:n/n\",\"file\":\"x\",\"count\":1}\r\n\r\n \t\n{\"rule\":\"a-b\",\"file\":\"x\",\"count\":1,\"since\":\"2026-01-02\"}\n{\"rule\":\"a-b\",\"file\":\"x\",\"count\":3}"))
	require.NoError(t, err)
	assert.Equal(t, "{\"rule\":\"a-b\",\"file\":\"x\",\"count\":3,\"since\":\"2026-01-02\"}\n{\"rule\":\"b-c\",\"entity\":\"k:n/n\",\"file\":\"x\",\"count\":1}\n", string(b.Bytes()))
	b, err = baseline.Parse("b", nil)
	require.NoError(t, err)
	assert.Empty(t, b.Entries)
}

func TestParseSaysWhatIsWrong(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, text, want string }{
		{"no JSON", "rule: x", "b:1:1: no entry of a baseline: invalid character 'r' looking for beginning of value"},
		{"cut off", "{\"rule\":\"x\",", "b:1:1: no entry of a baseline: unexpected EOF"},
		{"a fault in the middle", "{\"rule\":\"ü\", nope}", "b:1:14: no entry of a baseline: invalid character 'n' looking for beginning of object key string"},
		{"a list", "[]", "b:1:2: an entry is an object, not array"},
		{"a text", "\"x\"", "b:1:4: an entry is an object, not string"},
		{"another type", "{\"rule\":\"x\",\"count\":\"1\"}", "b:1:24: count cannot be a string"},
		{"half a finding", "{\"rule\":\"x\",\"file\":\"x\",\"count\":1.5}", "b:1:35: count cannot be a number 1.5"},
		{"an unknown key", "{\"rule\":\"x\",\"line\":1}", "b:1:1: no entry of a baseline: unknown field \"line\""},
		{"two entries", "{\"rule\":\"x\",\"file\":\"x\",\"count\":1} {}", "b:1:34: one entry a line"},
		{"no rule", "{}", "b:1:1: rule is missing"},
		{"no file", "{\"rule\":\"x\"}", "b:1:1: file is missing"},
		{"a file outside", "{\"rule\":\"x\",\"file\":\"../x\",\"count\":1}", "b:1:1: file \"../x\" is no path from the root of the repository"},
		{"no count", "{\"rule\":\"x\",\"file\":\"x\"}", "b:1:1: count is 0, and must be 1 or more"},
		{"a large count", "{\"rule\":\"x\",\"file\":\"x\",\"count\":1000001}", "b:1:1: count is more than 1000000"},
		{"an entity", "{\"rule\":\"x\",\"file\":\"x\",\"count\":1,\"entity\":\"a\"}", "b:1:1: entity \"a\" has not the form kind:namespace/name"},
		{"a pointer", "{\"rule\":\"x\",\"file\":\"x\",\"count\":1,\"pointer\":\"a\"}", "b:1:1: pointer \"a\" does not begin with a slash"},
		{"a day", "{\"rule\":\"x\",\"file\":\"x\",\"count\":1,\"since\":\"yesterday\"}", "b:1:1: since \"yesterday\" is no day such as 2026-01-02"},
		{"left of a merge", "<<<<<<< HEAD\n=======\n>>>>>>> main\n", "b:1:1: this is left of a merge: keep the lines of both sides, then run catalog-lint baseline --prune\n" +
			"b:2:1: this is left of a merge: keep the lines of both sides, then run catalog-lint baseline --prune\n" +
			"b:3:1: this is left of a merge: keep the lines of both sides, then run catalog-lint baseline --prune"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, err := baseline.Parse("b", []byte(tt.text))
			assert.EqualError(t, err, tt.want)
		})
	}
}

func FuzzParse(f *testing.F) {
	for _, seed := range []string{
		"", "{}", "\n\r\n", "{\"rule\":\"a-b\",\"entity\":\"k:n/n\",\"pointer\":\"/a/0\",\"file\":\"x/y\",\"count\":2,\"since\":\"2026-01-02\"}\n",
		"{\"rule\":\"a-b\",\"file\":\"x\",\"count\":1}\n{\"rule\":\"a-b\",\"file\":\"x\",\"count\":3}\n", "<<<<<<< a\n", "{\"rule\":\"\\ud800\",\"file\":\"x\",\"count\":1}", "[", "{\"count\":1e999}",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		b, err := baseline.Parse("b.jsonl", data)
		if err != nil {
			return
		}
		again, err := baseline.Parse("b.jsonl", b.Bytes())
		require.NoError(t, err, "what is written can be read")
		require.Equal(t, string(b.Bytes()), string(again.Bytes()))
		require.Equal(t, b.Len(), again.Len())
	})
}
