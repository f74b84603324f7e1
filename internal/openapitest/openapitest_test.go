package openapitest_test

import (
	"bytes"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/internal/openapitest"
)

const description = `{
	"paths": {
		"/things/{id}": {"post": {
			"parameters": [{"name": "id", "in": "path", "required": true, "schema": {"type": "integer"}}, {"$ref": "#/components/parameters/size"}],
			"requestBody": {"required": true, "content": {"application/json": {"schema": {
				"type": "object", "required": ["name"],
				"properties": {"name": {"type": "string", "nullable": true}, "inner": {"type": "object", "properties": {"a": {}}}}}}}},
			"responses": {"201": {"$ref": "#/components/responses/made"}}}},
		"/things/all": {"post": {"responses": {"204": {}}}},
		"/files/{path}": {"get": {"parameters": [{"name": "path", "in": "path", "required": true, "x-multi-segment": true, "schema": {"enum": ["a/b"]}}], "responses": {"200": {}}}}
	},
	"components": {
		"parameters": {"size": {"name": "size", "in": "query", "required": true, "schema": {"enum": ["s", "m"]}}},
		"responses": {"made": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/thing"}}}}},
		"schemas": {"thing": {"type": "object", "required": ["id"], "properties": {"id": {"type": "integer"}}}}
	}
}`

func read(t *testing.T) *openapitest.Description {
	t.Helper()
	d, err := openapitest.Read([]byte(description))
	require.NoError(t, err)
	return d
}

// answered returns an answer.
func answered(status int, body string) *httptest.ResponseRecorder {
	record := httptest.NewRecorder()
	record.Code, record.Body = status, bytes.NewBufferString(body)
	return record
}

// expect checks that there is a fault that contains want, and none if want is empty.
func expect(t *testing.T, want string, faults []string) {
	t.Helper()
	if want == "" {
		assert.Empty(t, faults)
		return
	}
	assert.Contains(t, strings.Join(faults, "\n"), want)
}

// TestRequests says that the description refuses what a service would.
func TestRequests(t *testing.T) {
	t.Parallel()
	d := read(t)
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
			expect(t, tt.want, d.Check(httptest.NewRequest("POST", tt.target, nil), []byte(tt.body), answered(201, `{"id": 1}`)))
		})
	}
}

// TestAnswers says that the description refuses what a service would not answer.
func TestAnswers(t *testing.T) {
	t.Parallel()
	d := read(t)
	tests := []struct {
		name   string
		status int
		body   string
		want   string
	}{
		{"as it should be", 201, `{"id": 1}`, ""},
		{"not there", 404, ``, ""},
		{"a status that is none", 418, `{}`, "status 418 is not declared"},
		{"a member missing", 201, `{}`, "id"},
		{"a member in another type", 201, `{"id": "1"}`, "expected integer"},
		{"no JSON", 201, `{`, "the answer is no JSON"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			expect(t, tt.want, d.Check(httptest.NewRequest("POST", "/things/1?size=s", nil), []byte(`{"name": "x"}`), answered(tt.status, tt.body)))
		})
	}
}

func TestPaths(t *testing.T) {
	t.Parallel()
	d := read(t)
	tests := []struct{ name, method, target, body, want string }{
		{"the plainer of two", "POST", "/things/all", "", "status 200 is not declared"},
		{"no body is declared", "POST", "/things/all", "{}", "there may be no body"},
		{"several segments", "GET", "/files/a/b", "", ""},
		{"other segments", "GET", "/files/a/c", "", "value must be"},
		{"another method", "PUT", "/files/a/b", "", "there is no such operation"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			expect(t, tt.want, d.Check(httptest.NewRequest(tt.method, tt.target, nil), []byte(tt.body), answered(200, "")))
		})
	}
}
