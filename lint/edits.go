package lint

import (
	"bytes"
	"cmp"
	"slices"
)

// edits are changes of one file that can all be made: sorted, within it and without overlap.
type edits struct {
	file string
	size int // of the file, in bytes
	list []Edit
}

// add takes all of more, or nothing and returns false when they do not fit with each other and with what is there. An
// edit that is there already fits: two fixes may agree on a change.
func (s *edits) add(more []Edit) bool {
	more = slices.Clone(more)
	slices.SortStableFunc(more, compareEdits)
	for i, e := range more {
		if e.File != s.file || e.Offset < 0 || e.EndOffset < e.Offset || e.EndOffset > s.size {
			return false
		}
		if i > 0 && clash(more[i-1], e) || !s.fits(e) {
			return false
		}
	}
	for _, e := range more {
		if i, _ := s.find(e); i == len(s.list) || s.list[i] != e {
			s.list = slices.Insert(s.list, i, e)
		}
	}
	return len(more) > 0
}

func (s *edits) find(e Edit) (int, bool) { return slices.BinarySearchFunc(s.list, e, compareEdits) }

func (s *edits) fits(e Edit) bool {
	i, _ := s.find(e)
	if i < len(s.list) && s.list[i] == e {
		return true
	}
	return (i == 0 || !clash(s.list[i-1], e)) && (i == len(s.list) || !clash(e, s.list[i]))
}

func compareEdits(a, b Edit) int {
	return cmp.Or(cmp.Compare(a.Offset, b.Offset), cmp.Compare(a.EndOffset, b.EndOffset))
}

// clash reports whether b, which comes after a, cannot be made beside it: they overlap, or put something in at the same
// place, and it is not said in which order.
func clash(a, b Edit) bool {
	return b.Offset < a.EndOffset || a.Offset == b.EndOffset
}

// apply makes the changes, from front to back.
func (s *edits) apply(data []byte) []byte {
	var out bytes.Buffer
	at := 0
	for _, e := range s.list {
		out.Write(data[at:e.Offset])
		out.WriteString(e.New)
		at = e.EndOffset
	}
	out.Write(data[at:])
	return out.Bytes()
}
