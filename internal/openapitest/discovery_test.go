package openapitest_test

import (
	"net/http/httptest"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/internal/openapitest"
)

const discovery = `{
	"parameters": {"alt": {"type": "string", "enum": ["json"], "location": "query"}},
	"schemas": {
		"Thing": {"id": "Thing", "type": "object", "properties": {
			"name": {"type": "string", "readOnly": true}, "parts": {"type": "array", "items": {"$ref": "Part"}}, "any": {"type": "any"}}},
		"Part": {"id": "Part", "type": "object", "properties": {
			"size": {"type": "integer"}, "labels": {"type": "object", "additionalProperties": {"type": "string"}}, "inner": {"$ref": "Part"}}}
	},
	"resources": {"things": {"methods": {
			"get": {"flatPath": "v1/things:lookup", "httpMethod": "GET", "response": {"$ref": "Thing"},
				"parameters": {"key.id": {"type": "string", "required": true, "location": "query"}}}},
		"resources": {"parts": {"methods": {
			"create": {"flatPath": "v1/things/{thingsId}/parts", "httpMethod": "POST", "request": {"$ref": "Thing"}, "response": {"$ref": "Part"},
				"parameters": {"parent": {"type": "string", "required": true, "location": "path"}}}}}}}}
}`

// TestDiscovery says that a document in Google's format finds the same faults.
func TestDiscovery(t *testing.T) {
	t.Parallel()
	d, err := openapitest.ReadDiscovery([]byte(discovery))
	require.NoError(t, err)
	tests := []struct {
		name, method, target, body string
		status                     int
		answer, want               string
	}{
		{"as it should be", "POST", "/v1/things/1/parts?alt=json", `{"parts": [{"size": 1, "labels": {"a": "b"}}], "any": 1}`, 200, `{"size": 1}`, ""},
		{"a failure", "POST", "/v1/things/1/parts", `{}`, 409, `{"error": {}}`, ""},
		{"no body", "POST", "/v1/things/1/parts", ``, 200, `{}`, "the body is missing"},
		{"what only answers have", "POST", "/v1/things/1/parts", `{"name": "x"}`, 200, `{}`, "there is no member /name"},
		{"a member that is none, deep", "POST", "/v1/things/1/parts", `{"parts": [{"inner": {"seize": 1}}]}`, 200, `{}`, "there is no member /parts[]/inner/seize"},
		{"another type", "POST", "/v1/things/1/parts", `{"parts": {}}`, 200, `{}`, "expected array"},
		{"an answer with more", "POST", "/v1/things/1/parts", `{}`, 200, `{"inner": {"name": "x"}}`, "name"},
		{"a parameter missing", "GET", "/v1/things:lookup", ``, 200, `{}`, "parameter key.id is missing"},
		{"a parameter too many", "GET", "/v1/things:lookup?key.id=1&key=2", ``, 200, `{}`, "there is no parameter key"},
		{"another method", "PUT", "/v1/things/1/parts", `{}`, 200, `{}`, "there is no such operation"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			expect(t, tt.want, d.Check(httptest.NewRequest(tt.method, tt.target, nil), []byte(tt.body), answered(tt.status, tt.answer)))
		})
	}
	_, err = openapitest.ReadDiscovery([]byte("{"))
	require.Error(t, err)
}
