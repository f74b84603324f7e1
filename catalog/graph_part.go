package catalog

// Part returns the graph of the entities that keep is true of and of the relations of the types between them, or of
// all. What is missing is missing in the part too.
func (g *Graph) Part(keep func(Ref) bool, types ...RelationType) *Graph {
	kept := newBitset(len(g.rank))
	for n := range g.nodes() {
		if keep(g.ref(n)) {
			kept.add(n)
		}
	}
	return g.part(kept, g.filter(types))
}

// Neighbourhood returns the part of the graph that is at most depth relations of the types away from ref, whichever
// way they lead, and the relations of the types within. With depth 0 that is ref alone.
func (g *Graph) Neighbourhood(ref Ref, depth int, types ...RelationType) *Graph {
	kept := newBitset(len(g.rank))
	f := g.filter(types)
	if start, ok := g.node(ref); ok && depth >= 0 {
		for at, level := range g.levels([]int32{start}, f.bothWays()) {
			kept.addAll(level)
			if at == depth {
				break
			}
		}
	}
	return g.part(kept, f)
}

// Within returns the part of the graph that is about whole, such as a system: itself, all that is part of it or of its
// parts, and what these are related to by the types, whichever way; and the relations of the types within that,
// [PartOf] always among them.
func (g *Graph) Within(whole Ref, types ...RelationType) *Graph {
	kept := newBitset(len(g.rank))
	start, ok := g.node(whole)
	if !ok {
		return g.part(kept, filter{})
	}
	var inside []int32
	for _, level := range g.levels([]int32{start}, g.filter([]RelationType{HasPart})) {
		inside = append(inside, level...)
	}
	kept.addAll(inside)
	f := g.filter(types)
	around := f.bothWays()
	for _, n := range inside {
		for s, pos, ok := g.next(n, &around, 0); ok; s, pos, ok = g.next(n, &around, pos) {
			kept.add(s.node)
		}
	}
	g.allow(f.out, PartOf)
	return g.part(kept, f)
}

// part returns the graph of the kept nodes and of the relations between them that f follows.
func (g *Graph) part(kept bitset, f filter) *Graph {
	var b GraphBuilder
	for n := range g.nodes() {
		if !kept.has(n) {
			continue
		}
		b.hold(g.ref(n), !g.missing.has(n))
		for s, pos, ok := g.next(n, &f, 0); ok; s, pos, ok = g.next(n, &f, pos) {
			if kept.has(s.node) {
				g.restate(&b, n, s)
			}
		}
	}
	return b.Graph()
}

// restate tells b of the step from n as those do who state it.
func (g *Graph) restate(b *GraphBuilder, n int32, s step) {
	source, target, t := g.ref(n), g.ref(s.node), g.types[s.label.relation()]
	if s.back {
		source, target = target, source
	}
	if s.label&bySource != 0 {
		b.AddReference(source, t, target)
	}
	if s.label&byTarget != 0 {
		b.AddReference(target, t.Inverse(), source)
	}
}
