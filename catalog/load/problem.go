package load

import (
	"slices"

	"github.com/goldenpath-go/goldenpath/internal/tree"
	"github.com/goldenpath-go/goldenpath/source"
)

// The names of the lint rules that report what this package finds.
const (
	ruleYAMLSyntax       = "yaml-syntax"
	ruleYAMLDuplicateKey = "yaml-duplicate-key"
	ruleYAMLAliasLimit   = "yaml-alias-limit"
	ruleEnvelope         = "schema-envelope"
	ruleKind             = "schema-kind"
	ruleKindUnknown      = "schema-kind-unknown"
	ruleRootField        = "schema-root-field"
	ruleNullValue        = "schema-null-value"
	ruleScalarType       = "schema-scalar-type"
	ruleNameFormat       = "name-format"
	ruleLabelFormat      = "label-format"
	ruleAnnotationKey    = "annotation-key"
	ruleTagFormat        = "tag-format"
	ruleLinkURL          = "link-url"
	ruleRefSyntax        = "ref-syntax"
	ruleLocationTarget   = "location-target"
	rulePlaceholder      = "placeholder"
)

// RuleNames returns the values that [Problem.Rule] may have, in the order of the stages that find them.
func RuleNames() []string {
	return []string{
		ruleYAMLSyntax, ruleYAMLDuplicateKey, ruleYAMLAliasLimit, ruleEnvelope, ruleRootField, ruleNullValue,
		ruleScalarType, rulePlaceholder, ruleNameFormat, ruleLabelFormat, ruleAnnotationKey, ruleTagFormat,
		ruleLinkURL, ruleKindUnknown, ruleKind, ruleLocationTarget, ruleRefSyntax,
	}
}

// How many problems are reported, of one document and of all of one file. The first of each document always is.
const (
	mostProblems       = 200
	mostProblemsOfFile = 1000
)

// add adds a problem that Backstage reports with these words if it comes that far.
func (in *ingestion) add(p Problem, words string) {
	if in.clean() {
		p.Backstage = words
	}
	in.doc.Problems = append(in.doc.Problems, p)
}

// clean reports whether nothing has been found wrong so far.
func (in *ingestion) clean() bool { return len(in.doc.Problems) == 0 }

// full reports whether no more problems of the document are reported.
func (in *ingestion) full() bool {
	n := len(in.doc.Problems)
	return n >= mostProblems || n > 0 && in.problems+n >= mostProblemsOfFile
}

// once reports whether a fault is to be reported: whether this is the first one of this key, since several stages may
// find the same, and there are not too many already.
func (in *ingestion) once(key string) bool {
	if in.full() || in.saw(key) {
		return false
	}
	in.seen = append(in.seen, key)
	return true
}

// saw reports whether a fault of this key has been reported.
func (in *ingestion) saw(key string) bool { return slices.Contains(in.seen, key) }

// addFault adds what a checker found, once. words makes Backstage's message of the fault.
func (in *ingestion) addFault(f *fault, stage Stage, rule string, words func(*fault) string) {
	if in.full() {
		in.checker.done = true
		return
	}
	if in.follows(f) || !in.once(f.key()) {
		return
	}
	message, help := f.explain()
	said := ""
	if in.clean() {
		said = words(f)
	}
	in.add(Problem{
		Rule: f.rule(rule), Stage: stage, Pointer: f.place.pointer(), Range: in.faultRange(f), Message: message, Help: help,
	}, said)
}

// follows reports whether a fault follows from one that has been reported: of a misspelt member and the one it was
// meant to be, one is enough.
func (in *ingestion) follows(f *fault) bool {
	switch f.keyword {
	case missing:
		typo := f.misspelt()
		return typo != "" && in.saw(f.place.pointer()+"/"+tree.Escape(typo))
	case unknown:
		return in.saw(f.place.up.pointer() + " " + f.meant())
	}
	return false
}

// faultRange returns the range of the value at fault; that of a key where the key is at fault or nothing else is to be
// seen, as of missing members.
func (in *ingestion) faultRange(f *fault) source.Range {
	n, key := f.node, f.place.key()
	switch {
	case f.keyword == missing && key == nil && len(n.Fields) > 0:
		key = &n.Fields[0]
	case f.keyword == missing, f.keyword == unknown:
	case n.Start < n.End:
		key = nil
	}
	if key != nil {
		return in.keyRange(key)
	}
	return in.valueRange(n)
}

func (in *ingestion) keyRange(m *tree.Field) source.Range { return in.text.Range(m.KeyStart, m.KeyEnd) }

func (in *ingestion) valueRange(n *tree.Node) source.Range { return in.text.Range(n.Start, n.End) }
