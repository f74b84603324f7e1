package rules

import (
	"fmt"
	"slices"

	"github.com/goldenpath-go/goldenpath/catalog"
	"github.com/goldenpath-go/goldenpath/catalog/load"
	"github.com/goldenpath-go/goldenpath/lint"
)

type rootParams struct {
	Roots []string `yaml:"roots" doc:"globs of the files that are registered, or that discovery finds"`
}

// checkOrphans reports files that no Location names, each at its first entity. Files with a Location in them are passed
// over: somebody registers those.
func checkOrphans(p *lint.CatalogPass) {
	roots := p.Params.(*rootParams).Roots
	led := map[string]bool{}
	for e := range p.All() {
		if e.Ref.Kind == catalog.Location {
			led[e.File] = true
		}
		for _, t := range e.Targets {
			for _, file := range t.Files {
				led[file] = true
			}
		}
	}
	for e := range p.All() {
		if led[e.File] || isRoot(roots, e.File) {
			continue
		}
		led[e.File] = true
		first := p.InFile(e.File)[0]
		reportEntity(p, first, fmt.Sprintf("nothing leads to %s: no Location names it, and discovery passes it by", e.File))
	}
}

func isRoot(roots []string, file string) bool {
	return slices.ContainsFunc(roots, func(pattern string) bool { return load.Target{Path: pattern}.Matches(file) })
}
