package github_test

import (
	"encoding/json"
	"maps"
	"os"
	"strings"
	"sync"
)

// readComponents returns the schemas of GitHub's description of its REST API.
var readComponents = sync.OnceValues(func() (map[string]map[string]any, error) {
	data, err := os.ReadFile("testdata/github-openapi.json")
	if err != nil {
		return nil, err
	}
	var d struct {
		Components struct{ Schemas map[string]map[string]any }
	}
	return d.Components.Schemas, json.Unmarshal(data, &d)
})

// filled returns what a schema of GitHub's demands, with members of ours in
// their place.
func filled(name string, own map[string]any) map[string]any {
	schemas, err := readComponents()
	if err != nil {
		panic(err)
	}
	out := maps.Clone(template(schemas, name))
	maps.Copy(out, own)
	return out
}

// templates are the least values of schemas by name.
var templates sync.Map

func template(schemas map[string]map[string]any, name string) map[string]any {
	if known, ok := templates.Load(name); ok {
		return known.(map[string]any)
	}
	made, _ := least(schemas, schemas[name]).(map[string]any)
	templates.Store(name, made)
	return made
}

// least returns the least value that a schema allows.
func least(schemas map[string]map[string]any, s map[string]any) any {
	if ref, ok := s["$ref"].(string); ok {
		return least(schemas, schemas[strings.TrimPrefix(ref, "#/components/schemas/")])
	}
	if s["nullable"] == true {
		return nil
	}
	for _, key := range []string{"anyOf", "oneOf", "allOf"} {
		if of, ok := s[key].([]any); ok {
			return least(schemas, of[0].(map[string]any))
		}
	}
	if values, ok := s["enum"].([]any); ok {
		return values[0]
	}
	switch s["type"] {
	case "integer", "number":
		return 1
	case "boolean":
		return false
	case "array":
		return []any{}
	case "string":
		switch s["format"] {
		case "uri":
			return "https://example.com/x"
		case "date-time":
			return "2026-01-01T00:00:00Z"
		}
		return "x"
	}
	out := map[string]any{}
	required, _ := s["required"].([]any)
	properties, _ := s["properties"].(map[string]any)
	for _, name := range required {
		out[name.(string)] = least(schemas, properties[name.(string)].(map[string]any))
	}
	return out
}
