package rules

import (
	"fmt"

	"github.com/goldenpath-go/goldenpath/catalog"
	"github.com/goldenpath-go/goldenpath/lint"
)

// checkOwnerConsistent reports systems whose owner has nothing to do with the owners of what is in them: neither one
// of them nor above or below one of them in the hierarchy of groups.
func checkOwnerConsistent(p *lint.CatalogPass) {
	for system := range p.All() {
		own := refOf(system, "owner")
		if system.Ref.Kind != catalog.System || own == nil {
			continue
		}
		owners := partOwners(p.Dependents(system.Ref))
		if len(owners) == 0 || related(p, own.Target, owners) || related(p, own.Target, partOwners(p.DependentsElsewhere(system.Ref))) {
			continue
		}
		p.Report(lint.Finding{
			Range:   own.Range,
			Pointer: own.Pointer,
			Entity:  system.Ref,
			Message: fmt.Sprintf("%s owns this system, but nothing in it: %s does", own.Target, owners[0].Target),
			Related: []lint.Related{{Range: owners[0].Range, Message: "for example here"}},
		})
	}
}

// refOf returns the reference in a field that holds one; nil when there is none.
func refOf(f *lint.Facts, field string) *lint.RefFact {
	for i := range f.Refs {
		if f.Refs[i].Field == field {
			return &f.Refs[i]
		}
	}
	return nil
}

// partOwners returns who owns the parts of a system, of all that refers to it.
func partOwners(dependents []lint.Reference) []*lint.RefFact {
	var owners []*lint.RefFact
	for _, part := range dependents {
		if owner := refOf(part.From, "owner"); part.Field == "system" && owner != nil {
			owners = append(owners, owner)
		}
	}
	return owners
}

// related reports whether owner is in one line with any of the others. It is content where it cannot know: with a
// group that is not at hand.
func related(p *lint.CatalogPass, owner catalog.Ref, others []*lint.RefFact) bool {
	above, known := ancestors(p, owner)
	if !known {
		return true
	}
	for _, other := range others {
		line, known := ancestors(p, other.Target)
		if !known || above[other.Target.Key()] || line[owner.Key()] {
			return true
		}
	}
	return false
}

// ancestors returns the keys of a group and of those above it; false when one of them is not at hand, or no group.
func ancestors(p *lint.CatalogPass, group catalog.Ref) (map[string]bool, bool) {
	line := map[string]bool{}
	for !line[group.Key()] {
		facts := p.Get(group)
		if facts == nil || group.Kind != catalog.Group {
			return nil, false
		}
		line[group.Key()] = true
		parent := refOf(facts, "parent")
		if parent == nil {
			break
		}
		group = parent.Target
	}
	return line, true
}
