package lint

import (
	"slices"

	"github.com/goldenpath-go/goldenpath/catalog"
)

// maxCircles is through how many references of linted entities circles of one knot are looked for.
const maxCircles = 16

// ownCycles returns the cycles of g. Where no linted entity states a step of the shortest circle, another is shown in its
// place that leads through a reference of one: a short one, if not as short as any.
func (v *View) ownCycles(g *catalog.Graph, t catalog.RelationType) []catalog.Cycle {
	cycles := g.Cycles(t)
	through := v.throughLinted(t, v.membersOf(cycles, v.statedElsewhere(t, cycles)))
	if len(through) == 0 {
		return cycles
	}
	knots := knotsOf(g, t, cycles, through)
	for i, c := range cycles {
		if circle := shortestThrough(knots, t, through[i]); circle != nil {
			cycles[i].Shortest, cycles[i].Minimal = circle, c.Minimal && len(circle) == len(c.Shortest)
		}
	}
	return cycles
}

// statedElsewhere reports of each cycle whether its shortest circle is stated without the linted entities.
func (v *View) statedElsewhere(t catalog.RelationType, cycles []catalog.Cycle) []bool {
	elsewhere := make([]bool, len(cycles))
	steps := map[[2]int32]int{} // to the cycle, by their entries
	for i, c := range cycles {
		elsewhere[i] = true
		for _, step := range c.Shortest {
			from, _ := v.find(step.Source)
			to, _ := v.find(step.Target)
			steps[[2]int32{from, to}] = i
		}
	}
	if len(cycles) == 0 {
		return nil
	}
	v.eachRelation(t, func(from, to int32) {
		if i, ok := steps[[2]int32{from, to}]; ok {
			elsewhere[i] = false
		}
	})
	return elsewhere
}

// knotMember is an entity of a cycle, of which there is a number of it.
type knotMember struct {
	cycle int
	ref   catalog.Ref
}

// membersOf returns the members of the chosen cycles, by their entries.
func (v *View) membersOf(cycles []catalog.Cycle, chosen []bool) map[int32]knotMember {
	members := map[int32]knotMember{}
	for i, c := range cycles {
		if !chosen[i] {
			continue
		}
		for _, ref := range c.Members {
			if n, _ := v.find(ref); n != nowhere {
				members[n] = knotMember{i, ref}
			}
		}
	}
	return members
}

// throughLinted returns by cycle the first relations within it that linted entities state.
func (v *View) throughLinted(t catalog.RelationType, members map[int32]knotMember) map[int][]catalog.Relation {
	if len(members) == 0 {
		return nil
	}
	through := map[int][]catalog.Relation{}
	v.eachRelation(t, func(from, to int32) {
		source, known := members[from]
		target, within := members[to]
		if i := source.cycle; known && within && i == target.cycle && len(through[i]) < maxCircles {
			through[i] = append(through[i], catalog.Relation{Source: source.ref, Type: t, Target: target.ref})
		}
	})
	return through
}

// knotsOf returns the part of g that the cycles are which have something in through, without what leads from one to
// another: a search in one of them goes no further.
func knotsOf(g *catalog.Graph, t catalog.RelationType, cycles []catalog.Cycle, through map[int][]catalog.Relation) *catalog.Graph {
	knot := map[catalog.Ref]int{}
	for i := range through {
		for _, ref := range cycles[i].Members {
			knot[ref] = i
		}
	}
	var b catalog.GraphBuilder
	for r := range g.Relations(t) {
		from, known := knot[r.Source]
		if to, within := knot[r.Target]; known && within && from == to {
			b.AddReference(r.Source, t, r.Target)
		}
	}
	return b.Graph()
}

// shortestThrough returns the shortest circle with one of the relations in it, beginning at the first of its refs.
func shortestThrough(g *catalog.Graph, t catalog.RelationType, relations []catalog.Relation) []catalog.Relation {
	var best []catalog.Relation
	for _, r := range relations {
		circle := append(g.Path(r.Target, r.Source, t), r)
		if best == nil || len(circle) < len(best) {
			best = circle
		}
		if len(best) == 2 { // none is shorter
			break
		}
	}
	first := 0
	for i, r := range best {
		if r.Source.Compare(best[first].Source) < 0 {
			first = i
		}
	}
	return slices.Concat(best[first:], best[:first])
}
