package report_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/lint/report"
)

// TestSchemaNamesEveryMember makes sure that nothing in a report is left out of its schema.
func TestSchemaNamesEveryMember(t *testing.T) {
	t.Parallel()
	known := map[string]bool{}
	var schema any
	require.NoError(t, json.Unmarshal(report.Schema(), &schema))
	eachObject(schema, func(object map[string]any) {
		if properties, ok := object["properties"].(map[string]any); ok {
			for name := range properties {
				known[name] = true
			}
		}
	})
	all, err := writeAll(result(t), nil)
	require.NoError(t, err)
	var out any
	require.NoError(t, json.Unmarshal(all["json"], &out))
	seen := map[string]bool{"type": true} // of lines
	eachObject(out, func(object map[string]any) {
		for name := range object {
			assert.True(t, known[name], name)
			seen[name] = true
		}
	})
	for name := range known {
		assert.True(t, seen[name], "%s is in the schema only", name)
	}
}

// eachObject calls visit with every object in a value.
func eachObject(value any, visit func(map[string]any)) {
	switch v := value.(type) {
	case map[string]any:
		visit(v)
		for _, member := range v {
			eachObject(member, visit)
		}
	case []any:
		for _, item := range v {
			eachObject(item, visit)
		}
	}
}

// TestSchemaRefuses makes sure that the schema says no.
func TestSchemaRefuses(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		`{}`, `{"version": 2, "findings": [], "suppressed": [], "errors": [], "summary": {}}`,
		`{"version": 1, "findings": [{"rule": "a-b"}], "suppressed": [], "errors": [], "summary": {}}`,
	} {
		var v any
		assert.Error(t, checker{}.bySchema("json", []byte(text), &v), text)
	}
	for _, text := range []string{`{"type": "error"}`, `{"type": "other"}`, `{"type": "summary"}`} {
		var v any
		assert.Error(t, checker{}.bySchema("jsonl", []byte(text), &v), text)
	}
}
