package load

import (
	"strconv"
	"strings"

	"github.com/goldenpath-go/goldenpath/internal/tree"
	"github.com/goldenpath-go/goldenpath/source"
)

// locator finds the parts of a document by walking its tree.
type locator struct {
	text *source.Text
	root *tree.Node
}

// Value returns the range of the value at pointer, or of its nearest ancestor that exists.
func (l *locator) Value(pointer string) source.Range {
	n, _ := l.walk(pointer)
	return l.text.Range(n.Start, n.End)
}

// Key returns the range of the key at pointer, or of its nearest ancestor that exists; for a list item or the root that
// of the value.
func (l *locator) Key(pointer string) source.Range {
	n, key := l.walk(pointer)
	if key != nil {
		return l.text.Range(key.KeyStart, key.KeyEnd)
	}
	return l.text.Range(n.Start, n.End)
}

// shown returns the range to show for a fault at pointer: the value's if it is a scalar, else its key's, since a
// mapping or list may be long.
func (l *locator) shown(pointer string) source.Range {
	n, key := l.walk(pointer)
	if key != nil && (n.Kind >= tree.Array || n.Start == n.End) {
		return l.text.Range(key.KeyStart, key.KeyEnd)
	}
	return l.text.Range(n.Start, n.End)
}

// walk returns the deepest value on the way along pointer, and its key if it is a member.
func (l *locator) walk(pointer string) (n *tree.Node, key *tree.Field) {
	n = l.root
	for rest, more := strings.CutPrefix(pointer, "/"); more; {
		var step string
		step, rest, more = strings.Cut(rest, "/")
		if n.Kind == tree.Array {
			i, err := strconv.Atoi(step)
			if err != nil || i < 0 || i >= len(n.Items) {
				return n, key
			}
			n, key = n.Items[i], nil
			continue
		}
		m := n.Field(tree.Unescape(step))
		if m == nil {
			return n, key
		}
		n, key = m.Value, m
	}
	return n, key
}

// find returns the deepest value on the way along pointer, and its place.
func (l *locator) find(pointer string) (n *tree.Node, at *place) {
	n = l.root
	if pointer == "" {
		return n, nil
	}
	for step := range strings.SplitSeq(strings.TrimPrefix(pointer, "/"), "/") {
		if n.Kind == tree.Array {
			i, err := strconv.Atoi(step)
			if err != nil || i < 0 || i >= len(n.Items) {
				return n, at
			}
			at, n = &place{up: at, node: n.Items[i], index: i, rank: i}, n.Items[i]
			continue
		}
		m := n.Field(tree.Unescape(step))
		if m == nil {
			return n, at
		}
		at, n = &place{up: at, field: m}, m.Value
	}
	return n, at
}
