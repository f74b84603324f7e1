package catalog

import "math"

// Cycle is entities that depend on each other: a strongly connected component of the graph.
type Cycle struct {
	// Members is all entities of which each leads to each other, in the order of refs.
	Members []Ref
	// Shortest is one cycle among them, as short as any: each relation leads from where the one before leads to, and
	// the last leads back to where the first begins, which is the first in order of refs.
	Shortest []Relation
	// Minimal says that Shortest is known to be so. It is false only of huge components without short cycles, for which
	// the search is given up after a multiple of the time it takes to find them.
	Minimal bool
}

// Cycles returns the cycles that relations of the types make, in the order of their first members. An entity that
// refers to itself is one.
//
// It is best asked for one type at a time, or for [DependsOn] with [ConsumesAPI]: that a component depends on a database
// of the system that it is part of, say, is no cycle of any harm. A type and its inverse together make a cycle of each
// relation.
func (g *Graph) Cycles(types ...RelationType) []Cycle {
	return g.cycles(g.filter(types), math.MaxInt)
}

// CycleThrough returns a cycle that leads through ref: relations of which each leads from where the one before leads to,
// the first from ref and the last back to it. It is as short as can be, and the first in order of refs and types where
// several are. Nil when there is none: ref is among the members of none of the [Graph.Cycles].
func (g *Graph) CycleThrough(ref Ref, types ...RelationType) []Relation {
	n, ok := g.node(ref)
	if !ok {
		return nil
	}
	return g.way(n, n, g.filter(types))
}

// cycles returns the first cycles, at most as many as limit.
func (g *Graph) cycles(f filter, limit int) []Cycle {
	found := g.components(f)
	if len(found.members) == 0 {
		return nil
	}
	search := &cycleSearch{g: g, f: f, component: found.of, seen: make([]int32, len(g.rank))}
	cycles := make([]Cycle, min(len(found.members), limit))
	for i := range cycles {
		steps, minimal := search.shortest(found.members[i])
		cycles[i] = Cycle{Members: g.refs(found.members[i]), Shortest: g.cycle(steps), Minimal: minimal}
	}
	return cycles
}

// cycle returns the relations of a cycle given as the steps that make it, beginning at its first node in order.
func (g *Graph) cycle(steps []step) []Relation {
	first := 0
	for i := range steps {
		if steps[i].node < steps[first].node {
			first = i
		}
	}
	relations := make([]Relation, len(steps))
	at := steps[first].node
	for i := range steps {
		s := steps[(first+1+i)%len(steps)]
		relations[i] = g.relation(at, s)
		at = s.node
	}
	return relations
}

// cycleSearch finds shortest cycles within components, one after the other.
type cycleSearch struct {
	g         *Graph
	f         filter
	component []int32 // by node
	seen      []int32 // by node: the last round that came by
	round     int32
	queue     trail
	work      int // steps to go before the search is given up
}

// shortest returns the steps of a shortest cycle among members, and whether it is sure of that.
//
// It looks from every member for a cycle of 1 step, then of up to 2, 4, 8 and so on: most components have a short one,
// which is found without going far from any of them. Members that lead nowhere but to one other are passed over: a
// cycle of such alone is all there is.
func (c *cycleSearch) shortest(members []int32) ([]step, bool) {
	const rounds = 64 // as much as that many walks over all members
	starts, steps := c.starts(members)
	c.work = rounds * (steps + 1<<10)
	best := c.from(starts[0], len(members))
	for limit, done := 1, 0; done < len(best)-1; limit, done = limit*2, limit {
		for _, start := range starts {
			if c.work <= 0 {
				return best, false
			}
			if shorter := c.from(start, min(limit, len(best)-1)); shorter != nil {
				best = shorter
			}
		}
	}
	return best, true
}

// starts returns the members from which there is a choice of steps, or else the first, and the number of steps within.
func (c *cycleSearch) starts(members []int32) (starts []int32, steps int) {
	for _, n := range members {
		within := 0
		for s, pos, ok := c.g.next(n, &c.f, 0); ok; s, pos, ok = c.g.next(n, &c.f, pos) {
			if c.component[s.node] == c.component[n] {
				within++
			}
		}
		steps += within
		if within > 1 {
			starts = append(starts, n)
		}
	}
	if starts == nil {
		starts = members[:1]
	}
	return starts, steps
}

// from returns the steps of a shortest cycle through start, if there is one of at most limit steps.
func (c *cycleSearch) from(start int32, limit int) []step {
	c.round++
	c.seen[start] = c.round
	c.queue = append(c.queue[:0], hop{step: step{node: start}, from: -1})
	depth, end := 0, 1 // of hops so far, and where those of that depth end
	for i := 0; i < len(c.queue); i++ {
		if i == end {
			depth, end = depth+1, len(c.queue)
		}
		if depth == limit {
			return nil
		}
		n := c.queue[i].node
		for s, pos, ok := c.g.next(n, &c.f, 0); ok; s, pos, ok = c.g.next(n, &c.f, pos) {
			c.work--
			if s.node == start {
				return c.queue.steps(i, s)
			}
			if c.component[s.node] == c.component[start] && c.seen[s.node] != c.round {
				c.seen[s.node] = c.round
				c.queue = append(c.queue, hop{s, int32(i)})
			}
		}
	}
	return nil
}

// steps returns the steps from the beginning of the trail to its hop i, and last.
func (t trail) steps(i int, last step) []step {
	count := 1
	for j := i; t[j].from >= 0; j = int(t[j].from) {
		count++
	}
	steps := make([]step, count)
	steps[count-1] = last
	for ; t[i].from >= 0; i = int(t[i].from) {
		count--
		steps[count-1] = t[i].step
	}
	return steps
}
