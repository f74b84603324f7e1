package lint

import "github.com/goldenpath-go/goldenpath/catalog"

// Cycles returns the circles that relations of type t make among the entities of [View.Graph], as [catalog.Graph.Cycles]
// does, but for two things. Those that lead through entities elsewhere alone may be left out. And if linted entities
// state no step of the shortest circle among the members, but some of another, such a one stands in its place: it is
// short, but not always as short as any that they state a step of.
func (v *View) Cycles(t catalog.RelationType) []catalog.Cycle { return v.cycles(fewAsked, t) }

// fewAsked is for how many entities elsewhere circles are looked for without asking whether any can lead back: for that
// all entities are looked at.
const fewAsked = 10_000

func (v *View) cycles(fewAsked int, t catalog.RelationType) []catalog.Cycle {
	if v.rest == nil {
		if v.acyclic(t) {
			return nil
		}
		return v.Graph(t).Cycles(t)
	}
	types := []catalog.RelationType{t}
	g := v.startGraph(types)
	switch {
	case g.walk(fewAsked):
	case v.leadsBack(t):
		return v.ownCycles(v.graphOfAll(types), t)
	case v.acyclic(t):
		return nil
	default:
		g = v.startGraph(types) // without what is elsewhere
	}
	return v.ownCycles(g.builder.Graph(), t)
}

// leadsBack reports whether a relation of type t leads from an entity that is not linted to one that is: without one, no
// circle through linted entities leaves them.
func (v *View) leadsBack(t catalog.RelationType) bool {
	inverse := t.Inverse()
	for _, f := range v.linted {
		for i := range f.Refs {
			if r := &f.Refs[i]; r.Relation == inverse && inverse != "" && !v.rest.linted(r.Target) {
				return true
			}
		}
		for _, r := range v.DependentsElsewhere(f.Ref) {
			if r.Relation == t {
				return true
			}
		}
	}
	return false
}

// acyclic reports whether the references of linted entities that state a relation of type t lead round in no circle, as
// they nearly always do: it costs a tenth of a graph. An entity is struck out once all that refers to it are.
func (v *viewIndex) acyclic(t catalog.RelationType) bool {
	var arcs [][2]int32
	v.eachRelation(t, func(from, to int32) { arcs = append(arcs, [2]int32{from, to}) })
	if len(arcs) == 0 {
		return true
	}
	waiting := make([]int32, len(v.entries)) // how many that refer to it are not struck out
	for _, arc := range arcs {
		waiting[arc[1]]++
	}
	edges := group(len(v.entries), func(add func(int32, int32)) {
		for _, arc := range arcs {
			add(arc[0], arc[1])
		}
	})
	var struck []int32
	for n, count := range waiting {
		if count == 0 {
			struck = append(struck, int32(n))
		}
	}
	for i := 0; i < len(struck); i++ {
		for _, to := range edges.of(struck[i]) {
			if waiting[to]--; waiting[to] == 0 {
				struck = append(struck, to)
			}
		}
	}
	return len(struck) == len(waiting)
}

// eachRelation calls do for each reference that states a relation of type t, or its inverse, to another entity.
func (v *viewIndex) eachRelation(t catalog.RelationType, do func(from, to int32)) {
	inverse, next := t.Inverse(), 0
	for i, f := range v.linted {
		own := v.numbers[i]
		for j := range f.Refs {
			other := v.targets[next]
			next++
			switch {
			case own == other:
			case f.Refs[j].Relation == t:
				do(own, other)
			case f.Refs[j].Relation == inverse:
				do(other, own)
			}
		}
	}
}
