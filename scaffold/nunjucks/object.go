package nunjucks

import (
	"bytes"
	"encoding/json"
	"iter"
	"math"
	"slices"

	"github.com/goldenpath-go/goldenpath/scaffold/nunjucks/internal/js"
)

// Undefined is the type of the value of what does not exist, which is not null (nil).
type Undefined = js.Undefined

// Object is a dict whose members have an order, as in JavaScript. The zero value is empty and ready for use. It may be used by
// several goroutines as long as none calls Set.
type Object struct {
	keys   []string
	values map[string]any
}

// Set adds or replaces a member; a new one goes to the end.
func (o *Object) Set(key string, value any) {
	if o.values == nil {
		o.values = map[string]any{}
	}
	if _, ok := o.values[key]; !ok {
		o.keys = append(o.keys, key)
	}
	o.values[key] = value
}

// Get returns a member, and whether there is one.
func (o *Object) Get(key string) (any, bool) {
	v, ok := o.values[key]
	return v, ok
}

// Len returns the number of members.
func (o *Object) Len() int { return len(o.keys) }

// Keys returns the names of the members in their order.
func (o *Object) Keys() []string { return slices.Clone(o.keys) }

// All yields the members in their order.
func (o *Object) All() iter.Seq2[string, any] {
	return func(yield func(string, any) bool) {
		for _, k := range o.keys {
			if !yield(k, o.values[k]) {
				return
			}
		}
	}
}

// MarshalJSON writes the members in their order.
func (o *Object) MarshalJSON() ([]byte, error) {
	var b bytes.Buffer
	b.WriteByte('{')
	for i, k := range o.keys {
		if i > 0 {
			b.WriteByte(',')
		}
		for j, v := range []any{k, o.values[k]} {
			if j > 0 {
				b.WriteByte(':')
			}
			data, err := json.Marshal(v)
			if err != nil {
				return nil, err
			}
			b.Write(data)
		}
	}
	b.WriteByte('}')
	return b.Bytes(), nil
}

// UnmarshalJSON reads a JSON object with its members in the order in which they stand; objects within it become *Object, too.
func (o *Object) UnmarshalJSON(data []byte) error {
	v, err := js.ParseJSON(string(data))
	if err != nil {
		return err
	}
	e := exporter{halves: true}
	if read, ok := e.value(v, 0).(*Object); ok {
		*o = *read
	}
	return nil
}

// export makes a Go value of v: nil, bool, float64, string, []any, *Object or Undefined.
func export(v js.Value) any {
	e := exporter{}
	return e.value(v, 0)
}

// exporter copies values; what contains itself is cut off.
type exporter struct {
	members int
	halves  bool // halves of surrogate pairs are kept
	finite  bool // other numbers become nil, as in JSON
}

const (
	maxExportDepth   = 1000
	maxExportMembers = 1 << 20
)

func (e *exporter) text(s string) string {
	if e.halves {
		return s
	}
	return js.WellFormed(s)
}

func (e *exporter) value(v js.Value, depth int) any {
	if e.members++; depth > maxExportDepth || e.members > maxExportMembers {
		return Undefined{}
	}
	switch v := v.(type) {
	case *js.Array:
		list := make([]any, v.Len())
		for i := range list {
			if list[i] = e.value(v.At(i), depth+1); js.IsUndefined(list[i]) {
				list[i] = nil
			}
		}
		return list
	case *js.Object:
		o := &Object{}
		for _, k := range v.Keys() {
			member, _ := v.Get(k)
			if exported := e.value(member, depth+1); !js.IsUndefined(exported) {
				o.Set(k, exported)
			}
		}
		return o
	case float64:
		if e.finite && (v != v || math.IsInf(v, 0)) {
			return nil
		}
	case *js.Safe:
		return e.text(v.Text)
	case string:
		return e.text(v)
	case *js.Func:
		return Undefined{}
	case *js.Regexp:
		return v.String()
	case *js.Iterator: // it has no members of its own
		return &Object{}
	}
	return v
}
