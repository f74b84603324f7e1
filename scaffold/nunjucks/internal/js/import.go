package js

import (
	"encoding/json"
	"fmt"
	"iter"
	"reflect"
	"slices"
	"strings"
	"unicode/utf8"
)

// Ordered is a Go value with named members in an order.
type Ordered interface{ All() iter.Seq2[string, any] }

// settled reports whether v is a Value, and need not be taken over.
func settled(v any) bool {
	switch v.(type) {
	case string, nil, Undefined, bool, float64, *Safe, *Array, *Object, *Func, *Regexp, *Iterator:
		return true
	}
	return false
}

// importText takes over strings, and leaves the rest until it is looked at.
func importText(v any) any {
	if s, ok := v.(string); ok && !utf8.ValidString(s) {
		return Text(s)
	}
	return v
}

// Text replaces what is not UTF-8 in a Go string; halves of surrogate pairs are left.
func Text(s string) string {
	if utf8.ValidString(s) {
		return s
	}
	var b strings.Builder
	for len(s) > 0 {
		r, size := decode(s)
		b.Write(appendRune(nil, r))
		s = s[size:]
	}
	return b.String()
}

// Import makes a Value of a Go value: numbers become float64; maps with string keys and Ordered become objects, with the
// keys of a map in alphabetical order; slices and arrays become arrays; a pointer is followed. What else there is, is
// taken as encoding/json would write it. Members are taken over when they are looked at. The Go value is not changed.
func Import(v any) Value {
	switch v := v.(type) {
	case string:
		return importText(v)
	case int:
		return float64(v)
	case int64:
		return float64(v)
	case json.Number:
		return ParseFloat(v.String())
	case map[string]any:
		return importMap(v)
	case []any:
		return importSlice(v)
	case []string:
		return importStrings(v)
	case Ordered:
		return importOrdered(v)
	}
	if settled(v) {
		return v
	}
	return importReflected(reflect.ValueOf(v))
}

func importMap(m map[string]any) *Object {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	o := NewObject(len(m))
	for _, k := range keys {
		o.Set(k, importText(m[k]))
	}
	return o
}

func importSlice(list []any) *Array {
	elems := make([]Value, len(list))
	for i, v := range list {
		elems[i] = importText(v)
	}
	return &Array{elems}
}

func importStrings(list []string) *Array {
	elems := make([]Value, len(list))
	for i, s := range list {
		elems[i] = strings.ToValidUTF8(s, "\uFFFD")
	}
	return &Array{elems}
}

func importOrdered(m Ordered) *Object {
	o := &Object{}
	if sized, ok := m.(interface{ Len() int }); ok {
		o = NewObject(sized.Len())
	}
	for k, v := range m.All() {
		o.Set(k, importText(v))
	}
	return o
}

func importReflected(v reflect.Value) Value {
	switch v.Kind() {
	case reflect.Bool:
		return v.Bool()
	case reflect.String:
		return Text(v.String())
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		return float64(v.Int())
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		return float64(v.Uint())
	case reflect.Float32, reflect.Float64:
		return v.Float()
	case reflect.Map:
		if v.Type().Key().Kind() == reflect.String {
			return importReflectedMap(v)
		}
	case reflect.Slice, reflect.Array:
		elems := make([]Value, v.Len())
		for i := range elems {
			elems[i] = importText(v.Index(i).Interface())
		}
		return &Array{elems}
	case reflect.Pointer:
		if v.IsNil() {
			return nil
		}
		if v.Elem().Kind() != reflect.Struct {
			return Import(v.Elem().Interface())
		}
	case reflect.Func, reflect.Chan, reflect.UnsafePointer, reflect.Invalid:
		return Undefined{}
	}
	return importJSON(v.Interface())
}

func importReflectedMap(v reflect.Value) Value {
	m := make(map[string]any, v.Len())
	for _, k := range v.MapKeys() {
		m[k.String()] = v.MapIndex(k).Interface()
	}
	return importMap(m)
}

func importJSON(v any) Value {
	data, err := json.Marshal(v)
	if err != nil {
		return fmt.Sprint(v)
	}
	tree, err := ParseJSON(string(data))
	if err != nil {
		return fmt.Sprint(v)
	}
	return tree
}
