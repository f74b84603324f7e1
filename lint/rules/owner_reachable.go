package rules

import (
	"github.com/goldenpath-go/goldenpath/catalog"
	"github.com/goldenpath-go/goldenpath/lint"
)

// checkOwnerReachable reports systems and domains whose owner is a group without anybody in it, in a group above it or in
// one below it. It is silent where there is nobody at all: people are then kept elsewhere.
func checkOwnerReachable(p *lint.CatalogPass) {
	if !hasKind(p, catalog.User) {
		return
	}
	for e := range p.All() {
		owner := refOf(e, "owner")
		if e.Ref.Kind != catalog.System && e.Ref.Kind != catalog.Domain || owner == nil || owner.Target.Kind != catalog.Group {
			continue
		}
		if c := (crew{CatalogPass: p, seen: map[string]bool{}}); c.deserted(owner.Target) {
			p.ReportAt(e, owner, "nobody is in %s, in a group above it or in one below it", owner.Target)
		}
	}
}

// hasKind reports whether an entity of that kind was linted.
func hasKind(p *lint.CatalogPass, kind catalog.Kind) bool {
	for e := range p.All() {
		if e.Ref.Kind == kind {
			return true
		}
	}
	return false
}

// crew looks for people in groups.
type crew struct {
	*lint.CatalogPass
	seen map[string]bool // groups that were looked at
}

// deserted reports whether it is known that there is nobody in group, and in none above and below it.
func (c *crew) deserted(group catalog.Ref) bool {
	for _, field := range []string{"parent", "children"} {
		clear(c.seen)
		if !c.nobody(group, field) {
			return false
		}
	}
	return true
}

// nobody reports whether it is known that nobody is in group, and in none of those that follow by field, parent or
// children.
func (c *crew) nobody(group catalog.Ref, field string) bool {
	if c.seen[group.Key()] {
		return true
	}
	c.seen[group.Key()] = true
	f := c.Get(group)
	if f == nil || f.External || !isClosed(c.CatalogPass, catalog.User, group.Namespace) || !isClosed(c.CatalogPass, catalog.Group, group.Namespace) {
		return false // nobody knows
	}
	if refOf(f, "members") != nil || refersTo(c.CatalogPass, group, "memberOf") {
		return false
	}
	for i := range f.Refs {
		if f.Refs[i].Field == field && !c.nobody(f.Refs[i].Target, field) {
			return false
		}
	}
	return c.nobodyStated(group, inverseField(field), field)
}

// nobodyStated is nobody for those that say themselves, by back, that they follow.
func (c *crew) nobodyStated(group catalog.Ref, back, field string) bool {
	if len(c.DependentsElsewhere(group)) > 0 {
		return false // groups and people elsewhere, whose own are not looked at
	}
	for _, r := range c.Dependents(group) {
		if r.Field == back && !c.nobody(r.From.Ref, field) {
			return false
		}
	}
	return true
}
