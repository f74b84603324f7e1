package github_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"reflect"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/internal/schema"
)

// description is GitHub's own description of its API, as far as it is used.
type description struct {
	Paths      map[string]map[string]operation
	Components struct {
		Schemas    map[string]any
		Parameters map[string]parameter
		Responses  map[string]response
	}
	compiled sync.Map // *schema.Schema by the address of the map that it was made of
}

type operation struct {
	Parameters []parameter
	Responses  map[string]response
}

type parameter struct {
	Ref      string `json:"$ref"`
	In, Name string
	Required bool
	Schema   map[string]any
}

type response struct {
	Ref     string `json:"$ref"`
	Content map[string]struct{ Schema map[string]any }
}

var readDescription = sync.OnceValues(func() (*description, error) {
	data, err := os.ReadFile("testdata/github-openapi.json")
	if err != nil {
		return nil, err
	}
	d := new(description)
	return d, json.Unmarshal(data, d)
})

// described returns a handler that holds all that comes to h, and all that it answers, against the description.
func described(t *testing.T, h http.Handler) http.Handler {
	t.Helper()
	d, err := readDescription()
	require.NoError(t, err)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		record := httptest.NewRecorder()
		h.ServeHTTP(record, r)
		for _, fault := range d.check(r, record) {
			assert.Fail(t, "not as GitHub's description has it", "%s %s: %s", r.Method, r.URL, fault)
		}
		for name, values := range record.Header() {
			w.Header()[name] = values
		}
		w.WriteHeader(record.Code)
		_, _ = w.Write(record.Body.Bytes()) // a client that is gone
	})
}

func (d *description) check(r *http.Request, answer *httptest.ResponseRecorder) []string {
	op, values, ok := d.find(r)
	if !ok {
		return []string{"there is no such operation"}
	}
	faults := d.checkParameters(op, values, r)
	if answer.Code == http.StatusNotModified {
		return faults // what all operations have that are asked conditionally
	}
	res, ok := op.Responses[strconv.Itoa(answer.Code)]
	if !ok {
		return append(faults, fmt.Sprintf("status %d is not declared", answer.Code))
	}
	if name, ok := strings.CutPrefix(res.Ref, "#/components/responses/"); ok {
		res = d.Components.Responses[name]
	}
	var body any
	if err := json.Unmarshal(answer.Body.Bytes(), &body); err != nil {
		return append(faults, "the answer is no JSON")
	}
	return append(faults, d.hold(body, res.Content["application/json"].Schema)...)
}

var braces = regexp.MustCompile(`\{([^}]+)\}`)

// find returns the operation for a request, and the values in its path.
func (d *description) find(r *http.Request) (operation, map[string]string, bool) {
	at, ok := strings.CutPrefix(r.URL.EscapedPath(), "/api/v3")
	for path, methods := range d.Paths {
		pattern := regexp.MustCompile("^" + braces.ReplaceAllString(path, `([^/]+)`) + "$")
		found := pattern.FindStringSubmatch(at)
		op, has := methods[strings.ToLower(r.Method)]
		if found == nil || !has || !ok {
			continue
		}
		values := map[string]string{}
		for i, name := range braces.FindAllStringSubmatch(path, -1) {
			values[name[1]], _ = url.PathUnescape(found[i+1]) // EscapedPath is well formed
		}
		return op, values, true
	}
	return operation{}, nil, false
}

func (d *description) checkParameters(op operation, inPath map[string]string, r *http.Request) (faults []string) {
	query := r.URL.Query()
	for _, p := range op.Parameters {
		if name, ok := strings.CutPrefix(p.Ref, "#/components/parameters/"); ok {
			p = d.Components.Parameters[name]
		}
		text, there := inPath[p.Name], p.In == "path"
		if p.In == "query" {
			text, there = query.Get(p.Name), query.Has(p.Name)
			query.Del(p.Name)
		}
		if !there {
			if p.Required {
				faults = append(faults, "parameter "+p.Name+" is missing")
			}
			continue
		}
		var value any = text
		if n, err := strconv.ParseFloat(text, 64); err == nil && p.Schema["type"] == "integer" {
			value = n
		}
		faults = append(faults, d.hold(value, p.Schema)...)
	}
	for name := range query {
		faults = append(faults, "there is no parameter "+name)
	}
	return faults
}

// hold returns what is wrong with a value by a schema of the description.
func (d *description) hold(value any, wanted map[string]any) []string {
	key := reflect.ValueOf(wanted).Pointer()
	compiled, ok := d.compiled.Load(key)
	if !ok {
		data, err := json.Marshal(map[string]any{
			"$schema":    "http://json-schema.org/draft-04/schema#",
			"allOf":      []any{jsonSchema(wanted)},
			"components": map[string]any{"schemas": jsonSchema(d.Components.Schemas)},
		})
		if err != nil {
			return []string{err.Error()}
		}
		compiled, _ = d.compiled.LoadOrStore(key, schema.New("github.json", data))
	}
	faults, err := compiled.(*schema.Schema).Check(value)
	if err != nil {
		return []string{err.Error()}
	}
	var out []string
	for _, f := range faults {
		out = append(out, f.Pointer+": "+f.Message)
	}
	return out
}

// jsonSchema returns a schema of OpenAPI 3.0 as JSON Schema has it, of which it differs in how null is allowed.
func jsonSchema(v any) any {
	switch v := v.(type) {
	case []any:
		out := make([]any, len(v))
		for i := range v {
			out[i] = jsonSchema(v[i])
		}
		return out
	case map[string]any:
		out := make(map[string]any, len(v))
		for name, member := range v {
			out[name] = jsonSchema(member)
		}
		if v["nullable"] == true {
			delete(out, "nullable")
			return map[string]any{"anyOf": []any{out, map[string]any{"type": "null"}}}
		}
		return out
	}
	return v
}

// TestDescriptionTells says that the description refuses what GitHub would.
func TestDescriptionTells(t *testing.T) {
	t.Parallel()
	d, err := readDescription()
	require.NoError(t, err)
	tests := []struct {
		name, target string
		status       int
		body, want   string
	}{
		{"no such path", "/api/v3/orgs/acme/files", 200, `[]`, "there is no such operation"},
		{"no such parameter", "/api/v3/orgs/acme/repos?order=x", 200, `[]`, "there is no parameter order"},
		{"a word that is none", "/api/v3/orgs/acme/repos?sort=size", 200, `[]`, `value must be one of`},
		{"a number that is none", "/api/v3/orgs/acme/repos?page=one", 200, `[]`, "expected integer, but got string"},
		{"a status that is none", "/api/v3/repos/acme/shop/git/trees/main", 418, `{}`, "status 418 is not declared"},
		{"a member missing", "/api/v3/repos/acme/shop/git/trees/main", 200, `{"sha":"x","tree":[]}`, "truncated"},
		{"a member in another type", "/api/v3/repos/acme/shop/git/trees/main", 200, `{"sha":"x","tree":[],"truncated":"no"}`, "expected boolean"},
		{"no JSON", "/api/v3/repos/acme/shop/git/trees/main", 200, `{`, "no JSON"},
		{"null where there may be none", "/api/v3/repos/acme/shop/git/blobs/x", 200, `{"content":null,"encoding":"base64","url":"http://x/y","sha":"x","size":1,"node_id":"x"}`, "expected string, but got null"},
		{"as it should be", "/api/v3/repos/acme/shop/git/blobs/x", 200, `{"content":"","encoding":"base64","url":"http://x/y","sha":"x","size":null,"node_id":"x"}`, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			record := httptest.NewRecorder()
			record.Code, record.Body = tt.status, bytes.NewBufferString(tt.body)
			faults := strings.Join(d.check(httptest.NewRequest(http.MethodGet, tt.target, nil), record), "\n")
			if tt.want == "" {
				assert.Empty(t, faults)
				return
			}
			assert.Contains(t, faults, tt.want)
		})
	}
}
