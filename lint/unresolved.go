package lint

import "iter"

// unresolved is a reference of a linted entity that names no known one.
type unresolved struct {
	from *Facts
	ref  *RefFact
}

// Unresolved yields the references of linted entities to entities of which [View.Exists] does not say Yes, with who makes
// them, in the order of [View.All]. It is cheaper than to ask that of each.
func (v *View) Unresolved() iter.Seq2[*Facts, *RefFact] {
	return func(yield func(*Facts, *RefFact) bool) {
		for _, u := range v.unresolved() {
			if !yield(u.from, u.ref) {
				return
			}
		}
	}
}

func (v *View) makeUnresolved() []unresolved {
	var found []unresolved
	next := 0
	for _, f := range v.linted {
		for i := range f.Refs {
			e := &v.entries[v.targets[next]]
			next++
			if len(e.linted) == 0 && v.rest.get(f.Refs[i].Target, e.key) == nil {
				found = append(found, unresolved{f, &f.Refs[i]})
			}
		}
	}
	return found
}
