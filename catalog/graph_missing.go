package catalog

import "iter"

// Missing is what entities refer to that is not there.
type Missing struct {
	Ref Ref
	// By is the relations to it as they are stated, their sources being the entities whose references dangle; in the
	// order of source and type.
	By []Relation
}

// Missing returns all that is referred to but no entity, in the order of refs.
func (g *Graph) Missing() []Missing {
	var found []Missing
	for n := range g.nodes() {
		if g.missing.has(n) {
			found = append(found, Missing{Ref: g.ref(n), By: g.statedTo(n)})
		}
	}
	return found
}

// statedTo returns the relations to n that others state.
func (g *Graph) statedTo(n int32) []Relation {
	var by []Relation
	for _, s := range g.steps(nil, n, g.filter(nil).bothWays()) {
		theirs := bySource
		if !s.back {
			theirs = byTarget
		}
		if s.label&theirs != 0 {
			by = append(by, g.relation(s.node, step{n, s.label, !s.back}))
		}
	}
	return by
}

// Orphans yields the entities that no relation leads from or to, in the order of refs.
func (g *Graph) Orphans() iter.Seq[Ref] {
	return func(yield func(Ref) bool) {
		for n := range g.nodes() {
			alone := len(g.out.of(n))+len(g.in.of(n)) == 0
			if alone && !g.missing.has(n) && !yield(g.ref(n)) {
				return
			}
		}
	}
}

// Unreachable yields the entities that relations of the types lead to from none of the roots, in the order of refs. The
// roots themselves are reachable.
func (g *Graph) Unreachable(roots []Ref, types ...RelationType) iter.Seq[Ref] {
	return func(yield func(Ref) bool) {
		reached := g.reached(roots, g.filter(types))
		for n := range g.nodes() {
			if !reached.has(n) && !g.missing.has(n) && !yield(g.ref(n)) {
				return
			}
		}
	}
}

func (g *Graph) reached(roots []Ref, f filter) bitset {
	var starts []int32
	for _, ref := range roots {
		if n, ok := g.node(ref); ok {
			starts = append(starts, n)
		}
	}
	reached := newBitset(len(g.rank))
	for _, level := range g.levels(starts, f) {
		for _, n := range level {
			reached.add(n)
		}
	}
	return reached
}
