package backstagetest

import "strings"

// project returns a document with nothing but the fields; all of it for none. A path that leads to nothing is passed
// over, and parts of it may hold dots, as the keys of annotations do.
func project(document map[string]any, fields []string) map[string]any {
	if len(fields) == 0 {
		return document
	}
	projected := map[string]any{}
	for _, field := range fields {
		path, value, ok := lookUp(document, strings.Split(field, "."))
		if ok {
			set(projected, path, value)
		}
	}
	return projected
}

// lookUp walks down parts, joining to the next one those that name no member.
func lookUp(value any, parts []string) (path []string, found any, ok bool) {
	name := ""
	for _, part := range parts {
		name = strings.TrimPrefix(name+"."+part, ".")
		members, _ := value.(map[string]any)
		member, has := members[name]
		if !has {
			continue
		}
		path, value, name = append(path, name), member, ""
	}
	return path, value, name == ""
}

func set(into map[string]any, path []string, value any) {
	for _, name := range path[:len(path)-1] {
		next, ok := into[name].(map[string]any)
		if !ok {
			next = map[string]any{}
			into[name] = next
		}
		into = next
	}
	into[path[len(path)-1]] = value
}
