package catalog

import "github.com/goldenpath-go/goldenpath/source"

// Entity is one thing in the catalog. Spec is a pointer to the typed spec of the kind ([*ComponentSpec], …), or an
// [*UnknownSpec] for kinds that this package does not know.
//
// An Entity is data, not a promise: it may break every rule that Backstage has, which is what linters look at.
type Entity struct {
	APIVersion string         // such as backstage.io/v1alpha1
	Kind       Kind           // as written; see [Kind.Canonical]
	Metadata   Metadata       // name and all that describes it
	Spec       Spec           // nil when the entity has none
	Extra      map[string]any // members beside these four: a running catalog adds relations and status

	Source Source // where the entity was read from; the zero value when it was not read from a file
}

// Source is where an entity was read from.
type Source struct {
	File     string  // path within the file system it was read from; "" when it came from elsewhere
	Document int     // index of the document in the file, from 0
	Locator  Locator // finds the places of its parts; nil when unknown
}

// Locator finds the parts of one document by JSON pointer (RFC 6901).
type Locator interface {
	// Value returns the range of the value at pointer, or of its nearest ancestor that exists.
	Value(pointer string) source.Range
	// Key returns the range of the key at pointer; for a list item or the root that of the value.
	Key(pointer string) source.Range
}

// Range returns where the value at pointer stands, or its nearest ancestor that exists; the zero Range when it is not
// known where the entity was read from.
func (e *Entity) Range(pointer string) source.Range {
	if e.Source.Locator == nil {
		return source.Range{}
	}
	return e.Source.Locator.Value(pointer)
}

// KeyRange returns where the key at pointer stands; the zero Range when it is not known where the entity was read from.
func (e *Entity) KeyRange(pointer string) source.Range {
	if e.Source.Locator == nil {
		return source.Range{}
	}
	return e.Source.Locator.Key(pointer)
}

// Ref returns the reference that names the entity. An empty namespace is [DefaultNamespace], and a known kind has its
// canonical spelling.
func (e *Entity) Ref() Ref {
	return newRef(string(e.Kind), e.Metadata.Namespace, e.Metadata.Name)
}
