package catalog

import (
	"iter"
	"slices"
)

// Dependencies yields what ref refers to by a relation of the types, or by any, in the order of refs. Each comes once,
// and ref itself never does.
func (g *Graph) Dependencies(ref Ref, types ...RelationType) iter.Seq[Ref] {
	return g.neighbours(ref, g.filter(types))
}

// Dependents yields what refers to ref: those of which ref is among the [Graph.Dependencies].
func (g *Graph) Dependents(ref Ref, types ...RelationType) iter.Seq[Ref] {
	return g.neighbours(ref, g.filter(types).reversed())
}

// AllDependencies yields what ref refers to, and what that refers to in turn, however far: each with its depth, the
// number of relations that it takes to get there, in the order of depth and ref.
func (g *Graph) AllDependencies(ref Ref, types ...RelationType) iter.Seq2[Ref, int] {
	return g.closure(ref, g.filter(types))
}

// AllDependents yields what refers to ref, and what refers to that in turn, with its depth, in the order of depth and
// ref.
func (g *Graph) AllDependents(ref Ref, types ...RelationType) iter.Seq2[Ref, int] {
	return g.closure(ref, g.filter(types).reversed())
}

func (g *Graph) neighbours(ref Ref, f filter) iter.Seq[Ref] {
	return func(yield func(Ref) bool) {
		start, ok := g.node(ref)
		if !ok {
			return
		}
		last := start // so that neither start nor any other comes twice
		for _, s := range g.steps(nil, start, f) {
			if s.node == last || s.node == start {
				continue
			}
			last = s.node
			if !yield(g.ref(s.node)) {
				return
			}
		}
	}
}

func (g *Graph) closure(ref Ref, f filter) iter.Seq2[Ref, int] {
	return func(yield func(Ref, int) bool) {
		start, ok := g.node(ref)
		if !ok {
			return
		}
		for depth, level := range g.levels([]int32{start}, f) {
			if depth == 0 {
				continue
			}
			for _, n := range level {
				if !yield(g.ref(n), depth) {
					return
				}
			}
		}
	}
}

// levels yields the nodes that are 0, 1, 2, … steps away from the nearest of the starts, each level sorted. A level is
// good until the next comes.
func (g *Graph) levels(starts []int32, f filter) iter.Seq2[int, []int32] {
	return func(yield func(int, []int32) bool) {
		seen := newBitset(len(g.rank))
		level := make([]int32, 0, len(starts))
		for _, n := range starts {
			level = seen.addTo(level, n)
		}
		var next []int32
		for depth := 0; len(level) > 0; depth++ {
			slices.Sort(level)
			if !yield(depth, level) {
				return
			}
			next = next[:0]
			for _, n := range level {
				for s, pos, ok := g.next(n, &f, 0); ok; s, pos, ok = g.next(n, &f, pos) {
					next = seen.addTo(next, s.node)
				}
			}
			level, next = next, level
		}
	}
}

// addTo adds n to the set, and appends it to nodes if it was not there.
func (b bitset) addTo(nodes []int32, n int32) []int32 {
	if b.has(n) {
		return nodes
	}
	b.add(n)
	return append(nodes, n)
}

// Path returns the relations that lead from one entity to another, each from where the one before leads to. It is as
// short as can be, and the first in order of refs and types where several are. Nil when there is none, and when the
// two are the same.
func (g *Graph) Path(from, to Ref, types ...RelationType) []Relation {
	source, ok := g.node(from)
	if !ok {
		return nil
	}
	target, ok := g.node(to)
	if !ok || source == target {
		return nil
	}
	return g.way(source, target, g.filter(types))
}

// way returns the shortest walk of at least one step from source to target, the first in order of refs and types.
func (g *Graph) way(source, target int32, f filter) []Relation {
	seen := newBitset(len(g.rank))
	seen.add(source)
	way := trail{{step: step{node: source}, from: -1}}
	var steps []step
	for i := 0; i < len(way); i++ {
		steps = g.steps(steps[:0], way[i].node, f)
		for _, s := range steps {
			if s.node == target {
				return append(way.relations(g, i), g.relation(way[i].node, s))
			}
			if !seen.has(s.node) {
				seen.add(s.node)
				way = append(way, hop{s, int32(i)})
			}
		}
	}
	return nil
}

// hop is a step and the index of the hop before it.
type hop struct {
	step
	from int32
}

// trail is the hops of a search, each after the one it comes from. The first only says where the search begins.
type trail []hop

// relations returns the relations from the beginning of the trail to its hop i.
func (t trail) relations(g *Graph, i int) []Relation {
	var out []Relation
	for t[i].from >= 0 {
		before := int(t[i].from)
		out = append(out, g.relation(t[before].node, t[i].step))
		i = before
	}
	slices.Reverse(out)
	return out
}
