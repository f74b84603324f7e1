package yamlsrc

import "github.com/goldenpath-go/goldenpath/internal/tree"

// arena allocates nodes, members and items in slabs: there are thousands of them, and they live as long as the document.
type arena struct {
	nodes  []tree.Node
	fields []tree.Field
	items  []*tree.Node
	lines  int // of the file that are likely to be ahead: each has a node
}

const (
	leastSlab = 8
	mostSlab  = 1024
)

// slab returns how many things to allocate at once, of which there are parts in 16 lines.
func (a *arena) slab(parts int) int {
	return max(leastSlab, min(a.lines*parts/16, mostSlab))
}

// node returns a new node, a null.
func (a *arena) node() *tree.Node {
	if len(a.nodes) == cap(a.nodes) {
		a.nodes = make([]tree.Node, 0, a.slab(18))
	}
	a.nodes = a.nodes[:len(a.nodes)+1]
	return &a.nodes[len(a.nodes)-1]
}

// release takes a node back if it is the last that was made.
func (a *arena) release(n *tree.Node) {
	if last := len(a.nodes) - 1; last >= 0 && n == &a.nodes[last] {
		*n = tree.Node{}
		a.nodes = a.nodes[:last]
	}
}

// fieldsOf returns a copy of the members' fields.
func (a *arena) fieldsOf(members []member) []tree.Field {
	n := len(members)
	if n > cap(a.fields)-len(a.fields) {
		a.fields = make([]tree.Field, 0, max(n, a.slab(14)))
	}
	start := len(a.fields)
	for i := range members {
		a.fields = append(a.fields, members[i].Field)
	}
	return a.fields[start : start+n : start+n]
}

// itemsOf returns a copy of items.
func (a *arena) itemsOf(items []*tree.Node) []*tree.Node {
	n := len(items)
	if n > cap(a.items)-len(a.items) {
		a.items = make([]*tree.Node, 0, max(n, a.slab(4)))
	}
	start := len(a.items)
	a.items = append(a.items, items...)
	return a.items[start : start+n : start+n]
}
