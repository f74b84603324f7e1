package rules

import (
	"fmt"

	"github.com/goldenpath-go/goldenpath/catalog"
	"github.com/goldenpath-go/goldenpath/lint"
)

// checkUnusedResources reports resources that nothing depends on and that are part of nothing.
func checkUnusedResources(p *lint.CatalogPass) {
	for f := range p.All() {
		if f.Ref.Kind != catalog.Resource || !f.Accepted || refOf(f, "system") != nil || refOf(f, "dependencyOf") != nil {
			continue
		}
		known := isClosed(p, catalog.Component, f.Ref.Namespace) && isClosed(p, catalog.Resource, f.Ref.Namespace)
		if known && !refersTo(p, f.Ref, "dependsOn") {
			reportEntity(p, f, fmt.Sprintf("nothing depends on %s, and it is in no system", f.Ref))
		}
	}
}
