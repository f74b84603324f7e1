package catalog

import "maps"

// object is a part of an entity that JSON holds as an object: a struct whose fields are the members that the model
// defines, and one map for the rest.
type object interface {
	members(to []member) []member // appends them
	extra() *map[string]any
}

// member says which field holds a member. The field is a pointer of one of the types that setField knows.
type member struct {
	name  string
	field any
}

func (s *UnknownSpec) members(to []member) []member { return to }
func (s *UnknownSpec) extra() *map[string]any       { return &s.Fields }

// decode sets the fields of o from plain JSON values. Whatever does not fit goes to o's extra map.
func decode(o object, values map[string]any) { decodeMembers(o, o.members(nil), values) }

func decodeMembers(o object, fields []member, values map[string]any) {
	var rest map[string]any
	for name, value := range values {
		if field := fieldOf(fields, name); field != nil {
			left, fits := setField(field, value)
			if fits {
				continue
			}
			value = left
		}
		if rest == nil {
			rest = make(map[string]any)
		}
		rest[name] = value
	}
	*o.extra() = rest
}

// encode returns o as plain JSON values: what decode would make o from.
func encode(o object) map[string]any { return encodeMembers(o, o.members(nil)) }

func encodeMembers(o object, fields []member) map[string]any {
	values := make(map[string]any)
	maps.Copy(values, *o.extra())
	for _, m := range fields {
		if value := fieldValue(m.field, values[m.name]); value != nil {
			values[m.name] = value
		}
	}
	return values
}

func fieldOf(fields []member, name string) any {
	for _, m := range fields {
		if m.name == name {
			return m.field
		}
	}
	return nil
}

// setField sets the field to the value. What it cannot hold is returned: usually all of it, of a map of strings those
// values that are none.
func setField(field, value any) (left any, fits bool) {
	switch f := field.(type) {
	case *string:
		*f, _ = value.(string)
		return value, *f != ""
	case *Kind:
		text, _ := value.(string)
		*f = Kind(text)
		return value, text != ""
	case *any:
		*f = value
		return value, value != nil
	case *map[string]any:
		*f, fits = value.(map[string]any)
		return value, fits && *f != nil
	case *map[string]string:
		return setStrings(f, value)
	case *[]string:
		*f, fits = stringList(value)
		return value, fits
	case *looseRefs:
		*f, fits = looseRefList(value)
		return value, fits
	}
	return value, setObjects(field, value)
}

// setObjects sets fields that hold further objects.
func setObjects(field, value any) bool {
	switch f := field.(type) {
	case *[]Link:
		return decodeList(f, value)
	case *[]TemplateStep:
		return decodeList(f, value)
	}
	values, ok := value.(map[string]any)
	if !ok {
		return false
	}
	switch f := field.(type) {
	case *Metadata:
		decode(f, values)
	case **Profile:
		*f = &Profile{}
		decode(*f, values)
	}
	return true
}

// fieldValue returns the field as a plain JSON value; nil when it has its zero value. The extra value of the same name
// is what setField left over.
func fieldValue(field, extra any) any {
	switch f := field.(type) {
	case *string:
		return nonEmpty(*f)
	case *Kind:
		return nonEmpty(string(*f))
	case *any:
		return *f
	case *map[string]any:
		if *f != nil {
			return *f
		}
	case *map[string]string:
		return stringsValue(*f, extra)
	case *[]string:
		return listValue(*f)
	case *looseRefs:
		return listValue(*f)
	case *[]Link:
		return encodeList(*f)
	case *[]TemplateStep:
		return encodeList(*f)
	case *Metadata:
		if values := encode(f); len(values) > 0 {
			return values
		}
	case **Profile:
		if *f != nil {
			return encode(*f)
		}
	}
	return nil
}
