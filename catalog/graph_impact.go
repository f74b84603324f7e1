package catalog

import (
	"cmp"
	"slices"
)

// Impact is what follows from the removal of entities.
type Impact struct {
	Removed  []Ref      // those that were asked about and that the graph knows, in the order of refs
	Affected []Affected // in the order of depth and ref
	Notices  []Notice   // whom to tell of what, in the order of owners
	Unowned  []Ref      // affected entities that state no owner, in the order of refs
}

// Affected is an entity to which the removal of others matters.
type Affected struct {
	Ref    Ref
	Effect Effect
	// Depth is how far the entity is from what is removed: 1 for those that are related to it themselves.
	Depth int
	// Via is the relation from the entity to what it is affected by, which is removed or breaks.
	Via Relation
}

// Notice is what to tell an owner.
type Notice struct {
	Owner    Ref
	Affected []Ref // in the order of refs
}

// Effect is how an entity is affected.
type Effect uint8

// What can happen to an entity.
const (
	// Breaks means that the entity lacks something that it needs to function.
	Breaks Effect = iota + 1
	// Dangles means that the entity functions as before, but a reference of its names nothing any longer.
	Dangles
)

// String returns breaks or dangles.
func (e Effect) String() string {
	switch e {
	case Breaks:
		return "breaks"
	case Dangles:
		return "dangles"
	}
	return ""
}

// MarshalText returns the String form.
func (e Effect) MarshalText() ([]byte, error) { return []byte(e.String()), nil }

// Impact tells who is affected if the entities are removed together.
//
// An entity breaks if it depends on one that is removed or breaks ([DependsOn]), consumes an API of which that is so
// ([ConsumesAPI]), or is an API that has lost the last of its providers in this way ([APIProvidedBy]).
//
// All other relations say who belongs to whom, not who needs whom: of what is [PartOf] a removed system or component,
// [OwnedBy] a removed group, below it, its member or the provider of a removed API, only the reference dangles, and no
// more follows from it. A whole does not break with its parts. Who merely is referred to by what is removed is not
// affected.
//
// An entity is listed once, as breaking if it does. Groups and users are told of themselves what befalls them, all
// others through their owners.
func (g *Graph) Impact(removed ...Ref) *Impact {
	s := g.newImpactSearch(removed)
	s.spread()
	s.dangle()
	slices.SortFunc(s.affected, func(a, b affected) int {
		return cmp.Or(cmp.Compare(a.depth, b.depth), cmp.Compare(a.node, b.node))
	})
	impact := &Impact{Removed: g.refs(s.removed)}
	for _, a := range s.affected {
		impact.Affected = append(impact.Affected, Affected{g.ref(a.node), a.effect, a.depth, g.relation(a.node, a.via)})
	}
	impact.Notices, impact.Unowned = s.notices()
	return impact
}

// impactSearch finds what breaks, level by level.
type impactSearch struct {
	g        *Graph
	removed  []int32 // sorted
	gone     bitset  // removed or broken
	affected []affected
	needs    []bool        // by type: whose source needs the target
	provides []bool        // by type: whose target needs one of the sources
	left     map[int32]int // providers that an API has left
}

type affected struct {
	node   int32
	effect Effect
	depth  int
	via    step
}

func (g *Graph) newImpactSearch(removed []Ref) *impactSearch {
	s := &impactSearch{
		g:        g,
		gone:     newBitset(len(g.rank)),
		needs:    g.filter([]RelationType{DependsOn, ConsumesAPI}).out,
		provides: g.filter([]RelationType{ProvidesAPI}).out,
		left:     make(map[int32]int),
	}
	for _, ref := range removed {
		if n, ok := g.node(ref); ok {
			s.removed = s.gone.addTo(s.removed, n)
		}
	}
	slices.Sort(s.removed)
	return s
}

// spread finds all that breaks.
func (s *impactSearch) spread() {
	level := slices.Clone(s.removed)
	for depth := 1; len(level) > 0; depth++ {
		from := len(s.affected)
		for _, n := range level {
			for _, a := range s.g.in.of(n) {
				if s.needs[a.label.relation()] {
					s.breaks(a.node, depth, step{n, a.label, false})
				}
			}
			for _, a := range s.g.out.of(n) {
				if s.provides[a.label.relation()] && s.loses(a.node, n) {
					s.breaks(a.node, depth, step{n, a.label, true})
				}
			}
		}
		level = level[:0]
		for _, a := range s.affected[from:] {
			level = append(level, a.node)
		}
		slices.Sort(level)
	}
}

func (s *impactSearch) breaks(n int32, depth int, via step) {
	if s.g.missing.has(n) || s.gone.has(n) {
		return
	}
	s.gone.add(n)
	s.affected = append(s.affected, affected{n, Breaks, depth, via})
}

// loses takes a provider from an API and reports whether that was the last.
func (s *impactSearch) loses(api, provider int32) bool {
	if s.g.missing.has(provider) {
		return false
	}
	left, ok := s.left[api]
	if !ok {
		for _, a := range s.g.in.of(api) {
			if s.provides[a.label.relation()] && !s.g.missing.has(a.node) {
				left++
			}
		}
	}
	s.left[api] = left - 1
	return left == 1
}

// dangle finds those that refer to what is removed and do not break.
func (s *impactSearch) dangle() {
	for _, n := range s.removed {
		for _, a := range s.g.in.of(n) {
			if a.label&bySource != 0 {
				s.dangles(a.node, step{n, a.label, false})
			}
		}
		for _, a := range s.g.out.of(n) {
			if a.label&byTarget != 0 {
				s.dangles(a.node, step{n, a.label, true})
			}
		}
	}
}

func (s *impactSearch) dangles(n int32, via step) {
	if s.g.missing.has(n) || s.gone.has(n) {
		return
	}
	s.gone.add(n) // so that it is listed once; nothing follows from it any more
	s.affected = append(s.affected, affected{n, Dangles, 1, via})
}

// notices sorts the affected by who answers for them.
func (s *impactSearch) notices() (notices []Notice, unowned []Ref) {
	byOwner := make(map[int32][]int32)
	var alone, owners []int32
	for _, a := range s.affected {
		answering := s.g.answering(a.node)
		if len(answering) == 0 {
			alone = append(alone, a.node)
		}
		for _, owner := range answering {
			if byOwner[owner] == nil {
				owners = append(owners, owner)
			}
			byOwner[owner] = append(byOwner[owner], a.node)
		}
	}
	slices.Sort(owners)
	for _, owner := range owners {
		slices.Sort(byOwner[owner])
		notices = append(notices, Notice{Owner: s.g.ref(owner), Affected: s.g.refs(byOwner[owner])})
	}
	slices.Sort(alone)
	return notices, s.g.refs(alone)
}

// answering returns who is to be told about n: its owners, or n itself if it is a group or user.
func (g *Graph) answering(n int32) []int32 {
	if kind := g.ref(n).Kind; kind == Group || kind == User {
		return []int32{n}
	}
	var owners []int32
	for _, a := range g.out.of(n) {
		if g.types[a.label.relation()] == OwnedBy {
			owners = append(owners, a.node)
		}
	}
	return owners
}
