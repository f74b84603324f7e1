package helmfile

import (
	"context"
	"embed"
	"slices"
	"sync"

	"github.com/goldenpath-go/goldenpath/helmfile"
	"github.com/goldenpath-go/goldenpath/lint"
)

// All returns the rules, sorted by name. The list is the caller's, the rules are shared and must not be changed. They are
// made when they are asked for the first time.
func All() []*lint.Rule { return slices.Clone(all()) }

var all = sync.OnceValue(func() []*lint.Rule {
	t := Tool()
	rule := func(name string, levels lint.Levels, c check) *lint.Rule { return newRule(t, name, levels, c) }
	return []*lint.Rule{
		rule("helmfile-common-label-overwrites", opinion(), checkCommonLabels),
		rule("helmfile-condition-form", refused(), reports(helmfile.ClassConditionForm)),
		rule("helmfile-condition-never-true", gently(lint.Warning), checkNeverTrue),
		rule("helmfile-condition-unknown-path", refused(), checkConditionPaths),
		rule("helmfile-default-not-base", picky(), checkDefault),
		rule("helmfile-default-true", gently(lint.Warning), checkDefaultTrue),
		rule("helmfile-duplicate-key", refused(), checkDuplicateKeys),
		rule("helmfile-duplicate-release", refused(), checkDuplicates),
		rule("helmfile-env-release-same-part", refused(), checkOnePart),
		rule("helmfile-env-undefined", gently(lint.Warning), checkEnvironments),
		rule("helmfile-glob-many", refused(), reports(helmfile.ClassValuesGlob)),
		rule("helmfile-handler-word", refused(), checkHandlers),
		rule("helmfile-key-order", refused(), checkOrder),
		rule("helmfile-kube-context-dead", gently(lint.Warning), checkContexts),
		rule("helmfile-load", refused(), checkLoad),
		rule("helmfile-namespace-mismatch", gently(lint.Warning), checkComponents),
		rule("helmfile-namespace-missing", picky(), checkNamespaces),
		rule("helmfile-needs-cycle", refused(), reports(helmfile.ClassNeedsCycle)),
		rule("helmfile-needs-off", opinion(), checkNeedsOff),
		rule("helmfile-needs-undefined", refused(), reports(helmfile.ClassNeedsUndefined)),
		rule("helmfile-null-kept", opinion(), checkNulls),
		rule("helmfile-numeric-tag", gently(lint.Warning), checkNumericTags),
		rule("helmfile-part-replaces-releases", gently(lint.Warning), checkReplaced),
		rule("helmfile-release-unreachable", opinion(), checkUnreachable),
		rule("helmfile-repo-oci", refused(), checkRegistries),
		rule("helmfile-repo-unknown", opinion(), checkUnknownRepositories),
		rule("helmfile-repo-unused", opinion(), checkUnusedRepositories),
		rule("helmfile-required-env-in-comment", gently(lint.Warning), checkComments),
		rule("helmfile-required-env-list", picky(), checkRequiredEnv),
		rule("helmfile-secret-in-values", gently(lint.Warning), checkSecrets),
		rule("helmfile-selector-dead", gently(lint.Warning), checkSelectors),
		rule("helmfile-set-empty", opinion(), checkEmptySets),
		rule("helmfile-template-in-plain-yaml", refused(), checkBraces),
		rule("helmfile-template-inherit", refused(), checkInherit),
		rule("helmfile-unknown-field", refused(), checkUnknownFields),
		rule("helmfile-unused-value", picky(), checkUnusedValues),
		rule("helmfile-values-file-missing", refused(), checkValuesFiles),
		rule("helmfile-values-key-typo", opinion(), checkTypos),
		rule("helmfile-version-differs", picky(), checkVersionsDiffer),
		rule("helmfile-version-latest", gently(lint.Warning), checkLatest),
		rule("helmfile-version-range", opinion(), checkRanges),
		rule("helmfile-version-unpinned", opinion(), checkUnpinned),
		rule("helmfile-yaml11-word", opinion(), checkWords),
	}
})

// check looks at a helmfile, and reports what it finds.
type check func(context.Context, *project)

func newRule(t *lint.Tool, name string, levels lint.Levels, c check) *lint.Rule {
	return &lint.Rule{Name: name, Doc: doc(name), Levels: levels, Tool: t, Root: func(ctx context.Context, p *lint.RootPass) {
		if h := p.Share(shared{}, func() any { return newProject(ctx, p) }).(*project); h != nil {
			c(ctx, h)
		}
	}}
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

// refused is the severity of what the real helmfile refuses, or would deploy as nobody can mean it.
func refused() lint.Levels {
	return lint.Levels{Recommended: lint.Error, GoldenPath: lint.Error, Strict: lint.Error}
}

// gently is s in golden-path and strict, and an info in recommended: it may be meant so.
func gently(s lint.Severity) lint.Levels {
	return lint.Levels{Recommended: lint.Info, GoldenPath: s, Strict: s}
}

// opinion is what not everybody wants to be told.
func opinion() lint.Levels {
	return lint.Levels{Recommended: lint.Info, GoldenPath: lint.Info, Strict: lint.Warning}
}

// picky is what hardly anybody wants to be told each time.
func picky() lint.Levels {
	return lint.Levels{Recommended: lint.Off, GoldenPath: lint.Off, Strict: lint.Info}
}
