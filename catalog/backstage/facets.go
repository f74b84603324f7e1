package backstage

import (
	"context"
	"net/url"

	"github.com/goldenpath-go/goldenpath/internal/rest"
)

// FacetQuery says which values to count.
type FacetQuery struct {
	Fields    []string  // paths, such as spec.type, metadata.tags or relations.ownedBy; at least one
	Filter    Filter    // in which entities
	Predicate Predicate // in which of these; nil means all
}

// Facet is a value of a field, and how many entities have it.
type Facet struct {
	Value string `json:"value"`
	Count int    `json:"count"`
}

// Facets counts the values of fields. It returns them by field, sorted by value.
func (c *Client) Facets(ctx context.Context, q *FacetQuery) (map[string][]Facet, error) {
	var answer struct {
		Facets map[string][]Facet `json:"facets"`
	}
	r := q.request()
	if err := c.call(ctx, r, &answer); err != nil {
		return nil, err
	}
	if answer.Facets == nil {
		return nil, strange(r)
	}
	return answer.Facets, nil
}

type facetBody struct {
	Facets []string  `json:"facets"`
	Query  Predicate `json:"query,omitempty"`
}

func (q *FacetQuery) request() *rest.Request {
	values := url.Values{}
	setAll(values, "facet", q.Fields)
	filter, ok := q.Filter.texts()
	setAll(values, "filter", filter)
	if ok && len(q.Predicate) == 0 && len(values.Encode()) <= maxQuery {
		r := rest.Get("entity-facets")
		r.Query = values
		return r
	}
	return ask(&facetBody{q.Fields, both(q.Filter, q.Predicate)}, "entity-facets")
}
