package backstagetest

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"

	"github.com/goldenpath-go/goldenpath/catalog"
)

// location is one that is registered.
type location struct {
	ID        string `json:"id"`
	Type      string `json:"type"`
	Target    string `json:"target"`
	EntityRef string `json:"entityRef"`
}

func (l location) ref() catalog.LocationRef {
	return catalog.LocationRef{Type: l.Type, Target: l.Target}
}

func (s *Server) listLocations(*http.Request) (*answer, error) {
	all := make([]any, len(s.locations))
	for i, l := range s.locations {
		all[i] = map[string]any{"data": l}
	}
	return ok(all)
}

func (s *Server) getLocation(r *http.Request) (*answer, error) {
	i, err := s.locationIndex(r)
	if err != nil {
		return nil, err
	}
	return ok(s.locations[i])
}

func (s *Server) locationIndex(r *http.Request) (int, error) {
	id := r.PathValue("id")
	i := slices.IndexFunc(s.locations, func(l location) bool { return l.ID == id })
	if i < 0 {
		return 0, notFound("Found no location with ID %s", id)
	}
	return i, nil
}

func (s *Server) locationOf(r *http.Request) (*answer, error) {
	ref := pathRef(r).String()
	i := s.byRef[ref]
	if i == nil {
		return nil, notFound("found no entity for ref %s", ref)
	}
	at, stated := managedBy(i.entity, catalog.AnnotationManagedByOriginLocation)
	if !stated {
		return nil, notFound("found no origin annotation for ref %s", ref)
	}
	if l := s.registered(at); l != nil {
		return ok(l)
	}
	return nil, notFound("Found no location with type %s and target %s", at.Type, at.Target)
}

// registered returns the location at a place; nil when there is none.
func (s *Server) registered(at catalog.LocationRef) *location {
	for i := range s.locations {
		if s.locations[i].ref() == at {
			return &s.locations[i]
		}
	}
	return nil
}

func (s *Server) addLocation(r *http.Request) (*answer, error) {
	at, err := readLocation(r)
	if err != nil {
		return nil, err
	}
	params := r.URL.Query()
	if params.Get("dryRun") == "true" {
		return s.dryRun(at)
	}
	if err := s.writable(); err != nil {
		return nil, err
	}
	l := s.registered(at)
	if l != nil && params.Get("onConflict") != "refresh" {
		return nil, &problem{http.StatusConflict, "ConflictError", fmt.Sprintf("Location %s already exists", at), nil}
	}
	if l == nil {
		s.locations = append(s.locations, location{s.newID(), at.Type, at.Target, locationEntity(at).Ref().String()})
		l = &s.locations[len(s.locations)-1]
	}
	s.ingest(at)
	return &answer{status: http.StatusCreated, body: map[string]any{"location": *l, "entities": []any{}}}, nil
}

func readLocation(r *http.Request) (catalog.LocationRef, error) {
	var body struct{ Type, Target string }
	if err := readBody(r, &body, "type", "target"); err != nil {
		return catalog.LocationRef{}, err
	}
	switch {
	case body.Type != "url":
		return catalog.LocationRef{}, inputError(`Registered locations must be of an allowed type ["url"]`)
	case body.Target == "":
		return catalog.LocationRef{}, &problem{http.StatusInternalServerError, "TypeError", "Unable to stringify location ref, empty target", nil}
	}
	return catalog.LocationRef(body), nil
}

func (s *Server) writable() error {
	if s.options.ReadOnly {
		return &problem{http.StatusForbidden, "NotAllowedError", "This operation not allowed in readonly mode", nil}
	}
	return nil
}

func (s *Server) newID() string {
	s.added++
	if s.options.NewID != nil {
		return s.options.NewID()
	}
	return madeUID(fmt.Sprintf("location %d", s.added))
}

func (s *Server) dryRun(at catalog.LocationRef) (*answer, error) {
	entities, err := s.read(at)
	if err != nil {
		return nil, inputError("%s", err)
	}
	return &answer{status: http.StatusCreated, body: map[string]any{
		"exists":   s.registered(at) != nil,
		"location": location{at.String(), at.Type, at.Target, locationEntity(at).Ref().String()},
		"entities": entities,
	}}, nil
}

func (s *Server) removeLocation(r *http.Request) (*answer, error) {
	if err := s.writable(); err != nil {
		return nil, err
	}
	i, err := s.locationIndex(r)
	if err != nil {
		return nil, err
	}
	at := s.locations[i].ref()
	s.locations = slices.Delete(s.locations, i, i+1)
	s.remove(func(i *item) bool {
		origin, stated := managedBy(i.entity, catalog.AnnotationManagedByOriginLocation)
		return stated && origin == at
	})
	return &answer{status: http.StatusNoContent}, nil
}

// analyzeLocation knows nothing but the URL, as a Backstage without an analyzer for the host.
func (s *Server) analyzeLocation(r *http.Request) (*answer, error) {
	var body struct{ Location json.RawMessage }
	if err := readBody(r, &body, "location"); err != nil {
		return nil, err
	}
	var at struct{ Target string }
	if err := json.Unmarshal(body.Location, &at); err != nil {
		return nil, inputError("%s", err)
	}
	entity, isURL := suggestion(at.Target)
	if !isURL {
		return nil, inputError("The given location.target is not a URL")
	}
	suggested := map[string]any{"entity": entity, "fields": []any{}}
	return ok(map[string]any{"existingEntityFiles": []any{}, "generateEntities": []any{suggested}})
}
