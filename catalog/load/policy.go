package load

import "github.com/goldenpath-go/goldenpath/internal/tree"

// policy checks what every entity must keep to, whatever its kind: first the schema of the whole, then that nothing
// foreign is in its root, then the forms of names, labels, annotations, tags and links.
func (in *ingestion) policy() {
	words := func(f *fault) string { return in.policyWords("Error: Malformed envelope, " + f.backstage(false)) }
	in.checker.run(wholeEntity, in.root, func(f *fault) {
		if m := f.place.top(); m != nil && isCatalogMember(m.Name) {
			in.catalogMember(m, func() string { return words(f) })
			in.checker.enough = m
			return
		}
		in.addFault(f, StagePolicy, ruleEnvelope, words)
	})
	for i := range in.root.Fields {
		if m := &in.root.Fields[i]; isCatalogMember(m.Name) {
			in.catalogMember(m, func() string { return in.policyWords("Error: Unknown field " + m.Name) })
		}
	}
	in.formats()
}

func (in *ingestion) policyWords(cause string) string {
	return "InputError: Policy check failed for " + in.doc.Ref + "; caused by " + cause
}

// isCatalogMember reports whether only a running catalog writes the root's member of this name. It passes the schema,
// if it is well formed, and is refused by the policy after it.
func isCatalogMember(name string) bool { return name == "relations" || name == "status" }

func (in *ingestion) catalogMember(m *tree.Field, words func() string) {
	pointer := "/" + m.Name
	if in.once(pointer) {
		in.add(Problem{
			Rule: ruleRootField, Stage: StagePolicy, Pointer: pointer, Range: in.keyRange(m),
			Message: m.Name + " is not allowed in a file: the catalog works it out by itself", Help: "remove it",
		}, words())
	}
}
