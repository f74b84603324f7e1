// Command trim cuts an OpenAPI description down to the operations that a kept
// part of it has, so that the part can be renewed when the description is:
//
//	go run ./internal/openapitest/trim DESCRIPTION PART >NEW
//
// What only people read is left out, and of answers the bodies of failures.
package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
)

func main() {
	if err := run(os.Args[1:], os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "trim:", err)
		os.Exit(1)
	}
}

type object = map[string]any

func run(args []string, out io.Writer) error {
	if len(args) != 2 {
		return errors.New("usage: trim DESCRIPTION PART")
	}
	whole, err := read(args[0])
	if err != nil {
		return err
	}
	part, err := read(args[1])
	if err != nil {
		return err
	}
	trimmed, err := trim(whole, part)
	if err != nil {
		return err
	}
	w := json.NewEncoder(out)
	w.SetEscapeHTML(false)
	return w.Encode(trimmed)
}

func read(name string) (object, error) {
	data, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	var v object
	if err := json.Unmarshal(data, &v); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return v, nil
}

// trim returns the operations of part as whole has them, and the components
// that they refer to.
func trim(whole, part object) (object, error) {
	t := trimmer{whole: whole, components: object{}}
	paths := object{}
	for path, operations := range member(part, "paths") {
		kept := object{}
		for method := range operations.(object) {
			operation, ok := member(member(member(whole, "paths"), path), method)["responses"]
			if !ok {
				return nil, fmt.Errorf("the description has no %s %s", strings.ToUpper(method), path)
			}
			clean := clean(member(member(member(whole, "paths"), path), method), false).(object)
			clean["responses"] = answers(operation.(object))
			kept[method] = clean
			t.follow(clean)
		}
		paths[path] = kept
	}
	return object{"paths": paths, "components": t.components}, t.err
}

func member(o object, name string) object {
	inner, _ := o[name].(object)
	return inner
}

// answers keeps the bodies of what succeeds: a failure's is for people.
func answers(all object) object {
	out := object{}
	for code, answer := range all {
		out[code] = object{}
		if strings.HasPrefix(code, "2") {
			out[code] = clean(answer, false)
			delete(out[code].(object), "headers")
		}
	}
	return out
}

// forPeople are the members that say nothing a program could check.
var forPeople = []string{
	"example", "examples", "description", "title", "externalDocs", "links", "summary", "tags", "operationId", "deprecated",
	"allowEmptyValue",
}

// names are the members whose own members have names that are not the
// specification's.
var names = []string{"properties", "paths", "schemas", "parameters", "responses"}

// clean returns v without what is for people. In a map of names nothing is.
func clean(v any, named bool) any {
	switch v := v.(type) {
	case []any:
		out := make([]any, len(v))
		for i := range v {
			out[i] = clean(v[i], false)
		}
		return out
	case object:
		out := object{}
		for name, value := range v {
			if !named && (slices.Contains(forPeople, name) || strings.HasPrefix(name, "x-") && name != "x-multi-segment") {
				continue
			}
			out[name] = clean(value, !named && slices.Contains(names, name))
		}
		return out
	}
	return v
}

// trimmer gathers the components that are referred to.
type trimmer struct {
	whole, components object
	err               error
}

func (t *trimmer) follow(v any) {
	switch v := v.(type) {
	case []any:
		for _, item := range v {
			t.follow(item)
		}
	case object:
		if ref, ok := v["$ref"].(string); ok {
			t.take(ref)
		}
		for _, value := range v {
			t.follow(value)
		}
	}
}

// take takes the component that a reference such as
// #/components/schemas/deployment names, once.
func (t *trimmer) take(ref string) {
	parts := strings.Split(ref, "/")
	if len(parts) != 4 {
		t.err = fmt.Errorf("%q refers to no component", ref)
		return
	}
	kind, name := parts[2], parts[3]
	if _, ok := member(t.components, kind)[name]; ok {
		return
	}
	component, ok := member(member(t.whole, "components"), kind)[name]
	if !ok {
		t.err = fmt.Errorf("the description lacks %q", ref)
		return
	}
	if t.components[kind] == nil {
		t.components[kind] = object{}
	}
	cleaned := clean(component, false)
	member(t.components, kind)[name] = cleaned
	t.follow(cleaned)
}
