package catalog

import "slices"

// components are the strongly connected components of a graph that hold a cycle.
type components struct {
	members [][]int32 // each sorted, in the order of their first members
	of      []int32   // by node: the number it was found under, which those of one component have in common
}

// componentSearch is Tarjan's algorithm, with a stack of its own in place of recursion: a chain of a million
// dependencies is as deep as it is long.
type componentSearch struct {
	g       *Graph
	f       filter
	order   []int32 // by node: when it was reached, from 1; 0 before that
	low     []int32 // by node: the earliest on the stack that it leads to
	stack   []int32 // reached, and not yet in a component
	calls   []call
	reached int32
	found   components
	count   int32
}

// call is a node whose steps are being followed.
type call struct {
	node int32
	pos  int  // of the next step
	loop bool // a step led back to the node itself
}

func (g *Graph) components(f filter) components {
	n := len(g.numbers)
	c := &componentSearch{g: g, f: f, order: make([]int32, n), low: make([]int32, n)}
	c.found.of = make([]int32, n)
	for root := range g.nodes() {
		if c.order[root] == 0 {
			c.search(root)
		}
	}
	slices.SortFunc(c.found.members, func(a, b []int32) int { return int(a[0] - b[0]) })
	return c.found
}

func (c *componentSearch) search(root int32) {
	c.enter(root)
	for len(c.calls) > 0 {
		top := &c.calls[len(c.calls)-1]
		s, pos, ok := c.g.next(top.node, &c.f, top.pos)
		if !ok {
			c.leave(*top)
			continue
		}
		top.pos = pos
		switch {
		case s.node == top.node:
			top.loop = true
		case c.order[s.node] == 0:
			c.enter(s.node)
		case c.found.of[s.node] == 0: // on the stack
			c.low[top.node] = min(c.low[top.node], c.order[s.node])
		}
	}
}

func (c *componentSearch) enter(n int32) {
	c.reached++
	c.order[n], c.low[n] = c.reached, c.reached
	c.stack = append(c.stack, n)
	c.calls = append(c.calls, call{node: n})
}

func (c *componentSearch) leave(done call) {
	n := done.node
	c.calls = c.calls[:len(c.calls)-1]
	if len(c.calls) > 0 {
		caller := c.calls[len(c.calls)-1].node
		c.low[caller] = min(c.low[caller], c.low[n])
	}
	if c.low[n] < c.order[n] {
		return
	}
	first := len(c.stack) - 1
	for c.stack[first] != n {
		first--
	}
	c.count++
	for _, member := range c.stack[first:] {
		c.found.of[member] = c.count
	}
	if done.loop || len(c.stack)-first > 1 {
		members := slices.Clone(c.stack[first:])
		slices.Sort(members)
		c.found.members = append(c.found.members, members)
	}
	c.stack = c.stack[:first]
}
