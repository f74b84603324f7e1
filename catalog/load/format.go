package load

import (
	"fmt"

	"github.com/goldenpath-go/goldenpath/catalog"
	"github.com/goldenpath-go/goldenpath/internal/tree"
)

// formats checks the forms of names, labels, annotations, tags and links. Values that are no texts at all have been
// refused before.
func (in *ingestion) formats() {
	metadata := member(in.root, "metadata")
	in.format(member(in.root, "apiVersion"), "/apiVersion", apiVersionForm)
	in.format(member(in.root, "kind"), "/kind", kindForm)
	if metadata == nil {
		return
	}
	in.format(member(metadata.Value, "name"), "/metadata/name", nameForm)
	in.format(member(metadata.Value, "namespace"), "/metadata/namespace", namespaceForm)
	in.labels(value(metadata.Value, "labels"))
	in.annotations(value(metadata.Value, "annotations"))
	in.tags(value(metadata.Value, "tags"))
	in.links(value(metadata.Value, "links"))
}

// form is the form of one field, and how to speak of it.
type form struct {
	rule     string
	field    string // as Backstage calls it; of maps and lists, what stands before the key or index
	what     string // in plain words
	valid    func(string) bool
	expected string // as Backstage puts it
	demand   string // in plain words
	mend     func(string) string
}

const (
	expectName   = "a string that is sequences of [a-zA-Z0-9] separated by any of [-_.], at most 63 characters in total"
	expectPrefix = "a valid prefix and/or suffix"
	learnMore    = "To learn more about catalog file format, visit: https://github.com/backstage/backstage/blob/master/" +
		"docs/architecture-decisions/adr002-default-catalog-file-format.md"

	demandName = `must be 1 to 63 letters, digits, "-", "_" and ".", with a letter or digit at both ends`
	demandKey  = `must be a name (1 to 63 letters, digits, "-", "_" and "."), ` +
		`with or without a lower-case domain and "/" before it`
)

var (
	apiVersionForm = &form{
		rule: ruleKindUnknown, field: "apiVersion", what: "apiVersion", valid: catalog.IsAPIVersion, expected: expectPrefix,
		demand: "must be letters and digits, with or without a domain and \"/\" before them, such as backstage.io/v1alpha1",
		mend:   func(s string) string { return closest(s, knownVersions()) },
	}
	kindForm = &form{
		rule: ruleKindUnknown, field: "kind", what: "kind", valid: catalog.IsKind,
		expected: "a string that is a sequence of [a-zA-Z][a-z0-9A-Z], at most 63 characters in total",
		demand:   "must be letters and digits only, a letter first, at most 63 of them",
		mend:     func(s string) string { return closest(s, knownKinds()) },
	}
	nameForm = &form{
		rule: ruleNameFormat, field: "metadata.name", what: "metadata.name", valid: catalog.IsObjectName,
		expected: expectName, demand: demandName, mend: mendName,
	}
	namespaceForm = &form{
		rule: ruleNameFormat, field: "metadata.namespace", what: "metadata.namespace", valid: catalog.IsNamespace,
		expected: "a string that is sequences of [a-z0-9] separated by [-], at most 63 characters in total",
		demand:   "must be 1 to 63 lower-case letters and digits with \"-\" between them", mend: mendNamespace,
	}
	labelKeyForm = &form{
		rule: ruleLabelFormat, field: "labels.", what: "label key", valid: catalog.IsLabelKey,
		expected: expectPrefix, demand: demandKey, mend: mendKey,
	}
	labelValueForm = &form{
		rule: ruleLabelFormat, field: "labels.", what: "value of label ", valid: catalog.IsLabelValue,
		expected: expectName, demand: "must be empty, or " + demandName[len("must be "):], mend: mendName,
	}
	annotationKeyForm = &form{
		rule: ruleAnnotationKey, field: "annotations.", what: "annotation key", valid: catalog.IsAnnotationKey,
		expected: expectPrefix, demand: demandKey, mend: mendKey,
	}
	tagForm = &form{
		rule: ruleTagFormat, field: "tags.", what: "tag", valid: catalog.IsTag,
		expected: "a string that is sequences of [a-z0-9+#] separated by [-], at most 63 characters in total",
		demand:   `must be 1 to 63 lower-case letters, digits, "+", "#" and ":", with single "-" between them`,
		mend:     mendTag,
	}
	urlForm = &form{
		rule: ruleLinkURL, field: "links.", what: "link", valid: catalog.IsURL,
		expected: "a string that is a valid url", demand: "must be a whole URL", mend: mendURL,
	}
	linkTextForm = &form{
		rule: ruleEnvelope, field: "links.", what: "link", valid: func(s string) bool { return !catalog.IsBlank(s) },
		expected: "a non empty string", demand: "must not be blank",
	}
)

func (in *ingestion) format(m *tree.Field, pointer string, f *form) {
	if m != nil && !in.valid(m.Value, f) {
		in.formatText(m.Value, pointer, f, f.field, f.what)
	}
}

// valid reports whether a value has the form. What is no text has been refused before, and content that is not known
// may have any.
func (in *ingestion) valid(n *tree.Node, f *form) bool {
	return n.Kind != tree.String || in.assumed[n] || f.valid(n.Text)
}

// formatText reports a text of which Backstage speaks as field and people as what.
func (in *ingestion) formatText(n *tree.Node, pointer string, f *form, field, what string) {
	if in.once(pointer) {
		in.addFormat(Problem{Pointer: pointer, Range: in.valueRange(n)}, f, n.Text, field, what)
	}
}

func (in *ingestion) formatKey(m *tree.Field, above string, f *form) {
	if f.valid(m.Name) {
		return
	}
	if pointer := above + tree.Escape(m.Name); in.once(pointer + "#key") {
		in.addFormat(Problem{Pointer: pointer, Range: in.keyRange(m)}, f, m.Name, f.field+m.Name, f.what)
	}
}

func (in *ingestion) addFormat(p Problem, f *form, s, field, what string) {
	p.Rule, p.Stage = f.rule, StagePolicy
	p.Message = fmt.Sprintf("%s %s %s", what, quote(s), f.demand)
	switch {
	case isTemplateSource(s):
		p.Message = fmt.Sprintf("%s %s holds an expression of a template: %s", what, quote(s), isSkeleton)
		p.Help = helpSkeleton
	case f.mend != nil:
		if better := f.mend(s); better != "" && f.valid(better) {
			p.Help = "write " + better
		}
	}
	in.add(p, in.policyWords(fmt.Sprintf(`Error: "%s" is not valid; expected %s but found "%s". %s`, field, f.expected, s, learnMore)))
}
