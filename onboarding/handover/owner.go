package handover

import (
	"iter"
	"slices"
	"strings"

	"github.com/goldenpath-go/goldenpath/catalog"
)

const ownerPointer = "/spec/owner"

// ownedBy yields what a user or group owns: also entities of kinds that the catalog does not know, whose owner is written where all
// others write it.
func (f *finder) ownedBy(owner catalog.Ref) iter.Seq[*catalog.Entity] {
	return func(yield func(*catalog.Entity) bool) {
		for e := range f.catalog.OwnedBy(owner) {
			if !yield(e) {
				return
			}
		}
		for e := range f.catalog.All() {
			spec, ok := e.Spec.(*catalog.UnknownSpec)
			if !ok {
				continue
			}
			text, _ := spec.Fields["owner"].(string)
			if to, err := parseOwner(text, e.Ref()); err == nil && to.Key() == owner.Key() && !yield(e) {
				return
			}
		}
	}
}

// parseOwner reads an owner as it is written in an entity.
func parseOwner(text string, holder catalog.Ref) (catalog.Ref, error) {
	return catalog.ParseRef(text, catalog.Ref{Kind: catalog.Group, Namespace: holder.Namespace})
}

// ownerText returns an owner as it is written in an entity: the kind always, the namespace where it is another than the entity's.
func ownerText(to, holder catalog.Ref) string {
	kind := strings.ToLower(string(to.Kind))
	same := catalog.Ref{Kind: to.Kind, Namespace: holder.Namespace, Name: to.Name}
	if same.Key() == to.Key() {
		return kind + ":" + to.Name
	}
	namespace := to.Namespace
	if namespace == "" {
		namespace = catalog.DefaultNamespace
	}
	return kind + ":" + namespace + "/" + to.Name
}

// written returns the owner as an entity has it.
func written(e *catalog.Entity) string {
	if spec, ok := e.Spec.(*catalog.UnknownSpec); ok {
		text, _ := spec.Fields["owner"].(string)
		return text
	}
	for _, r := range e.References() {
		if r.Field.Relation == catalog.OwnedBy {
			return r.Written
		}
	}
	return ""
}

// membersOf returns the members of all groups: those that the group names and those that name the group.
func membersOf(c *catalog.Catalog) map[string]map[string]catalog.Ref {
	groups := map[string]map[string]catalog.Ref{}
	add := func(group, member catalog.Ref) {
		if groups[group.Key()] == nil {
			groups[group.Key()] = map[string]catalog.Ref{}
		}
		groups[group.Key()][member.Key()] = member
	}
	for e := range c.All() {
		for _, r := range e.References() {
			switch {
			case r.Err != nil:
			case e.Kind == catalog.Group && r.Field.Name == "members":
				add(e.Ref(), r.Target)
			case e.Kind == catalog.User && r.Field.Name == "memberOf":
				add(r.Target, e.Ref())
			}
		}
	}
	return groups
}

// memberships sorts the leaver's groups by whether anybody else is in them.
func (f *finder) memberships() {
	for e := range f.catalog.Kind(catalog.Group) {
		group := e.Ref()
		_, member := f.groups[group.Key()][f.leaver.Ref.Key()]
		if !member && !slices.ContainsFunc(f.leaver.Groups, func(r catalog.Ref) bool { return r.Key() == group.Key() }) {
			continue
		}
		others, _ := f.others(group)
		switch {
		case len(others) == 0 && f.peopled(group):
			f.add(Item{Kind: LastMember, pointer: "/metadata/name", Written: e.Metadata.Name, Note: "nobody else is in it but the people of the groups below, and it keeps what it owns"}, e)
		case len(others) == 0:
			f.orphaned = append(f.orphaned, group)
		case f.checkOwner(group) == nil:
			f.own = append(f.own, group)
		}
	}
}

// peopled reports whether others than the leaver are in the groups below one.
func (f *finder) peopled(group catalog.Ref) bool {
	for below := range f.catalog.Graph().AllDependents(group, catalog.ChildOf) {
		if others, _ := f.others(below); len(others) > 0 {
			return true
		}
	}
	return false
}

// others returns the other members of a group, and those named who are not in the catalog. The latter count as members if the leaver
// is not in it either: it then does not know people.
func (f *finder) others(group catalog.Ref) (others, unknown []catalog.Ref) {
	_, knows := f.catalog.Get(f.leaver.Ref)
	for _, member := range f.groups[group.Key()] {
		_, ok := f.catalog.Get(member)
		switch {
		case f.isLeaver(member):
		case ok || !knows:
			others = append(others, member)
		default:
			unknown = append(unknown, member)
		}
	}
	slices.SortFunc(others, catalog.Ref.Compare)
	slices.SortFunc(unknown, catalog.Ref.Compare)
	return others, unknown
}

// orphans finds the groups in which nobody else is, and what they own.
func (f *finder) orphans() {
	for _, group := range f.orphaned {
		e, ok := f.catalog.Get(group)
		if !ok {
			continue
		}
		i := Item{Kind: LastMember, pointer: "/metadata/name", Written: e.Metadata.Name, Note: "nobody else is in it"}
		if _, unknown := f.others(group); len(unknown) > 0 {
			i.Note += "; " + join(unknown) + " is named there, and not in the catalog"
		}
		f.add(i, e)
		for owned := range f.ownedBy(group) {
			f.add(f.known(f.ofOrphan(group, e, owned)), owned)
		}
	}
}

// ofOrphan returns what is proposed for something that a group without members owns.
func (f *finder) ofOrphan(group catalog.Ref, of, owned *catalog.Entity) Item {
	i := Item{Kind: GroupOwner, Group: group, pointer: ownerPointer, Written: written(owned)}
	above, hasAbove := f.above(of)
	switch to, ok := f.options.Each[owned.Ref().Key()]; {
	case ok:
		i.To = to
	case !f.options.To.IsZero() && f.options.To.Key() != group.Key():
		i.To = f.options.To
	case hasAbove:
		i.To = above
	default:
		i.Note = "nobody is known who could take over"
	}
	return i
}

// above returns the nearest group above one that is not left without members by this.
func (f *finder) above(e *catalog.Entity) (catalog.Ref, bool) {
	seen := map[string]bool{}
	for e != nil && !seen[e.Ref().Key()] {
		seen[e.Ref().Key()] = true
		spec, ok := e.Spec.(*catalog.GroupSpec)
		if !ok || spec.Parent == "" {
			break
		}
		parent, err := parseOwner(spec.Parent, e.Ref())
		if err != nil {
			break
		}
		orphan := slices.ContainsFunc(f.orphaned, func(r catalog.Ref) bool { return r.Key() == parent.Key() })
		if e, ok = f.catalog.Get(parent); ok && !orphan && f.checkOwner(parent) == nil {
			return e.Ref(), true
		}
	}
	return catalog.Ref{}, false
}

func join(refs []catalog.Ref) string {
	texts := make([]string, len(refs))
	for i, r := range refs {
		texts[i] = r.String()
	}
	return strings.Join(texts, ", ")
}
