package catalog

import (
	"slices"
	"strings"
)

// CycleError says that entities cannot be put in order because they depend on each other.
type CycleError struct {
	Refs []Ref // each depends on the next, and the last on the first
}

// Error names the entities of the cycle, the first again at the end.
func (e *CycleError) Error() string {
	var b strings.Builder
	b.WriteString("cycle: ")
	for _, ref := range e.Refs {
		b.WriteString(ref.String())
		b.WriteString(" -> ")
	}
	if len(e.Refs) > 0 {
		b.WriteString(e.Refs[0].String())
	}
	return b.String()
}

// Sort returns the entities so that each comes after all that it depends on by relations of the types: in the order of
// the longest chain of relations that begins at them, then of refs. It fails with a [*CycleError] that holds the
// shortest cycle of the first of [Graph.Cycles].
func (g *Graph) Sort(types ...RelationType) ([]Ref, error) {
	f := g.filter(types)
	back := f.reversed()
	waiting, level := g.waiting(f)
	sorted := make([]Ref, 0, g.entities)
	settled := 0
	var next []int32
	for len(level) > 0 {
		settled += len(level)
		next = next[:0]
		for _, n := range level {
			if !g.missing.has(n) {
				sorted = append(sorted, g.ref(n))
			}
			for s, pos, ok := g.next(n, &back, 0); ok; s, pos, ok = g.next(n, &back, pos) {
				if waiting[s.node]--; waiting[s.node] == 0 {
					next = append(next, s.node)
				}
			}
		}
		slices.Sort(next)
		level, next = next, level
	}
	if settled < len(waiting) {
		return nil, g.cycleError(f)
	}
	return sorted, nil
}

// waiting returns for each node how many steps lead from it, and the nodes from which none does.
func (g *Graph) waiting(f filter) (counts, none []int32) {
	counts = make([]int32, len(g.rank))
	for n := range g.nodes() {
		for _, pos, ok := g.next(n, &f, 0); ok; _, pos, ok = g.next(n, &f, pos) {
			counts[n]++
		}
		if counts[n] == 0 {
			none = append(none, n)
		}
	}
	return counts, none
}

func (g *Graph) cycleError(f filter) *CycleError {
	cycle := g.cycles(f, 1)[0].Shortest
	refs := make([]Ref, len(cycle))
	for i, r := range cycle {
		refs[i] = r.Source
	}
	return &CycleError{Refs: refs}
}
