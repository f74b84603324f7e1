// Package slab makes many small things of one type in few allocations. They live as long as any of their slab does.
package slab

// The first slab of a type has room for few things, since most templates are small; each further one for twice as many.
const (
	first = 4
	most  = 32
)

// Of makes values of the type T. The zero value is ready for use.
type Of[T any] struct {
	free []T
	size int
}

// New returns a pointer to v.
func (s *Of[T]) New(v T) *T {
	if len(s.free) == 0 {
		s.size = min(max(2*s.size, first), most)
		s.free = make([]T, s.size)
	}
	p := &s.free[0]
	s.free = s.free[1:]
	*p = v
	return p
}

// Lists makes slices of the type []T. The zero value is ready for use.
type Lists[T any] struct {
	free []T
	size int
}

// Make returns a slice of n zero values, which an append copies. It is nil if n is 0.
func (s *Lists[T]) Make(n int) []T {
	switch {
	case n == 0:
		return nil
	case n > most/4:
		return make([]T, n)
	case n > len(s.free):
		s.size = min(max(2*s.size, first, n), most)
		s.free = make([]T, s.size)
	}
	list := s.free[:n:n]
	s.free = s.free[n:]
	return list
}

// Copy returns a slice of the values of list, as Make does.
func (s *Lists[T]) Copy(list []T) []T {
	made := s.Make(len(list))
	copy(made, list)
	return made
}
