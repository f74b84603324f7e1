package rules

import (
	"fmt"
	"slices"

	"github.com/goldenpath-go/goldenpath/catalog"
	"github.com/goldenpath-go/goldenpath/lint"
)

type allowedKindParams struct {
	Allow []catalog.Kind `yaml:"allow" doc:"the kinds that catalog.rules of your Backstage allow"`
}

// checkAllowedKinds reports kinds that Backstage would not take from a repository, each once in a file.
func checkAllowedKinds(p *lint.FilePass) {
	allow := p.Params.(*allowedKindParams).Allow
	told := slices.Clone(allow)
	for _, d := range p.File.Documents {
		if !d.OK || d.Entity == nil || allows(told, d.Entity.Kind) {
			continue
		}
		told = append(told, d.Entity.Kind)
		p.Report(lint.Finding{
			Range:   d.Entity.Range("/kind"),
			Pointer: "/kind",
			Entity:  d.Entity.Ref(),
			Message: fmt.Sprintf("Backstage refuses a %s from a repository unless catalog.rules allow it", d.Entity.Kind),
			Help:    "allow it for this location in app-config.yaml, or name what your Backstage allows under allow of this rule",
		})
	}
}

func allows(kinds []catalog.Kind, kind catalog.Kind) bool {
	known, _ := kind.Canonical()
	return slices.ContainsFunc(kinds, func(k catalog.Kind) bool {
		canonical, _ := k.Canonical()
		return canonical == known
	})
}
