package catalog

import (
	"maps"
)

func nonEmpty(s string) any {
	if s == "" {
		return nil
	}
	return s
}

// setStrings sets f to those members of an object that are strings, and returns an object of the others.
func setStrings(f *map[string]string, value any) (left any, fits bool) {
	members, ok := value.(map[string]any)
	if !ok {
		return value, false
	}
	*f = make(map[string]string, len(members))
	others := make(map[string]any)
	for name, v := range members {
		if text, ok := v.(string); ok {
			(*f)[name] = text
		} else {
			others[name] = v
		}
	}
	return others, len(others) == 0
}

// stringsValue is the inverse of setStrings.
func stringsValue(f map[string]string, left any) any {
	if f == nil {
		return nil
	}
	values := make(map[string]any, len(f))
	if others, ok := left.(map[string]any); ok {
		maps.Copy(values, others)
	}
	for name, text := range f {
		values[name] = text
	}
	return values
}

func stringList(value any) ([]string, bool) {
	items, ok := value.([]any)
	if !ok {
		return nil, false
	}
	list := make([]string, 0, len(items))
	for _, item := range items {
		text, ok := item.(string)
		if !ok {
			return nil, false
		}
		list = append(list, text)
	}
	return list, true
}

func listValue(list []string) any {
	if list == nil {
		return nil
	}
	items := make([]any, len(list))
	for i, text := range list {
		items[i] = text
	}
	return items
}

// objectOf is the pointer to a T that is an object.
type objectOf[T any] interface {
	*T
	object
}

func decodeList[T any, P objectOf[T]](f *[]T, value any) bool {
	items, ok := value.([]any)
	if !ok {
		return false
	}
	list := make([]T, len(items))
	var fields []member // of one after the other
	for i, item := range items {
		values, ok := item.(map[string]any)
		if !ok {
			return false
		}
		fields = P(&list[i]).members(fields[:0])
		decodeMembers(P(&list[i]), fields, values)
	}
	*f = list
	return true
}

func encodeList[T any, P objectOf[T]](list []T) any {
	if list == nil {
		return nil
	}
	items := make([]any, len(list))
	var fields []member // of one after the other
	for i := range list {
		fields = P(&list[i]).members(fields[:0])
		items[i] = encodeMembers(P(&list[i]), fields)
	}
	return items
}
