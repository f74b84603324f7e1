package rules

import (
	"fmt"
	"strings"

	"github.com/goldenpath-go/goldenpath/catalog"
	"github.com/goldenpath-go/goldenpath/lint"
)

// deployed are the kinds that can fail at night.
var deployed = []catalog.Kind{catalog.Component, catalog.Resource}

var tierRules = []*lint.Rule{
	{
		Name:   "tier-present",
		Doc:    doc("tier-present"),
		Kinds:  deployed,
		Levels: fromGoldenPath(lint.Error),
		Params: func() any { return &tierPresentParams{} },
		Entity: checkTierPresent,
	},
	{
		Name:   "tier-known",
		Doc:    doc("tier-known"),
		Levels: always(lint.Warning),
		Entity: checkTierKnown,
	},
	{
		Name:   "tier-conflict",
		Doc:    doc("tier-conflict"),
		Levels: always(lint.Warning),
		Entity: checkTierConflict,
	},
	{
		Name:    "tier-inversion",
		Doc:     doc("tier-inversion"),
		Levels:  always(lint.Error),
		Catalog: checkTierInversion,
	},
	{
		Name:    "tier-unstable",
		Doc:     doc("tier-unstable"),
		Levels:  always(lint.Warning),
		Params:  func() any { return &tierLifecycleParams{Top: 1, Lifecycles: []string{"experimental", "deprecated"}} },
		Catalog: checkTierUnstable,
	},
	{
		Name:   "tier-oncall",
		Doc:    doc("tier-oncall"),
		Kinds:  deployed,
		Levels: fromGoldenPath(lint.Error),
		Params: func() any { return &oncallParams{Top: 1, Keys: onCallAnnotations()} },
		Entity: checkTierOncall,
	},
	{
		Name:   "tier-runbook",
		Doc:    doc("tier-runbook"),
		Kinds:  deployed,
		Levels: fromGoldenPath(lint.Error),
		Params: func() any { return &runbookParams{Top: 2, Words: []string{"runbook", "playbook"}} },
		Entity: checkTierRunbook,
	},
	{
		Name:   "tier-deprecated",
		Doc:    doc("tier-deprecated"),
		Kinds:  deployed,
		Levels: fromGoldenPath(lint.Warning),
		Params: func() any { return &tierLifecycleParams{Top: 1, Lifecycles: []string{"experimental", "deprecated"}} },
		Entity: checkTierDeprecated,
	},
}

type tierPresentParams struct {
	Types []string `yaml:"types" doc:"the types that need a tier; all when empty"`
	Tags  bool     `yaml:"tags" doc:"whether a tag such as tier-1 is enough"`
}

func checkTierPresent(p *lint.EntityPass) {
	params := p.Params.(*tierPresentParams)
	if !among(params.Types, p.Facts.Type) || p.TierRefused() {
		return
	}
	for _, t := range p.Facts.Tiers {
		if params.Tags || !strings.HasPrefix(t.Key, "tag:") {
			return
		}
	}
	f := lint.Finding{
		Range:   p.Key("/metadata/labels"),
		Pointer: "/metadata/labels",
		Message: fmt.Sprintf("this %s does not state its tier", p.Entity.Kind),
		Help:    `add tier: "1" (the most critical), "2", … under metadata.labels`,
	}
	if t := p.Facts.Tier; t.Stated() {
		f.Related = []lint.Related{{Range: t.Range, Message: "a tag is for searching; it does not count as a statement"}}
	}
	p.Report(f)
}

// among reports whether word is in list; an empty list has every word.
func among(list []string, word string) bool {
	if len(list) == 0 {
		return true
	}
	for _, w := range list {
		if strings.EqualFold(w, word) {
			return true
		}
	}
	return false
}

func checkTierKnown(p *lint.EntityPass) {
	if p.TierOrder == nil {
		return
	}
	for _, t := range p.Facts.Tiers {
		if t.Rank > 0 {
			continue
		}
		f := lint.Finding{
			Range:   t.Range,
			Pointer: t.Pointer,
			Message: fmt.Sprintf("tier %q is none of %s", t.Value, strings.Join(p.TierOrder, ", ")),
		}
		if near, ok := lint.Nearest(t.Value, p.TierOrder); ok {
			f.Help = "did you mean " + near + "?"
		}
		p.Report(f)
	}
}

func checkTierConflict(p *lint.EntityPass) {
	for i, t := range p.Facts.Tiers {
		if i == 0 || t.Value == p.Facts.Tier.Value {
			continue
		}
		first := p.Facts.Tier
		f := lint.Finding{
			Range:   t.Range,
			Pointer: t.Pointer,
			Message: fmt.Sprintf("%s says tier %s, %s says %s", t.Key, t.Value, first.Key, first.Value),
			Related: []lint.Related{{Range: first.Range, Message: "this is the one that counts"}},
		}
		text := raw(p.File.Text, t.Range)
		if strings.Count(text, t.Value) == 1 && !strings.ContainsAny(first.Value, "\"'\\\n") {
			f.Fixes = unsafe("say tier "+first.Value, lint.Replace(t.Range, strings.Replace(text, t.Value, first.Value, 1)))
		}
		p.Report(f)
	}
}

// critical reports whether t is one of the top tiers. Where the configuration gives no order, tiers are numbers and
// rank from zero, which few organisations use; so the first tier is then 0 or 1.
func critical(t lint.Tier, order []string, top int) bool {
	if order == nil {
		top++
	}
	return t.Rank > 0 && t.Rank <= top
}

type tierLifecycleParams struct {
	Top        int      `yaml:"top" doc:"how many tiers, from the most critical, are looked at"`
	Lifecycles []string `yaml:"lifecycles" doc:"lifecycles that do not go with such a tier"`
}

func checkTierDeprecated(p *lint.EntityPass) {
	params := p.Params.(*tierLifecycleParams)
	lifecycle := p.Facts.Lifecycle
	if lifecycle == "" || !critical(p.Facts.Tier, p.TierOrder, params.Top) || !among(params.Lifecycles, lifecycle) {
		return
	}
	p.Report(lint.Finding{
		Pointer: "/spec/lifecycle",
		Message: fmt.Sprintf("a %s of tier %s is %s", strings.ToLower(string(p.Entity.Kind)), p.Facts.Tier.Value, lifecycle),
		Related: []lint.Related{{Range: p.Facts.Tier.Range, Message: "tier stated here"}},
	})
}
