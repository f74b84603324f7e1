package rules

import (
	"fmt"
	"strings"

	"github.com/goldenpath-go/goldenpath/lint"
)

// onCallAnnotations returns the annotations by which plugins find who is on call.
func onCallAnnotations() []string {
	return []string{
		"pagerduty.com/service-id",
		"pagerduty.com/integration-key",
		"opsgenie.com/team",
		"opsgenie.com/component-selector",
		"splunk.com/on-call-team",
		"ilert.com/integration-key",
		"firehydrant.com/service-name",
	}
}

type oncallParams struct {
	Top  int      `yaml:"top" doc:"how many tiers, from the most critical, need somebody on call"`
	Keys []string `yaml:"keys" doc:"annotations of which one is enough"`
}

func checkTierOncall(p *lint.EntityPass) {
	params := p.Params.(*oncallParams)
	if !critical(p.Facts.Tier, p.TierOrder, params.Top) || hasAnnotation(p, params.Keys) {
		return
	}
	p.Report(lint.Finding{
		Range:   p.Key("/metadata/annotations"),
		Pointer: "/metadata/annotations",
		Message: fmt.Sprintf("nobody can be called for this %s of tier %s", strings.ToLower(string(p.Entity.Kind)), p.Facts.Tier.Value),
		Help:    "add annotation " + strings.Join(params.Keys[:min(1, len(params.Keys))], ""),
		Related: []lint.Related{{Range: p.Facts.Tier.Range, Message: "tier stated here"}},
	})
}

// hasAnnotation reports whether the entity has one of keys, with something in it.
func hasAnnotation(p *lint.EntityPass, keys []string) bool {
	for _, key := range keys {
		if strings.TrimSpace(p.Entity.Metadata.Annotations[key]) != "" {
			return true
		}
	}
	return false
}

type runbookParams struct {
	Top   int      `yaml:"top" doc:"how many tiers, from the most critical, need a runbook"`
	Words []string `yaml:"words" doc:"what the link's type is or its title says; one is enough"`
}

func checkTierRunbook(p *lint.EntityPass) {
	params := p.Params.(*runbookParams)
	if !critical(p.Facts.Tier, p.TierOrder, params.Top) || hasLink(p, params.Words) {
		return
	}
	p.Report(lint.Finding{
		Range:   p.Key("/metadata/links"),
		Pointer: "/metadata/links",
		Message: fmt.Sprintf("this %s of tier %s has no runbook", strings.ToLower(string(p.Entity.Kind)), p.Facts.Tier.Value),
		Help:    "add a link with type: runbook, or a title that says so",
		Related: []lint.Related{{Range: p.Facts.Tier.Range, Message: "tier stated here"}},
	})
}

// hasLink reports whether one of the entity's links is, by its type or the words of its title, one of words.
func hasLink(p *lint.EntityPass, words []string) bool {
	for _, l := range p.Entity.Metadata.Links {
		for _, w := range words {
			if strings.EqualFold(l.Type, w) || strings.Contains(strings.ToLower(l.Title), strings.ToLower(w)) {
				return true
			}
		}
	}
	return false
}
