package yamlsrc

import (
	"slices"

	"github.com/goldenpath-go/goldenpath/internal/tree"
)

// member is an item of a mapping.
type member struct {
	tree.Field
	kind  tree.Kind  // of the key
	loose bool       // the key equals no other
	node  *tree.Node // of the key, if it is not its name alone that counts
}

// object is a mapping while it is read.
type object struct {
	node       *tree.Node
	base       int // index in the reader's fields of the mapping's first
	contentEnd int
	odd        bool // names may be repeated, or have an order of their own
	late       bool // some names are known only when the document is complete
	full       bool // not all values are null
	seen       map[keyID]struct{}
}

// keyID is what keys are compared by.
type keyID struct {
	kind tree.Kind
	name string
}

// fewKeys is up to how many keys are compared one by one.
const fewKeys = 12

func (r *reader) newObject() object {
	n := r.nodes.node()
	n.Kind = tree.Object
	return object{node: n, base: len(r.fields)}
}

// memberOf returns an item whose key is n, without its value. The key's node is kept if there is more to it than a name, or
// there may be.
func (r *reader) memberOf(n *tree.Node, keep bool) member {
	m := member{kind: n.Kind, node: n}
	m.KeyStart, m.KeyEnd = n.Start, n.End
	switch {
	case n.Aliased || n.Kind >= tree.Array || r.doc.isSpecial(n):
		m.loose = r.doc.special[n] != mergeText
		m.Name = n.Text
		return m
	case n.Kind == tree.Number && n.Number != n.Number:
		m.loose = true
	}
	m.Name = keyName(n)
	if !keep && !r.doc.isAnchor(n) && !r.doc.isNoted(n) {
		m.node = nil
		r.nodes.release(n)
	}
	return m
}

// keyName returns the name that JavaScript gives a member whose key is the scalar n.
func keyName(n *tree.Node) string {
	switch n.Kind {
	case tree.String:
		return n.Text
	case tree.Bool:
		if n.Bool {
			return "true"
		}
		return "false"
	case tree.Number:
		return tree.FormatNumber(n.Number)
	}
	return ""
}

// repeats tells whether the object has the key already, and remembers it.
func (r *reader) repeats(o *object, m *member) bool {
	if m.loose {
		return false
	}
	fields := r.fields[o.base:]
	if len(fields) <= fewKeys {
		for i := range fields {
			if f := &fields[i]; f.kind == m.kind && f.Name == m.Name && !f.loose {
				return true
			}
		}
		return false
	}
	if o.seen == nil {
		o.seen = make(map[keyID]struct{}, 4*len(fields))
		for i := range fields {
			if f := &fields[i]; !f.loose {
				o.seen[keyID{f.kind, f.Name}] = struct{}{}
			}
		}
	}
	id := keyID{m.kind, m.Name}
	_, found := o.seen[id]
	o.seen[id] = struct{}{}
	return found
}

// add appends an item.
func (r *reader) add(o *object, m member, value *tree.Node, bare bool) {
	m.Value = value
	o.odd = o.odd || m.kind != tree.String || isIndex(m.Name)
	o.late = o.late || m.node != nil
	o.full = o.full || !bare
	o.contentEnd = max(o.contentEnd, m.KeyEnd, value.End)
	r.fields = append(r.fields, m)
}

func (r *reader) addItem(m *blockMap, value *tree.Node, bare bool) {
	r.add(&m.object, m.key.member, value, bare)
}

// seal makes the items that were read the object's members.
func (r *reader) seal(o *object) {
	members := r.fields[o.base:]
	o.node.Fields = r.nodes.fieldsOf(members)
	if o.late {
		keys := make([]*tree.Node, len(members))
		for i := range members {
			keys[i] = members[i].node
		}
		r.doc.lateKeys(o.node, keys)
	}
	r.fields = r.fields[:o.base]
	switch {
	case o.late, !o.odd:
	case r.doc.live() || r.inKey > 0:
		r.doc.odd = append(r.doc.odd, o.node)
	default:
		settle(o.node)
	}
}

// sealArray makes the nodes from index items on the array's items.
func (r *reader) sealArray(n *tree.Node, items int) {
	n.Kind = tree.Array
	n.Items = r.nodes.itemsOf(r.items[items:])
	r.items = r.items[:items]
}

// settle gives the object's members the order, and of those of one name the one, that JavaScript has: the last of a name
// counts, in the place of the first, and names that are array indices come first.
func settle(n *tree.Node) {
	at := make(map[string]int, len(n.Fields))
	kept := n.Fields[:0]
	for _, f := range n.Fields {
		if i, ok := at[f.Name]; ok {
			kept[i] = f
			continue
		}
		at[f.Name] = len(kept)
		kept = append(kept, f)
	}
	n.Fields = kept
	slices.SortStableFunc(n.Fields, func(a, b tree.Field) int { return compareNames(a.Name, b.Name) })
}

// compareNames orders array indices by size and before all other names, which it leaves in their order.
func compareNames(a, b string) int {
	x, y := isIndex(a), isIndex(b)
	switch {
	case x && y && len(a) != len(b):
		return len(a) - len(b)
	case x && y && a != b:
		if a < b {
			return -1
		}
		return 1
	case x && !y:
		return -1
	case y && !x:
		return 1
	}
	return 0
}

// isIndex tells whether the name is an array index to JavaScript: an integer below 2^32 - 1 in its shortest form.
func isIndex(name string) bool {
	if name == "" || len(name) > 10 || name[0] == '0' && len(name) > 1 {
		return false
	}
	for i := range len(name) {
		if !isDigit(name[i]) {
			return false
		}
	}
	return len(name) < 10 || name < "4294967295"
}
