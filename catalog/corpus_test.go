package catalog_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/internal/beside"

	"github.com/goldenpath-go/goldenpath/catalog"
)

// judged is a document with Backstage's verdict on it.
type judged struct {
	OK        bool            `json:"ok"`
	Stage     string          `json:"stage"`
	Errors    []string        `json:"errors"`
	Parsed    json.RawMessage `json:"parsed"`
	Ref       *string         `json:"ref"`
	Relations []struct{ Source, Type, Target string }
}

// judgedDocuments returns recorded documents: the large set beside the project where there is one, else the small one
// in testdata.
func judgedDocuments(t *testing.T) []judged {
	t.Helper()
	path, _ := beside.Path(t, "corpus/catalog-mutations/seed-1.jsonl")
	data, err := os.ReadFile(path)
	if err != nil {
		t.Log("the large set of recorded documents is not present; using testdata")
		data, err = os.ReadFile(filepath.Join("testdata", "judged.jsonl"))
		require.NoError(t, err)
	}
	var all []judged
	lines := bufio.NewScanner(bytes.NewReader(data))
	lines.Buffer(nil, 16<<20)
	for lines.Scan() {
		var row struct{ Docs []judged }
		require.NoError(t, json.Unmarshal(lines.Bytes(), &row))
		all = append(all, row.Docs...)
	}
	require.NoError(t, lines.Err())
	require.NotEmpty(t, all)
	return all
}

func TestRelationsAsRecorded(t *testing.T) {
	t.Parallel()
	accepted, refused, edges := 0, 0, 0
	for _, doc := range judgedDocuments(t) {
		if doc.Stage != "done" && doc.Stage != "postprocess" {
			continue
		}
		var e catalog.Entity
		require.NoError(t, json.Unmarshal(doc.Parsed, &e))
		relations, err := catalog.Relations(&e)
		if !doc.OK {
			refused++
			assert.Error(t, err, "%s: %v", doc.Parsed, doc.Errors)
			continue
		}
		accepted++
		edges += len(relations)
		require.NoError(t, err, "%s", doc.Parsed)
		assert.Equal(t, *doc.Ref, e.Ref().String())
		assert.Equal(t, recorded(doc), shown(relations), "%s", doc.Parsed)
	}
	t.Logf("%d accepted documents with %d relations, %d with a reference that is none", accepted, edges, refused)
	assert.NotZero(t, accepted)
	assert.NotZero(t, refused)
}

func recorded(doc judged) []string {
	var lines []string
	for _, r := range doc.Relations {
		lines = append(lines, r.Source+" "+r.Type+" "+r.Target)
	}
	return lines
}

func shown(relations []catalog.Relation) []string {
	var lines []string
	for _, r := range relations {
		lines = append(lines, r.Source.String()+" "+string(r.Type)+" "+r.Target.String())
	}
	return lines
}

func TestRecordedDocumentsSurviveJSON(t *testing.T) {
	t.Parallel()
	for _, doc := range judgedDocuments(t) {
		if len(doc.Parsed) > 0 && doc.Parsed[0] == '{' {
			assertSurvives(t, doc.Parsed)
		}
	}
}
