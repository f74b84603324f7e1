package catalog

import "iter"

// Graph is how the entities of a catalog hang together. It is made once, by [Catalog.Graph] or a [GraphBuilder], and
// never changes, so any number of goroutines may ask it at once. The zero value has no entities.
//
// Each relation is held once, in its forward form: what a dependsOn b means is the same whether a says dependsOn or b
// says dependencyOf. The forward forms are [OwnedBy], [PartOf], [DependsOn], [ProvidesAPI], [ConsumesAPI], [ChildOf],
// [MemberOf] and every type that the model does not know; the others are these seen from the target.
//
// Most methods take the types of relations that count. A type says in which direction to go as well: [PartOf] leads
// from a component to its system, [HasPart] from a system to its components. No types at all means all forward forms.
//
// Entities that are referred to but not there are part of the graph: they come up as the targets of relations, as
// Backstage has it too. [Graph.Has] tells them from entities, [Graph.Missing] lists them. A ref that the graph has
// never heard of is no error: nothing is related to it.
//
// Whatever a method yields, it is in the same order each time, and the order in which the graph was told of entities
// and references makes no difference.
type Graph struct {
	index    refIndex
	rank     []int32 // node by number in index; nodes are in the order of their refs
	missing  bitset  // nodes that are no entities
	entities int
	types    []RelationType // forward forms, sorted
	out, in  adjacency      // of each node: the arcs to its targets, and to the sources it is a target of
}

// Len returns the number of entities.
func (g *Graph) Len() int { return g.entities }

// Has reports whether ref names an entity of the graph, and not just one that others refer to.
func (g *Graph) Has(ref Ref) bool {
	n, ok := g.node(ref)
	return ok && !g.missing.has(n)
}

// All yields the entities in the order of their refs.
func (g *Graph) All() iter.Seq[Ref] {
	return func(yield func(Ref) bool) {
		for n := range g.nodes() {
			if !g.missing.has(n) && !yield(g.ref(n)) {
				return
			}
		}
	}
}

// Relations yields the relations of the types, or all of them in their forward form, in the order of source, target
// and type. The ends may be missing.
func (g *Graph) Relations(types ...RelationType) iter.Seq[Relation] {
	return func(yield func(Relation) bool) {
		f := g.filter(types)
		var steps []step
		for n := range g.nodes() {
			steps = g.steps(steps[:0], n, f)
			for _, s := range steps {
				if !yield(g.relation(n, s)) {
					return
				}
			}
		}
	}
}

func (g *Graph) node(ref Ref) (int32, bool) {
	number, ok := g.index.find(ref)
	if !ok {
		return 0, false
	}
	return g.rank[number], true
}

func (g *Graph) nodes() iter.Seq[int32] {
	return func(yield func(int32) bool) {
		for n := range int32(len(g.rank)) {
			if !yield(n) {
				return
			}
		}
	}
}

func (g *Graph) ref(n int32) Ref { return g.index.ref(n) }

func (g *Graph) refs(nodes []int32) []Ref {
	refs := make([]Ref, len(nodes))
	for i, n := range nodes {
		refs[i] = g.ref(n)
	}
	return refs
}

// relation returns the relation from n that s is.
func (g *Graph) relation(n int32, s step) Relation {
	t := g.types[s.label.relation()]
	if s.back {
		t = t.Inverse()
	}
	return Relation{Source: g.ref(n), Type: t, Target: g.ref(s.node)}
}

// label is the type of an arc's relation, as an index, and who states it: the source with a field such as dependsOn,
// the target with one such as dependencyOf, or both.
type label uint32

const (
	bySource label = 1 << iota
	byTarget
	stated    = bySource | byTarget
	labelBits = 2
)

func newLabel(relation int, by label) label { return label(relation)<<labelBits | by }

func (l label) relation() int { return int(l >> labelBits) }

// arc is a relation as one of its ends knows it.
type arc struct {
	node  int32 // the other end
	label label
}
