package load

import (
	"strconv"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/goldenpath-go/goldenpath/internal/tree"
	"github.com/goldenpath-go/goldenpath/source"
)

// locator finds the parts of a document by walking its tree. It may be used by several goroutines at once.
type locator struct {
	text *source.Text
	root *tree.Node

	large sync.Map                   // *tree.Node of an object with many members to map[string]*tree.Field
	list  atomic.Pointer[listInTree] // the long list of which an item was asked for last
}

// listInTree is a list that was found at a pointer.
type listInTree struct {
	pointer string
	node    *tree.Node
	key     *tree.Field // nil if it is an item itself
}

// manyMembers is from how many members on they are looked up in an index, and from how many items on a list is remembered.
const manyMembers = 64

// field returns the first member of n called name; nil when there is none.
func (l *locator) field(n *tree.Node, name string) *tree.Field {
	if len(n.Fields) < manyMembers {
		return n.Field(name)
	}
	index, ok := l.large.Load(n)
	if !ok {
		members := make(map[string]*tree.Field, len(n.Fields))
		for i := len(n.Fields) - 1; i >= 0; i-- {
			members[n.Fields[i].Name] = &n.Fields[i]
		}
		index, _ = l.large.LoadOrStore(n, members)
	}
	return index.(map[string]*tree.Field)[name] // nothing else is stored
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
	slash := max(0, strings.LastIndexByte(pointer, '/'))
	if list := l.list.Load(); list != nil && list.pointer == pointer[:slash] {
		if item := itemAt(list.node, strings.TrimPrefix(pointer[slash:], "/")); item != nil {
			return item, nil
		}
		return list.node, list.key
	}
	n = l.root
	for rest, more := strings.CutPrefix(pointer, "/"); more; {
		var step string
		step, rest, more = strings.Cut(rest, "/")
		if n.Kind == tree.Array {
			if !more && len(n.Items) >= manyMembers {
				l.list.Store(&listInTree{pointer[:slash], n, key})
			}
			item := itemAt(n, step)
			if item == nil {
				return n, key
			}
			n, key = item, nil
			continue
		}
		m := l.field(n, tree.Unescape(step))
		if m == nil {
			return n, key
		}
		n, key = m.Value, m
	}
	return n, key
}

// itemAt returns the item of an array with a number; nil when there is none.
func itemAt(n *tree.Node, number string) *tree.Node {
	i, err := strconv.Atoi(number)
	if err != nil || i < 0 || i >= len(n.Items) {
		return nil
	}
	return n.Items[i]
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
		m := l.field(n, tree.Unescape(step))
		if m == nil {
			return n, at
		}
		at, n = &place{up: at, field: m}, m.Value
	}
	return n, at
}
