package rules

import (
	"fmt"
	"slices"
	"strings"

	"github.com/goldenpath-go/goldenpath/catalog"
	"github.com/goldenpath-go/goldenpath/lint"
)

// checkProviders reports APIs that more than one component claims to provide, wherever these are.
func checkProviders(p *lint.CatalogPass) {
	for api := range p.All() {
		if api.Ref.Kind != catalog.API || !api.Accepted {
			continue
		}
		var names []string
		f := lint.Finding{Range: api.Range, Pointer: "/metadata/name", Entity: api.Ref}
		for _, r := range slices.Concat(p.Dependents(api.Ref), p.DependentsElsewhere(api.Ref)) {
			name := r.From.Ref.String()
			if r.Field != "providesApis" || slices.Contains(names, name) {
				continue
			}
			names = append(names, name)
			if !r.From.External {
				f.Related = append(f.Related, lint.Related{Range: r.Range, Message: "provided here"})
			}
		}
		if len(names) > 1 {
			slices.Sort(names)
			f.Message = fmt.Sprintf("%d components provide %s: %s", len(names), api.Ref, enumerate(names))
			p.Report(f)
		}
	}
}

// enumerate joins names, the first few of many.
func enumerate(names []string) string {
	const most = 5
	if len(names) <= most {
		return strings.Join(names, ", ")
	}
	return fmt.Sprintf("%s and %d more", strings.Join(names[:most], ", "), len(names)-most)
}
