package yamlsrc

import (
	"strings"
	"unicode/utf16"
)

// folder finds where to break the lines of a scalar that is printed, so that they are no longer than keyWidth if possible.
// It counts UTF-16 code units.
type folder struct {
	text     []uint16
	quoted   bool // lines may be broken anywhere, behind a backslash
	indent   int
	step     int // how long a line may be
	end      int // where the current line should end
	split    int // the last place in it where it can be broken; 0 if there is none
	folds    []int
	escaped  map[int]bool // folds that need a backslash
	escStart int          // of the last escape
	escEnd   int
}

// foldLines breaks lines that are too long at spaces.
func foldLines(s string, ctx keyContext, quoted bool) string {
	const least = 20 // columns for text, however deep it is indented
	f := folder{text: utf16.Encode([]rune(s)), quoted: quoted, indent: ctx.indent, escaped: map[int]bool{}, escStart: -1, escEnd: -1}
	f.step = max(1+least, 1+keyWidth-ctx.indent)
	if len(f.text) <= f.step {
		return s
	}
	f.end = keyWidth - ctx.indent
	if ctx.used >= 0 {
		if ctx.used > keyWidth-least {
			f.folds = append(f.folds, 0)
		} else {
			f.end = keyWidth - ctx.used
		}
	}
	if !f.scan() || len(f.folds) == 0 {
		return s
	}
	return f.join()
}

func (f *folder) at(i int) uint16 {
	if i < 0 || i >= len(f.text) {
		return 0
	}
	return f.text[i]
}

// scan finds the folds. It returns false if lines are too short for an escape.
func (f *folder) scan() bool {
	prev := uint16(0)
	for i := 0; i < len(f.text); i++ {
		c := f.text[i]
		if f.quoted && c == '\\' {
			i = f.escape(i)
		}
		switch {
		case c == '\n':
			f.end, f.split = i+f.indent+f.step, 0
			prev = c
			continue
		case c == ' ' && prev != 0 && !isFoldBlank(prev) && f.at(i+1) != 0 && !isFoldBlank(f.at(i+1)):
			f.split = i
		}
		if i >= f.end {
			var ok bool
			if i, c, ok = f.fold(i, c, prev); !ok {
				return false
			}
		}
		prev = c
	}
	return true
}

func isFoldBlank(c uint16) bool { return c == ' ' || c == '\n' || c == '\t' }

// escape passes over an escape.
func (f *folder) escape(i int) int {
	f.escStart = i
	switch f.at(i + 1) {
	case 'x':
		i += 3
	case 'u':
		i += 5
	case 'U':
		i += 9
	default:
		i++
	}
	f.escEnd = i
	return i
}

// fold breaks the line that is too long at i.
func (f *folder) fold(i int, c, prev uint16) (int, uint16, bool) {
	switch {
	case f.split > 0:
		f.folds = append(f.folds, f.split)
		f.end, f.split = f.split+f.step, 0
	case f.quoted:
		for prev == ' ' || prev == '\t' {
			prev = c
			i++
			c = f.at(i)
		}
		j := f.escStart - 1
		if i > f.escEnd+1 {
			j = i - 2
		}
		if f.escaped[j] {
			return i, c, false
		}
		f.folds = append(f.folds, j)
		f.escaped[j] = true
		f.end, f.split = j+f.step, 0
	}
	return i, c, true
}

// join returns the text with its folds.
func (f *folder) join() string {
	var b strings.Builder
	write := func(from, to int) {
		from, to = max(0, min(from, len(f.text))), max(0, min(to, len(f.text)))
		if from < to {
			b.WriteString(string(utf16.Decode(f.text[from:to])))
		}
	}
	write(0, f.folds[0])
	for i, fold := range f.folds {
		end := len(f.text)
		if i+1 < len(f.folds) && f.folds[i+1] != 0 {
			end = f.folds[i+1]
		}
		if fold == 0 {
			b.Reset()
			b.WriteString("\n" + spaces(f.indent))
			write(0, end)
			continue
		}
		if f.quoted && f.escaped[fold] {
			write(fold, fold+1)
			b.WriteByte('\\')
		}
		b.WriteString("\n" + spaces(f.indent))
		write(fold+1, end)
	}
	return b.String()
}
