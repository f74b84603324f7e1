package template

import (
	"embed"
	"slices"

	"github.com/goldenpath-go/goldenpath/catalog"
	"github.com/goldenpath-go/goldenpath/lint"
)

// All returns the rules, sorted by name. The list is the caller's, the rules are shared and must not be changed.
func All() []*lint.Rule { return slices.Clone(all) }

var all = []*lint.Rule{
	rule("template-action", gently(lint.Warning), checkActions),
	rule("template-condition", always(lint.Warning), checkConditions),
	rule("template-dialect", always(lint.Warning), checkDialects),
	rule("template-expression", gently(lint.Error), checkExpressions),
	rule("template-hyphen", always(lint.Error), checkHyphens),
	rule("template-owner-field", fromGoldenPath(lint.Warning), checkOwners),
	rule("template-parameter-unused", fromGoldenPath(lint.Info), checkUnused),
	rule("template-secret-parameter", always(lint.Warning), checkSecrets),
	rule("template-skeleton", gently(lint.Warning), checkSkeletons),
	rule("template-skeleton-expression", gently(lint.Error), checkSkeletonExpressions),
	rule("template-skeleton-value", gently(lint.Warning), checkSkeletonValues),
	rule("template-step-id", always(lint.Error), checkStepIDs),
	rule("template-value-unused", fromGoldenPath(lint.Info), checkUnusedValues),
}

// shared is the key under which the checks share the template.
type shared struct{}

// rule returns the rule of that name, whose check looks at templates of the version that is known.
func rule(name string, levels lint.Levels, check func(*template)) *lint.Rule {
	r := &lint.Rule{Name: name, Doc: doc(name), Kinds: []catalog.Kind{catalog.Template}, Levels: levels}
	if name == "template-action" {
		r.Params = func() any { return &actionParams{} }
	}
	r.Entity = func(p *lint.EntityPass) {
		if t := p.Share(shared{}, func() any { return newTemplate(p) }).(*template); t != nil {
			check(t)
		}
	}
	return r
}

//go:embed doc/*.md
var docs embed.FS

// doc returns the text of a rule; empty when there is none, which lint.Validate does not let pass.
func doc(name string) string {
	text, err := docs.ReadFile("doc/" + name + ".md")
	if err != nil {
		return ""
	}
	return string(text)
}

// always is the severity of a rule in every preset.
func always(s lint.Severity) lint.Levels {
	return lint.Levels{Recommended: s, GoldenPath: s, Strict: s}
}

// gently is s in golden-path and strict, and an info in recommended: many public templates have such faults, and the template
// runs all the same, or its folders are in another repository.
func gently(s lint.Severity) lint.Levels {
	return lint.Levels{Recommended: lint.Info, GoldenPath: s, Strict: s}
}

// fromGoldenPath is off in recommended and s in golden-path and strict.
func fromGoldenPath(s lint.Severity) lint.Levels {
	return lint.Levels{Recommended: lint.Off, GoldenPath: s, Strict: s}
}
