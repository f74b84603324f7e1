package helmfile

import (
	"bytes"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/goldenpath-go/goldenpath/internal/tree"
	"github.com/goldenpath-go/goldenpath/internal/yamlsrc"
	"github.com/goldenpath-go/goldenpath/source"
)

// layout is what there is to know of a YAML file, a template or not, to say where a finding is and what would mend it.
type layout struct {
	text   *source.Text
	acts   []action     // the templates in it, in order
	keys   map[int]spot // by the offset of the key
	values map[int]spot // by the offset of the value; of several, the innermost

	pointers map[string][]spot // the keys by their pointers; nil: nobody asked yet
	order    []spot            // the values in their order; nil: nobody asked yet
}

// spot is a place in a layout.
type spot struct {
	pointer    string
	start, end int
	value      *tree.Node
	in         *tree.Node // the mapping or list that has it
}

func newLayout(text *source.Text) *layout {
	l := &layout{text: text, acts: actions(text.Data), keys: map[int]spot{}, values: map[int]spot{}}
	for _, doc := range yamlsrc.Parse(text.Name, mask(text.Data, l.acts)).Docs {
		if doc.Root != nil && !doc.Recursive {
			l.add(doc.Root, "")
		}
	}
	return l
}

func (l *layout) add(n *tree.Node, pointer string) {
	if n.Aliased {
		return // what it holds stands elsewhere
	}
	for i := range n.Fields {
		f := &n.Fields[i]
		at := pointer + "/" + tree.Escape(f.Name)
		l.keys[f.KeyStart] = spot{at, f.KeyStart, f.KeyEnd, f.Value, n}
		l.values[f.Value.Start] = spot{at, f.Value.Start, f.Value.End, f.Value, n}
		l.add(f.Value, at)
	}
	for i, item := range n.Items {
		at := pointer + "/" + strconv.Itoa(i)
		l.values[item.Start] = spot{at, item.Start, item.End, item, n}
		l.add(item, at)
	}
}

// place returns the range of what stands at a position, and its pointer: of a key, of a value that is read at a glance,
// of what is left of a template, and of anything else the rest of its line.
func (l *layout) place(pos source.Position) (source.Range, string) {
	offset := l.offset(pos)
	if s, ok := l.keys[offset]; ok {
		return l.text.Range(s.start, s.end), s.pointer
	}
	s, ok := l.values[offset]
	if ok && s.end > s.start && l.text.Position(s.end-1).Line == pos.Line {
		return l.text.Range(s.start, s.end), s.pointer
	}
	if a, ok := l.actionAt(offset); ok && l.text.Position(a.end).Line == pos.Line {
		return l.text.Range(offset, l.actionText(a, offset)), s.pointer
	}
	return l.text.Range(offset, l.lineEnd(offset)), s.pointer
}

// actionText returns where the text of a template ends for what begins at an offset in it: past the braces if that is where
// they begin, and else before those that close it.
func (l *layout) actionText(a action, offset int) int {
	if offset == a.start {
		return a.end
	}
	return offset + len(strings.TrimRight(l.raw(offset, a.end-len("}}")), "- \t"))
}

// offset returns the byte at a position; of one that is only a line, the first that is not blank.
func (l *layout) offset(pos source.Position) int {
	start := l.text.LineStart(max(pos.Line, 1))
	line := l.text.Line(max(pos.Line, 1))
	if pos.Column == 0 {
		return start + len(line) - len(strings.TrimLeft(line, " \t"))
	}
	column := 1
	for i, r := range line {
		if column >= pos.Column {
			return start + i
		}
		if r != '\ufeff' || start+i > 0 {
			column++
		}
	}
	return start + len(line)
}

// lineEnd returns where what stands at an offset ends at the latest: before blanks or a comment at the end of its line.
func (l *layout) lineEnd(offset int) int {
	rest := l.text.Data[offset:]
	if i := bytes.IndexByte(rest, '\n'); i >= 0 {
		rest = rest[:i]
	}
	if i := bytes.Index(rest, []byte(" #")); i >= 0 {
		rest = rest[:i]
	}
	return offset + len(bytes.TrimRight(rest, " \t\r"))
}

// raw returns what stands in the file from start to end.
func (l *layout) raw(start, end int) string { return string(l.text.Data[start:end]) }

// lineStart returns the offset of the first byte of the line that an offset is on.
func (l *layout) lineStart(offset int) int {
	return bytes.LastIndexByte(l.text.Data[:offset], '\n') + 1
}

// newline returns the line break that the file has.
func (l *layout) newline() string {
	if bytes.Contains(l.text.Data, []byte("\r\n")) {
		return "\r\n"
	}
	return "\n"
}

// sorted returns the values of a file that have keys or are items, in order.
func (l *layout) sorted() []spot {
	if l.order == nil {
		l.order = slices.SortedFunc(maps.Values(l.values), func(a, b spot) int { return a.start - b.start })
	}
	return l.order
}
