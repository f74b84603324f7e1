package lint

import (
	"iter"
	"slices"

	"github.com/goldenpath-go/goldenpath/catalog"
)

// Graph returns how entities hang together by relations of the types, or of all types if none is given. It has the
// linted entities and, of those elsewhere, what can be reached from them along references that state such a relation,
// from either end. So a circle that leads through linted entities is in it, unless one of its steps is stated only by an
// entity elsewhere that no such reference leads to. References of an entity to itself are left out. Each call makes a
// graph anew.
//
// The whole catalog would have every circle, and cost as much for each repository as for all of them: of a hundred
// thousand entities, twenty reach a few dozen.
func (v *View) Graph(types ...catalog.RelationType) *catalog.Graph { return v.graph(maxAsked, types) }

// maxAsked is for how many entities elsewhere a graph asks one by one: about as long as that takes, a look at all of a
// hundred thousand does, and what is asked for is kept.
const maxAsked = 40_000

func (v *View) graph(maxAsked int, types []catalog.RelationType) *catalog.Graph {
	g := v.startGraph(types)
	if !g.walk(maxAsked) {
		return v.graphOfAll(types)
	}
	return g.builder.Graph()
}

// startGraph returns a graph of the linted entities to be.
func (v *View) startGraph(types []catalog.RelationType) *graphMaker {
	g := &graphMaker{view: v, types: types, reached: map[*Facts]bool{}}
	for _, f := range v.linted {
		g.add(f)
	}
	return g
}

// graphMaker makes a graph of linted entities and what they lead to.
type graphMaker struct {
	view    *View
	types   []catalog.RelationType
	builder catalog.GraphBuilder
	reached map[*Facts]bool // elsewhere
	todo    []*Facts
}

// walk adds what can be reached elsewhere, and reports whether that is all: it gives up beyond so many entities.
func (g *graphMaker) walk(maxAsked int) bool {
	for len(g.todo) > 0 {
		if len(g.reached) > maxAsked {
			return false
		}
		last := len(g.todo) - 1
		f := g.todo[last]
		g.todo = g.todo[:last]
		g.add(f)
	}
	return true
}

func (g *graphMaker) add(f *Facts) {
	g.builder.AddEntity(f.Ref)
	for r := range g.references(f) {
		g.builder.AddReference(f.Ref, r.Relation, r.Target)
		g.reach(r.Target)
	}
}

// references yields those of f that count.
func (g *graphMaker) references(f *Facts) iter.Seq[*RefFact] {
	return func(yield func(*RefFact) bool) {
		for i := range f.Refs {
			if r := &f.Refs[i]; g.counts(r.Relation) && !sameEntity(r.Target, f.Ref) && !yield(r) {
				return
			}
		}
	}
}

func (g *graphMaker) counts(t catalog.RelationType) bool {
	if t == "" {
		return false
	}
	return len(g.types) == 0 || slices.Contains(g.types, t) || slices.Contains(g.types, t.Inverse())
}

// reach has the entity elsewhere that ref names added.
func (g *graphMaker) reach(ref catalog.Ref) {
	if g.view.rest == nil {
		return
	}
	if f := g.view.Get(ref); f != nil && f.External && !g.reached[f] {
		g.reached[f] = true
		g.todo = append(g.todo, f)
	}
}

// sameEntity reports whether two refs name the same.
func sameEntity(a, b catalog.Ref) bool { return a.Compare(b) == 0 }
