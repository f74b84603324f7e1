// Package source says where things are in text files.
//
// A [Text] is a file's bytes with a line table; it turns byte offsets into a [Position] (one place, for people) or a
// [Range] (a stretch, for tools that underline or edit). An [Error] is a message with a place, and [Errors] are many of
// them, sorted, since a file is read to its end and every fault in it reported at once.
//
// Lines and columns count from 1; a column counts Unicode code points, so a tab, a letter with an accent and an emoji
// are each one column. Offsets count bytes from 0. A byte order mark at the start of a file takes no column.
package source

import "strconv"

// Position is one place in a file. The zero value means "nowhere in particular".
type Position struct {
	File   string // path as it was given; slash-separated for files of an fs.FS
	Line   int    // from 1; 0 when the place is a whole file
	Column int    // from 1, in code points; 0 when the place is a whole line
}

// String returns file:line:column, leaving out what is not known; "-" for the zero Position.
func (p Position) String() string {
	s := p.File
	if s == "" {
		s = "-"
	}
	if p.Line == 0 {
		return s
	}
	s += ":" + strconv.Itoa(p.Line)
	if p.Column == 0 {
		return s
	}
	return s + ":" + strconv.Itoa(p.Column)
}

// Compare orders positions by file, line and column; it returns -1, 0 or 1.
func (p Position) Compare(q Position) int {
	switch {
	case p.File != q.File:
		return sign(p.File < q.File)
	case p.Line != q.Line:
		return sign(p.Line < q.Line)
	case p.Column != q.Column:
		return sign(p.Column < q.Column)
	}
	return 0
}

func sign(less bool) int {
	if less {
		return -1
	}
	return 1
}

// Range is a stretch of text in one file. Its embedded Position is the first character; the end is exclusive.
// The zero value means "nowhere in particular"; a range whose ends are equal is a place between two characters.
type Range struct {
	Position
	EndLine   int // line of the character after the last one
	EndColumn int // column of the character after the last one, in code points
	Offset    int // bytes from the start of the file to the first character
	EndOffset int // bytes from the start of the file to just past the last character
}
