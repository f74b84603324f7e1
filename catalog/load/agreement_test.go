package load

import (
	"bufio"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/catalog"
	"github.com/goldenpath-go/goldenpath/internal/schema"
	"github.com/goldenpath-go/goldenpath/internal/yamlsrc"
)

// judge compares the shapes and forms of this package with the JSON Schemas, which are written independently of them.
type judge struct {
	schemas  map[catalog.Kind]*schema.Schema
	compared int
}

func newJudge(t testing.TB) *judge {
	t.Helper()
	j := &judge{schemas: make(map[catalog.Kind]*schema.Schema)}
	for _, kind := range catalog.Kinds() {
		data, err := Schema(kind)
		require.NoError(t, err)
		j.schemas[kind] = schema.New(strings.ToLower(string(kind))+".json", data)
		require.NoError(t, j.schemas[kind].Compile())
	}
	return j
}

// check checks that every document of a file is valid by both or by neither. What only one of them can judge is left
// out: content of placeholders, URLs, references, and members called __proto__.
func (j *judge) check(t testing.TB, name string, data []byte) {
	t.Helper()
	stream := yamlsrc.Parse(name, data)
	r := newReader(stream.Text, &Options{BaseURL: "https://github.com/acme/shop/blob/main/"})
	for i, y := range stream.Docs {
		in := r.begin(i, y)
		in.run(y)
		if in.rule == nil || in.doc.Entity == nil || in.doc.Entity.Kind != in.rule.kind || isFault(in, ruleKindUnknown) ||
			len(in.doc.Placeholders)+len(in.checker.ignore) > 0 || strings.Contains(string(data), "__proto__") {
			continue
		}
		faults, err := j.schemas[in.rule.kind].Check(plain(in.root))
		require.NoError(t, err)
		j.compared++
		assert.Equal(t, len(faults) == 0, !hasSchemaFault(in), "%s document %d: %v against %v", name, i, faults, in.doc.Problems)
	}
}

func isFault(in *ingestion, rule string) bool {
	for _, p := range in.doc.Problems {
		if p.Rule == rule {
			return true
		}
	}
	return false
}

// hasSchemaFault reports whether there is a problem that a JSON Schema can find.
func hasSchemaFault(in *ingestion) bool {
	for _, p := range in.doc.Problems {
		switch p.Stage {
		case StageEnvelope, StagePolicy, StageValidate:
			if p.Rule != ruleLinkURL && p.Pointer != annotationsPointer {
				return true
			}
		}
	}
	return false
}

func TestSchemasAgree(t *testing.T) {
	t.Parallel()
	j := newJudge(t)
	j.checkRows(t, samplePath)
	require.Greater(t, j.compared, 100)
	for _, path := range []string{"corpus/catalog-mutations/seed-1.jsonl", "corpus/catalog"} {
		path = filepath.Join("..", "..", "..", "shared", path)
		info, err := os.Stat(path)
		switch {
		case err != nil:
			t.Logf("%s is not present", path)
		case info.IsDir():
			j.checkFolder(t, path)
		default:
			j.checkRows(t, path)
		}
	}
	t.Logf("%d documents compared", j.compared)
}

// FuzzSchemasAgree looks for documents on which they differ.
func FuzzSchemasAgree(f *testing.F) {
	for _, row := range readRows(f, samplePath) {
		f.Add([]byte(row.YAML))
	}
	j := newJudge(f)
	f.Fuzz(func(t *testing.T, data []byte) { j.check(t, "catalog-info.yaml", data) })
}

const samplePath = "../../internal/conformance/catalogconf/testdata/sample.jsonl"

type row struct{ ID, YAML string }

func readRows(t testing.TB, path string) []row {
	t.Helper()
	f, err := os.Open(path)
	require.NoError(t, err)
	defer f.Close()
	var rows []row
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<24)
	for lines.Scan() {
		var r row
		require.NoError(t, json.Unmarshal(lines.Bytes(), &r))
		rows = append(rows, r)
	}
	require.NoError(t, lines.Err())
	return rows
}

func (j *judge) checkRows(t *testing.T, path string) {
	t.Helper()
	for _, r := range readRows(t, path) {
		j.check(t, r.ID, []byte(r.YAML))
	}
}

func (j *judge) checkFolder(t *testing.T, path string) {
	t.Helper()
	require.NoError(t, filepath.WalkDir(path, func(name string, entry os.DirEntry, err error) error {
		if err != nil || entry.IsDir() || filepath.Ext(name) == ".jsonl" {
			return err
		}
		data, err := os.ReadFile(name)
		j.check(t, name, data)
		return err
	}))
}

func TestSchema(t *testing.T) {
	t.Parallel()
	_, err := Schema("Environment")
	require.ErrorIs(t, err, ErrNoSchema)
	data, err := Schema("")
	require.NoError(t, err)
	require.NoError(t, schema.New("entity.json", data).Compile())
	// Every field of the tables is described by the schemas.
	for i := range kindRules {
		data, err := Schema(kindRules[i].kind)
		require.NoError(t, err)
		var s struct {
			Properties struct {
				Spec struct{ Properties map[string]any }
			}
		}
		require.NoError(t, json.Unmarshal(data, &s))
		for _, f := range kindRules[i].entity.fields[0].shape.fields {
			assert.Contains(t, s.Properties.Spec.Properties, f.name, kindRules[i].kind)
		}
	}
}
