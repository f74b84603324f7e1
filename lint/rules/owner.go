package rules

import (
	"fmt"
	"slices"
	"strings"

	"github.com/goldenpath-go/goldenpath/catalog"
	"github.com/goldenpath-go/goldenpath/lint"
)

var ownerRules = []*lint.Rule{
	{
		Name:   "owner-present",
		Doc:    doc("owner-present"),
		Kinds:  []catalog.Kind{catalog.Template},
		Levels: lint.Levels{Recommended: lint.Warning, GoldenPath: lint.Error},
		Entity: checkOwnerPresent,
	},
	{
		Name:    "owner-exists",
		Doc:     doc("owner-exists"),
		Levels:  always(lint.Error),
		Catalog: func(p *lint.CatalogPass) { reportDangling(p, isOwner) },
	},
	{
		Name:   "owner-kind",
		Doc:    doc("owner-kind"),
		Levels: always(lint.Error),
		Entity: func(p *lint.EntityPass) { reportKinds(p, isOwner) },
	},
	{
		Name:   "owner-group",
		Doc:    doc("owner-group"),
		Levels: fromGoldenPath(lint.Error),
		Entity: checkOwnerGroup,
	},
	{
		Name:   "owner-placeholder",
		Doc:    doc("owner-placeholder"),
		Levels: always(lint.Warning),
		Params: func() any {
			return &placeholderOwnerParams{Names: []string{"guest", "unknown", "todo", "tbd", "example", "changeme", "nobody", "someone"}}
		},
		Catalog: checkOwnerPlaceholder,
	},
	{
		Name:    "owner-consistent",
		Doc:     doc("owner-consistent"),
		Levels:  fromStrict(lint.Warning),
		Catalog: checkOwnerConsistent,
	},
	{
		Name:    "owner-reachable",
		Doc:     doc("owner-reachable"),
		Levels:  fromStrict(lint.Warning),
		Catalog: checkOwnerReachable,
	},
}

func isOwner(field string) bool { return field == "owner" }

// checkOwnerPresent looks at kinds that Backstage takes without an owner; of the others schema-kind says it.
func checkOwnerPresent(p *lint.EntityPass) {
	spec, ok := p.Entity.Spec.(*catalog.TemplateSpec)
	if !ok || spec.Owner != "" || spec.Extra["owner"] != nil {
		return
	}
	p.Report(lint.Finding{
		Range:   p.Key("/spec"),
		Pointer: "/spec",
		Message: "nobody owns this " + string(p.Entity.Kind),
		Help:    "add owner: group:default/<team> under spec",
	})
}

func checkOwnerGroup(p *lint.EntityPass) {
	for i := range p.Facts.Refs {
		r := &p.Facts.Refs[i]
		if isOwner(r.Field) && r.Target.Kind == catalog.User {
			p.Report(lint.Finding{
				Range:   r.Range,
				Pointer: r.Pointer,
				Message: fmt.Sprintf("owner %s is one person", r.Target),
				Help:    "name the team, which stays when people move",
			})
		}
	}
}

type placeholderOwnerParams struct {
	Names []string `yaml:"names" doc:"names of owners that stand for nobody, in lower case"`
}

// checkOwnerPlaceholder passes over names that the catalog defines: a guest who exists is a guest.
func checkOwnerPlaceholder(p *lint.CatalogPass) {
	names := p.Params.(*placeholderOwnerParams).Names
	for e, r := range p.Unresolved() {
		if !isOwner(r.Field) || !isPlaceholderOwner(r.Target.Name, names) {
			continue
		}
		if _, slip := p.Similar(r.Target); slip {
			continue // ref-near-miss or owner-exists says what was meant
		}
		p.Report(lint.Finding{
			Range:   r.Range,
			Pointer: r.Pointer,
			Entity:  e.Ref,
			Message: fmt.Sprintf("owner %q stands for nobody", r.Written),
			Help:    "name the team that answers for it",
		})
	}
}

func isPlaceholderOwner(name string, names []string) bool {
	name = strings.ToLower(name)
	for _, domain := range []string{"@example.com", "@example.org", "@example.net"} {
		if strings.HasSuffix(name, domain) {
			return true
		}
	}
	return slices.Contains(names, name) || looksUnfilled(name)
}
