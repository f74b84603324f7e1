package lint

import (
	"iter"
	"slices"
	"sync"

	"github.com/goldenpath-go/goldenpath/catalog"
)

// Elsewhere is the rest of a catalog, of which the linted files are a part: what other repositories define. Package
// elsewhere makes one of a snapshot. It may be asked by several goroutines at once, must give the same answers
// throughout a run, and is asked no more than the checks need: for a repository of a few files a few entities of a
// hundred thousand.
//
// It may know the linted entities, too, as they were: the files have the last word on these.
type Elsewhere interface {
	// Lookup returns the entity that ref names, nil when there is none. See [Facts.Location] for what its places mean;
	// External and Tier.Rank are set by the [Linter].
	Lookup(ref catalog.Ref) *Facts
	// Names yields the names, in lower case, of the entities of a kind and namespace, in any order.
	Names(kind catalog.Kind, namespace string) iter.Seq[string]
	// All yields all entities, in an order that is always the same. It is asked for where only a look at each of them
	// helps, as who refers to one of the linted. One may be given the memory of the one before.
	All() iter.Seq[*Facts]
	// Partial says in a few words why an entity that is not found may exist all the same, such as that the catalog is
	// three months old. Empty: what is in neither it nor the linted files does not exist.
	Partial() string
}

// rest is what a View knows of an Elsewhere: what it has asked.
type rest struct {
	Elsewhere
	view *View
	rank func(tier string) int

	mu    sync.Mutex
	facts map[string]*Facts // by key; nil for what is not there
}

// get returns the entity that ref, whose key is given, names elsewhere; nil when there is none, or no longer.
func (r *rest) get(ref catalog.Ref, key string) *Facts {
	if r == nil {
		return nil
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	f, asked := r.facts[key]
	if !asked {
		f = r.adopt(r.Lookup(ref))
		r.facts[key] = f
	}
	return f
}

// adopt returns a copy of f for the View; nil when f is nil or gone.
func (r *rest) adopt(f *Facts) *Facts {
	if f == nil || r.gone(f) {
		return nil
	}
	own := *f
	own.Refs, own.Tiers = slices.Clone(f.Refs), slices.Clone(f.Tiers)
	own.External = true
	own.Tier.Rank = r.rank(own.Tier.Value)
	return &own
}

// gone reports whether f was in a file of the linted file system and is not any more: the file was read and does not
// define it, or is not there.
func (r *rest) gone(f *Facts) bool {
	if f.File == "" || r.linted(f.Ref) {
		return false
	}
	return r.view.read(f.File) || !r.view.exists(f.File)
}

// linted reports whether ref names a linted entity.
func (r *rest) linted(ref catalog.Ref) bool {
	defs, _ := r.view.define(ref)
	return len(defs) > 0
}

// whole reports whether what is not found does not exist.
func (r *rest) whole() bool { return r != nil && r.Partial() == "" }

// dependents returns who refers to linted entities elsewhere, by key of the linted.
func (r *rest) dependents() map[string][]Reference {
	found := map[string][]Reference{}
	if r == nil {
		return found
	}
	names := newNameFilter(&r.view.viewIndex)
	for f := range r.All() {
		var own *Facts
		for i := range f.Refs {
			if !names.may(f.Refs[i].Target.Name) {
				continue
			}
			defs, key := r.view.define(f.Refs[i].Target)
			if len(defs) == 0 {
				continue
			}
			if own == nil {
				if own = r.referrer(f); own == nil {
					break
				}
			}
			found[key] = append(found[key], Reference{From: own, RefFact: &own.Refs[i]})
		}
	}
	return found
}

// referrer returns f for the View unless the linted files have the last word on it.
func (r *rest) referrer(f *Facts) *Facts {
	if r.linted(f.Ref) {
		return nil
	}
	return r.adopt(f)
}
