package backstagetest

import (
	"net/http"
	"net/url"
	"path"
	"strings"

	"github.com/goldenpath-go/goldenpath/catalog"
)

func (s *Server) ancestry(r *http.Request) (*answer, error) {
	ref := pathRef(r).String()
	root := s.byRef[ref]
	if root == nil {
		return nil, notFound("No such entity %s", ref)
	}
	var items []any
	seen := map[*item]bool{root: true}
	for todo := []*item{root}; len(todo) > 0; {
		i := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		parents := s.parents(i)
		refs := make([]string, len(parents))
		for n, p := range parents {
			refs[n] = p.ref
			if !seen[p] {
				seen[p] = true
				todo = append(todo, p)
			}
		}
		items = append(items, map[string]any{"entity": i.document, "parentEntityRefs": refs})
	}
	return ok(map[string]any{"rootEntityRef": root.ref, "items": items})
}

// parents returns the Locations that lead to the file that an entity is from. A Location that leads to where it is
// from itself was made for a registered location, and is nobody's child.
func (s *Server) parents(i *item) []*item {
	from, ok := managedBy(i.entity, catalog.AnnotationManagedByLocation)
	if !ok || leadsTo(i.entity, from) {
		return nil
	}
	var parents []*item
	for _, p := range s.items {
		if leadsTo(p.entity, from) {
			parents = append(parents, p)
		}
	}
	return parents
}

func managedBy(e *catalog.Entity, annotation string) (catalog.LocationRef, bool) {
	at, err := catalog.ParseLocationRef(e.Metadata.Annotations[annotation])
	return at, err == nil
}

// leadsTo reports whether e is a Location one of whose targets is at.
func leadsTo(e *catalog.Entity, at catalog.LocationRef) bool {
	for _, target := range targets(e) {
		if target == at {
			return true
		}
	}
	return false
}

// targets returns what a Location leads to; none for other entities.
func targets(e *catalog.Entity) []catalog.LocationRef {
	spec, ok := e.Spec.(*catalog.LocationSpec)
	if !ok {
		return nil
	}
	base, _ := managedBy(e, catalog.AnnotationManagedByLocation)
	var all []catalog.LocationRef
	for _, target := range append([]string{spec.Target}, spec.Targets...) {
		if target != "" {
			all = append(all, resolve(base, spec.Type, target))
		}
	}
	return all
}

// resolve returns what a target means in a Location that is from base.
func resolve(base catalog.LocationRef, kind, target string) catalog.LocationRef {
	if kind == "" {
		kind = base.Type
	}
	if !strings.HasPrefix(target, ".") {
		return catalog.LocationRef{Type: kind, Target: target}
	}
	if base.Type == "file" {
		return catalog.LocationRef{Type: kind, Target: path.Join(path.Dir(base.Target), target)}
	}
	if from, err := url.Parse(base.Target); err == nil {
		if to, err := from.Parse(target); err == nil {
			target = to.String()
		}
	}
	return catalog.LocationRef{Type: kind, Target: target}
}
