package backstagetest

import (
	"maps"
	"net/url"
	"path"
	"strings"

	"github.com/goldenpath-go/goldenpath/catalog"
	"github.com/goldenpath-go/goldenpath/catalog/backstage"
)

// locationEntity returns the entity that stands for a registered location.
func locationEntity(at catalog.LocationRef) *catalog.Entity {
	e := &catalog.Entity{
		APIVersion: catalog.V1alpha1,
		Kind:       catalog.Location,
		Metadata:   catalog.Metadata{Namespace: catalog.DefaultNamespace, Name: "generated-" + hash(at.String())},
		Spec:       &catalog.LocationSpec{Type: at.Type, Target: at.Target},
	}
	return annotated(e, at, at)
}

// annotated returns e with the annotations that say where it is from, whatever its file has for them.
func annotated(e *catalog.Entity, at, origin catalog.LocationRef) *catalog.Entity {
	own := *e
	own.Metadata.Annotations = map[string]string{catalog.AnnotationViewURL: at.Target}
	maps.Copy(own.Metadata.Annotations, e.Metadata.Annotations)
	own.Metadata.Annotations[catalog.AnnotationManagedByLocation] = at.String()
	own.Metadata.Annotations[catalog.AnnotationManagedByOriginLocation] = origin.String()
	return &own
}

// read returns all entities that a location leads to, its own first. Like Backstage it gives up at the first fault.
func (s *Server) read(origin catalog.LocationRef) ([]*catalog.Entity, error) {
	var entities []*catalog.Entity
	seen := map[string]bool{}
	for todo := []*catalog.Entity{locationEntity(origin)}; len(todo) > 0; {
		e := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		if err := s.validate(e); err != nil {
			return nil, err
		}
		ref := e.Ref().String()
		if seen[ref] {
			return nil, &backstage.Fault{Name: "InputError", Message: "Duplicate nested entity: " + ref}
		}
		seen[ref] = true
		entities = append(entities, e)
		for _, at := range targets(e) {
			children, err := s.readFile(at.Target)
			if err != nil {
				return nil, err
			}
			for _, child := range children {
				todo = append(todo, annotated(child, at, origin))
			}
		}
	}
	return entities, nil
}

func (s *Server) readFile(target string) ([]*catalog.Entity, error) {
	if s.options.Read == nil {
		return nil, &backstage.Fault{Name: "NotFoundError", Message: "Unable to read url, no matching files found for " + target}
	}
	return s.options.Read(target)
}

func (s *Server) validate(e *catalog.Entity) error {
	if s.options.Validate == nil {
		return nil
	}
	return s.options.Validate(e, e.Metadata.Annotations[catalog.AnnotationManagedByLocation])
}

// ingest adds what a location leads to, as far as that is good: what is not makes no sound.
func (s *Server) ingest(at catalog.LocationRef) {
	entities, err := s.read(at)
	if err != nil {
		return
	}
	for _, e := range entities {
		s.add(e)
	}
}

// suggestion returns the entity that Backstage makes of the URL of a repository, and whether it is a URL.
func suggestion(target string) (map[string]any, bool) {
	u, err := url.Parse(target)
	if err != nil || u.Host == "" {
		return nil, false
	}
	metadata := map[string]any{"name": path.Base(u.Path)}
	if u.Host == "github.com" {
		metadata["annotations"] = map[string]any{"github.com/project-slug": strings.Trim(u.Path, "/")}
	}
	return map[string]any{
		"apiVersion": catalog.V1alpha1,
		"kind":       catalog.Component,
		"metadata":   metadata,
		"spec":       map[string]any{"type": "other", "lifecycle": "unknown"},
	}, true
}
