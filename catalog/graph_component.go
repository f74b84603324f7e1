package catalog

import (
	"math"
	"slices"
)

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
	visits  []visit // by node
	stack   []int32 // reached, and not yet in a component
	calls   []call
	reached int32
	found   components
	count   int32
}

// visit is what the search knows of a node. It is all that it looks at of a step's end, for in a large graph it is the
// looking that takes the time.
type visit struct {
	order int32 // when it was reached, from 1; 0 before that, and done once it is in a component
	low   int32 // the earliest on the stack that it leads to
}

const done = math.MaxInt32

// call is a node whose steps are being followed.
type call struct {
	node int32
	pos  int  // of the next step
	loop bool // a step led back to the node itself
}

func (g *Graph) components(f filter) components {
	n := len(g.numbers)
	c := &componentSearch{g: g, f: f, visits: make([]visit, n)}
	c.found.of = make([]int32, n)
	for root := range g.nodes() {
		if c.visits[root].order == 0 {
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
		switch order := c.visits[s.node].order; {
		case s.node == top.node:
			top.loop = true
		case order == 0:
			c.enter(s.node)
		case order < c.visits[top.node].low: // and on the stack
			c.visits[top.node].low = order
		}
	}
}

func (c *componentSearch) enter(n int32) {
	c.reached++
	c.visits[n] = visit{c.reached, c.reached}
	c.stack = append(c.stack, n)
	c.calls = append(c.calls, call{node: n})
}

func (c *componentSearch) leave(left call) {
	n := left.node
	v := c.visits[n]
	c.calls = c.calls[:len(c.calls)-1]
	if len(c.calls) > 0 {
		caller := &c.visits[c.calls[len(c.calls)-1].node]
		caller.low = min(caller.low, v.low)
	}
	if v.low < v.order {
		return
	}
	first := len(c.stack) - 1
	for c.stack[first] != n {
		first--
	}
	c.count++
	for _, member := range c.stack[first:] {
		c.found.of[member] = c.count
		c.visits[member].order = done
	}
	if left.loop || len(c.stack)-first > 1 {
		members := slices.Clone(c.stack[first:])
		slices.Sort(members)
		c.found.members = append(c.found.members, members)
	}
	c.stack = c.stack[:first]
}
