package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const whole = `{
  "paths": {
    "/a": {"get": {"summary": "x", "parameters": [{"$ref": "#/components/parameters/p"}],
      "responses": {"200": {"description": "d", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/s"}}}},
                    "404": {"content": {}}}},
      "post": {"responses": {"201": {}}}},
    "/b": {"get": {"responses": {"200": {}}}}
  },
  "components": {
    "parameters": {"p": {"name": "p", "in": "query", "description": "d"}},
    "schemas": {
      "s": {"type": "object", "title": "t", "properties": {"title": {"$ref": "#/components/schemas/inner"}}},
      "inner": {"type": "string", "example": "e"}, "unused": {"type": "string"}
    }
  }
}`

func files(t *testing.T, contents ...string) []string {
	t.Helper()
	var names []string
	for i, content := range contents {
		name := filepath.Join(t.TempDir(), []string{"whole.json", "part.json"}[i])
		require.NoError(t, os.WriteFile(name, []byte(content), 0o600))
		names = append(names, name)
	}
	return names
}

func TestTrim(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	require.NoError(t, run(files(t, whole, `{"paths": {"/a": {"get": {}}}}`), &out))
	assert.JSONEq(t, `{
	  "paths": {"/a": {"get": {"parameters": [{"$ref": "#/components/parameters/p"}],
	    "responses": {"200": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/s"}}}}, "404": {}}}}},
	  "components": {
	    "parameters": {"p": {"name": "p", "in": "query"}},
	    "schemas": {
	      "s": {"type": "object", "properties": {"title": {"$ref": "#/components/schemas/inner"}}},
	      "inner": {"type": "string"}}}}`, out.String())
}

func TestTrimTellsWhatIsMissing(t *testing.T) {
	t.Parallel()
	require.ErrorContains(t, run(files(t, whole, `{"paths": {"/a": {"delete": {}}}}`), &bytes.Buffer{}), "DELETE /a")
	require.ErrorContains(t, run(nil, &bytes.Buffer{}), "usage")
}

// The parts that are kept hang together: each of their operations, trimmed
// from itself, is what it was.
func TestKeptPartsAreTrimmed(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"dora/github", "scaffold/action/github", "catalog/github"} {
		part := filepath.Join("..", "..", "..", filepath.FromSlash(name), "testdata", "github-openapi.json")
		var out bytes.Buffer
		require.NoError(t, run([]string{part, part}, &out), name)
		kept, err := read(part)
		require.NoError(t, err)
		var again object
		require.NoError(t, json.Unmarshal(out.Bytes(), &again))
		for path, operations := range member(kept, "paths") {
			assert.Len(t, member(member(again, "paths"), path), len(operations.(object)), "%s %s", name, path)
		}
	}
}
