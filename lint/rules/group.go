package rules

import (
	"fmt"

	"github.com/goldenpath-go/goldenpath/catalog"
	"github.com/goldenpath-go/goldenpath/lint"
)

type hierarchyParams struct {
	BothSides bool `yaml:"both-sides" doc:"parent and children, memberOf and members must each be stated on both sides"`
}

// checkHierarchy reports groups that claim a child which says it has another parent, and, if asked, relations that are
// stated on one side only. Backstage itself takes either side's word and adds the other.
func checkHierarchy(p *lint.CatalogPass) {
	both, parents := p.Params.(*hierarchyParams).BothSides, parents{}
	for e, r := range references(p.View) {
		if inverseField(r.Field) == "" || r.Field != "children" && !both {
			continue
		}
		other := p.Get(r.Target)
		if other == nil || other.External {
			continue
		}
		if r.Field == "children" {
			checkChild(p, e, r, other, parents.of(other))
		}
		if back := inverseField(r.Field); both && !names(other, back, e.Ref) {
			p.Report(lint.Finding{
				Range:   r.Range,
				Pointer: r.Pointer,
				Entity:  e.Ref,
				Message: fmt.Sprintf("%s does not say so: it has no %s %s", other.Ref, back, e.Ref),
				Related: []lint.Related{{Range: other.Range, Message: "defined here"}},
			})
		}
	}
}

// parents are the references of groups to their parents, each looked for once: a group may claim a child many times, and
// have many members.
type parents map[*lint.Facts]*lint.RefFact

func (m parents) of(f *lint.Facts) *lint.RefFact {
	parent, known := m[f]
	if !known {
		parent = refOf(f, "parent")
		m[f] = parent
	}
	return parent
}

func checkChild(p *lint.CatalogPass, group *lint.Facts, r *lint.RefFact, child *lint.Facts, parent *lint.RefFact) {
	if parent == nil || parent.Target.Key() == group.Ref.Key() || p.Full(r.Range) {
		return
	}
	p.Report(lint.Finding{
		Range:   r.Range,
		Pointer: r.Pointer,
		Entity:  group.Ref,
		Message: fmt.Sprintf("%s says that its parent is %s", child.Ref, parent.Target),
		Related: []lint.Related{{Range: parent.Range, Message: "here"}},
	})
}

// inverseField returns the field in which the other side would say the same.
func inverseField(field string) string {
	switch field {
	case "children":
		return "parent"
	case "parent":
		return "children"
	case "members":
		return "memberOf"
	case "memberOf":
		return "members"
	}
	return ""
}

func names(f *lint.Facts, field string, ref catalog.Ref) bool {
	for i := range f.Refs {
		r := &f.Refs[i]
		if r.Field == field && r.Target.Key() == ref.Key() {
			return true
		}
	}
	return false
}
