package yamlsrc

import (
	"strings"

	"github.com/goldenpath-go/goldenpath/internal/tree"
)

// blockHeader is the first line of a block scalar.
type blockHeader struct {
	folded  bool
	indent  int  // 0 if it is to be found from the text
	chomp   byte // '-', '+' or 0
	length  int
	comment string
}

// blockLine is a line of a block scalar: its indentation, and the text behind that.
type blockLine struct {
	indent int
	text   string
}

func (l blockLine) empty() bool { return l.text == "" || l.text == "\r" }

// blockScalar makes the node of a block scalar.
func (r *reader) blockScalar(h *head, p *props, tail []token, in parent) result {
	n := r.nodes.node()
	header := r.blockHeader(h, tail)
	b := &blockText{reader: r, header: header, indent: in.indent + header.indent, offset: h.start + header.length}
	b.root = in.kind == tDocStart
	b.size = int(h.block.end - h.block.start)
	b.split(r.text(h.block))
	text := r.clean(b.text())
	n.Start, n.End, n.Block = h.start, b.contentEnd(h), true
	r.resolve(n, text, h.tok, p, false)
	r.properties(n, p)
	r.noteComments(n, p, header.comment)
	bare := n.Kind == tree.Null && header.comment == "" && p.comment == "" && p.tag.kind == tNone
	return result{node: n, end: h.start + header.length + int(h.block.end-h.block.start), bare: bare}
}

// blockHeader reads the indicators behind | or >, and reports what else stands in their line.
func (r *reader) blockHeader(h *head, tail []token) blockHeader {
	s := r.text(h.tok)
	b := blockHeader{folded: s[0] == '>', length: len(s)}
	wrong := -1
	for i := 1; i < len(s); i++ {
		switch c := s[i]; {
		case b.chomp == 0 && (c == '-' || c == '+'):
			b.chomp = c
		case b.indent == 0 && '1' <= c && c <= '9':
			b.indent = int(c - '0')
		case wrong < 0:
			wrong = i
		}
	}
	if wrong >= 0 {
		r.failAt(codeUnexpected, "Block scalar header includes extra characters: "+r.clean(s), h.start+wrong)
	}
	spaced := false
	for _, t := range tail {
		b.length += int(t.end - t.start)
		switch t.kind {
		case tSpace:
			spaced = true
		case tComment:
			if !spaced {
				r.failToken(codeMissingChar, msgCommentGlued, t)
			}
			b.comment = r.text(t)[1:]
		case tJunk:
			r.failMisplaced(t)
		}
	}
	return b
}

// blockText reads the lines of a block scalar.
type blockText struct {
	*reader
	header blockHeader
	lines  []blockLine
	last   int // how many of the lines are content; empty ones at the end are not
	indent int // of the content
	offset int // of the line at hand in the file
	root   bool
	size   int // of the text
	out    strings.Builder
}

// split cuts the text into lines.
func (b *blockText) split(s string) {
	if s == "" {
		return
	}
	b.lines = b.reader.lines[:0]
	for more := true; more; {
		var line string
		line, s, more = strings.Cut(s, "\n")
		text := strings.TrimLeft(line, " ")
		b.lines = append(b.lines, blockLine{len(line) - len(text), text})
	}
	b.reader.lines = b.lines
	b.last = len(b.lines)
	for b.last > 0 && b.lines[b.last-1].empty() {
		b.last--
	}
}

// contentEnd returns where the last line with text ends, or the header if there is none.
func (b *blockText) contentEnd(h *head) int {
	end := strings.TrimRight(b.reader.text(h.block), " \t\r\n")
	if end == "" {
		return int(h.tok.end)
	}
	return int(h.block.start) + len(end)
}

// text returns the content.
func (b *blockText) text() string {
	if b.last == 0 {
		return b.blank()
	}
	b.out.Grow(b.size)
	first := b.findIndent()
	for i := len(b.lines) - 1; i >= b.last; i-- {
		if b.lines[i].indent > b.indent {
			b.last = i + 1
			break
		}
	}
	for _, l := range b.lines[:first] {
		b.spaces(l)
		b.out.WriteByte('\n')
	}
	b.content(b.lines[first:b.last])
	b.chomp()
	return b.out.String()
}

// blank returns the content if there are only empty lines.
func (b *blockText) blank() string {
	if b.header.chomp != '+' || len(b.lines) == 0 {
		return ""
	}
	return strings.Repeat("\n", max(1, len(b.lines)-1))
}

// findIndent finds the indentation of the content, and returns the first line that is not empty.
func (b *blockText) findIndent() int {
	for i, l := range b.lines[:b.last] {
		if !l.empty() {
			b.judgeIndent(l)
			return i
		}
		if b.header.indent == 0 {
			b.indent = max(b.indent, l.indent)
		}
		b.offset += l.indent + len(l.text) + 1
	}
	return 0
}

func (b *blockText) judgeIndent(l blockLine) {
	if l.indent < b.indent {
		b.failAt(codeMissingChar, "Block scalars with more-indented leading empty lines must use an explicit indentation indicator", b.offset+l.indent)
	}
	if b.header.indent == 0 {
		b.indent = l.indent
	}
	if b.indent == 0 && !b.root {
		b.failAt(codeBadIndent, "Block scalar values in collections must be indented", b.offset)
	}
}

// spaces writes the indentation of a line beyond the content's.
func (b *blockText) spaces(l blockLine) {
	for range l.indent - b.indent {
		b.out.WriteByte(' ')
	}
}

// content writes the lines, folded if the header says so: lines that are not indented more are joined by a space.
func (b *blockText) content(lines []blockLine) {
	sep, indented := "", false
	for _, l := range lines {
		b.offset += l.indent + len(l.text) + 1
		text := cutReturn(l.text)
		if text != "" && l.indent < b.indent {
			b.failIndent(text, len(l.text) > len(text))
			l.indent = 0
		}
		switch {
		case !b.header.folded:
			b.line(sep, l, text)
			sep = "\n"
		case l.indent > b.indent || strings.HasPrefix(text, "\t"):
			if sep == " " {
				sep = "\n"
			} else if !indented && sep == "\n" {
				sep = "\n\n"
			}
			b.line(sep, l, text)
			sep, indented = "\n", true
		case text != "":
			b.out.WriteString(sep)
			b.out.WriteString(text)
			sep, indented = " ", false
		case sep == "\n":
			b.out.WriteByte('\n')
		default:
			sep = "\n"
		}
	}
}

func (b *blockText) line(sep string, l blockLine, text string) {
	b.out.WriteString(sep)
	b.spaces(l)
	b.out.WriteString(text)
}

func (b *blockText) failIndent(text string, carriage bool) {
	than, width := "first line", 1
	if b.header.indent > 0 {
		than = "explicit indentation indicator"
	}
	if carriage {
		width = 2
	}
	b.failAt(codeBadIndent, "Block scalar lines must not be less indented than their "+than, b.offset-len(text)-width)
}

// chomp writes the line breaks at the end that the header asks for.
func (b *blockText) chomp() {
	switch b.header.chomp {
	case '-':
		return
	case '+':
		for _, l := range b.lines[b.last:] {
			b.out.WriteByte('\n')
			b.spaces(l)
		}
		if strings.HasSuffix(b.out.String(), "\n") {
			return
		}
	}
	b.out.WriteByte('\n')
}
