package rules

import (
	"fmt"
	"slices"

	"github.com/goldenpath-go/goldenpath/catalog"
	"github.com/goldenpath-go/goldenpath/lint"
)

var apiRules = []*lint.Rule{
	{
		Name:   "api-definition",
		Doc:    doc("api-definition"),
		Kinds:  []catalog.Kind{catalog.API},
		Levels: always(lint.Error),
		Entity: checkDefinition,
	},
	{
		Name:   "api-definition-parse",
		Doc:    doc("api-definition-parse"),
		Kinds:  []catalog.Kind{catalog.API},
		Levels: always(lint.Warning),
		Entity: checkDefinitionParse,
	},
	{
		Name:    "api-providers",
		Doc:     doc("api-providers"),
		Levels:  fromStrict(lint.Warning),
		Catalog: checkProviders,
	},
	{
		Name:    "api-unprovided",
		Doc:     doc("api-unprovided"),
		Levels:  fromStrict(lint.Warning),
		Catalog: checkUnprovided,
	},
}

// checkDefinition reports a definition of nothing but spaces; an empty one is refused, as is a placeholder without file.
func checkDefinition(p *lint.EntityPass) {
	spec, ok := p.Entity.Spec.(*catalog.APISpec)
	if ok && spec.Definition != "" && catalog.IsBlank(spec.Definition) {
		p.Reportf("/spec/definition", "the definition is blank")
	}
}

func checkUnprovided(p *lint.CatalogPass) {
	for api := range p.All() {
		if api.Ref.Kind != catalog.API || !api.Accepted || !isClosed(p, catalog.Component, api.Ref.Namespace) {
			continue
		}
		if !refersTo(p, api.Ref, "providesApis") {
			p.Report(lint.Finding{
				Range:   api.Range,
				Pointer: "/metadata/name",
				Entity:  api.Ref,
				Message: fmt.Sprintf("no component provides %s", api.Ref),
			})
		}
	}
}

// refersTo reports whether an entity names ref, which names a linted one, in one of fields.
func refersTo(p *lint.CatalogPass, ref catalog.Ref, fields ...string) bool {
	named := func(r lint.Reference) bool { return slices.Contains(fields, r.Field) }
	return slices.ContainsFunc(p.Dependents(ref), named) || slices.ContainsFunc(p.DependentsElsewhere(ref), named)
}

// isClosed reports whether all entities of a kind and namespace are known to be at hand, by asking for one that cannot
// be.
func isClosed(p *lint.CatalogPass, kind catalog.Kind, namespace string) bool {
	return p.Exists(catalog.Ref{Kind: kind, Namespace: namespace}) == lint.No
}
