package report

import (
	"bytes"
	"math"
	"strings"
	"unicode/utf8"

	"github.com/goldenpath-go/goldenpath/source"
)

// The widths of a frame, in columns of a terminal.
const (
	tabWidth  = 4
	lineWidth = 140 // longer lines are cut around what is underlined
	context   = 40  // shown before it, then
)

// stretchSize bounds what is looked at of a line, in bytes: a line may have megabytes, and thousands of findings.
const stretchSize = 2048

// stretch is a line, or the part of it around a place.
type stretch struct {
	text       string
	column     int  // of its first character
	start, end bool // it begins where the line begins; it ends where the line ends
}

// stretchOf returns what may be shown of line n for a finding at r.
func stretchOf(text *source.Text, n int, r source.Range) stretch {
	start := text.LineStart(n)
	line := bytes.TrimSuffix(bytes.TrimSuffix(text.Data[start:text.LineStart(n+1)], []byte("\n")), []byte("\r"))
	at := r.Offset - start
	if len(line) <= stretchSize || r.Line != n || at < 0 || at > len(line) {
		to := runeBorder(line, min(len(line), stretchSize))
		return stretch{string(line[:to]), 1, true, to == len(line)}
	}
	from, to := runeBorder(line, max(0, at-stretchSize/4)), runeBorder(line, min(len(line), at+stretchSize/2))
	return stretch{string(line[from:to]), r.Column - utf8.RuneCount(line[from:at]), from == 0, to == len(line)}
}

// hide returns s, of line n, with stars for what lies within r.
func (s stretch) hide(n int, r source.Range) stretch {
	if n < r.Line || n > r.EndLine {
		return s
	}
	from, to := 0, math.MaxInt
	if n == r.Line {
		from = r.Column
	}
	if n == r.EndLine {
		to = r.EndColumn
	}
	var b strings.Builder
	column := s.column
	for _, c := range s.text {
		if column >= from && column < to && c != ' ' {
			c = '*'
		}
		b.WriteRune(c)
		column++
	}
	s.text = b.String()
	return s
}

// runeBorder returns i, or the start of the character that it is within.
func runeBorder(line []byte, i int) int {
	for back := range min(i, utf8.UTFMax) {
		if i == len(line) || utf8.RuneStart(line[i-back]) {
			return i - back
		}
	}
	return i
}

// cell is a character as it is shown: a tab is spaces, and what would act on the terminal is U+FFFD.
type cell struct {
	char          rune
	width, column int32 // column: of the source, from 1
}

// write writes the character.
func (c cell) write(b *strings.Builder) {
	if c.char == '\t' {
		b.WriteString(strings.Repeat(" ", int(c.width)))
		return
	}
	b.WriteRune(c.char)
}

// cells returns a stretch as it is shown, as far as it can be in view with the given column.
func cells(s stretch, column int) []cell {
	out := make([]cell, 0, len(s.text))
	at, seen, next := 0, 0, s.column-1
	for _, r := range s.text {
		if r == '\uFEFF' && next == 0 && len(out) == 0 {
			continue // a byte order mark takes no column
		}
		next++
		c := newCell(r, at)
		c.column = int32(next)
		at += int(c.width)
		out = append(out, c)
		if next >= column-context {
			seen += int(c.width)
		}
		if seen > lineWidth {
			break
		}
	}
	return out
}

// newCell returns r as it is shown when that many columns are before it.
func newCell(r rune, before int) cell {
	if r == '\t' {
		return cell{char: r, width: int32(tabWidth - before%tabWidth)}
	}
	r = harmless(r)
	return cell{char: r, width: int32(width(r))}
}

// marked is a line and what is to stand below it.
type marked struct{ line, marks string }

// mark underlines r in its first line. A range without an extent is a caret.
func mark(s stretch, r source.Range) marked {
	end := r.EndColumn
	if r.EndLine > r.Line {
		end = math.MaxInt
	}
	all, cutBefore, cutAfter := window(cells(s, r.Column), r.Column)
	var text, marks strings.Builder
	if cutBefore || !s.start {
		text.WriteString("…")
		marks.WriteString(" ")
	}
	extent := 0
	for _, c := range all {
		c.write(&text)
		switch {
		case int(c.column) < r.Column:
			marks.WriteString(strings.Repeat(" ", int(c.width)))
		case int(c.column) < end:
			extent += int(c.width)
		}
	}
	if cutAfter || !s.end {
		text.WriteString("…")
	}
	marks.WriteString("^" + strings.Repeat("~", max(0, extent-1)))
	return marked{text.String(), marks.String()}
}

// window cuts a line that is too long so that the given column is in view.
func window(all []cell, column int) (shown []cell, cutBefore, cutAfter bool) {
	start := 0
	if columns(all) > lineWidth {
		start = max(0, min(column-int(all[0].column)-context, len(all)))
	}
	total := 0
	for i := start; i < len(all); i++ {
		if total += int(all[i].width); total > lineWidth {
			return all[start:i], start > 0, true
		}
	}
	return all[start:], start > 0, false
}

func columns(all []cell) int {
	n := 0
	for _, c := range all {
		n += int(c.width)
	}
	return n
}
