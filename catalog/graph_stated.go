package catalog

import "slices"

// Stated reports by whom a relation is stated: by its source, with a field such as dependsOn, by its target, with one such
// as dependencyOf, or by both. Neither is, when there is no such relation. It may be asked in either form.
func (g *Graph) Stated(r Relation) (source, target bool) {
	forward := r
	if r.Type.backward() {
		forward = Relation{Source: r.Target, Type: r.Type.Inverse(), Target: r.Source}
	}
	by := g.statedBy(forward)
	if r.Type.backward() {
		return by&byTarget != 0, by&bySource != 0
	}
	return by&bySource != 0, by&byTarget != 0
}

// statedBy returns the label of a relation in its forward form, 0 when there is none.
func (g *Graph) statedBy(r Relation) label {
	source, ok := g.node(r.Source)
	if !ok {
		return 0
	}
	target, ok := g.node(r.Target)
	if !ok {
		return 0
	}
	relation, ok := slices.BinarySearch(g.types, r.Type)
	if !ok {
		return 0
	}
	arcs := g.out.of(source)
	first := arc{target, newLabel(relation, 0)}
	if i, _ := slices.BinarySearchFunc(arcs, first, compareArcs); i < len(arcs) && arcs[i].node == target && arcs[i].label.relation() == relation {
		return arcs[i].label
	}
	return 0
}
