package catalog

import (
	"iter"
	"slices"
)

// Owners yields who answers for ref, the nearest first, each with its depth: its owners at 1, the groups above those
// at 2, and so on. The groups above a user are those it is a member of. For a group or user it begins with those above.
func (g *Graph) Owners(ref Ref) iter.Seq2[Ref, int] {
	return g.AllDependencies(ref, OwnedBy, MemberOf, ChildOf)
}

// OwnedUnder yields the entities that a group owns by itself or through the groups below it, in the order of refs,
// each with the owner that it states: the nearest to group, if it states several. What is owned by the members of
// these groups is not among them.
func (g *Graph) OwnedUnder(group Ref) iter.Seq2[Ref, Ref] {
	return func(yield func(entity, owner Ref) bool) {
		top, ok := g.node(group)
		if !ok {
			return
		}
		for _, o := range g.ownedUnder(top) {
			if !yield(g.ref(o.entity), g.ref(o.owner)) {
				return
			}
		}
	}
}

type ownership struct{ entity, owner int32 }

func (g *Graph) ownedUnder(top int32) []ownership {
	owned := g.filter([]RelationType{OwnerOf})
	seen := newBitset(len(g.rank))
	var found []ownership
	for _, level := range g.levels([]int32{top}, g.filter([]RelationType{ParentOf})) {
		for _, owner := range level {
			for s, pos, ok := g.next(owner, &owned, 0); ok; s, pos, ok = g.next(owner, &owned, pos) {
				if seen.has(s.node) || g.missing.has(s.node) {
					continue
				}
				seen.add(s.node)
				found = append(found, ownership{s.node, owner})
			}
		}
	}
	slices.SortFunc(found, func(a, b ownership) int { return int(a.entity - b.entity) })
	return found
}

// Inherit returns from which entity ref has a value that parts take over from what they are part of, such as a tier or
// an annotation: from itself, if stated says that it states one, or else from the nearest that does of its component,
// system and domain. Of several as near it is the first in order of refs. False when none states one.
func (g *Graph) Inherit(ref Ref, stated func(Ref) bool) (Ref, bool) {
	if stated(ref) {
		return ref, true
	}
	for whole := range g.AllDependencies(ref, PartOf) {
		if stated(whole) {
			return whole, true
		}
	}
	return Ref{}, false
}
