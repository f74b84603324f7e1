package openapitest

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
)

type object = map[string]any

// ReadDiscovery reads a description in Google's own format, a discovery document.
func ReadDiscovery(data []byte) (*Description, error) {
	var d object
	if err := json.Unmarshal(data, &d); err != nil {
		return nil, fmt.Errorf("read discovery document: %w", err)
	}
	r := discovery{schemas: member(d, "schemas"), common: member(d, "parameters"), paths: object{}}
	r.resource(d)
	answers := object{}
	for name := range r.schemas {
		answers[name] = closed(r.schemas[name])
	}
	out, err := json.Marshal(object{"paths": r.paths, "components": object{"schemas": answers}})
	if err != nil {
		return nil, fmt.Errorf("read discovery document: %w", err)
	}
	return Read(out)
}

// discovery is a discovery document on its way to OpenAPI.
type discovery struct{ schemas, common, paths object }

func member(o object, name string) object {
	inner, _ := o[name].(object)
	return inner
}

func (d *discovery) resource(r object) {
	for _, m := range member(r, "methods") {
		if m, ok := m.(object); ok {
			d.method(m)
		}
	}
	for _, inner := range member(r, "resources") {
		if inner, ok := inner.(object); ok {
			d.resource(inner)
		}
	}
}

// method adds an operation. Its parameters in the path are those of the flat one, which says of each segment what it is.
func (d *discovery) method(m object) {
	path, _ := m["flatPath"].(string)
	verb, _ := m["httpMethod"].(string)
	var parameters []any
	for _, from := range []object{member(m, "parameters"), d.common} {
		for name, p := range from {
			if p, ok := p.(object); ok && p["location"] == "query" {
				parameters = append(parameters, object{"name": name, "in": "query", "required": p["required"] == true, "schema": closed(p)})
			}
		}
	}
	op := object{"parameters": parameters, "responses": statuses(member(m, "response"))}
	if ref, ok := member(m, "request")["$ref"].(string); ok {
		op["requestBody"] = object{"required": true, "content": asJSON(d.request(object{"$ref": ref}, 0))}
	}
	if d.paths["/"+path] == nil {
		d.paths["/"+path] = object{}
	}
	member(d.paths, "/"+path)[strings.ToLower(verb)] = op
}

func asJSON(schema any) object { return object{"application/json": object{"schema": schema}} }

// statuses returns the answers of a method: discovery documents name none of those that are failures.
func statuses(answer object) object {
	out := object{"200": object{"content": asJSON(closed(answer))}}
	for _, code := range []int{400, 401, 403, 409, 429, 500, 503} {
		out[strconv.Itoa(code)] = object{}
	}
	return out
}

const deepest = 8 // schemas in schemas: some hold themselves

// request returns the schema of a body that is sent, in one piece and without what only answers have.
func (d *discovery) request(v any, depth int) any {
	schema, ok := v.(object)
	if !ok {
		return v
	}
	if ref, ok := schema["$ref"].(string); ok {
		if depth == deepest {
			return object{}
		}
		return d.request(d.schemas[ref], depth+1)
	}
	return translate(schema, func(inner any) any {
		if inner, ok := inner.(object); ok && inner["readOnly"] == true {
			return nil
		}
		return d.request(inner, depth)
	})
}

// closed returns a schema that allows nothing but what it names, as OpenAPI has it.
func closed(v any) any {
	schema, ok := v.(object)
	if !ok {
		return v
	}
	if ref, ok := schema["$ref"].(string); ok {
		return object{"$ref": "#/components/schemas/" + ref}
	}
	out := translate(schema, closed)
	if out["properties"] != nil && out["additionalProperties"] == nil {
		out["additionalProperties"] = false
	}
	return out
}

// translate returns a schema in the words of OpenAPI, with what is in it as inner returns it; nil leaves it out.
func translate(schema object, inner func(any) any) object {
	out := object{}
	for name, value := range schema {
		switch name {
		case "properties":
			kept := object{}
			for property, v := range member(schema, name) {
				if v := inner(v); v != nil {
					kept[property] = v
				}
			}
			out[name] = kept
		case "items", "additionalProperties":
			out[name] = inner(value)
		case "enum":
			out[name] = value
		case "type":
			if value != "any" {
				out[name] = value
			}
		}
	}
	return out
}
