package load

import (
	"fmt"
	"slices"
	"strings"

	"github.com/goldenpath-go/goldenpath/catalog"
)

// validate checks the spec by the schema of the entity's kind. Backstage asks each kind in turn whether the entity is
// its own; only kind and apiVersion, in exactly their spelling, decide that.
func (in *ingestion) validate() {
	version, _ := value(in.root, "apiVersion").Str()
	kind, _ := value(in.root, "kind").Str()
	if version == "" || kind == "" {
		return
	}
	rule, exact := ruleFor(version, catalog.Kind(kind))
	custom := in.options.custom(version, kind)
	if !exact && len(custom) == 0 {
		in.unknownKind(version, kind)
	}
	if rule != nil && (exact || len(custom) == 0) {
		in.rule = rule
		in.shape(rule)
	}
	for _, k := range custom {
		in.customKind(k)
	}
}

// ruleFor returns the kind that an entity is or was probably meant to be, and whether it is.
func ruleFor(version string, kind catalog.Kind) (rule *kindRule, exact bool) {
	for i := range kindRules {
		r := &kindRules[i]
		if r.kind == kind && slices.Contains(r.versions, version) {
			return r, true
		}
		if strings.EqualFold(string(r.kind), string(kind)) && r.kind != catalog.Template {
			rule = r
		}
	}
	return rule, false
}

// shape checks spec. That it is a mapping at all, if it is there, has been checked before.
func (in *ingestion) shape(rule *kindRule) {
	words := func(f *fault) string {
		return fmt.Sprintf("InputError: Processor %s threw an error while validating the entity %s; caused by TypeError: %s",
			rule.processor, in.doc.Ref, f.backstage(true))
	}
	in.checker.run(rule.entity, in.root, func(f *fault) { in.addFault(f, StageValidate, ruleKind, words) })
}

// unknownKind reports a kind that nobody claims.
func (in *ingestion) unknownKind(version, kind string) {
	pointer, n := "/kind", value(in.root, "kind")
	message := fmt.Sprintf("kind %s is not known", quote(kind))
	help := didYouMean(kind, knownKinds())
	if i := slices.IndexFunc(kindRules, func(r kindRule) bool { return string(r.kind) == kind }); i >= 0 {
		pointer, n = "/apiVersion", value(in.root, "apiVersion")
		message = fmt.Sprintf("apiVersion %s is not known for kind %s", quote(version), kind)
		help = "write " + kindRules[i].versions[0]
	} else if help == "" {
		help = "name its schema in the configuration if it is a kind of your own"
	}
	if !in.once(pointer) {
		return
	}
	in.add(Problem{
		Rule: ruleKindUnknown, Stage: StageValidate, Pointer: pointer, Range: in.valueRange(n), Message: message, Help: help,
	}, "InputError: No processor recognized the entity "+in.doc.Ref+" as valid, possibly caused by a foreign kind or apiVersion")
}

func knownKinds() []string {
	var kinds []string
	for _, k := range catalog.Kinds() {
		kinds = append(kinds, string(k))
	}
	return kinds
}

func knownVersions() []string {
	return []string{catalog.V1alpha1, catalog.V1beta1, catalog.ScaffolderV1beta3}
}
