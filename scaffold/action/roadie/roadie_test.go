package roadie_test

import (
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/scaffold"
	"github.com/goldenpath-go/goldenpath/scaffold/action/fetch"
	"github.com/goldenpath-go/goldenpath/scaffold/action/roadie"
	"github.com/goldenpath-go/goldenpath/scaffold/dialect"
	"github.com/goldenpath-go/goldenpath/scaffold/nunjucks"
)

// do runs one action on a workspace with files.
func do(t *testing.T, id, input string) (*scaffold.Result, error) {
	t.Helper()
	tmpl, err := scaffold.Parse("t.yaml", []byte("apiVersion: scaffolder.backstage.io/v1beta3\nkind: Template\nmetadata: { name: t }\nspec:\n  type: x\n"+
		"  steps:\n    - { action: 'fetch:plain', input: { url: . } }\n    - { id: do, action: 'roadiehq:utils:"+id+"', input: "+input+" }\n"))
	require.NoError(t, err)
	r := scaffold.Runner{Renderer: dialect.New(nunjucks.Backstage4, nil), Actions: append(fetch.Actions(nil), roadie.Actions()...)}
	return r.DryRun(t.Context(), tmpl, scaffold.Request{Source: fstest.MapFS{
		"run.sh":    {Data: []byte("#!/bin/sh\n"), Mode: 0o755},
		"one.yaml":  {Data: []byte("a: 1\nb: [yes, null]\n")},
		"two.yaml":  {Data: []byte("a: 1\n---\nb: 2\n")},
		"one.json":  {Data: []byte(`{"b": 1, "a": [true]}`)},
		"bad.yaml":  {Data: []byte("a: [\n")},
		"none.yaml": {Data: nil},
	}})
}

func TestWrite(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, id, input, file, want, err string }{
		{"new", "fs:write", "{ path: a/b.txt, content: x }", "a/b.txt", "x", ""},
		{"replaced, mode kept", "fs:write", "{ path: run.sh, content: x }", "run.sh", "x", ""},
		{"JSON", "fs:write", `{ path: a.json, content: '{"b":1,"a":[]}', preserveFormatting: true }`, "a.json", "{\n  \"b\": 1,\n  \"a\": []\n}", ""},
		{"no JSON", "fs:write", "{ path: a.json, content: '{', preserveFormatting: true }", "a.json", "{", ""},
		{"appended", "fs:append", "{ path: run.sh, content: x }", "run.sh", "#!/bin/sh\nx", ""},
		{"appended to nothing", "fs:append", "{ path: new, content: x }", "new", "x", ""},
		{"outside", "fs:write", "{ path: ../x, content: x }", "", "", "outside"},
		{"absolute", "fs:append", "{ path: /x, content: x }", "", "", "outside"},
		{"no content", "fs:write", "{ path: x }", "", "", `requires property "content"`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			result, err := do(t, tt.id, tt.input)
			if tt.err != "" {
				require.ErrorContains(t, err, tt.err)
				return
			}
			require.NoError(t, err)
			assert.NotEmpty(t, result.Steps[1].Output.Text("path"))
			for _, f := range result.Files {
				if f.Path == tt.file {
					assert.Equal(t, tt.want, string(f.Data))
					assert.Equal(t, tt.file == "run.sh", f.Mode&0o100 != 0)
					return
				}
			}
			assert.Fail(t, "not written")
		})
	}
}

func TestValues(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, id, input, want, err string }{
		{"text", "fs:parse", "{ path: run.sh }", `{"content":"#!/bin/sh\n"}`, ""},
		{"YAML", "fs:parse", "{ path: one.yaml, parser: yaml }", `{"content":{"a":1,"b":["yes",null]}}`, ""},
		{"several", "fs:parse", "{ path: two.yaml, parser: multiyaml }", `{"content":[{"a":1},{"b":2}]}`, ""},
		{"JSON", "fs:parse", "{ path: one.json, parser: json }", `{"content":{"b":1,"a":[true]}}`, ""},
		{"nothing", "fs:parse", "{ path: none.yaml, parser: yaml }", `{"content":null}`, ""},
		{"several as one", "fs:parse", "{ path: two.yaml, parser: yaml }", "", "2 documents"},
		{"no YAML", "fs:parse", "{ path: bad.yaml, parser: yaml }", "", "bad.yaml:2:1"},
		{"no JSON", "fs:parse", "{ path: run.sh, parser: json }", "", "read run.sh"},
		{"no file", "fs:parse", "{ path: x }", "", "read x"},
		{"another parser", "fs:parse", "{ path: x, parser: toml }", "", "Invalid input"},
		{"outside", "fs:parse", "{ path: ../../etc/passwd }", "", "outside"},
		{"serialized", "serialize:json", "{ data: { b: 1, a: [x] } }", `{"serialized":"{\"b\":1,\"a\":[\"x\"]}"}`, ""},
		{"some members", "serialize:json", "{ data: { b: { a: 1, c: 2 }, a: [{ c: 1, b: 2 }] }, replacer: [a, b, a] }", `{"serialized":"{\"a\":[{\"b\":2}],\"b\":{\"a\":1}}"}`, ""},
		{"indented", "serialize:json", "{ data: { b: 1 }, space: '--' }", `{"serialized":"{\n--\"b\": 1\n}"}`, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			result, err := do(t, tt.id, tt.input)
			if tt.err != "" {
				require.ErrorContains(t, err, tt.err)
				return
			}
			require.NoError(t, err)
			assert.Equal(t, tt.want, scaffold.JSON(result.Steps[1].Output, ""))
		})
	}
}
