package report

import (
	"io/fs"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/goldenpath-go/goldenpath/source"
)

// maxShown bounds the files that are looked into, in bytes.
const maxShown = 16 << 20

// texts opens files, of which it keeps the last: findings come file by file.
type texts struct {
	fsys fs.FS        // nil: there are none
	name string       // of the last file
	text *source.Text // the last file's; nil when it cannot be shown
}

// open returns a file's text, or nil when there is none to be had. A file may have become a pipe since it was linted.
func (t *texts) open(name string) *source.Text {
	if t.fsys == nil || name == t.name {
		return t.text
	}
	t.name, t.text = name, nil
	info, err := fs.Stat(t.fsys, name)
	if err != nil || !info.Mode().IsRegular() || info.Size() > maxShown {
		return nil
	}
	if data, err := fs.ReadFile(t.fsys, name); err == nil {
		t.text = source.NewText(name, data)
	}
	return t.text
}

// places turns positions into those that other formats count.
type places struct {
	texts
	start, end cursor
}

// measures are a column in different measures, all from 1: code points, UTF-16 code units, bytes.
type measures struct{ column, utf16, bytes int }

// cursor is a place in a line of a file. It goes along with the findings, so that a file of one long line costs no more.
type cursor struct {
	in   *source.Text
	line int
	measures
}

// to moves the cursor to a column and returns its column. Without a text, all measures are taken to be the same.
func (c *cursor) to(text *source.Text, line, column int) measures {
	if text == nil || line > text.Lines() {
		return measures{column, column, column}
	}
	if c.in != text || c.line != line || column < c.column {
		c.in, c.line, c.measures = text, line, measures{1, 1, 1 + bomSize(text, line)}
	}
	start, end := text.LineStart(line), text.LineStart(line+1)
	for c.column < column && start+c.bytes-1 < end {
		r, size := utf8.DecodeRune(text.Data[start+c.bytes-1 : end])
		if r == '\n' {
			break
		}
		c.column++
		c.utf16 += utf16.RuneLen(r)
		c.bytes += size
	}
	beyond := column - c.column
	return measures{column, c.utf16 + beyond, c.bytes + beyond}
}

// bomSize returns how many bytes a byte order mark takes at the start of a line.
func bomSize(text *source.Text, line int) int {
	const bom = "\uFEFF"
	if line == 1 && len(text.Data) >= len(bom) && string(text.Data[:len(bom)]) == bom {
		return len(bom)
	}
	return 0
}

// span is a range in the measures of its format: lines and columns from 1, the end exclusive and never before the start.
type span struct{ line, column, endLine, endColumn int }

// span returns r in a measure of columns.
func (p *places) span(r source.Range, measure func(measures) int) span {
	text := p.open(r.File)
	line, column := max(r.Line, 1), max(r.Column, 1)
	s := span{line: line, column: measure(p.start.to(text, line, column))}
	s.endLine, s.endColumn = s.line, s.column
	if r.EndLine > line || r.EndLine == line && r.EndColumn > column {
		s.endLine, s.endColumn = r.EndLine, measure(p.end.to(text, r.EndLine, max(r.EndColumn, 1)))
	}
	return s
}

func inUTF16(c measures) int { return c.utf16 }
func inBytes(c measures) int { return c.bytes }

// edited returns the range that an edit replaces; false when it lies outside of the file.
func (p *places) edited(file string, offset, end int) (source.Range, bool) {
	text := p.open(file)
	if text == nil || offset < 0 || offset > end || end > len(text.Data) {
		return source.Range{}, false
	}
	return text.Range(offset, end), true
}
