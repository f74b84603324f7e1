package catalog

import (
	"iter"
	"strconv"
)

// Reference is one reference that an entity makes.
type Reference struct {
	Field   RefField
	Pointer string // JSON pointer of the reference's text, such as /spec/dependsOn/0
	Written string // as in the file
	Target  Ref    // with the field's default kind and the holder's namespace filled in; the zero Ref if Err is set
	Err     error  // a [*RefError] when the text is no reference
}

// FieldError says which member of an entity is at fault.
type FieldError struct {
	Pointer string // JSON pointer (RFC 6901) of the value
	Err     error  // never nil
}

// Error returns the pointer and the message.
func (e *FieldError) Error() string { return e.Pointer + ": " + e.Err.Error() }

// Unwrap returns Err.
func (e *FieldError) Unwrap() error { return e.Err }

// References returns every reference that e makes, in the order of [RefFields] and of its lists, those that cannot be
// resolved included. An entity whose kind is not of the model, or spelt otherwise, makes none.
func (e *Entity) References() []Reference {
	var refs []Reference
	for r := range e.resolved() {
		if refs == nil {
			refs = make([]Reference, 0, e.mostReferences())
		}
		refs = append(refs, Reference{*r.field, r.pointer(), r.written, r.target, r.err})
	}
	return refs
}

// mostReferences returns how many references e makes, as far as texts make them.
func (e *Entity) mostReferences() int {
	n, members := 0, e.Spec.members()
	for _, f := range refFields(e.Kind) {
		switch value := fieldOf(members, f.Name).(type) {
		case *string:
			n++
		case *[]string:
			n += len(*value)
		case *looseRefs:
			n += len(*value)
		}
	}
	return n
}

// Owner returns the entity's owner, and whether it states one that can be resolved.
func (e *Entity) Owner() (Ref, bool) {
	for r := range e.resolved() {
		if r.field.Relation == OwnedBy {
			return r.target, r.err == nil
		}
	}
	return Ref{}, false
}

// resolved is a Reference in the making: what costs memory is made on demand.
type resolved struct {
	field   *RefField
	index   int // in the field's list; -1 when the field is no list
	written string
	target  Ref
	err     error
}

func (e *Entity) resolved() iter.Seq[resolved] {
	return func(yield func(resolved) bool) {
		if e.Spec == nil {
			return
		}
		holder, members := e.Ref(), e.Spec.members()
		fields := refFields(e.Kind)
		for i := range fields {
			if !fields[i].resolve(members, *e.Spec.extra(), holder, yield) {
				return
			}
		}
	}
}

// resolve yields the references of field f of holder; it returns false when yield has had enough.
func (f *RefField) resolve(members []member, extra map[string]any, holder Ref, yield func(resolved) bool) bool {
	switch value := fieldOf(members, f.Name).(type) {
	case *string:
		return *value == "" || yield(f.reference(-1, *value, holder))
	case *[]string:
		return f.resolveAll(*value, holder, yield)
	case *looseRefs:
		return f.resolveAll(*value, holder, yield) && f.resolveLoose(extra[f.Name], holder, yield)
	}
	return true
}

func (f *RefField) resolveAll(list []string, holder Ref, yield func(resolved) bool) bool {
	for i, text := range list {
		if !yield(f.reference(i, text, holder)) {
			return false
		}
	}
	return true
}

func (f *RefField) reference(i int, text string, holder Ref) resolved {
	target, err := ParseRef(text, f.defaults(holder))
	return resolved{f, i, text, target, err}
}

func (f *RefField) defaults(holder Ref) Ref {
	return Ref{Kind: f.Default, Namespace: holder.Namespace}
}

func (r resolved) pointer() string {
	pointer := "/spec/" + r.field.Name
	if r.index >= 0 {
		pointer += "/" + strconv.Itoa(r.index)
	}
	return pointer
}
