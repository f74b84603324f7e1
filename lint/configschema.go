package lint

import (
	"encoding/json"
	"maps"
	"reflect"
	"slices"
	"strings"
)

// ConfigSchema returns a JSON Schema (draft 2020-12) of the configuration file, for editors: the keys, and the rules
// with their severities and parameters. It comes from the types that the file is decoded into and from rules, to which
// the built-in ones are added.
func ConfigSchema(rules []*Rule) []byte {
	root := structSchema(reflect.TypeFor[configFile]())
	root["$schema"] = "https://json-schema.org/draft/2020-12/schema"
	root["title"] = "Configuration of catalog-lint"
	root["required"] = []string{"version"}
	properties := root["properties"].(schema)
	properties["version"] = schema{"description": "version of this format", "const": 1}
	properties["custom"] = customSchema()
	fillSchema(properties, rules)
	profile := structSchema(reflect.TypeFor[configBody]())
	fillSchema(profile["properties"].(schema), rules)
	root["$defs"] = schema{
		"rules":         rulesSchema(rules, ruleSchema),
		"overrideRules": rulesSchema(rules, overrideSchema),
		"ruleName":      schema{"enum": schemaNames(rules)},
		"profile":       profile,
	}
	maps.Copy(properties["extends"].(schema), extendsSchema())
	maps.Copy(properties["profiles"].(schema), schema{
		"type": "object", "additionalProperties": reference("profile"),
		"propertyNames": schema{"pattern": "^[a-z0-9]+(-[a-z0-9]+)*$"},
	})
	// Nothing in a schema is of a type that JSON cannot hold.
	data, _ := json.MarshalIndent(root, "", "  ")
	return append(data, '\n')
}

// fillSchema adds to the members of a file or a profile what depends on the rules, and what types do not tell.
func fillSchema(properties schema, rules []*Rule) {
	maps.Copy(properties["rules"].(schema), reference("rules"))
	override := properties["overrides"].(schema)["items"].(schema)
	maps.Copy(override["properties"].(schema)["rules"].(schema), reference("overrideRules"))
	override["anyOf"] = anyScope()
	ignore := properties["ignores"].(schema)["items"].(schema)
	ignore["properties"].(schema)["rules"].(schema)["items"] = reference("ruleName")
	ignore["required"] = []string{"rules", "reason"}
	ignore["anyOf"] = anyScope()
}

// anyScope demands one member of a scope.
func anyScope() []schema {
	var some []schema
	for _, name := range yamlFields(reflect.TypeFor[scoping]()).Names {
		some = append(some, schema{"required": []string{name}})
	}
	return some
}

func extendsSchema() schema {
	pinned := structSchema(reflect.TypeFor[extending]())
	pinned["required"] = yamlFields(reflect.TypeFor[extending]()).Names
	maps.Copy(pinned["properties"].(schema)["sha256"].(schema), schema{"pattern": "^[0-9A-Fa-f]{64}$"})
	return schema{"type": "array", "items": schema{"oneOf": []schema{{"type": "string"}, pinned}}}
}

func reference(name string) schema { return schema{"$ref": "#/$defs/" + name} }

// schemaNames returns the names of the rules, the earlier ones last.
func schemaNames(rules []*Rule) []string {
	var names, old []string
	for _, r := range withBuiltin(rules) {
		names = append(names, r.Name)
		old = append(old, r.Aliases...)
	}
	slices.Sort(names)
	slices.Sort(old)
	return append(names, old...)
}

// schema is a JSON Schema, or a part of one.
type schema map[string]any

func rulesSchema(rules []*Rule, one func(*Rule) schema) schema {
	properties := schema{}
	for _, r := range withBuiltin(rules) {
		properties[r.Name] = one(r)
		for _, alias := range r.Aliases {
			old := one(r)
			old["deprecated"] = true
			properties[alias] = old
		}
	}
	return schema{"type": "object", "properties": properties, "additionalProperties": false}
}

func severitySchema() schema {
	return schema{"enum": []string{Off.String(), Info.String(), Warning.String(), Error.String()}}
}

func overrideSchema(r *Rule) schema {
	s := severitySchema()
	s["description"] = r.Title()
	return s
}

func ruleSchema(r *Rule) schema {
	form := structSchema(reflect.TypeFor[ruleFile]())
	if r.Params != nil {
		params := structSchema(reflect.TypeOf(r.Params()).Elem())
		for name, s := range params["properties"].(schema) {
			form["properties"].(schema)[name] = s
		}
	}
	return schema{"description": r.Title(), "oneOf": []schema{severitySchema(), form}}
}

// typeSchema describes what the decoder takes for a value of type t.
func typeSchema(t reflect.Type) schema {
	switch {
	case t == reflect.TypeFor[Severity]():
		return severitySchema()
	case t == nodeType:
		return schema{}
	case t == reflect.TypeFor[day]():
		return schema{"type": "string", "format": "date"}
	case reflect.PointerTo(t).Implements(textUnmarshalerType):
		return schema{"type": "string"}
	}
	switch t.Kind() {
	case reflect.Bool:
		return schema{"type": "boolean"}
	case reflect.Int:
		return schema{"type": "integer"}
	case reflect.Float64:
		return schema{"type": "number"}
	case reflect.Pointer:
		return typeSchema(t.Elem())
	case reflect.Slice:
		return schema{"type": "array", "items": typeSchema(t.Elem())}
	case reflect.Map:
		return schema{"type": "object", "additionalProperties": typeSchema(t.Elem())}
	case reflect.Struct:
		return structSchema(t)
	}
	return schema{"type": []string{"string", "number"}} // numbers are taken as they are written
}

func structSchema(t reflect.Type) schema {
	properties := schema{}
	for name, f := range yamlFields(t).ByName {
		s := typeSchema(f.Type)
		if enum := f.Tag.Get("enum"); enum != "" {
			words := schema{"enum": strings.Split(enum, ",")}
			if f.Type.Kind() == reflect.Slice {
				s["items"] = words
			} else {
				s = words
			}
		}
		if doc := f.Tag.Get("doc"); doc != "" {
			s["description"] = doc
		}
		properties[name] = s
	}
	return schema{"type": "object", "properties": properties, "additionalProperties": false}
}
