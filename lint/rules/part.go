package rules

import (
	"fmt"

	"github.com/goldenpath-go/goldenpath/catalog"
	"github.com/goldenpath-go/goldenpath/lint"
)

var partRules = []*lint.Rule{
	{
		Name:   "system-present",
		Doc:    doc("system-present"),
		Kinds:  []catalog.Kind{catalog.Component},
		Levels: fromGoldenPath(lint.Warning),
		Entity: func(p *lint.EntityPass) { checkWhole(p, "system") },
	},
	{
		Name:   "system-domain",
		Doc:    doc("system-domain"),
		Kinds:  []catalog.Kind{catalog.System},
		Levels: fromStrict(lint.Warning),
		Entity: func(p *lint.EntityPass) { checkWhole(p, "domain") },
	},
	{
		Name:    "system-empty",
		Doc:     doc("system-empty"),
		Levels:  fromStrict(lint.Warning),
		Catalog: checkEmptySystems,
	},
	{
		Name:    "resource-unused",
		Doc:     doc("resource-unused"),
		Levels:  fromStrict(lint.Warning),
		Catalog: checkUnusedResources,
	},
	{
		Name:    "group-hierarchy",
		Doc:     doc("group-hierarchy"),
		Levels:  always(lint.Warning),
		Params:  func() any { return &hierarchyParams{} },
		Catalog: checkHierarchy,
	},
	{
		Name:    "group-empty",
		Doc:     doc("group-empty"),
		Levels:  fromStrict(lint.Warning),
		Catalog: checkEmptyGroups,
	},
}

// checkWhole reports entities that do not say what they are a part of.
func checkWhole(p *lint.EntityPass, field string) {
	if p.Entity.Spec == nil || refOf(p.Facts, field) != nil || hasSubcomponentOf(p) {
		return
	}
	p.Report(lint.Finding{
		Range:   p.Key("/spec"),
		Pointer: "/spec",
		Message: fmt.Sprintf("this %s is in no %s", p.Entity.Kind, field),
		Help:    fmt.Sprintf("add %s: <%s> under spec", field, field),
	})
}

// hasSubcomponentOf reports whether the entity is part of a component, which is in a system for both.
func hasSubcomponentOf(p *lint.EntityPass) bool { return refOf(p.Facts, "subcomponentOf") != nil }

func checkEmptySystems(p *lint.CatalogPass) {
	for f := range p.All() {
		var parts []string
		switch {
		case !f.Accepted:
			continue
		case f.Ref.Kind == catalog.System && isClosed(p, catalog.Component, f.Ref.Namespace):
			parts = []string{"system"}
		case f.Ref.Kind == catalog.Domain && isClosed(p, catalog.System, f.Ref.Namespace):
			parts = []string{"domain", "subdomainOf"}
		default:
			continue
		}
		if !refersTo(p, f.Ref, parts...) {
			reportEntity(p, f, "there is nothing in this "+string(f.Ref.Kind))
		}
	}
}

func checkEmptyGroups(p *lint.CatalogPass) {
	for f := range p.All() {
		if f.Ref.Kind != catalog.Group || !f.Accepted || !isClosed(p, catalog.User, f.Ref.Namespace) || !refersTo(p, f.Ref, "owner") {
			continue
		}
		if refOf(f, "members") == nil && !refersTo(p, f.Ref, "memberOf") && refOf(f, "children") == nil && !refersTo(p, f.Ref, "parent") {
			reportEntity(p, f, "this group owns things, but nobody is in it")
		}
	}
}

// reportEntity reports a finding about an entity as a whole, at its name.
func reportEntity(p *lint.CatalogPass, f *lint.Facts, message string) {
	p.Report(lint.Finding{Range: f.Range, Pointer: "/metadata/name", Entity: f.Ref, Message: message})
}
