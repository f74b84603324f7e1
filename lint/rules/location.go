package rules

import (
	"fmt"

	"github.com/goldenpath-go/goldenpath/catalog"
	"github.com/goldenpath-go/goldenpath/catalog/load"
	"github.com/goldenpath-go/goldenpath/lint"
)

var locationRules = []*lint.Rule{
	locationType,
	{
		Name:    "location-target",
		Doc:     doc("location-target"),
		Levels:  always(lint.Error),
		Catalog: func(p *lint.CatalogPass) { reportMissingTargets(p, false) },
	},
	{
		Name:    "location-pattern",
		Doc:     doc("location-pattern"),
		Levels:  always(lint.Warning),
		Catalog: func(p *lint.CatalogPass) { reportMissingTargets(p, true) },
	},
	{
		Name:    "location-loop",
		Doc:     doc("location-loop"),
		Levels:  always(lint.Error),
		Catalog: checkLocationLoops,
	},
	{
		Name:   "location-kind-allowed",
		Doc:    doc("location-kind-allowed"),
		Levels: fromStrict(lint.Info),
		Params: func() any {
			return &allowedKindParams{Allow: []catalog.Kind{catalog.Component, catalog.System, catalog.API, catalog.Resource, catalog.Location}}
		},
		File: checkAllowedKinds,
	},
}

// locationType has the name under which it was first thought of as an alias.
var locationType = func() *lint.Rule {
	r := mendable("location-type", fixLocationType, "location-target")
	r.Aliases = []string{"location-type-file"}
	return r
}()

// fixLocationType takes the type out, after which targets are read as the Location itself was.
func fixLocationType(p *lint.FilePass, d *load.Document, problem *load.Problem) []lint.Fix {
	if d.Entity == nil || problem.Pointer != "/spec/type" {
		return nil
	}
	edit, ok := removeEntry(p.File.Text, d.Entity.KeyRange(problem.Pointer), problem.Range)
	if !ok {
		return nil
	}
	return unsafe("remove the type", edit)
}

// reportMissingTargets reports targets within the linted files that name none of them: patterns or single files.
func reportMissingTargets(p *lint.CatalogPass, patterns bool) {
	for e := range p.All() {
		for _, t := range e.Targets {
			isPattern := load.IsPattern(t.Pattern)
			if t.Pattern == "" || t.Optional || isPattern != patterns || len(t.Files) > 0 || p.Full(t.Range) {
				continue
			}
			message := fmt.Sprintf("there is no file %s", t.Pattern)
			switch {
			case isPattern:
				message = fmt.Sprintf("no file matches %s", t.Pattern)
			case p.FileExists(t.Pattern):
				message = fmt.Sprintf("%s is a folder, not a file", t.Pattern)
			}
			p.Report(lint.Finding{
				Range:   t.Range,
				Pointer: t.Pointer,
				Entity:  e.Ref,
				Message: message,
				Help:    "mend the path, or say presence: optional",
			})
		}
	}
}
