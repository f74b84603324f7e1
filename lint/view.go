package lint

import (
	"iter"

	"github.com/goldenpath-go/goldenpath/catalog"
)

// View is every entity's facts, indexed; read-only and safe for use by several checks at once. Of the entities that
// [Linter.Elsewhere] has it looks up those that it is asked for.
type View struct {
	// TierOrder is the configuration's order of tiers, most critical first; nil when it gives none.
	TierOrder []string

	viewIndex
}

// Reference is a reference seen from its target.
type Reference struct {
	From *Facts // who makes it
	*RefFact
}

// Presence answers whether an entity exists.
type Presence uint8

// The answers of [View.Exists]. Unknown is the zero value: nobody said that all entities of that kind are at hand.
const (
	Unknown Presence = iota
	Yes
	No
)

// All yields the linted entities, sorted by reference, then by place; external ones are left out. An entity that is
// defined twice comes twice, and one that Backstage would refuse is there with Accepted false.
func (v *View) All() iter.Seq[*Facts] {
	return func(yield func(*Facts) bool) {
		for _, f := range v.linted {
			if !yield(f) {
				return
			}
		}
	}
}

// Get returns the entity that ref names: the first in order of files and places, a linted one before an external one;
// nil when there is none.
func (v *View) Get(ref catalog.Ref) *Facts {
	defs, key := v.define(ref)
	if len(defs) > 0 {
		return defs[0]
	}
	return v.rest.get(ref, key)
}

// Definitions returns every entity that ref names, in order of files and places. An external one comes last, and only
// if it is the only one or its [Facts.Location] says that it is another than the linted ones.
func (v *View) Definitions(ref catalog.Ref) []*Facts {
	defs, key := v.define(ref)
	other := v.rest.get(ref, key)
	if other == nil || len(defs) > 0 && other.Location == "" {
		return defs
	}
	return append(defs[:len(defs):len(defs)], other)
}

// InFile returns the entities that file defines, in its order.
func (v *View) InFile(file string) []*Facts { return v.byFile()[file] }

// Dependents returns the references to ref, whatever their field, from linted entities; in order of files and places.
func (v *View) Dependents(ref catalog.Ref) []Reference {
	n, _ := v.find(ref)
	if n == nowhere {
		return nil
	}
	return v.dependents().of(n)
}

// DependentsElsewhere returns the references to ref, which names a linted entity, from external ones. The first call
// looks at every entity that there is elsewhere.
func (v *View) DependentsElsewhere(ref catalog.Ref) []Reference {
	return v.dependentsElsewhere()[ref.Key()]
}

// Exists tells whether ref names an entity. It is No only where all entities of ref's kind and namespace are known to
// be at hand: because the configuration lists them under references.closed, or because [Linter.Elsewhere] is whole. An
// entity that Backstage would refuse exists: its own faults are reported where it stands. One that Elsewhere has from a
// linted file which does not define it any more, or from a file that is gone, does not.
func (v *View) Exists(ref catalog.Ref) Presence {
	if v.Get(ref) != nil {
		return Yes
	}
	if v.rest.whole() || v.closed(ref) {
		return No
	}
	return Unknown
}

// Whole reports whether every entity of the kinds is at hand, or of any kind if none is given: so that who is not found
// among them does not exist.
func (v *View) Whole(kinds ...catalog.Kind) bool {
	if v.rest.whole() || v.closed(catalog.Ref{}) {
		return true
	}
	for _, kind := range kinds {
		if !v.closed(catalog.Ref{Kind: kind}) {
			return false
		}
	}
	return len(kinds) > 0
}

// Similar returns the one known entity that ref, which names none, was probably meant to name: of the same kind and
// namespace, its name of four characters or more, one edit away (a character put in, left out or changed, or two
// swapped) and different in more than digits. False when there is no such entity, or more than one.
func (v *View) Similar(ref catalog.Ref) (catalog.Ref, bool) { return v.similar(ref) }

// FileExists reports whether the linted file system has a file or folder at path, taken from its root.
func (v *View) FileExists(path string) bool { return v.exists(path) }
