package lint

import (
	"iter"

	"github.com/goldenpath-go/goldenpath/catalog"
)

// View is every entity's facts, indexed; read-only and safe for use by several checks at once.
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
	if defs := v.byKey[ref.Key()]; len(defs) > 0 {
		return defs[0]
	}
	return nil
}

// Definitions returns every entity that ref names, in order of files and places, external ones last.
func (v *View) Definitions(ref catalog.Ref) []*Facts { return v.byKey[ref.Key()] }

// InFile returns the entities that file defines, in its order.
func (v *View) InFile(file string) []*Facts { return v.byFile[file] }

// Dependents returns the references to ref, whatever their field, from linted entities; in order of files and places.
func (v *View) Dependents(ref catalog.Ref) []Reference { return v.dependents()[ref.Key()] }

// Exists tells whether ref names an entity. It is No only where all entities of ref's kind and namespace are known to
// be at hand: because the configuration lists them under references.closed, or because a whole catalog was given as
// [Linter.External]. An entity that Backstage would refuse exists: its own faults are reported where it stands.
func (v *View) Exists(ref catalog.Ref) Presence {
	if v.Get(ref) != nil {
		return Yes
	}
	if v.external || v.closed(ref) {
		return No
	}
	return Unknown
}

// Similar returns the one known entity that ref, which names none, was probably meant to name: of the same kind and
// namespace, its name of four characters or more, one edit away (a character put in, left out or changed, or two
// swapped) and different in more than digits. False when there is no such entity, or more than one.
func (v *View) Similar(ref catalog.Ref) (catalog.Ref, bool) { return v.similar(ref) }

// FileExists reports whether the linted file system has a file or folder at path, taken from its root.
func (v *View) FileExists(path string) bool { return v.exists(path) }
