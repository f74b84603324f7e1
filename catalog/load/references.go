package load

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/goldenpath-go/goldenpath/catalog"
	"github.com/goldenpath-go/goldenpath/internal/tree"
)

// postprocess resolves the entity's references and derives its relations from them.
func (in *ingestion) postprocess() {
	if in.rule == nil || in.doc.Entity == nil {
		return
	}
	references := in.meant().References()
	if in.doc.Entity.Kind == in.rule.kind {
		in.doc.References = references
	}
	if in.clean() && !slices.ContainsFunc(references, func(r catalog.Reference) bool { return r.Err != nil }) {
		in.relate()
		return
	}
	references = slices.Clone(references)
	in.sortReferences(references)
	for _, r := range references {
		if n := in.referenceNode(&r); r.Err != nil && !in.assumed[n] && !in.checker.ignore[n] && in.once(r.Pointer) {
			in.badReference(n, r)
		}
	}
}

// relate derives the relations of an entity whose references all can be resolved.
func (in *ingestion) relate() {
	if in.options.NoRelations {
		return
	}
	if relations, err := catalog.Relations(in.doc.Entity); err == nil {
		in.doc.Relations = relations
	}
}

// meant returns the entity, or what it would be if its kind were spelt right.
func (in *ingestion) meant() *catalog.Entity {
	e := *in.doc.Entity
	if e.Kind == in.rule.kind {
		return &e
	}
	e.Kind = in.rule.kind
	if spec, ok := e.Spec.(*catalog.UnknownSpec); ok {
		e.Spec = catalog.NewSpec(in.rule.versions[0], e.Kind, spec.Fields)
	}
	return &e
}

// sortReferences puts the references of each list in the order in which Backstage looks at them.
func (in *ingestion) sortReferences(references []catalog.Reference) {
	spec := value(in.root, "spec")
	for from := 0; from < len(references); {
		to := from + 1
		for to < len(references) && references[to].Field.Name == references[from].Field.Name {
			to++
		}
		group := references[from:to]
		if list := value(spec, group[0].Field.Name); list != nil && len(list.Items) == len(group) && len(group) > 1 {
			inOrder := make([]catalog.Reference, 0, len(group))
			for _, i := range sortedOrder(list) {
				inOrder = append(inOrder, group[i])
			}
			copy(group, inOrder)
		}
		from = to
	}
}

func (in *ingestion) badReference(n *tree.Node, r catalog.Reference) {
	name := r.Field.Name
	p := Problem{Rule: ruleRefSyntax, Stage: StagePostprocess, Pointer: r.Pointer, Range: in.valueRange(n)}
	what := "spec." + name
	if n != value(value(in.root, "spec"), name) {
		what += "[" + r.Pointer[strings.LastIndexByte(r.Pointer, '/')+1:] + "]"
	}
	p.Message, p.Help = explainReference(what, n, r)
	in.add(p, fmt.Sprintf("InputError: Processor %s threw an error while postprocessing; caused by %s",
		in.rule.processor, referenceWords(n, r)))
}

// referenceNode returns the value that a reference was made from. A single value where a list could be has the pointer
// of the member.
func (in *ingestion) referenceNode(r *catalog.Reference) *tree.Node {
	n := value(value(in.root, "spec"), r.Field.Name)
	if n.Kind != tree.Array {
		r.Pointer = "/spec/" + r.Field.Name
		return n
	}
	if i, err := strconv.Atoi(r.Pointer[strings.LastIndexByte(r.Pointer, '/')+1:]); err == nil && i < len(n.Items) {
		return n.Items[i]
	}
	return n
}

// referenceWords returns Backstage's message.
func referenceWords(n *tree.Node, r catalog.Reference) string {
	switch {
	case isFalsy(n):
		return "Error: Entity reference must not be empty"
	case errors.Is(r.Err, catalog.ErrRefForm) && n.Kind == tree.String:
		return fmt.Sprintf("TypeError: Entity reference \"%s\" was not on the form [<kind>:][<namespace>/]<name>", n.Text)
	}
	lacks := "kind (e.g. did not start with \"component:\" or similar)"
	if errors.Is(r.Err, catalog.ErrRefForm) {
		lacks = "name"
		if namespace := value(n, "namespace"); namespace != nil && namespace.Kind != tree.Null && isFalsy(namespace) {
			lacks = "namespace"
		}
	}
	return fmt.Sprintf("Error: Entity reference %s had missing or empty %s", scriptJSON(n), lacks)
}

// explainReference says in plain words what is wrong with a reference and what to do.
func explainReference(what string, n *tree.Node, r catalog.Reference) (message, help string) {
	s, isText := n.Str()
	switch {
	case isText && s == "":
		return what + " is an empty text, but must refer to an entity", "remove it, or write KIND:NAME"
	case n.Kind == tree.Null:
		return what + " has no value, but must refer to an entity", "remove it, or write KIND:NAME"
	case !isText:
		return fmt.Sprintf("%s is %s, but must refer to an entity", what, describe(n)), "write it as a text: KIND:NAMESPACE/NAME"
	case isTemplateSource(s):
		return fmt.Sprintf("%s %s holds an expression of a template, no reference", what, quote(s)), helpSkeleton
	case errors.Is(r.Err, catalog.ErrRefKind):
		return fmt.Sprintf("%s %s does not say of which kind the entity is", what, quote(s)), "write " + exampleRefs(s, r.Field.Targets)
	}
	return fmt.Sprintf("%s %s is no reference: a part of [KIND:][NAMESPACE/]NAME is empty", what, quote(s)),
		"write " + exampleRefs("NAME", r.Field.Targets)
}

// exampleRefs returns the name with the kinds that would make sense.
func exampleRefs(name string, kinds []catalog.Kind) string {
	if len(kinds) > 2 {
		kinds = []catalog.Kind{catalog.Component, catalog.Resource}
	}
	var examples []string
	for _, k := range kinds {
		examples = append(examples, strings.ToLower(string(k))+":"+name)
	}
	return strings.Join(examples, " or ")
}
