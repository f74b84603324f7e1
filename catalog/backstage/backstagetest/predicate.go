package backstagetest

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
)

// test reports whether an entity is selected.
type test func(*item) bool

func every(*item) bool { return true }

// compile makes a test of a predicate of Backstage's query language, given as plain JSON values. The wording of the
// errors is Backstage's only where a key stands beside an operator.
func compile(value any) (test, error) {
	members, ok := value.(map[string]any)
	if !ok {
		return nil, inputError("Query must be an object")
	}
	for _, operator := range []string{"$all", "$any", "$not"} {
		operand, ok := members[operator]
		if !ok {
			continue
		}
		if others := namesBut(members, operator); len(others) > 0 {
			return nil, inputError("Invalid query: Validation error: Unrecognized key(s) in object: %s", strings.Join(others, ", "))
		}
		return compileOperator(operator, operand)
	}
	var tests []test
	for key, operand := range members {
		t, err := compileField(strings.ToLower(key), operand)
		if err != nil {
			return nil, err
		}
		tests = append(tests, t)
	}
	return all(tests), nil
}

func namesBut(members map[string]any, name string) []string {
	var others []string
	for other := range members {
		if other != name {
			others = append(others, "'"+other+"'")
		}
	}
	slices.Sort(others)
	return others
}

func compileOperator(operator string, operand any) (test, error) {
	if operator == "$not" {
		t, err := compile(operand)
		return func(i *item) bool { return !t(i) }, err
	}
	operands, ok := operand.([]any)
	if !ok {
		return nil, inputError("Invalid query: Validation error: Expected array at %q", operator)
	}
	tests := make([]test, len(operands))
	for n, o := range operands {
		t, err := compile(o)
		if err != nil {
			return nil, err
		}
		tests[n] = t
	}
	if operator == "$all" {
		return all(tests), nil
	}
	return func(i *item) bool { return slices.ContainsFunc(tests, func(t test) bool { return t(i) }) }, nil
}

func all(tests []test) test {
	return func(i *item) bool { return !slices.ContainsFunc(tests, func(t test) bool { return !t(i) }) }
}

func compileField(key string, operand any) (test, error) {
	if strings.HasPrefix(key, "$") {
		return nil, inputError("Invalid query: Validation error: Unrecognized key(s) in object: '%s'", key)
	}
	if text, null := asText(operand); !null {
		return oneOf(key, text), nil
	}
	members, _ := operand.(map[string]any)
	if len(members) == 1 {
		for operator, o := range members {
			if t := compileValue(key, operator, o); t != nil {
				return t, nil
			}
		}
	}
	data, _ := json.Marshal(operand)
	return nil, inputError("Invalid query: Validation error: Invalid value at %q: %s", key, data)
}

// compileValue makes a test of an operator on the values at key; nil when there is no such operator.
func compileValue(key, operator string, operand any) test {
	switch o := operand.(type) {
	case bool:
		if operator == "$exists" {
			return func(i *item) bool { return o == slices.ContainsFunc(i.rows, func(r row) bool { return r.key == key }) }
		}
	case string:
		if operator == "$hasPrefix" {
			prefix := strings.ToLower(o)
			return func(i *item) bool {
				return slices.ContainsFunc(i.values(key), func(r row) bool { return strings.HasPrefix(r.value, prefix) })
			}
		}
	case []any:
		if operator == "$in" {
			return oneOf(key, texts(o)...)
		}
	case map[string]any:
		if operator == "$contains" && key == "relations" {
			return related(o)
		}
	}
	if text, null := asText(operand); operator == "$contains" && !null {
		return oneOf(key, text)
	}
	return nil
}

// related selects the entities that have a relation of a type, if need be to one of some others.
func related(members map[string]any) test {
	kind, ok := members["type"].(string)
	if !ok {
		return nil
	}
	key := "relations." + strings.ToLower(kind)
	switch target := members["targetRef"].(type) {
	case string:
		return oneOf(key, target)
	case map[string]any:
		refs, _ := target["$in"].([]any)
		return oneOf(key, texts(refs)...)
	}
	return compileValue(key, "$exists", true)
}

func texts(values []any) []string {
	var all []string
	for _, value := range values {
		if text, null := asText(value); !null {
			all = append(all, text)
		}
	}
	return all
}

func oneOf(key string, wanted ...string) test {
	for n := range wanted {
		wanted[n] = strings.ToLower(wanted[n])
	}
	return func(i *item) bool {
		return slices.ContainsFunc(i.values(key), func(r row) bool { return slices.Contains(wanted, r.value) })
	}
}

// asPlain returns v as plain JSON values.
func asPlain(v any) (any, error) {
	data, err := json.Marshal(v)
	if err != nil {
		return nil, fmt.Errorf("predicate: %w", err)
	}
	var value any
	err = json.Unmarshal(data, &value)
	return value, err
}
