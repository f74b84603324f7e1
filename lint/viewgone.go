package lint

import (
	"slices"

	"github.com/goldenpath-go/goldenpath/catalog"
)

// Gone is an entity that the linted files had once, and have no more: it was renamed, moved elsewhere or removed.
type Gone struct {
	*Facts                 // as [Linter.Elsewhere] has it; File is where it was
	By         []Reference // to it, from entities elsewhere that are still there, in the order of Elsewhere.All
	Successors []*Facts    // linted entities of its kind and file that Elsewhere does not know, in the file's order
}

// Gone returns what Elsewhere has from files of the linted file system that do not define it any more, in the order of
// Elsewhere.All. The first call looks at every entity that there is elsewhere.
func (v *View) Gone() []Gone { return v.gone() }

func (r *rest) departed() []Gone {
	if r == nil {
		return nil
	}
	var all []Gone
	at := map[string]int{}
	for f := range r.All() {
		if r.gone(f) {
			at[f.Ref.Key()] = len(all)
			own := *f
			own.Refs, own.Tiers = slices.Clone(f.Refs), slices.Clone(f.Tiers)
			all = append(all, Gone{Facts: &own, Successors: r.successors(f)})
		}
	}
	if len(all) == 0 {
		return nil
	}
	for f := range r.All() {
		r.addReferences(all, at, f)
	}
	return all
}

// addReferences adds those that f makes to what is gone, if f itself is there.
func (r *rest) addReferences(all []Gone, at map[string]int, f *Facts) {
	var own *Facts
	for i := range f.Refs {
		n, refers := at[f.Refs[i].Target.Key()]
		if !refers {
			continue
		}
		if own == nil {
			if own = r.referrer(f); own == nil {
				return
			}
		}
		all[n].By = append(all[n].By, Reference{From: own, RefFact: &own.Refs[i]})
	}
}

// successors returns what may stand in the place of f, which is gone.
func (r *rest) successors(f *Facts) []*Facts {
	return slices.DeleteFunc(slices.Clone(r.view.InFile(f.File)), func(other *Facts) bool {
		return !sameKind(other.Ref.Kind, f.Ref.Kind) || r.Lookup(other.Ref) != nil
	})
}

func sameKind(a, b catalog.Kind) bool {
	x, _ := a.Canonical()
	y, _ := b.Canonical()
	return x == y
}
