package source

import (
	"bytes"
	"sort"
	"unicode/utf8"
)

const bom = "\xef\xbb\xbf"

// Text is a file's content with its line table. Lines end at a line feed; a carriage return before it belongs to the
// line break, and a lone one is an ordinary character, as in YAML as Backstage reads it.
type Text struct {
	Name string // path, as it is to be shown
	Data []byte // the content; not to be changed

	lines []int                // offset of each line's first byte
	long  map[int][]checkpoint // of lines longer than longLine, by their number
}

// checkpoint is a place in a long line from which columns are counted, so that a file of one line costs no more.
type checkpoint struct{ offset, column int }

// longLine is how many bytes apart the checkpoints are.
const longLine = 128

// NewText returns data as a Text called name. The line table is made at once: one scan for line feeds.
func NewText(name string, data []byte) *Text {
	lines := make([]int, 1, 1+len(data)/32)
	for i, b := range data {
		if b == '\n' {
			lines = append(lines, i+1)
		}
	}
	t := &Text{Name: name, Data: data, lines: lines}
	for n := range lines {
		if end := t.LineStart(n + 2); end-lines[n] > longLine {
			t.addLong(n+1, end)
		}
	}
	return t
}

// addLong makes the checkpoints of line n, which ends at end.
func (t *Text) addLong(n, end int) {
	if t.long == nil {
		t.long = make(map[int][]checkpoint)
	}
	points := []checkpoint{{t.lines[n-1], t.firstColumn(n)}}
	for at := points[0]; end-at.offset > longLine; {
		next := at.offset + longLine
		for back := 0; back < utf8.UTFMax && !utf8.RuneStart(t.Data[next]); back++ {
			next--
		}
		at = checkpoint{next, at.column + utf8.RuneCount(t.Data[at.offset:next])}
		points = append(points, at)
	}
	t.long[n] = points
}

// firstColumn returns the column of the first byte of line n: 0 where a byte order mark stands, which takes none.
func (t *Text) firstColumn(n int) int {
	if n == 1 && bytes.HasPrefix(t.Data, []byte(bom)) {
		return 0
	}
	return 1
}

// Lines returns the number of lines. A file that ends in a line feed has an empty last line.
func (t *Text) Lines() int { return len(t.lines) }

// Line returns line n, counted from 1, without its line break; empty when there is no such line.
func (t *Text) Line(n int) string {
	if n < 1 || n > len(t.lines) {
		return ""
	}
	start, end := t.lines[n-1], len(t.Data)
	if n < len(t.lines) {
		end = t.lines[n] - 1
	}
	if end > start && t.Data[end-1] == '\r' {
		end--
	}
	return string(t.Data[start:end])
}

// LineStart returns the offset of the first byte of line n, counted from 1; beyond the last line, the size of the file.
func (t *Text) LineStart(n int) int {
	switch {
	case n < 1:
		return 0
	case n > len(t.lines):
		return len(t.Data)
	}
	return t.lines[n-1]
}

// Position returns the place of the byte at offset. An offset outside of the file is moved to its nearest end.
func (t *Text) Position(offset int) Position {
	line, column := t.lineColumn(offset)
	return Position{File: t.Name, Line: line, Column: column}
}

// Range returns the stretch from the byte at start up to but not including the one at end.
func (t *Text) Range(start, end int) Range {
	start, end = t.clamp(start), t.clamp(max(start, end))
	line, column := t.lineColumn(start)
	endLine, endColumn := line, column
	if t.goesOn(start, end, line, column) {
		endColumn += utf8.RuneCount(t.Data[start:end])
	} else {
		endLine, endColumn = t.lineColumn(end)
	}
	return Range{
		Position: Position{File: t.Name, Line: line, Column: column},
		EndLine:  endLine, EndColumn: endColumn, Offset: start, EndOffset: end,
	}
}

// goesOn reports whether the column of end is that of start and the number of characters between, as it is for most
// ranges: where both are on one line, and start is no part of a byte order mark or a character.
func (t *Text) goesOn(start, end, line, column int) bool {
	return end < t.LineStart(line+1) && end-start < longLine && column+line > 2 && utf8.RuneStart(t.Data[start])
}

func (t *Text) clamp(offset int) int { return max(0, min(offset, len(t.Data))) }

func (t *Text) lineColumn(offset int) (line, column int) {
	offset = t.clamp(offset)
	line = sort.SearchInts(t.lines, offset+1)
	from := checkpoint{t.lines[line-1], t.firstColumn(line)}
	if points := t.long[line]; points != nil {
		next := sort.Search(len(points), func(i int) bool { return points[i].offset > offset })
		from = points[next-1]
		if next < len(points) && points[next].column-from.column == points[next].offset-from.offset {
			return line, max(1, from.column+offset-from.offset) // each character is one byte
		}
	}
	return line, max(1, from.column+utf8.RuneCount(t.Data[from.offset:offset]))
}
