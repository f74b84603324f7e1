package backstagetest

import (
	"net/http"
	"slices"
	"strings"

	"github.com/goldenpath-go/goldenpath/catalog/backstage"
)

func (s *Server) getFacets(r *http.Request) (*answer, error) {
	params := r.URL.Query()
	if !params.Has("facet") {
		return nil, inputError("request/query must have required property 'facet'")
	}
	filter, err := filterOf(params)
	if err != nil {
		return nil, err
	}
	return s.facets(params["facet"], filter)
}

func (s *Server) postFacets(r *http.Request) (*answer, error) {
	var body struct {
		Facets []string
		Query  any
	}
	if err := readBody(r, &body, "facets"); err != nil {
		return nil, err
	}
	return s.facets(body.Facets, body.Query)
}

func (s *Server) facets(fields []string, predicate any) (*answer, error) {
	selected, err := compileOptional(predicate)
	if err != nil {
		return nil, err
	}
	facets := make(map[string]any, len(fields))
	for _, field := range fields {
		facets[field] = s.facet(strings.ToLower(field), selected)
	}
	return ok(map[string]any{"facets": facets})
}

// facet counts the values at key, in the order of the values.
func (s *Server) facet(key string, selected test) []backstage.Facet {
	counts := map[string]int{}
	for _, i := range s.items {
		if !selected(i) {
			continue
		}
		for _, r := range i.values(key) {
			counts[r.original]++
		}
	}
	facets := make([]backstage.Facet, 0, len(counts))
	for value, count := range counts {
		facets = append(facets, backstage.Facet{Value: value, Count: count})
	}
	slices.SortFunc(facets, func(a, b backstage.Facet) int { return strings.Compare(a.Value, b.Value) })
	return facets
}
