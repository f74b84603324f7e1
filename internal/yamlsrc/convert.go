package yamlsrc

import (
	"sort"

	"github.com/goldenpath-go/goldenpath/internal/tree"
)

// convert makes of the nodes of a document what JavaScript makes of them: aliases get their values, names of members their
// texts and order. It fails where Backstage's library throws.
func (r *reader) convert(d *Document, s *docState) *Error {
	if len(s.aliases) == 0 && s.keys == nil && s.special == nil {
		for _, n := range s.odd {
			settle(n)
		}
		return nil
	}
	c := &converter{reader: r, docState: s, document: d, known: map[*tree.Node]*anchored{}, open: map[*tree.Node]bool{}, merged: map[*tree.Node][]tree.Field{}}
	c.index()
	c.walk(d.Root)
	if c.err != nil {
		return c.err
	}
	for _, n := range s.odd {
		settle(n)
	}
	for n := range s.keys {
		if fields, ok := c.merged[n]; ok {
			n.Fields = fields
		}
		settle(n)
	}
	c.fill()
	return nil
}

// converter walks the document in the order in which JavaScript does.
type converter struct {
	*docState
	document *Document
	named    map[string][]int // indices in anchors, by name, in the order of the file
	target   map[*tree.Node]string
	nameOf   map[*tree.Node]string // of nodes with anchors
	reader   *reader
	known    map[*tree.Node]*anchored // nodes with anchors that were walked
	open     map[*tree.Node]bool      // nodes with anchors that are being walked
	merged   map[*tree.Node][]tree.Field
	inKey    int // how many keys are being walked: no value contains what is in them
	err      *Error
}

// anchored is a node with an anchor.
type anchored struct {
	count   int // how often it was used
	aliases int // how many times its content repeats what aliases in it stand for; 0 if not known
}

func (c *converter) index() {
	sort.SliceStable(c.anchors, func(i, j int) bool { return c.anchors[i].at < c.anchors[j].at })
	c.named = map[string][]int{}
	c.nameOf = map[*tree.Node]string{}
	for i, a := range c.anchors {
		c.named[a.name] = append(c.named[a.name], i)
		c.nameOf[a.node] = a.name
	}
	c.target = map[*tree.Node]string{}
	for _, a := range c.aliases {
		c.target[a.node] = a.name
	}
}

// source returns the node that an alias stands for: the last before it that has the anchor. Nil if there is none.
func (c *converter) source(n *tree.Node) *tree.Node {
	list := c.named[c.target[n]]
	i := sort.Search(len(list), func(i int) bool { return c.anchors[list[i]].at >= n.Start })
	if i == 0 {
		return nil
	}
	return c.anchors[list[i-1]].node
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
		c.use(n)
		return
	}
	if c.nameOf[n] != "" {
		c.known[n] = &anchored{count: 1}
		c.open[n] = true
		defer delete(c.open, n)
	}
	for _, item := range n.Items {
		c.walk(item)
	}
	if c.hasMerge(n) {
		c.merged[n] = c.mergedMembers(n, false).fields
		return
	}
	c.walkMembers(n)
}

func (c *converter) walkMembers(n *tree.Node) {
	keys := c.keys[n]
	for i := range n.Fields {
		if keys != nil && keys[i] != nil {
			c.inKey++
			c.walk(keys[i])
			c.inKey--
			if n.Kind == tree.Object || !c.isCollectionKey(keys[i]) {
				n.Fields[i].Name = c.keyText(keys[i])
			}
		}
		c.walk(n.Fields[i].Value)
	}
}

// isCollectionKey tells whether the key is a collection, which as a key of a set needs no name.
func (c *converter) isCollectionKey(n *tree.Node) bool {
	if n.Aliased {
		n = c.source(n)
	}
	return n == nil || n.Kind >= tree.Array
}

// use converts an alias, and counts it.
func (c *converter) use(n *tree.Node) {
	source := c.source(n)
	if source == nil {
		c.fail(codeBadAlias, msgUnresolved+c.target[n], n)
		return
	}
	if c.known[source] == nil {
		c.walk(source)
	}
	if c.open[source] && c.inKey == 0 {
		c.document.Recursive = true
	}
	a := c.known[source]
	a.count++
	if a.aliases == 0 {
		a.aliases = c.weight(source)
	}
	if a.count*a.aliases > 100 {
		c.fail(codeExhausted, "Excessive alias count indicates a resource exhaustion attack", n)
	}
}

// weight returns how many nodes an alias for n stands for, as Backstage's library counts them.
func (c *converter) weight(n *tree.Node) int {
	if n.Aliased {
		if a := c.known[c.source(n)]; a != nil {
			return a.count * a.aliases
		}
		return 0
	}
	switch n.Kind {
	case tree.Array:
		most := 0
		for _, item := range n.Items {
			most = max(most, c.weight(item))
		}
		return most
	case tree.Object, tree.Set:
		most := 0
		keys := c.keys[n]
		for i := range n.Fields {
			if keys == nil || keys[i] == nil {
				most = max(most, 1)
			} else {
				most = max(most, c.weight(keys[i]))
			}
			most = max(most, c.weight(n.Fields[i].Value))
		}
		return most
	}
	return 1
}

// fill gives aliases the content of the nodes they stand for.
func (c *converter) fill() {
	for _, a := range c.aliases {
		source := c.source(a.node)
		if source == nil || source.Start <= a.node.Start && a.node.End <= source.End && source.Kind >= tree.Array {
			continue // itself a part of it
		}
		start, end := a.node.Start, a.node.End
		*a.node = *source
		a.node.Start, a.node.End, a.node.Aliased = start, end, true
	}
}
