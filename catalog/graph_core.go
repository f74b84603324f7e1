package catalog

// core is the part of a graph where its cycles are, by nodes and steps of its own: small enough, most of the time, for
// walks that lead anywhere to stay in the processor's caches.
type core struct {
	nodes []int32 // of the graph, in order
	start []uint32
	steps []int32 // those from node i, from start[i] to start[i+1]: where they lead
}

// core returns the nodes between which there may be cycles of steps that f allows, and these steps.
func (g *Graph) core(f filter) core {
	left := g.trim(f)
	numbers := left.numbers()
	c := core{nodes: make([]int32, 0, left.count()), start: make([]uint32, 1, left.count()+1)}
	for n := range left.all() {
		c.nodes = append(c.nodes, n)
		for s, pos, ok := g.next(n, &f, 0); ok; s, pos, ok = g.next(n, &f, pos) {
			if left.has(s.node) {
				c.steps = append(c.steps, left.number(s.node, numbers))
			}
		}
		c.start = append(c.start, uint32(len(c.steps)))
	}
	return c
}

// trim returns the nodes without most of those that no cycle leads through, for no step leads to or from them but by way
// of others of which that is so. It goes through the nodes in order, as often as that takes many away.
func (g *Graph) trim(f filter) bitset {
	const many = 3 // to take one in so many away is worth the next look
	left, back := newBitset(len(g.rank)), f.reversed()
	for n := range g.nodes() {
		left.add(n)
	}
	for count, taken := len(g.rank), len(g.rank); taken*many > count; count -= taken {
		taken = 0
		for n := range left.all() {
			if !g.leads(n, &f, left) || !g.leads(n, &back, left) {
				left.remove(n)
				taken++
			}
		}
	}
	return left
}

// leads reports whether a step that f allows leads from n to a node of the set.
func (g *Graph) leads(n int32, f *filter, set bitset) bool {
	return f.out != nil && leads(g.out.of(n), f.out, set) || f.in != nil && leads(g.in.of(n), f.in, set)
}

func leads(arcs []arc, allowed []bool, set bitset) bool {
	for _, a := range arcs {
		if allowed[a.label.relation()] && set.has(a.node) {
			return true
		}
	}
	return false
}
