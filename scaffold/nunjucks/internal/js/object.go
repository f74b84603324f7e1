package js

import (
	"slices"
	"strconv"
)

// indexAbove is the number of members from which an object keeps an index of them.
const indexAbove = 16

// fewMembers is how many members an object has room for that was not made for so many.
const fewMembers = 4

// Object is an object: members in the order in which they were added. The zero value is empty and ready for use.
type Object struct {
	keys     []string
	values   []Value
	index    map[string]int
	integers bool // a key is an array index, so that keys are not listed in order of addition
}

// NewObject returns an object with room for n members.
func NewObject(n int) *Object {
	return &Object{keys: make([]string, 0, n), values: make([]Value, 0, n)}
}

// find returns the place of a member, or -1.
func (o *Object) find(key string) int {
	if o.index != nil {
		if i, ok := o.index[key]; ok {
			return i
		}
		return -1
	}
	for i, k := range o.keys {
		if k == key {
			return i
		}
	}
	return -1
}

// Get returns a member of the object itself, and whether there is one.
func (o *Object) Get(key string) (Value, bool) {
	i := o.find(key)
	if i < 0 {
		return Undefined{}, false
	}
	return o.at(i), true
}

// at returns the value at place i, taken over from Go if it is not a Value yet.
func (o *Object) at(i int) Value {
	v := o.values[i]
	if !settled(v) {
		v = Import(v)
		o.values[i] = v
	}
	return v
}

// Has reports whether the object itself has the member.
func (o *Object) Has(key string) bool { return o.find(key) >= 0 }

// Set adds or replaces a member.
func (o *Object) Set(key string, v Value) {
	if i := o.find(key); i >= 0 {
		o.values[i] = v
		return
	}
	if o.keys == nil {
		o.keys, o.values = make([]string, 0, fewMembers), make([]Value, 0, fewMembers)
	}
	o.keys = append(o.keys, key)
	o.values = append(o.values, v)
	if !o.integers {
		_, o.integers = ArrayIndex(key)
	}
	if o.index != nil {
		o.index[key] = len(o.keys) - 1
	} else if len(o.keys) > indexAbove {
		o.reindex()
	}
}

func (o *Object) reindex() {
	o.index = make(map[string]int, 2*len(o.keys))
	for i, k := range o.keys {
		o.index[k] = i
	}
}

// Delete removes a member.
func (o *Object) Delete(key string) {
	i := o.find(key)
	if i < 0 {
		return
	}
	o.keys = slices.Delete(o.keys, i, i+1)
	o.values = slices.Delete(o.values, i, i+1)
	if o.index != nil {
		o.reindex()
	}
}

// Len returns the number of members.
func (o *Object) Len() int { return len(o.keys) }

// Keys returns the names of the members as JavaScript lists them: array indexes ascending, then the others in the order
// in which they were added.
func (o *Object) Keys() []string {
	keys := slices.Clone(o.keys)
	if o.integers {
		slices.SortStableFunc(keys, compareKeys)
	}
	return keys
}

func compareKeys(a, b string) int {
	i, aIndex := ArrayIndex(a)
	j, bIndex := ArrayIndex(b)
	switch {
	case aIndex && bIndex:
		return i - j
	case aIndex:
		return -1
	case bIndex:
		return 1
	}
	return 0
}

// ArrayIndex returns the number that key names if it is written as an array index: decimal, without leading zeros, below
// 2³²-1.
func ArrayIndex(key string) (int, bool) {
	if key == "" || len(key) > 10 || key[0] < '0' || key[0] > '9' || key[0] == '0' && len(key) > 1 {
		return 0, false
	}
	n, err := strconv.ParseUint(key, 10, 32)
	return int(n), err == nil && n < 1<<32-1
}
