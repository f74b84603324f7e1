package snapshot

import (
	"slices"

	"github.com/goldenpath-go/goldenpath/catalog"
)

// settleOwners sets whom the diff concerns.
func (d *Diff) settleOwners(after *Snapshot) {
	s := &concerns{owners: map[string]*OwnerChange{}}
	for _, e := range slices.Concat(d.Added, d.Removed) {
		s.add(e.Ref, e)
	}
	for _, c := range d.Changed {
		s.add(c.After.Ref, c.Before, c.After)
	}
	for _, r := range d.Dangling {
		e, _ := after.Lookup(r.Source)
		s.add(r.Source, e)
	}
	d.Unowned = sortedRefs(s.unowned)
	for _, o := range s.owners {
		o.Entities = sortedRefs(o.Entities)
		d.Owners = append(d.Owners, *o)
	}
	slices.SortFunc(d.Owners, func(a, b OwnerChange) int { return a.Owner.Compare(b.Owner) })
}

// concerns collects what concerns each owner.
type concerns struct {
	owners  map[string]*OwnerChange // by key
	unowned []catalog.Ref
}

// add says that the entity ref is affected, which is or was as given.
func (s *concerns) add(ref catalog.Ref, states ...Entry) {
	owned := false
	for _, e := range states {
		for _, owner := range answerable(e) {
			owned = true
			key := owner.Key()
			if s.owners[key] == nil {
				s.owners[key] = &OwnerChange{Owner: owner}
			}
			s.owners[key].Entities = append(s.owners[key].Entities, ref)
		}
	}
	if !owned {
		s.unowned = append(s.unowned, ref)
	}
}

// answerable returns who answers for e.
func answerable(e Entry) []catalog.Ref {
	if e.Ref.Kind == catalog.Group {
		return []catalog.Ref{e.Ref}
	}
	var owners []catalog.Ref
	for _, r := range e.References {
		if r.Relation == catalog.OwnedBy {
			owners = append(owners, r.Target)
		}
	}
	return owners
}

// sortedRefs returns refs in order, each once.
func sortedRefs(refs []catalog.Ref) []catalog.Ref {
	slices.SortFunc(refs, catalog.Ref.Compare)
	return slices.CompactFunc(refs, func(a, b catalog.Ref) bool { return a.Compare(b) == 0 })
}
