package lint

import (
	"bytes"
	"slices"
	"strings"

	"github.com/goldenpath-go/goldenpath/internal/tree"
	"github.com/goldenpath-go/goldenpath/internal/yamlsrc"
	"github.com/goldenpath-go/goldenpath/source"
)

// commentIgnores returns the ignores that stand in comments. Few files have any; those are read once more, since what
// looks like a comment may be a part of a text.
func commentIgnores(text *source.Text) []ignore {
	if !bytes.Contains(text.Data, []byte(ignoreMark)) {
		return nil
	}
	l := newLayout(text)
	var found []ignore
	for line := 1; line <= text.Lines(); line++ {
		if g, ok := l.ignoreOn(line); ok {
			found = append(found, g)
		}
	}
	return found
}

// layout is what there is to know of a YAML file to tell comments from text, and what a comment is about.
type layout struct {
	text  *source.Text
	docs  []*yamlsrc.Document
	texts []span // texts that may hold a number sign, sorted
	parts []span // members and list items, in order of the file, the outer before the inner
	next  []int  // by line: the first from there on with anything but a comment, a document marker or a directive
}

// span is a stretch of bytes.
type span struct{ start, end int }

func newLayout(text *source.Text) *layout {
	stream := yamlsrc.Parse(text.Name, text.Data)
	l := &layout{text: text, docs: stream.Docs}
	for _, doc := range stream.Docs {
		if doc.Root != nil && !doc.Recursive {
			l.add(doc.Root)
		}
	}
	byStart := func(a, b span) int { return a.start - b.start }
	slices.SortStableFunc(l.texts, byStart)
	slices.SortStableFunc(l.parts, byStart)
	l.findContent()
	return l
}

func (l *layout) add(n *tree.Node) {
	if n.Aliased {
		return // what it holds stands elsewhere
	}
	if n.Kind == tree.String {
		l.addText(l.textSpan(n))
	}
	for _, f := range n.Fields {
		l.addText(span{f.KeyStart, f.KeyEnd})
		l.parts = append(l.parts, span{f.KeyStart, max(f.KeyEnd, f.Value.End)})
		l.add(f.Value)
	}
	for _, item := range n.Items {
		l.parts = append(l.parts, span{item.Start, item.End})
		l.add(item)
	}
}

func (l *layout) addText(s span) {
	if s.end > s.start {
		l.texts = append(l.texts, s)
	}
}

// textSpan returns where a text stands. After the indicator of a block scalar, a comment may follow on the same line.
func (l *layout) textSpan(n *tree.Node) span {
	if !n.Block {
		return span{n.Start, n.End}
	}
	line := l.text.Position(n.Start).Line
	return span{min(l.text.LineStart(line+1), n.End), n.End}
}

// commentOn returns the offset of the number sign that starts the comment on a line.
func (l *layout) commentOn(line int) (int, bool) {
	start := l.text.LineStart(line)
	text := l.text.Line(line)
	for i := 0; i < len(text); i++ {
		if text[i] == '#' && (i == 0 || text[i-1] == ' ' || text[i-1] == '\t') && !l.inText(start+i) {
			return start + i, true
		}
	}
	return 0, false
}

// inText reports whether the byte at offset is a part of a text. Texts do not overlap.
func (l *layout) inText(offset int) bool {
	i, found := slices.BinarySearchFunc(l.texts, offset, func(s span, o int) int { return s.start - o })
	return found || i > 0 && offset < l.texts[i-1].end
}

// ignoreOn returns the ignore in the comment on a line.
func (l *layout) ignoreOn(line int) (ignore, bool) {
	hash, ok := l.commentOn(line)
	if !ok {
		return ignore{}, false
	}
	end := l.text.LineStart(line) + len(l.text.Line(line))
	comment := string(l.text.Data[hash+1 : end])
	if i := strings.Index(comment, " #"); i >= 0 {
		comment = comment[:i] // another comment within the comment
	}
	comment = strings.TrimRight(comment, " \t")
	rest, ok := strings.CutPrefix(strings.TrimLeft(comment, " \t"), ignoreMark)
	if !ok {
		return ignore{}, false
	}
	g := ignore{
		directive: parseDirective(rest),
		By:        SuppressedInline,
		Range:     l.text.Range(hash, hash+1+len(comment)),
		NamesAt:   hash + 1 + len(comment) - len(rest),
		Dead:      l.broken(hash),
	}
	l.cover(&g, line, hash)
	g.Removal = l.removal(line, hash, hash+1+len(comment) == end)
	return g, true
}

// cover sets the part of the file that an ignore is about.
func (l *layout) cover(g *ignore, line, hash int) {
	if g.File {
		g.wholeFile()
		if line >= l.next[1] {
			g.fault("ignore-file= must stand before the first key of the file")
		}
		return
	}
	alone := l.blankBefore(line, hash)
	if alone {
		line = l.next[line+1]
	}
	g.Start, g.End = l.text.LineStart(line), l.text.LineStart(line+1)
	for _, part := range l.partsOn(g.Start, g.End) {
		last := l.text.Position(max(part.start, part.end-1)).Line
		g.End = l.text.LineStart(max(line, last) + 1)
		if alone {
			return // the outermost; a comment beside something is about the innermost
		}
	}
}

// partsOn returns the members and items that start between two offsets.
func (l *layout) partsOn(start, end int) []span {
	at := func(s span, o int) int { return s.start - o }
	from, _ := slices.BinarySearchFunc(l.parts, start, at)
	to, _ := slices.BinarySearchFunc(l.parts, end, at)
	return l.parts[from:to]
}

func (l *layout) blankBefore(line, offset int) bool {
	return len(bytes.TrimSpace(l.text.Data[l.text.LineStart(line):offset])) == 0
}

// findContent fills in next, from the last line up.
func (l *layout) findContent() {
	last := l.text.Lines() + 1
	l.next = make([]int, last+1)
	l.next[last] = last
	for line := last - 1; line > 0; line-- {
		l.next[line] = l.next[line+1]
		if l.hasContent(line) {
			l.next[line] = line
		}
	}
}

func (l *layout) hasContent(line int) bool {
	start, text := l.text.LineStart(line), strings.TrimSpace(l.text.Line(line))
	if text == "" || text == "---" || text == "..." || text[0] == '%' && !l.inText(start) {
		return false
	}
	hash, ok := l.commentOn(line)
	return !ok || !l.blankBefore(line, hash)
}

// broken reports whether the document around offset could not be read.
func (l *layout) broken(offset int) bool {
	for _, doc := range l.docs {
		if offset < doc.End {
			return len(doc.Errors) > 0
		}
	}
	return len(l.docs) > 0 && len(l.docs[len(l.docs)-1].Errors) > 0
}

// removal returns the edit that takes a comment away: its line if it stands alone, else all from the white space before
// it. Another comment after it on the same line stays.
func (l *layout) removal(line, hash int, last bool) *Edit {
	start, end := l.text.LineStart(line), l.text.LineStart(line)+len(l.text.Line(line))
	switch {
	case !last:
		return nil
	case l.blankBefore(line, hash):
		end = l.text.LineStart(line + 1)
	default:
		start += len(strings.TrimRight(string(l.text.Data[start:hash]), " \t"))
	}
	return &Edit{File: l.text.Name, Offset: start, EndOffset: end}
}
