package catalog

import "slices"

// backward reports whether t is the form of a relation that a [Graph] does not hold: the inverse of one that it does.
func (t RelationType) backward() bool {
	switch t {
	case OwnerOf, APIProvidedBy, APIConsumedBy, DependencyOf, HasPart, ParentOf, HasMember:
		return true
	}
	return false
}

// filter says along which relations to go: out has those to follow from source to target, in those from target to
// source, both by the type's index and nil for none.
type filter struct{ out, in []bool }

// filter returns what the types mean; none of them means all forward forms.
func (g *Graph) filter(types []RelationType) filter {
	f := filter{out: make([]bool, len(g.types))}
	if len(types) == 0 {
		for i := range f.out {
			f.out[i] = true
		}
		return f
	}
	for _, t := range types {
		if !t.backward() {
			g.allow(f.out, t)
			continue
		}
		if f.in == nil {
			f.in = make([]bool, len(g.types))
		}
		g.allow(f.in, t.Inverse())
	}
	return f
}

func (g *Graph) allow(set []bool, forward RelationType) {
	if i, ok := slices.BinarySearch(g.types, forward); ok {
		set[i] = true
	}
}

// reversed returns the filter that leads back where f leads.
func (f filter) reversed() filter { return filter{out: f.in, in: f.out} }

// bothWays returns the filter that follows what f does to either side.
func (f filter) bothWays() filter {
	both := make([]bool, max(len(f.out), len(f.in)))
	for i := range both {
		both[i] = f.out != nil && f.out[i] || f.in != nil && f.in[i]
	}
	return filter{out: both, in: both}
}

// step is one relation followed from one of its ends.
type step struct {
	node  int32 // where it leads
	label label
	back  bool // from target to source
}

// next returns the first step from n at position pos or after that f allows, and the position after it; ok is false
// when there is none. Position 0 is the first; steps to targets come before steps to sources.
func (g *Graph) next(n int32, f *filter, pos int) (s step, after int, ok bool) {
	out := g.out.of(n)
	if f.out != nil {
		for ; pos < len(out); pos++ {
			if a := out[pos]; f.out[a.label.relation()] {
				return step{a.node, a.label, false}, pos + 1, true
			}
		}
	}
	if f.in == nil {
		return step{}, pos, false
	}
	in := g.in.of(n)
	for i := max(pos-len(out), 0); i < len(in); i++ {
		if a := in[i]; f.in[a.label.relation()] {
			return step{a.node, a.label, true}, len(out) + i + 1, true
		}
	}
	return step{}, pos, false
}

// steps appends all steps from n that f allows, in the order of where they lead and of types.
func (g *Graph) steps(steps []step, n int32, f filter) []step {
	start := len(steps)
	for s, pos, ok := g.next(n, &f, 0); ok; s, pos, ok = g.next(n, &f, pos) {
		steps = append(steps, s)
	}
	if f.out != nil && f.in != nil {
		slices.SortStableFunc(steps[start:], compareSteps)
	}
	return steps
}

func compareSteps(a, b step) int {
	return compareArcs(arc{a.node, a.label &^ stated}, arc{b.node, b.label &^ stated})
}
