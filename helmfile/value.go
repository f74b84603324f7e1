package helmfile

import (
	"slices"
	"strings"
	"time"
)

// Kind is the type of a [Value].
type Kind uint8

// The kinds of values.
const (
	Null Kind = iota
	Bool
	Int
	Float
	String
	Time
	List
	Map
	Unknown // what cannot be known without running something; see [Value.Reason]
)

// String returns the kind in lower case, as messages use it.
func (k Kind) String() string {
	return [...]string{"null", "boolean", "number", "number", "text", "time", "list", "map", "unknown"}[k]
}

// Value is one value of a merged tree with the place that set it. Values are never changed once they are made: trees
// share their branches, and may be read from many goroutines. A nil *Value is absent, and its methods say so.
type Value struct {
	kind   Kind
	oddKey bool   // of a map: a key of it is no text where it is written
	scalar any    // bool, int, int64, uint64, float64, string, time.Time
	text   string // of a scalar: as it is written
	fields map[string]*Value
	items  []*Value
	origin *Origin
	over   *Value
	reason *Reason // of Unknown: why; of a Map: why a key that is absent may still be there
}

// Kind returns the value's type; Null for an absent one.
func (v *Value) Kind() Kind {
	if v == nil {
		return Null
	}
	return v.kind
}

// Origin returns the place and the layer that set the value, or nil when it was made by no file (an empty map).
func (v *Value) Origin() *Origin {
	if v == nil {
		return nil
	}
	return v.origin
}

// Overrode returns the value of the layer below that this one hides, or nil. It has an origin, and may have hidden
// another in its turn.
func (v *Value) Overrode() *Value {
	if v == nil {
		return nil
	}
	return v.over
}

// Reason returns why a value is unknown, or why a map may have keys beside those it shows; nil for all others.
func (v *Value) Reason() *Reason {
	if v == nil {
		return nil
	}
	return v.reason
}

// Keys returns the keys of a map, sorted.
func (v *Value) Keys() []string {
	if v == nil || len(v.fields) == 0 {
		return nil
	}
	keys := make([]string, 0, len(v.fields))
	for k := range v.fields {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

// Get returns the value of a key, or nil when v has none of that name.
func (v *Value) Get(key string) *Value {
	if v == nil {
		return nil
	}
	return v.fields[key]
}

// Lookup follows keys from map to map. It returns nil where one is missing.
func (v *Value) Lookup(keys ...string) *Value {
	for _, k := range keys {
		if v = v.Get(k); v == nil {
			return nil
		}
	}
	return v
}

// Items returns the elements of a list. The slice is not to be changed.
func (v *Value) Items() []*Value {
	if v == nil {
		return nil
	}
	return v.items
}

// Len returns how many elements or keys there are.
func (v *Value) Len() int {
	if v == nil {
		return 0
	}
	return len(v.items) + len(v.fields)
}

// Text returns a scalar as text: a string's content, another scalar as it is written; empty for null, lists and maps.
func (v *Value) Text() string {
	if v == nil {
		return ""
	}
	switch v.kind {
	case String:
		s, _ := v.scalar.(string)
		return s
	case Bool, Int, Float, Time:
		return v.text
	}
	return ""
}

// Interface returns the value as Go holds decoded JSON or YAML: nil, bool, int, float64, string, time.Time, []any and
// map[string]any. An unknown is its [*Reason]. The result shares nothing with v.
func (v *Value) Interface() any { return v.plain(func(r *Reason) any { return r }) }

func (v *Value) plain(unknown func(*Reason) any) any {
	switch v.Kind() {
	case Map:
		m := make(map[string]any, len(v.fields))
		for k, f := range v.fields {
			m[k] = f.plain(unknown)
		}
		return m
	case List:
		l := make([]any, len(v.items))
		for i, item := range v.items {
			l[i] = item.plain(unknown)
		}
		return l
	case Unknown:
		return unknown(v.reason)
	case Null:
		return nil
	}
	return v.scalar
}

// Leaves calls visit for every leaf below v, in the order of keys: scalars, unknowns, empty lists and empty maps. A
// path joins keys with dots, a dot in a key is written `\.`, and list elements are [0], [1], … It stops when visit
// returns false.
func (v *Value) Leaves(visit func(path string, leaf *Value) bool) {
	if v.Len() > 0 {
		v.leaves("", visit)
	}
}

func (v *Value) leaves(path string, visit func(string, *Value) bool) bool {
	switch {
	case v.Kind() == Map && len(v.fields) > 0:
		for _, k := range v.Keys() {
			if !v.fields[k].leaves(joinPath(path, k), visit) {
				return false
			}
		}
		return true
	case v.Kind() == List && len(v.items) > 0:
		for i, item := range v.items {
			if !item.leaves(path+"["+itoa(i)+"]", visit) {
				return false
			}
		}
		return true
	}
	return visit(path, v)
}

func joinPath(path, key string) string {
	key = strings.ReplaceAll(strings.ReplaceAll(key, `\`, `\\`), ".", `\.`)
	if path == "" {
		return key
	}
	return path + "." + key
}

// equal tells whether two values are the same data, wherever they come from.
func equal(a, b *Value) bool {
	if a.Kind() != b.Kind() || a.Len() != b.Len() {
		return false
	}
	switch a.Kind() {
	case Map:
		for k, f := range a.fields {
			g, ok := b.fields[k]
			if !ok || !equal(f, g) {
				return false
			}
		}
		return true
	case List:
		return slices.EqualFunc(a.items, b.items, equal)
	case Time:
		s, _ := a.scalar.(time.Time)
		t, _ := b.scalar.(time.Time)
		return s.Equal(t)
	case Unknown: // what is rendered again has a reason of its own
		return a.reason == b.reason || a.reason != nil && b.reason != nil && a.reason.Text == b.reason.Text && a.reason.Pos == b.reason.Pos
	}
	return a == b || a == nil || b == nil || a.scalar == b.scalar
}
