package js

// Array is an array. The zero value is empty and ready for use.
type Array struct{ elems []Value }

// NewArray returns an array of those elements, which it keeps.
func NewArray(elems []Value) *Array { return &Array{elems} }

// Len returns the number of elements.
func (a *Array) Len() int { return len(a.elems) }

// At returns the element i, or Undefined outside the array.
func (a *Array) At(i int) Value {
	if i < 0 || i >= len(a.elems) {
		return Undefined{}
	}
	v := a.elems[i]
	if !settled(v) {
		v = Import(v)
		a.elems[i] = v
	}
	return v
}

// Append adds elements at the end.
func (a *Array) Append(v ...Value) { a.elems = append(a.elems, v...) }

// Elems returns the elements; they are the array's own.
func (a *Array) Elems() []Value {
	for i := range a.elems {
		a.At(i)
	}
	return a.elems
}

// Strings returns an array of strings.
func Strings(list []string) *Array {
	elems := make([]Value, len(list))
	for i, s := range list {
		elems[i] = s
	}
	return &Array{elems}
}
