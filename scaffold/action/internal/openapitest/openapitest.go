// Package openapitest holds requests against the description that a service's makers publish of its API, for tests: whether
// there is such an operation, its parameters are as declared, and its body fits the schema and has no unknown members.
//
// A [Description] is a part of an OpenAPI 3.0 document: {"paths": {path: {method: {"parameters", "body", "required",
// "responses"}}}, "components": …}, where body is the JSON Schema of a JSON body, required whether there must be one, and
// responses are the statuses that may be answered.
package openapitest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/goldenpath-go/goldenpath/internal/schema"
)

// Description is what a service says of its API.
type Description struct {
	// Prefix stands before all paths: /api/v3 of GitHub Enterprise. Empty: nothing.
	Prefix string

	paths      map[string]map[string]operation
	components map[string]map[string]any
}

type operation struct {
	Parameters []parameter
	Body       map[string]any
	Required   bool
	Responses  []string
}

type parameter struct {
	Ref      string `json:"$ref"`
	In, Name string
	Required bool
	Schema   map[string]any
}

// Read reads a description.
func Read(data []byte) (*Description, error) {
	var d struct {
		Paths      map[string]map[string]operation
		Components map[string]map[string]any
	}
	if err := json.Unmarshal(data, &d); err != nil {
		return nil, fmt.Errorf("read description: %w", err)
	}
	return &Description{paths: d.Paths, components: d.Components}, nil
}

// Handler passes requests on to h, and reports what is not as described.
func (d *Description) Handler(h http.Handler, report func(fault string)) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			report(err.Error())
		}
		r.Body = io.NopCloser(bytes.NewReader(body))
		record := httptest.NewRecorder()
		h.ServeHTTP(record, r)
		for _, fault := range d.Check(r, body, record.Code) {
			report(fmt.Sprintf("%s %s: %s", r.Method, r.URL.EscapedPath(), fault))
		}
		for name, values := range record.Header() {
			w.Header()[name] = values
		}
		w.WriteHeader(record.Code)
		_, _ = w.Write(record.Body.Bytes()) // a client that is gone
	})
}

// Check returns what is wrong with a request with this body, and the status of its answer.
func (d *Description) Check(r *http.Request, body []byte, status int) []string {
	op, values, ok := d.find(r)
	if !ok {
		return []string{"there is no such operation"}
	}
	faults := append(d.checkParameters(op, values, r.URL.Query()), d.checkBody(op, body)...)
	if status != http.StatusNotFound && !slices.Contains(op.Responses, strconv.Itoa(status)) { // which few descriptions name
		faults = append(faults, fmt.Sprintf("status %d is not declared", status))
	}
	return faults
}

var braces = regexp.MustCompile(`\{([^}]+)\}`)

// find returns the operation for a request, and the values in its path.
func (d *Description) find(r *http.Request) (operation, map[string]string, bool) {
	at, ok := strings.CutPrefix(r.URL.EscapedPath(), d.Prefix)
	for path, methods := range d.paths {
		found := regexp.MustCompile("^" + braces.ReplaceAllString(path, `([^/]+)`) + "$").FindStringSubmatch(at)
		op, has := methods[strings.ToLower(r.Method)]
		if found == nil || !has || !ok || literal(d.paths, at, path, r.Method) {
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

// literal reports whether a path is described as it stands, so that a pattern does not mean it.
func literal(paths map[string]map[string]operation, at, pattern, method string) bool {
	_, ok := paths[at][strings.ToLower(method)]
	return ok && at != pattern
}

func (d *Description) checkParameters(op operation, inPath map[string]string, query url.Values) (faults []string) {
	for _, p := range op.Parameters {
		if name, ok := strings.CutPrefix(p.Ref, "#/components/parameters/"); ok {
			p = d.parameter(name)
		}
		text, there := inPath[p.Name], p.In == "path"
		if p.In == "query" {
			text, there = query.Get(p.Name), query.Has(p.Name)
			query.Del(p.Name)
		}
		if p.Required && !there && p.In != "header" {
			faults = append(faults, "parameter "+p.Name+" is missing")
		}
		if !there {
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

func (d *Description) parameter(name string) (p parameter) {
	data, err := json.Marshal(d.components["parameters"][name])
	if err == nil {
		err = json.Unmarshal(data, &p)
	}
	if err != nil {
		return parameter{Name: name}
	}
	return p
}

func (d *Description) checkBody(op operation, data []byte) []string {
	if len(data) == 0 {
		if op.Required {
			return []string{"the body is missing"}
		}
		return nil
	}
	if op.Body == nil {
		return []string{"there may be no body"}
	}
	var body any
	if err := json.Unmarshal(data, &body); err != nil {
		return []string{"the body is no JSON"}
	}
	return append(unknown(body, op.Body, ""), d.hold(body, op.Body)...)
}

// unknown returns the members of a body that its schema does not name.
func unknown(v any, wanted map[string]any, at string) (faults []string) {
	switch v := v.(type) {
	case []any:
		items, _ := wanted["items"].(map[string]any)
		for _, item := range v {
			faults = append(faults, unknown(item, items, at+"[]")...)
		}
	case map[string]any:
		properties, ok := wanted["properties"].(map[string]any)
		if _, more := wanted["additionalProperties"]; !ok || more {
			return nil
		}
		for name, value := range v {
			inner, ok := properties[name].(map[string]any)
			if !ok {
				faults = append(faults, "there is no member "+at+"/"+name)
				continue
			}
			faults = append(faults, unknown(value, inner, at+"/"+name)...)
		}
	}
	return faults
}

// hold returns what is wrong with a value by a schema of the description.
func (d *Description) hold(value any, wanted map[string]any) []string {
	data, err := json.Marshal(map[string]any{
		"$schema":    "http://json-schema.org/draft-04/schema#",
		"allOf":      []any{jsonSchema(wanted)},
		"components": map[string]any{"schemas": jsonSchema(d.components["schemas"])},
	})
	if err != nil {
		return []string{err.Error()}
	}
	faults, err := schema.New("description.json", data).Check(value)
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
