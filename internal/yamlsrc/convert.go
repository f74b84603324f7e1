package yamlsrc

import (
	"slices"
	"sort"

	"github.com/goldenpath-go/goldenpath/internal/tree"
)

// convert makes of the nodes of a document what JavaScript makes of them: aliases get their values, names of members their
// texts and order. It fails where Backstage's library throws.
func (r *reader) convert(d *Document, s *docState) *Error {
	if len(s.aliases) == 0 && s.keys == nil && s.special == nil {
		settleAll(s.odd)
		return nil
	}
	c := &converter{reader: r, docState: s, document: d, merged: map[*tree.Node][]tree.Field{}, risen: 1}
	c.index()
	c.walk(d.Root)
	if c.err != nil {
		return c.err
	}
	settleAll(s.odd)
	for n := range s.keys {
		if fields, ok := c.merged[n]; ok {
			n.Fields = fields
		}
		settle(n)
	}
	for _, special := range s.special {
		if special == mergeKey {
			c.dropSymbols(d.Root)
			break
		}
	}
	c.fill()
	return nil
}

func settleAll(nodes []*tree.Node) {
	for _, n := range nodes {
		settle(n)
	}
}

// converter walks the document in the order in which JavaScript does.
type converter struct {
	*docState
	reader      *reader
	document    *Document
	anchorOf    map[*tree.Node]*anchor
	aliasOf     map[*tree.Node]*alias
	anchorSet   map[string]bool // names of the anchors of nodes that were walked
	leaves      map[*tree.Node]bool
	merged      map[*tree.Node][]tree.Field
	mergedCount int
	risen       int // how many anchors have a weight, and one
	inKey       int // how many keys are being walked: no value contains what is in them
	err         *Error
}

// index sorts the anchors as they stand in the file, and finds the one that each alias stands for: the last before it.
func (c *converter) index() {
	sort.SliceStable(c.anchors, func(i, j int) bool { return c.anchors[i].at < c.anchors[j].at })
	c.anchorOf = make(map[*tree.Node]*anchor, len(c.anchors))
	c.aliasOf = make(map[*tree.Node]*alias, len(c.aliases))
	c.anchorSet, c.leaves = map[string]bool{}, map[*tree.Node]bool{}
	last := map[string]*anchor{}
	next := 0
	for i := range c.aliases {
		a := &c.aliases[i]
		for ; next < len(c.anchors) && c.anchors[next].at < a.node.Start; next++ {
			last[c.anchors[next].name] = &c.anchors[next]
		}
		a.source = last[a.name]
		c.aliasOf[a.node] = a
	}
	for i := range c.anchors {
		c.anchorOf[c.anchors[i].node] = &c.anchors[i]
	}
}

// dropSymbols removes values that are merge keys: to JavaScript they are symbols, which JSON leaves out of objects, and has as
// null elsewhere.
func (c *converter) dropSymbols(n *tree.Node) {
	isSymbol := func(n *tree.Node) bool { return c.special[n] == mergeKey }
	if isSymbol(n) {
		n.Kind, n.Text = tree.Null, ""
	}
	for _, item := range n.Items {
		c.dropSymbols(item)
	}
	n.Fields = slices.DeleteFunc(n.Fields, func(f tree.Field) bool { return isSymbol(f.Value) })
	for i := range n.Fields {
		c.dropSymbols(n.Fields[i].Value)
	}
}

// source returns the node that stands for n: n itself if it is no alias, nil if it is one for nothing.
func (c *converter) source(n *tree.Node) *tree.Node {
	if !n.Aliased {
		return n
	}
	if a := c.aliasOf[n]; a.source != nil {
		return a.source.node
	}
	return nil
}

func (c *converter) fail(code, message string, n *tree.Node) {
	if c.err == nil {
		c.err = &Error{Code: code, Message: message, Start: n.Start, End: n.End}
	}
}

// walk converts a node.
func (c *converter) walk(n *tree.Node) {
	if c.err != nil {
		return
	}
	if n.Aliased {
		c.use(c.aliasOf[n])
		return
	}
	if a := c.anchorOf[n]; a != nil {
		a.count, a.weight, a.open = 1, 0, true
		c.anchorSet[a.name] = true
		defer func() { a.open = false }()
	}
	for _, item := range n.Items {
		c.walk(item)
	}
	switch {
	case c.hasMerge(n):
		c.merged[n] = c.mergedMembers(n, false).fields
	case c.special[n] == orderedMap:
		c.walkOrdered(n)
	default:
		c.walkMembers(n)
	}
}

// walkOrdered converts an !!omap.
func (c *converter) walkOrdered(n *tree.Node) {
	seen := map[any]bool{}
	for i, key := range c.keys[n] {
		if key == nil {
			key = c.reader.keyAgain(&n.Fields[i], c.version)
		}
		c.walkKey(key)
		if c.err != nil {
			return
		}
		id := c.identity(key)
		if seen[id] {
			c.fail(codeDuplicate, "Ordered maps must not include duplicate keys", n)
		}
		seen[id] = true
		c.walk(n.Fields[i].Value)
	}
}

// identity returns what JavaScript compares a key by.
func (c *converter) identity(key *tree.Node) any {
	source := c.source(key)
	if source.Kind >= tree.Array || c.special[source] != ordinary {
		return source
	}
	return keyID{source.Kind, keyName(source)}
}

func (c *converter) walkMembers(n *tree.Node) {
	keys := c.keys[n]
	for i := range n.Fields {
		if keys != nil && keys[i] != nil {
			c.walkKey(keys[i])
			if n.Kind == tree.Object || !c.isCollectionKey(keys[i]) {
				n.Fields[i].Name = c.keyText(keys[i])
			}
		}
		c.walk(n.Fields[i].Value)
	}
}

func (c *converter) walkKey(n *tree.Node) {
	c.inKey++
	c.walk(n)
	c.inKey--
}

// isCollectionKey tells whether the key is a collection, which as a key of a set needs no name.
func (c *converter) isCollectionKey(n *tree.Node) bool {
	n = c.source(n)
	return n == nil || n.Kind >= tree.Array
}

// use converts an alias, and counts it. As in Backstage's library, the limit is not on how many nodes are made, but on how
// often one anchor is used, times how often the anchors inside of it were.
func (c *converter) use(n *alias) {
	const most = 100
	a := n.source
	if a == nil {
		c.fail(codeBadAlias, msgUnresolved+n.name, n.node)
		return
	}
	if a.count == 0 {
		c.walk(a.node)
	}
	if a.open && c.inKey == 0 {
		c.document.Recursive = true
	}
	a.count++
	if a.weight == 0 && a.risen != c.risen {
		c.setWeight(a)
	}
	if a.count*a.weight > most {
		c.fail(codeExhausted, "Excessive alias count indicates a resource exhaustion attack", n.node)
	}
}

// setWeight finds the weight of an anchor. One that has none may get one later if it has aliases for nodes around it, once
// another anchor has.
func (c *converter) setWeight(a *anchor) {
	a.weight, a.risen = c.weigh(a.node), c.risen
	if a.weight > 0 {
		c.risen++
	}
}

// weigh returns the most that an alias in n counts for, or 1 if there is a scalar in n.
func (c *converter) weigh(n *tree.Node) int {
	weight := 0
	if c.hasLeaf(n) {
		weight = 1
	}
	i := sort.Search(len(c.aliases), func(i int) bool { return c.aliases[i].at >= n.Start })
	for ; i < len(c.aliases) && c.aliases[i].at < n.End; i++ {
		if a := c.aliases[i].source; a != nil {
			weight = max(weight, a.count*a.weight)
		}
	}
	return weight
}

// hasLeaf tells whether there is a scalar in n, not counting what aliases stand for.
func (c *converter) hasLeaf(n *tree.Node) bool {
	if n.Aliased || n.Kind < tree.Array {
		return !n.Aliased
	}
	leaf, known := c.leaves[n]
	if known {
		return leaf
	}
	for i := 0; i < len(n.Items) && !leaf; i++ {
		leaf = c.hasLeaf(n.Items[i])
	}
	keys := c.keys[n]
	for i := 0; i < len(n.Fields) && !leaf; i++ {
		leaf = keys == nil || keys[i] == nil || c.hasLeaf(keys[i]) || c.hasLeaf(n.Fields[i].Value)
	}
	c.leaves[n] = leaf
	return leaf
}

// fill gives aliases the content of the nodes they stand for; those inside of the node they stand for stay empty.
func (c *converter) fill() {
	for i := range c.aliases {
		n := c.aliases[i].node
		source := c.source(n)
		if source == nil || source.Start <= n.Start && n.End <= source.End && source.Kind >= tree.Array {
			continue
		}
		start, end := n.Start, n.End
		*n = *source
		n.Start, n.End, n.Aliased = start, end, true
	}
}
