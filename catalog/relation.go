package catalog

import (
	"slices"
	"strings"
)

// Relation is a directed edge between two entities, as Backstage emits it. Each reference in an entity gives two: one
// from the holder and its inverse.
type Relation struct {
	Source Ref          `json:"source"`
	Type   RelationType `json:"type"`
	Target Ref          `json:"target"`
}

// RelationType names what the source of a [Relation] is to its target.
type RelationType string

// The types of relations that the model's kinds have, each followed by its inverse.
const (
	OwnedBy       RelationType = "ownedBy"
	OwnerOf       RelationType = "ownerOf"
	ProvidesAPI   RelationType = "providesApi"
	APIProvidedBy RelationType = "apiProvidedBy"
	ConsumesAPI   RelationType = "consumesApi"
	APIConsumedBy RelationType = "apiConsumedBy"
	DependsOn     RelationType = "dependsOn"
	DependencyOf  RelationType = "dependencyOf"
	PartOf        RelationType = "partOf"
	HasPart       RelationType = "hasPart"
	ParentOf      RelationType = "parentOf"
	ChildOf       RelationType = "childOf"
	MemberOf      RelationType = "memberOf"
	HasMember     RelationType = "hasMember"
)

// Inverse returns the type of the same relation seen from its target; "" for types that the model does not know.
func (t RelationType) Inverse() RelationType {
	switch t {
	case OwnedBy:
		return OwnerOf
	case OwnerOf:
		return OwnedBy
	case ProvidesAPI:
		return APIProvidedBy
	case APIProvidedBy:
		return ProvidesAPI
	case ConsumesAPI:
		return APIConsumedBy
	case APIConsumedBy:
		return ConsumesAPI
	case DependsOn:
		return DependencyOf
	case DependencyOf:
		return DependsOn
	case PartOf:
		return HasPart
	case HasPart:
		return PartOf
	case ParentOf:
		return ChildOf
	case ChildOf:
		return ParentOf
	case MemberOf:
		return HasMember
	case HasMember:
		return MemberOf
	}
	return ""
}

// Relations returns the relations that Backstage emits for e: for each reference one from e and its inverse, sorted by
// source, type and target, without duplicates. It fails as Backstage does, at the first reference in the order of
// [RefFields] that cannot be resolved, with a [*FieldError] that holds a [*RefError].
//
// Nothing else is judged: an entity that breaks its kind's schema never gets as far as relations in Backstage.
func Relations(e *Entity) ([]Relation, error) {
	edges := make([]edge, 0, 16)
	self := e.Ref()
	selfKey := self.Key()
	for r := range e.resolved() {
		if r.err != nil {
			return nil, &FieldError{Pointer: r.pointer(), Err: r.err}
		}
		there, target := r.field.Relation, r.target.Key()
		edges = append(edges,
			edge{Relation{self, there, r.target}, selfKey, target},
			edge{Relation{r.target, there.Inverse(), self}, target, selfKey})
	}
	return unique(edges), nil
}

// edge is a relation with the keys of its ends, made once for sorting.
type edge struct {
	Relation
	source, target string
}

func compareEdges(a, b *edge) int {
	if c := strings.Compare(a.source, b.source); c != 0 {
		return c
	}
	if c := strings.Compare(string(a.Type), string(b.Type)); c != 0 {
		return c
	}
	return strings.Compare(a.target, b.target)
}

// unique returns the relations sorted and without duplicates. It moves pointers, since an edge is large.
func unique(edges []edge) []Relation {
	if len(edges) == 0 {
		return nil
	}
	order := make([]*edge, len(edges))
	for i := range edges {
		order[i] = &edges[i]
	}
	slices.SortStableFunc(order, compareEdges)
	order = slices.CompactFunc(order, func(a, b *edge) bool { return compareEdges(a, b) == 0 })
	relations := make([]Relation, len(order))
	for i, e := range order {
		relations[i] = e.Relation
	}
	return relations
}
