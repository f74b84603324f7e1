package rules

import (
	"fmt"
	"slices"
	"strings"

	"github.com/goldenpath-go/goldenpath/catalog"
	"github.com/goldenpath-go/goldenpath/lint"
)

// requirement says which entities need something: every list that is not empty must have the entity's word in it.
type requirement struct {
	kinds []catalog.Kind
	types []string
	tiers []string
}

func (r requirement) concerns(p *lint.EntityPass) bool {
	kinds := make([]string, len(r.kinds))
	for i, k := range r.kinds {
		kinds[i] = string(k)
	}
	return among(kinds, string(p.Entity.Kind)) && among(r.types, p.Facts.Type) && among(r.tiers, p.Facts.Tier.Value)
}

type requiredParams struct {
	Kinds []catalog.Kind       `yaml:"kinds" doc:"the kinds that need keys; all when empty"`
	Types []string             `yaml:"types" doc:"the types (spec.type) that need keys; all when empty"`
	Tiers []string             `yaml:"tiers" doc:"the tiers that need keys; all, and entities without one, when empty"`
	Keys  []string             `yaml:"keys" doc:"the annotations; of alternatives, written a|b, one is enough"`
	Also  []requiredAnnotation `yaml:"also" doc:"further requirements, each with kinds, types, tiers and keys of its own"`
}

type requiredAnnotation struct {
	Kinds []catalog.Kind `yaml:"kinds" doc:"the kinds that need keys; all when empty"`
	Types []string       `yaml:"types" doc:"the types (spec.type) that need keys; all when empty"`
	Tiers []string       `yaml:"tiers" doc:"the tiers that need keys; all, and entities without one, when empty"`
	Keys  []string       `yaml:"keys" doc:"the annotations; of alternatives, written a|b, one is enough"`
}

// defaultRequired asks of every component where its source and its documentation are.
func defaultRequired() *requiredParams {
	source := []string{
		catalog.AnnotationGitHubProjectSlug,
		catalog.AnnotationGitLabProjectSlug,
		catalog.AnnotationGitLabProjectID,
		catalog.AnnotationAzureProjectRepo,
		catalog.AnnotationBitbucketProjectSlug,
		catalog.AnnotationSourceLocation,
	}
	docs := []string{catalog.AnnotationTechDocsRef, catalog.AnnotationTechDocsEntity}
	return &requiredParams{
		Kinds: []catalog.Kind{catalog.Component},
		Keys:  []string{strings.Join(source, "|"), strings.Join(docs, "|")},
	}
}

func checkRequiredAnnotations(p *lint.EntityPass) {
	params := p.Params.(*requiredParams)
	all := append([]requiredAnnotation{{params.Kinds, params.Types, params.Tiers, params.Keys}}, params.Also...)
	var asked []string
	for _, r := range all {
		if !(requirement{r.Kinds, r.Types, r.Tiers}).concerns(p) {
			continue
		}
		for _, key := range r.Keys {
			if slices.Contains(asked, key) || hasAnnotation(p, strings.Split(key, "|")) {
				continue
			}
			asked = append(asked, key)
			reportRequired(p, strings.Split(key, "|"))
		}
	}
}

func reportRequired(p *lint.EntityPass, keys []string) {
	f := lint.Finding{
		Range:   p.Key("/metadata/annotations"),
		Pointer: "/metadata/annotations",
		Message: fmt.Sprintf("this %s needs annotation %s", p.Entity.Kind, keys[0]),
	}
	f.Help = "add " + keys[0]
	if a := wellKnown()[keys[0]]; a != nil {
		f.Help = fmt.Sprintf("add %s: %s", a.Key, a.Form)
	}
	if len(keys) > 1 {
		f.Message += " or one that stands for it"
		f.Help += fmt.Sprintf(" (or %s)", strings.Join(keys[1:], ", "))
	}
	p.Report(f)
}
