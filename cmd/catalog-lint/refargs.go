package main

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/goldenpath-go/goldenpath/catalog"
	"github.com/goldenpath-go/goldenpath/lint"
)

// maxCandidates is how many of several possible entities an error lists.
const maxCandidates = 5

// refs returns the entities that args name.
func (p *program) refs(w *whole, args []string) ([]catalog.Ref, error) {
	var out []catalog.Ref
	for _, arg := range args {
		ref, err := p.ref(w, arg)
		if err != nil {
			return nil, err
		}
		if !slices.ContainsFunc(out, func(other catalog.Ref) bool { return other.Compare(ref) == 0 }) {
			out = append(out, ref)
		}
	}
	return out, nil
}

// ref returns the entity that text names. The kind may be left out where only one entity has the name. What others refer
// to will do, although it is not there: that is said.
func (p *program) ref(w *whole, text string) (catalog.Ref, error) {
	ref, err := catalog.ParseRef(text, catalog.Ref{})
	if errors.Is(err, catalog.ErrRefKind) {
		return kindless(w, text)
	}
	if err != nil {
		return ref, usageError("%w", err)
	}
	if w.graph.Has(ref) {
		return ref, nil
	}
	for range w.graph.Dependents(ref) {
		p.warn(fmt.Errorf("%s is not in the catalog, though others refer to it", ref))
		return ref, nil
	}
	return ref, usageError("there is no %s%s", ref, meant(w, ref))
}

// kindless returns the one entity of a name, which may have its namespace before it.
func kindless(w *whole, text string) (catalog.Ref, error) {
	parsed, err := catalog.ParseRef(text, catalog.Ref{Kind: catalog.Component})
	if err != nil {
		return parsed, usageError("%w", err)
	}
	anywhere := !strings.Contains(text, "/")
	var found []catalog.Ref
	for ref := range w.graph.All() {
		wanted := catalog.Ref{Kind: ref.Kind, Namespace: parsed.Namespace, Name: parsed.Name}
		if anywhere {
			wanted.Namespace = ref.Namespace
		}
		if ref.Compare(wanted) == 0 {
			found = append(found, ref)
		}
	}
	switch len(found) {
	case 1:
		return found[0], nil
	case 0:
		return parsed, usageError("there is no entity called %s%s", text, calledNearly(w, parsed.Name))
	}
	return parsed, usageError("%s may be %s: write which", text, alternatives(found))
}

// meant returns what was probably meant by a ref that names nothing, as the end of a message: the same name in another
// kind or namespace, else one that is spelt nearly so.
func meant(w *whole, unknown catalog.Ref) string {
	var same []catalog.Ref
	var near []string
	_, prefix, name := cutRef(unknown)
	for ref := range w.graph.All() {
		if _, other, otherName := cutRef(ref); otherName == name {
			same = append(same, ref)
		} else if other == prefix {
			near = append(near, ref.String())
		}
	}
	if len(same) > 0 {
		return "; did you mean " + alternatives(same) + "?"
	}
	return didYouMean(unknown.String(), near)
}

// calledNearly returns which entities are called nearly so, as the end of a message.
func calledNearly(w *whole, name string) string {
	by := map[string][]catalog.Ref{}
	var names []string
	for ref := range w.graph.All() {
		_, _, other := cutRef(ref)
		if by[other] == nil {
			names = append(names, other)
		}
		by[other] = append(by[other], ref)
	}
	if near, ok := lint.Nearest(name, names); ok {
		return "; did you mean " + alternatives(by[near]) + "?"
	}
	return ""
}

// cutRef returns the canonical form of a ref, what of it stands before the name, and the name.
func cutRef(ref catalog.Ref) (whole, prefix, name string) {
	whole = ref.String()
	name = ref.Name
	if i := strings.IndexByte(whole, '/'); i >= 0 {
		prefix, name = whole[:i], whole[i+1:]
	}
	return whole, prefix, name
}

// alternatives lists refs: a, b or c.
func alternatives(refs []catalog.Ref) string {
	words := make([]string, 0, len(refs))
	for _, ref := range refs[:min(len(refs), maxCandidates)] {
		words = append(words, ref.String())
	}
	if more := len(refs) - len(words); more > 0 {
		return fmt.Sprintf("%s or %d more", strings.Join(words, ", "), more)
	}
	if len(words) == 1 {
		return words[0]
	}
	return strings.Join(words[:len(words)-1], ", ") + " or " + words[len(words)-1]
}
