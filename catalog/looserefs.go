package catalog

import (
	"encoding/json"
	"math"

	"github.com/goldenpath-go/goldenpath/internal/tree"
)

// looseRefs is the type of dependencyOf, which no schema guards: Backstage takes a single value for a list, and
// objects {kind, namespace, name} for texts.
type looseRefs []string

// looseRefList returns value as texts, if all of it can be said in texts.
func looseRefList(value any) ([]string, bool) {
	if falsy(value) {
		return nil, false
	}
	items := looseItems(value)
	list := make([]string, len(items))
	for i, item := range items {
		text, ok := looseRefText(item)
		if !ok {
			return nil, false
		}
		list[i] = text
	}
	return list, true
}

func looseItems(value any) []any {
	if items, ok := value.([]any); ok {
		return items
	}
	return []any{value}
}

// looseRefText returns a text that means the same as item.
func looseRefText(item any) (string, bool) {
	if text, ok := item.(string); ok {
		return text, true
	}
	members, _ := item.(map[string]any)
	elsewhere := Ref{Namespace: "/"} // no text can name it
	want, err := refOf(members, elsewhere)
	if err != nil || !onlyRefParts(members) {
		return "", false
	}
	text := string(want.Kind) + ":" + want.Name
	if want.Namespace != elsewhere.Namespace {
		text = string(want.Kind) + ":" + want.Namespace + "/" + want.Name
	}
	got, err := ParseRef(text, elsewhere)
	return text, err == nil && got == want
}

func onlyRefParts(members map[string]any) bool {
	for name := range members {
		if name != "kind" && name != "namespace" && name != "name" {
			return false
		}
	}
	return true
}

// resolveLoose yields the references of a value that could not be said in texts.
func (f *RefField) resolveLoose(value any, holder Ref, yield func(resolved) bool) bool {
	if falsy(value) {
		return true
	}
	for i, item := range looseItems(value) {
		if !yield(f.looseReference(i, item, holder)) {
			return false
		}
	}
	return true
}

func (f *RefField) looseReference(i int, item any, holder Ref) resolved {
	if text, ok := item.(string); ok {
		return f.reference(i, text, holder)
	}
	members, _ := item.(map[string]any)
	target, err := refOf(members, f.defaults(holder))
	return resolved{f, i, jsonText(item), target, err}
}

// refOf returns the reference that an object {kind, namespace, name} stands for.
func refOf(members map[string]any, def Ref) (Ref, error) {
	kind := refPart(members, "kind", string(def.Kind))
	namespace := refPart(members, "namespace", def.Namespace)
	name := refPart(members, "name", "")
	switch {
	case kind == "":
		return Ref{}, &RefError{jsonText(members), ErrRefKind}
	case namespace == "" || name == "":
		return Ref{}, &RefError{jsonText(members), ErrRefForm}
	}
	return newRef(kind, namespace, name), nil
}

func refPart(members map[string]any, name, def string) string {
	value := members[name]
	if value == nil {
		return def
	}
	text, _ := value.(string)
	return text
}

func jsonText(value any) string {
	text, err := json.Marshal(tree.Finite(value))
	if err != nil {
		return ""
	}
	return string(text)
}

// falsy reports whether JavaScript takes value for false.
func falsy(value any) bool {
	switch v := value.(type) {
	case nil:
		return true
	case bool:
		return !v
	case string:
		return v == ""
	case float64:
		return v == 0 || math.IsNaN(v)
	}
	return false
}
