package catalog

import (
	"iter"
	"strconv"
	"strings"
)

// Reference is one reference that an entity makes.
type Reference struct {
	Field   *RefField // shared by all references of the kind: not to be changed
	Pointer string    // JSON pointer of the reference's text, such as /spec/dependsOn/0
	Written string    // as in the file
	Target  Ref       // with the field's default kind and the holder's namespace filled in; the zero Ref if Err is set
	Err     error     // a [*RefError] when the text is no reference
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
	var pointers strings.Builder // one text for all, of which each is a part
	for r := range e.resolved() {
		if refs == nil {
			most, bytes := e.mostReferences()
			refs = make([]Reference, 0, most)
			pointers.Grow(bytes)
		}
		start := pointers.Len()
		r.writePointer(&pointers)
		refs = append(refs, Reference{r.field, pointers.String()[start:], r.written, r.target, r.err})
	}
	return refs
}

// mostReferences returns how many references e makes, as far as texts make them, and how long their pointers are at most.
func (e *Entity) mostReferences() (n, bytes int) {
	members := e.Spec.members(nil)
	for i := range refFields(e.Kind) {
		f, count := &refFields(e.Kind)[i], 0
		switch value := fieldOf(members, f.Name).(type) {
		case *string:
			if *value != "" {
				count = 1
			}
		case *[]string:
			count = len(*value)
		case *looseRefs:
			count = len(*value)
		}
		n += count
		bytes += count * (len(specPointer) + len(f.Name) + len("/") + len(strconv.Itoa(count)))
	}
	return n, bytes
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
		holder, members := e.Ref(), e.Spec.members(nil)
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

// specPointer begins the pointers of members of spec.
const specPointer = "/spec/"

// writePointer writes the JSON pointer of the reference's text.
func (r *resolved) writePointer(b *strings.Builder) {
	b.WriteString(specPointer)
	b.WriteString(r.field.Name)
	if r.index >= 0 {
		var digits [20]byte
		b.WriteByte('/')
		b.Write(strconv.AppendInt(digits[:0], int64(r.index), 10))
	}
}

func (r *resolved) pointer() string {
	var b strings.Builder
	r.writePointer(&b)
	return b.String()
}
