package scaffold

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"iter"
	"slices"
	"strconv"

	"github.com/goldenpath-go/goldenpath/internal/tree"
)

// Object is a JavaScript object: named values in an order. What templates, actions and schemas hold are nil, bool,
// float64, string, []any, *Object and [Undefined]; [ValueOf] makes them of other Go values. The zero value is empty and
// ready for use; a nil Object is empty and must not be set.
type Object struct {
	names  []string
	values map[string]any
}

// Undefined is the value of what is not there. A member that becomes undefined vanishes, an item becomes null.
type Undefined struct{}

// MarshalJSON returns null.
func (Undefined) MarshalJSON() ([]byte, error) { return []byte("null"), nil }

// NewObject returns an object with the given members: a name, its value, the next name and so on.
func NewObject(members ...any) *Object {
	o := &Object{}
	for i := 0; i+1 < len(members); i += 2 {
		o.Set(fmt.Sprint(members[i]), ValueOf(members[i+1]))
	}
	return o
}

// Get returns the member called name, or Undefined.
func (o *Object) Get(name string) any {
	if v, ok := o.Lookup(name); ok {
		return v
	}
	return Undefined{}
}

// Lookup returns the member called name, and whether there is one.
func (o *Object) Lookup(name string) (any, bool) {
	if o == nil {
		return nil, false
	}
	v, ok := o.values[name]
	return v, ok
}

// Text returns the member called name if it is a string, else the empty string.
func (o *Object) Text(name string) string {
	s, _ := o.Get(name).(string)
	return s
}

// Bool returns the member called name if it is a boolean, else false.
func (o *Object) Bool(name string) bool {
	b, _ := o.Get(name).(bool)
	return b
}

// Texts returns the strings of the list called name; nil when there is none.
func (o *Object) Texts(name string) []string {
	items, _ := o.Get(name).([]any)
	var out []string
	for _, item := range items {
		if s, ok := item.(string); ok {
			out = append(out, s)
		}
	}
	return out
}

// Object returns the member called name if it is an object, else nil.
func (o *Object) Object(name string) *Object {
	m, _ := o.Get(name).(*Object)
	return m
}

// Set adds or replaces a member. Setting it to Undefined removes it.
func (o *Object) Set(name string, v any) {
	if _, gone := v.(Undefined); gone {
		o.Delete(name)
		return
	}
	if _, ok := o.values[name]; !ok {
		if o.values == nil {
			o.values = map[string]any{}
		}
		o.names = append(o.names, name)
	}
	o.values[name] = v
}

// Delete removes a member.
func (o *Object) Delete(name string) {
	if _, ok := o.values[name]; ok {
		delete(o.values, name)
		o.names = slices.DeleteFunc(o.names, func(n string) bool { return n == name })
	}
}

// Len returns the number of members.
func (o *Object) Len() int {
	if o == nil {
		return 0
	}
	return len(o.names)
}

// Names returns the names of the members as JavaScript lists them: array indices by size, then the others in the order in
// which they were added.
func (o *Object) Names() []string {
	if o == nil {
		return nil
	}
	names := slices.Clone(o.names)
	slices.SortStableFunc(names, compareNames)
	return names
}

func compareNames(a, b string) int {
	i, aIndex := arrayIndex(a)
	j, bIndex := arrayIndex(b)
	switch {
	case aIndex && bIndex:
		return cmp.Compare(i, j)
	case aIndex:
		return -1
	case bIndex:
		return 1
	}
	return 0
}

// arrayIndex returns the number that name stands for if JavaScript takes it for an index: below 2^32-1, without leading zeros.
func arrayIndex(name string) (uint64, bool) {
	if name == "" || len(name) > 10 || name[0] < '0' || name[0] > '9' || name[0] == '0' && len(name) > 1 {
		return 0, false
	}
	n, err := strconv.ParseUint(name, 10, 64)
	return n, err == nil && n < 1<<32-1
}

// All yields the members in the order of Names.
func (o *Object) All() iter.Seq2[string, any] {
	return func(yield func(string, any) bool) {
		for _, name := range o.Names() {
			if !yield(name, o.values[name]) {
				return
			}
		}
	}
}

// MarshalJSON returns the object as JSON.stringify does.
func (o *Object) MarshalJSON() ([]byte, error) {
	if o == nil {
		return []byte("null"), nil
	}
	var b bytes.Buffer
	writeJSON(&b, o, "", "")
	return b.Bytes(), nil
}

// Decode stores the object in the value that v points to, as encoding/json would.
func (o *Object) Decode(v any) error {
	data, err := o.MarshalJSON()
	if err != nil {
		return err
	}
	return json.Unmarshal(data, v)
}

// JSON returns v as JSON.stringify does: members in order, undefined ones left out, NaN and infinities null. With an indent
// it is written over several lines.
func JSON(v any, indent string) string {
	var b bytes.Buffer
	if _, none := v.(Undefined); none {
		return ""
	}
	line := ""
	if indent != "" {
		line = "\n"
	}
	writeJSON(&b, v, line, indent)
	return b.String()
}

// writeJSON writes v; line is the line break and indentation of v, or empty for one line.
func writeJSON(b *bytes.Buffer, v any, line, indent string) {
	switch v := v.(type) {
	case string:
		writeText(b, v)
	case float64:
		if v-v != 0 { // NaN and infinities
			b.WriteString("null")
			return
		}
		b.WriteString(tree.FormatNumber(v))
	case bool:
		b.WriteString(strconv.FormatBool(v))
	case []any:
		writeItems(b, v, line, indent)
	case *Object:
		if v == nil {
			b.WriteString("null")
			return
		}
		writeMembers(b, v, line, indent)
	default: // nil and Undefined
		b.WriteString("null")
	}
}

func writeText(b *bytes.Buffer, s string) {
	enc := json.NewEncoder(b)
	enc.SetEscapeHTML(false)
	_ = enc.Encode(s)       // a string always encodes
	b.Truncate(b.Len() - 1) // the line break
}

func writeItems(b *bytes.Buffer, items []any, line, indent string) {
	b.WriteByte('[')
	for i, item := range items {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteString(deeper(line, indent))
		writeJSON(b, item, deeper(line, indent), indent)
	}
	if len(items) > 0 {
		b.WriteString(line)
	}
	b.WriteByte(']')
}

func writeMembers(b *bytes.Buffer, o *Object, line, indent string) {
	b.WriteByte('{')
	first := true
	for name, value := range o.All() {
		if _, none := value.(Undefined); none {
			continue
		}
		if !first {
			b.WriteByte(',')
		}
		first = false
		b.WriteString(deeper(line, indent))
		writeText(b, name)
		b.WriteByte(':')
		if line != "" {
			b.WriteByte(' ')
		}
		writeJSON(b, value, deeper(line, indent), indent)
	}
	if !first {
		b.WriteString(line)
	}
	b.WriteByte('}')
}

func deeper(line, indent string) string {
	if line == "" {
		return ""
	}
	return line + indent
}
