package dora

import (
	"fmt"
	"iter"
	"net/url"
	"slices"
	"strings"

	"github.com/goldenpath-go/goldenpath/catalog"
)

// CatalogScope returns every component of a catalog as a service, and every
// group. A service's name is the component's, with its namespace where that is
// not the default one; its repository is that of github.com/project-slug or
// gitlab.com/project-slug, its path within a monorepo that of
// backstage.io/source-location. Ownership is that of now: the catalog does not
// say who owned what before.
func CatalogScope(c *catalog.Catalog) Scope {
	var s Scope
	for e := range c.Kind(catalog.Component) {
		s.Services = append(s.Services, componentService(e))
	}
	for e := range c.Kind(catalog.Group) {
		s.Groups = append(s.Groups, groupOf(e))
	}
	return s
}

// TeamScope returns the components that a group owns, or a group below it, and
// these groups. It is an error where the catalog lacks the group.
func TeamScope(c *catalog.Catalog, team catalog.Ref) (Scope, error) {
	if _, ok := c.Get(team); !ok {
		return Scope{}, fmt.Errorf("%s is not in the catalog", team)
	}
	all := CatalogScope(c)
	parents := parentsOf(slices.Values(all.Groups))
	within := func(owner string) bool { return slices.Contains(above(parents, owner), ownerRef(team.String())) }
	s := Scope{Groups: slices.DeleteFunc(slices.Clone(all.Groups), func(g Group) bool { return !within(g.Name) })}
	for _, service := range all.Services {
		if within(service.Owner) {
			s.Services = append(s.Services, service)
		}
	}
	return s, nil
}

// parentsOf returns the parent of each group that has one, in the one spelling
// of both.
func parentsOf(groups iter.Seq[Group]) map[string]string {
	out := map[string]string{}
	for g := range groups {
		if g.Parent != "" {
			out[ownerRef(g.Name)] = ownerRef(g.Parent)
		}
	}
	return out
}

// above returns an owner and every group above it, each once: groups that are
// their own ancestors end there.
func above(parents map[string]string, owner string) []string {
	var out []string
	for name := ownerRef(owner); name != "" && !slices.Contains(out, name); name = parents[name] {
		out = append(out, name)
	}
	return out
}

func componentService(e *catalog.Entity) Service {
	spec, _ := e.Spec.(*catalog.ComponentSpec)
	s := Service{Name: nameOf(e), Annotations: e.Metadata.Annotations}
	if spec != nil {
		s.Owner = owned(e, spec.Owner, catalog.Group)
	}
	for _, key := range []string{catalog.AnnotationGitHubProjectSlug, catalog.AnnotationGitLabProjectSlug} {
		if slug := s.Annotations[key]; s.Repo == "" {
			s.Repo = slug
		}
	}
	if path := sourcePath(s.Annotations[catalog.AnnotationSourceLocation]); path != "" {
		s.Paths = []string{path}
	}
	return s
}

func nameOf(e *catalog.Entity) string {
	if e.Metadata.Namespace == "" || strings.EqualFold(e.Metadata.Namespace, catalog.DefaultNamespace) {
		return e.Metadata.Name
	}
	return e.Metadata.Namespace + "/" + e.Metadata.Name
}

// owned returns a reference of an entity in full: what it leaves out is the
// entity's own namespace.
func owned(e *catalog.Entity, ref string, kind catalog.Kind) string {
	if ref == "" {
		return ""
	}
	full, err := catalog.ParseRef(ref, catalog.Ref{Kind: kind, Namespace: e.Metadata.Namespace})
	if err != nil {
		return ref
	}
	return full.String()
}

func groupOf(e *catalog.Entity) Group {
	g := Group{Name: e.Ref().String()}
	if spec, ok := e.Spec.(*catalog.GroupSpec); ok {
		g.Parent = owned(e, spec.Parent, catalog.Group)
	}
	return g
}

// sourcePath returns the folder that a source location names within its
// repository: what follows the branch after /tree/. Empty: all of it.
func sourcePath(location string) string {
	ref, err := catalog.ParseLocationRef(location)
	if err != nil {
		return ""
	}
	u, err := url.Parse(ref.Target)
	if err != nil {
		return ""
	}
	_, rest, _ := strings.Cut(u.Path, "/tree/")
	_, path, _ := strings.Cut(rest, "/")
	return strings.Trim(path, "/")
}
