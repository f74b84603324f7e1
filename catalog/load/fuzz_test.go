package load_test

import (
	"bufio"
	"encoding/json"
	"os"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/catalog/load"
	"github.com/goldenpath-go/goldenpath/source"
)

// FuzzParse checks what holds for every file: reading it ends, verdict and problems agree, and every range lies in it.
func FuzzParse(f *testing.F) {
	for _, seed := range sampleFiles(f) {
		f.Add(seed)
	}
	for _, seed := range []string{"", "---\n---\n", "a: &a [*a]\n", "{{ x }}", "? a\n: b\n", "\xef\xbb\xbfa: b", "a: \"\xff\"", "- \x00", "%YAML 1.1\n--- yes\n"} {
		f.Add([]byte(seed))
	}
	kinds := []*load.CustomKind{{Kind: "Component", Schema: []byte(`{"properties": {"spec": {"maxProperties": 3}}}`)}, {Kind: "X"}}
	f.Fuzz(func(t *testing.T, data []byte) {
		for _, o := range []*load.Options{
			nil,
			{BaseURL: shop, OpenAPI: true, Kinds: kinds, ReadFile: func(string) ([]byte, error) { return data, nil }},
			{LocationType: "file"},
		} {
			file := load.Parse(t.Context(), "shop/catalog-info.yaml", data, o)
			for i, d := range file.Documents {
				require.Equal(t, i, d.Index)
				checkDocument(t, d, len(data))
			}
		}
	})
}

func checkDocument(t *testing.T, d *load.Document, size int) {
	t.Helper()
	inFile := func(r source.Range) {
		assert.True(t, 0 <= r.Offset && r.Offset <= r.EndOffset && r.EndOffset <= size, "%v", r)
		assert.True(t, r.Line >= 1 && r.Column >= 1 && r.EndLine >= r.Line, "%v", r)
	}
	inFile(d.Range)
	assert.Equal(t, len(d.Problems) == 0, d.OK)
	for i, p := range d.Problems {
		inFile(p.Range)
		assert.Contains(t, load.RuleNames(), p.Rule)
		assert.NotEmpty(t, p.Message)
		if i == 0 {
			assert.Equal(t, d.Stage, p.Stage)
		} else {
			assert.Empty(t, p.Backstage)
		}
	}
	if d.OK && d.Stage == load.StageDone {
		require.NotNil(t, d.Entity)
		assert.Equal(t, d.Entity.Ref().String(), d.Ref)
	}
	for _, x := range d.Targets {
		inFile(x.Range)
		x.Matches("shop/a.yaml")
	}
	for _, p := range d.Placeholders {
		inFile(p.Range)
	}
	if d.Entity != nil {
		inFile(d.Entity.Range("/spec/owner"))
		inFile(d.Entity.KeyRange("/metadata/links/0"))
	}
}

// sampleFiles returns the files of the recorded answers.
func sampleFiles(t testing.TB) [][]byte {
	t.Helper()
	f, err := os.Open("../../internal/conformance/catalogconf/testdata/sample.jsonl")
	require.NoError(t, err)
	defer f.Close()
	var files [][]byte
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var row struct{ YAML string }
		require.NoError(t, json.Unmarshal(lines.Bytes(), &row))
		files = append(files, []byte(row.YAML))
	}
	require.NoError(t, lines.Err())
	return files
}
