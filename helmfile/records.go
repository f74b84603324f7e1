package helmfile

import (
	"slices"
	"strconv"
)

// How records of the model merge, field by field. A scalar that is empty ("", false, 0, null) does not override one
// that is there.

// mergeRecords returns over on top of base. Lists are appended to, or replaced.
func mergeRecords(r *record, base, over *Value, appendLists bool) *Value {
	if over.Kind() != Map {
		return base
	}
	if base.Kind() != Map {
		return over
	}
	out := *base
	out.fields = make(map[string]*Value, len(base.fields)+len(over.fields))
	for k, b := range base.fields {
		out.fields[k] = b
	}
	for k, o := range over.fields {
		f, known := r.fields[k]
		b := out.fields[k]
		if !known || o.Kind() == Null {
			continue
		}
		if b.Kind() == Null {
			out.fields[k] = o
			continue
		}
		out.fields[k] = mergeField(f, b, o, appendLists)
	}
	return &out
}

func mergeField(f field, base, over *Value, appendLists bool) *Value {
	switch f.typ {
	case textsField, listField, setField, recordsField, helmfilesField, inheritField, namesField:
		if f.typ == namesField {
			base, over = asList(base), asList(over)
		}
		switch {
		case over.Len() == 0 && over.Kind() == List:
			return base
		case appendLists && base.Kind() == List && over.Kind() == List:
			out := *base
			out.items = append(append([]*Value(nil), base.items...), over.items...)
			return &out
		}
		return hide(base, over)
	case labelsField, namedField:
		return mergeKeys(base, over)
	case recordField:
		return mergeRecords(f.of, base, over, appendLists)
	}
	if isEmptyScalar(over) {
		return base
	}
	return hide(base, over)
}

// asList returns a list of a text alone.
func asList(v *Value) *Value {
	if v.Kind() != String {
		return v
	}
	return &Value{kind: List, origin: v.origin, items: []*Value{v}}
}

// mergeKeys returns over's keys on top of base's, each whole.
func mergeKeys(base, over *Value) *Value {
	if over.Kind() != Map || base.Kind() != Map {
		return over
	}
	out := *base
	out.fields = make(map[string]*Value, len(base.fields)+len(over.fields))
	for k, b := range base.fields {
		out.fields[k] = b
	}
	for k, o := range over.fields {
		out.fields[k] = hide(base.fields[k], o)
	}
	return &out
}

func isEmptyScalar(v *Value) bool {
	switch v.Kind() {
	case Null:
		return true
	case Bool:
		return v.scalar == false
	case String:
		return v.scalar == ""
	case Int, Float:
		f, err := strconv.ParseFloat(v.text, 64)
		return err == nil && f == 0
	}
	return false
}

// withField returns a record with another value of one field; nil removes it.
func (v *Value) withField(name string, field *Value) *Value {
	out := *v
	out.fields = make(map[string]*Value, len(v.fields)+1)
	for k, f := range v.fields {
		out.fields[k] = f
	}
	if field == nil {
		delete(out.fields, name)
	} else {
		out.fields[name] = field
	}
	return &out
}

// truth reads a boolean field as helmfile's decoder does; ok is false when it is absent.
func (v *Value) truth() (value, ok bool) {
	switch v.Kind() {
	case Bool:
		b, _ := v.scalar.(bool)
		return b, true
	case String:
		return boolWord(v.Text())
	}
	return false, false
}

// boolWord reads the texts that go-yaml takes for a boolean where the model has one.
func boolWord(s string) (value, ok bool) {
	switch s {
	case "y", "Y", "yes", "Yes", "YES", "on", "On", "ON":
		return true, true
	case "n", "N", "no", "No", "NO", "off", "Off", "OFF":
		return false, true
	}
	return false, false
}

// texts returns a list of texts; a lone text counts as a list of one.
func (v *Value) texts() []string {
	if v.Kind() != List {
		if t := v.Text(); t != "" {
			return []string{t}
		}
		return nil
	}
	out := make([]string, len(v.items))
	for i, item := range v.items {
		out[i] = item.Text()
	}
	return out
}

// present returns the texts of a list without those that are null.
func (v *Value) present() []string {
	out := v.texts()
	for i := v.Len() - 1; i >= 0 && v.Kind() == List; i-- {
		if v.items[i].Kind() == Null {
			out = slices.Delete(out, i, i+1)
		}
	}
	return out
}

// textValue returns a string that stands where from stood.
func textValue(text string, from *Value) *Value {
	return &Value{kind: String, scalar: text, text: text, origin: from.Origin(), over: from.Overrode()}
}
