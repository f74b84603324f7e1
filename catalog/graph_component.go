package catalog

import (
	"math"
	"slices"
)

// components are the strongly connected components of a graph that hold a cycle.
type components struct {
	members [][]int32 // each sorted, in the order of their first members
	of      []int32   // by node: the number of its component from 1, 0 for none; nil if there are no components
}

// componentSearch is Tarjan's algorithm, with a stack of its own in place of recursion: a chain of a million
// dependencies is as deep as it is long.
type componentSearch struct {
	core
	visits  []visit // by node
	stack   []int32 // reached, and not yet in a component
	calls   []call
	reached int32
	found   [][]int32
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
	loop bool   // a step led back to the node itself
	next uint32 // step
}

func (g *Graph) components(f filter) components {
	c := &componentSearch{core: g.core(f)}
	c.visits = make([]visit, len(c.nodes))
	for root := range c.visits {
		if c.visits[root].order == 0 {
			c.search(int32(root))
		}
	}
	slices.SortFunc(c.found, func(a, b []int32) int { return int(a[0] - b[0]) })
	return components{members: c.found, of: c.membership(len(g.rank))}
}

// membership brings what was found over to the nodes of the graph, so many, and returns by node the number of the
// component from 1, 0 for none.
func (c *componentSearch) membership(nodes int) []int32 {
	if len(c.found) == 0 {
		return nil
	}
	of := make([]int32, nodes)
	for i, members := range c.found {
		for j, member := range members {
			members[j] = c.nodes[member]
			of[members[j]] = int32(i + 1)
		}
	}
	return of
}

func (c *componentSearch) search(root int32) {
	c.enter(root)
	for len(c.calls) > 0 {
		top := &c.calls[len(c.calls)-1]
		if top.next == c.start[top.node+1] {
			c.leave(*top)
			continue
		}
		to := c.steps[top.next]
		top.next++
		switch order := c.visits[to].order; {
		case to == top.node:
			top.loop = true
		case order == 0:
			c.enter(to)
		case order < c.visits[top.node].low: // and on the stack
			c.visits[top.node].low = order
		}
	}
}

func (c *componentSearch) enter(n int32) {
	c.reached++
	c.visits[n] = visit{c.reached, c.reached}
	c.stack = append(c.stack, n)
	c.calls = append(c.calls, call{node: n, next: c.start[n]})
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
	for _, member := range c.stack[first:] {
		c.visits[member].order = done
	}
	if left.loop || len(c.stack)-first > 1 {
		members := slices.Clone(c.stack[first:])
		slices.Sort(members)
		c.found = append(c.found, members)
	}
	c.stack = c.stack[:first]
}
