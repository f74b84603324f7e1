package catalog

import (
	"errors"
	"fmt"
	"strings"
)

// Ref names an entity: kind, namespace and name. Two refs mean the same entity when their String forms are equal, so
// compare and index by [Ref.Key] or [Ref.Compare], never with ==.
type Ref struct {
	Kind      Kind   // a known kind in its canonical spelling when it comes from [ParseRef] or [Entity.Ref]
	Namespace string // "" means [DefaultNamespace]
	Name      string
}

// Why a text is no reference.
var (
	ErrRefEmpty = errors.New("is empty")
	ErrRefForm  = errors.New("is not of the form [KIND:][NAMESPACE/]NAME")
	ErrRefKind  = errors.New("has no kind, and none can be assumed here")
)

// RefError says that a text is no reference. Err is [ErrRefEmpty], [ErrRefForm] or [ErrRefKind].
type RefError struct {
	Written string
	Err     error
}

// Error quotes the text and says what is wrong with it.
func (e *RefError) Error() string { return fmt.Sprintf("entity reference %q %v", e.Written, e.Err) }

// Unwrap returns Err.
func (e *RefError) Unwrap() error { return e.Err }

// ParseRef reads a reference of the form [KIND:][NAMESPACE/]NAME. What s leaves out is taken from def, whose own
// Namespace in turn defaults to [DefaultNamespace]; def.Name is not used. A failure is a [*RefError].
//
// The first colon ends the kind unless a slash comes before it, and the first slash ends the namespace; so a/b/c is
// b/c in namespace a, and a:b:c is b:c of kind a. As in Backstage nothing else is asked of the parts than not to be
// empty: spaces count, and any character goes.
func ParseRef(s string, def Ref) (Ref, error) {
	if s == "" {
		return Ref{}, &RefError{s, ErrRefEmpty}
	}
	kind, namespace, name := string(def.Kind), def.Namespace, s
	wellFormed := true
	if i := strings.IndexAny(s, ":/"); i >= 0 && s[i] == ':' {
		kind, name = s[:i], s[i+1:]
		wellFormed = kind != ""
	}
	if before, after, found := strings.Cut(name, "/"); found {
		namespace, name = before, after
		wellFormed = wellFormed && namespace != ""
	}
	switch {
	case name == "" || !wellFormed:
		return Ref{}, &RefError{s, ErrRefForm}
	case kind == "":
		return Ref{}, &RefError{s, ErrRefKind}
	}
	return newRef(kind, namespace, name), nil
}

func newRef(kind, namespace, name string) Ref {
	if namespace == "" {
		namespace = DefaultNamespace
	}
	k, _ := Kind(kind).Canonical()
	return Ref{Kind: k, Namespace: namespace, Name: name}
}

// String returns kind:namespace/name in lower case, as JavaScript's toLowerCase has it: the form in which Backstage
// stores and compares references.
func (r Ref) String() string {
	namespace := r.Namespace
	if namespace == "" {
		namespace = DefaultNamespace
	}
	var short [96]byte
	b := appendLower(short[:0], string(r.Kind))
	b = appendLower(append(b, ':'), namespace)
	b = appendLower(append(b, '/'), r.Name)
	return string(b)
}

// Key returns what all refs to one entity have in common, for use in maps: the String form.
func (r Ref) Key() string { return r.String() }

// Compare orders refs by their String forms; it returns -1, 0 or 1, and 0 for refs to the same entity.
func (r Ref) Compare(other Ref) int { return strings.Compare(r.String(), other.String()) }

// IsZero reports whether r names nothing.
func (r Ref) IsZero() bool { return r == Ref{} }

// MarshalText returns the String form.
func (r Ref) MarshalText() ([]byte, error) { return []byte(r.String()), nil }

// UnmarshalText reads a reference whose kind is stated.
func (r *Ref) UnmarshalText(text []byte) error {
	parsed, err := ParseRef(string(text), Ref{})
	if err == nil {
		*r = parsed
	}
	return err
}
