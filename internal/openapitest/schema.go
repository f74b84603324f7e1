package openapitest

import (
	"encoding/json"
	"reflect"

	"github.com/goldenpath-go/goldenpath/internal/schema"
)

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
	key := reflect.ValueOf(wanted).Pointer()
	compiled, ok := d.compiled.Load(key)
	if !ok {
		data, err := json.Marshal(map[string]any{
			"$schema":    "http://json-schema.org/draft-04/schema#",
			"allOf":      []any{jsonSchema(wanted)},
			"components": map[string]any{"schemas": jsonSchema(d.components.Schemas)},
		})
		if err != nil {
			return []string{err.Error()}
		}
		compiled, _ = d.compiled.LoadOrStore(key, schema.New("description.json", data))
	}
	faults, err := compiled.(*schema.Schema).Check(value) // nothing else is stored
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
