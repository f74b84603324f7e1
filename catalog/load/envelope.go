package load

import (
	"fmt"
	"slices"

	"github.com/goldenpath-go/goldenpath/catalog"
	"github.com/goldenpath-go/goldenpath/internal/tree"
)

// wrongRoot reports a document that is no mapping. JavaScript's typeof calls a list an object.
func (in *ingestion) wrongRoot() {
	typeName := map[tree.Kind]string{tree.String: "string", tree.Number: "number", tree.Bool: "boolean"}[in.root.Kind]
	if typeName == "" {
		typeName = "object"
	}
	help := "begin the document with apiVersion, kind and metadata"
	if in.root.Kind == tree.Array {
		help = "write each entity as a document of its own, with a line --- between them"
	}
	in.add(Problem{
		Rule: ruleEnvelope, Stage: StageRoot, Range: in.valueRange(in.root),
		Message: fmt.Sprintf("the document is %s, but must be an entity: a mapping", describe(in.root)), Help: help,
	}, "Error: Expected object at root, got "+typeName)
}

// envelope checks what makes a document an entity. Without it there is no reference to report anything under.
func (in *ingestion) envelope() {
	words := func(f *fault) string { return "TypeError: " + f.backstage(true) }
	in.checker.run(envelope, in.root, func(f *fault) { in.addFault(f, StageEnvelope, ruleEnvelope, words) })
	in.annotationsShape()
	in.named = in.clean()
}

// annotationsShape refuses annotations that could not be merged with Backstage's own. What JavaScript takes for false,
// such as null and the empty text, counts as no annotations at all.
func (in *ingestion) annotationsShape() {
	m := member(value(in.root, "metadata"), "annotations")
	if m == nil || isFalsy(m.Value) || m.Value.Kind == tree.Object || m.Value.Kind == tree.Set {
		return
	}
	in.add(Problem{
		Rule: ruleEnvelope, Stage: StageEnvelope, Pointer: annotationsPointer, Range: in.valueRange(m.Value),
		Message: fmt.Sprintf("metadata.annotations is %s, but must be a mapping of keys to texts", describe(m.Value)),
		Help:    "write each annotation on a line of its own, as \"key: value\"",
	}, "Error: metadata.annotations must be a valid object")
}

// isFalsy reports whether JavaScript takes a value for false.
func isFalsy(n *tree.Node) bool {
	switch n.Kind {
	case tree.Null:
		return true
	case tree.Bool:
		return !n.Bool
	case tree.Number:
		return n.Number == 0 || n.Number != n.Number
	case tree.String:
		return n.Text == ""
	}
	return false
}

// The annotations that Backstage writes: the first two over those of the file, the others under them.
var (
	forcedAnnotations = []string{catalog.AnnotationManagedByLocation, catalog.AnnotationManagedByOriginLocation}
	mergedAnnotations = []string{catalog.AnnotationViewURL, catalog.AnnotationEditURL, catalog.AnnotationSourceLocation}
)

// emitted returns the entity as it is when Backstage's annotations have been written over the file's: those are gone,
// and so are annotations that are no mapping.
func emitted(root *tree.Node) *tree.Node {
	metadata := value(root, "metadata")
	annotations := value(metadata, "annotations")
	switch {
	case annotations == nil:
		return root
	case annotations.Kind != tree.Object:
		return withMember(root, "metadata", withoutMember(metadata, "annotations"))
	case !mentions(annotations, forcedAnnotations):
		return root
	}
	kept := *annotations
	kept.Fields = slices.DeleteFunc(slices.Clone(annotations.Fields), func(f tree.Field) bool {
		return slices.Contains(forcedAnnotations, f.Name)
	})
	return withMember(root, "metadata", withMember(metadata, "annotations", &kept))
}

// merged returns the entity as it is when the file's annotations have been merged into Backstage's: those that
// Backstage has, too, stand first.
func merged(root *tree.Node) *tree.Node {
	metadata := value(root, "metadata")
	annotations := value(metadata, "annotations")
	if annotations == nil || !mentions(annotations, mergedAnnotations) {
		return root
	}
	ordered := *annotations
	ordered.Fields = slices.Clone(annotations.Fields)
	slices.SortStableFunc(ordered.Fields, func(a, b tree.Field) int { return annotationRank(a.Name) - annotationRank(b.Name) })
	return withMember(root, "metadata", withMember(metadata, "annotations", &ordered))
}

func mentions(n *tree.Node, names []string) bool {
	return slices.ContainsFunc(names, func(name string) bool { return n.Field(name) != nil })
}

// annotationRank orders annotations as JavaScript does once they are merged: keys that look like array indices first.
func annotationRank(name string) int {
	if isArrayIndex(name) {
		return 0
	}
	if i := slices.Index(mergedAnnotations, name); i >= 0 {
		return 1 + i
	}
	return 1 + len(mergedAnnotations)
}

// isArrayIndex reports whether JavaScript puts a key before all others: a decimal number below 2^32-1.
func isArrayIndex(s string) bool {
	if s == "" || len(s) > 10 || (s[0] == '0' && s != "0") {
		return false
	}
	n := 0
	for _, c := range []byte(s) {
		if c < '0' || c > '9' {
			return false
		}
		n = 10*n + int(c-'0')
	}
	return n < 1<<32-1
}
