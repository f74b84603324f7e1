package openapitest_test

import (
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/scaffold/action/internal/openapitest"
)

const description = `{
	"paths": {"/things/{id}": {"post": {
		"parameters": [{"name": "id", "in": "path", "required": true, "schema": {"type": "integer"}}, {"$ref": "#/components/parameters/size"}],
		"body": {"type": "object", "properties": {"name": {"type": "string", "nullable": true}, "inner": {"type": "object", "properties": {"a": {}}}}, "required": ["name"]},
		"required": true, "responses": ["201"]}}},
	"components": {"parameters": {"size": {"name": "size", "in": "query", "required": true, "schema": {"enum": ["s", "m"]}}}}
}`

// TestCheck says that the description refuses what a service would.
func TestCheck(t *testing.T) {
	t.Parallel()
	d, err := openapitest.Read([]byte(description))
	require.NoError(t, err)
	tests := []struct{ name, target, body, want string }{
		{"as it should be", "/things/1?size=s", `{"name": null}`, ""},
		{"no such path", "/thing/1", `{}`, "there is no such operation"},
		{"a parameter missing", "/things/1", `{"name": "x"}`, "parameter size is missing"},
		{"a parameter too many", "/things/1?size=s&x=1", `{"name": "x"}`, "there is no parameter x"},
		{"a parameter of another type", "/things/one?size=s", `{"name": "x"}`, "expected integer"},
		{"a word that is none", "/things/1?size=xl", `{"name": "x"}`, "value must be one of"},
		{"no body", "/things/1?size=s", ``, "the body is missing"},
		{"no JSON", "/things/1?size=s", `{`, "the body is no JSON"},
		{"a member missing", "/things/1?size=s", `{}`, "name"},
		{"a member too many", "/things/1?size=s", `{"name": "x", "inner": {"b": 1}}`, "there is no member /inner/b"},
		{"another type", "/things/1?size=s", `{"name": 1}`, "expected string"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			faults := strings.Join(d.Check(httptest.NewRequest("POST", tt.target, nil), []byte(tt.body), 201), "\n")
			if tt.want == "" {
				assert.Empty(t, faults)
				return
			}
			assert.Contains(t, faults, tt.want)
		})
	}
	faults := d.Check(httptest.NewRequest("POST", "/things/1?size=s", nil), []byte(`{"name": "x"}`), 418)
	assert.Equal(t, []string{"status 418 is not declared"}, faults)
}
