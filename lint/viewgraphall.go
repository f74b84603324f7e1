package lint

import (
	"iter"

	"github.com/goldenpath-go/goldenpath/catalog"
)

// graphOfAll returns what [View.Graph] does, from one look at every entity elsewhere. None of them is kept: a hundred
// thousand would take a multiple of the memory of their graph.
func (v *View) graphOfAll(types []catalog.RelationType) *catalog.Graph {
	const leadsTo catalog.RelationType = "leadsTo"
	g := graphMaker{view: v, types: types}
	start := catalog.Ref{} // is no entity's
	var leads catalog.GraphBuilder
	for _, f := range v.linted {
		leads.AddReference(start, leadsTo, f.Ref)
	}
	for f := range v.everything() {
		g.builder.AddEntity(f.Ref)
		for r := range g.references(f) {
			g.builder.AddReference(f.Ref, r.Relation, r.Target)
			leads.AddReference(f.Ref, leadsTo, r.Target)
		}
	}
	reached := map[string]bool{}
	for ref := range leads.Graph().AllDependencies(start, leadsTo) {
		reached[ref.Key()] = true
	}
	return g.builder.Graph().Part(func(ref catalog.Ref) bool { return reached[ref.Key()] })
}

// everything yields the linted entities and those elsewhere on which they do not have the last word.
func (v *View) everything() iter.Seq[*Facts] {
	return func(yield func(*Facts) bool) {
		for _, f := range v.linted {
			if !yield(f) {
				return
			}
		}
		for f := range v.rest.All() {
			if !v.rest.linted(f.Ref) && !v.rest.gone(f) && !yield(f) {
				return
			}
		}
	}
}
