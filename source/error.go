package source

import (
	"errors"
	"slices"
	"strings"
)

// Error is a fault at a place. Path, where known, is the JSON pointer (RFC 6901) of the faulty value in its document.
type Error struct {
	Pos  Position
	Path string
	Err  error // never nil
}

// Error returns "file:line:column: message".
func (e *Error) Error() string { return e.Pos.String() + ": " + e.Err.Error() }

// Unwrap returns Err.
func (e *Error) Unwrap() error { return e.Err }

// Errors are the faults of one or more files, in the order of [Errors.Sort]. An empty list is no error: return it
// through [Errors.Err].
type Errors []*Error

// Add appends a fault with the given message at pos.
func (es *Errors) Add(pos Position, path, message string) {
	*es = append(*es, &Error{Pos: pos, Path: path, Err: errors.New(message)})
}

// Sort orders the faults by position, then message, and drops those that are equal in both.
func (es *Errors) Sort() {
	slices.SortStableFunc(*es, compareErrors)
	*es = slices.CompactFunc(*es, func(a, b *Error) bool { return compareErrors(a, b) == 0 })
}

func compareErrors(a, b *Error) int {
	if c := a.Pos.Compare(b.Pos); c != 0 {
		return c
	}
	return strings.Compare(a.Err.Error(), b.Err.Error())
}

// Err returns the list as an error, or nil when it is empty.
func (es Errors) Err() error {
	if len(es) == 0 {
		return nil
	}
	return es
}

// Error returns every fault, a line each.
func (es Errors) Error() string {
	var b strings.Builder
	for i, e := range es {
		if i > 0 {
			b.WriteByte('\n')
		}
		b.WriteString(e.Error())
	}
	return b.String()
}

// Unwrap returns the faults one by one, for [errors.Is] and [errors.As].
func (es Errors) Unwrap() []error {
	out := make([]error, len(es))
	for i, e := range es {
		out[i] = e
	}
	return out
}
