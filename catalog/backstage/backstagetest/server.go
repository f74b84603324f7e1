package backstagetest

import (
	"net/http"
	"strings"
	"sync"

	"github.com/goldenpath-go/goldenpath/catalog"
)

// Options say how a [Server] behaves where a Backstage's configuration or its surroundings would decide. The zero value
// lets everybody do everything, finds nothing at any location and takes every entity for valid.
type Options struct {
	Token        string // the only token that is good; "" means that every one is
	RequireToken bool   // requests without a token are refused
	ReadOnly     bool   // catalog.readonly: locations can be neither added nor removed
	// Read returns the entities in the file at a URL. The error should be a [*backstage.Fault]. Nil means that there
	// never is a file.
	Read func(url string) ([]*catalog.Entity, error)
	// Validate returns what is wrong with an entity, as if it had been read from location: a [*backstage.ValidationError]
	// or a [*backstage.Fault]. Nil means that nothing ever is.
	Validate func(e *catalog.Entity, location string) error
	// NewID returns IDs for locations; nil means that they are made from a count.
	NewID func() string
}

// Server is a Backstage catalog in memory. It is served below /api/catalog, to any number of clients at once.
type Server struct {
	options Options
	mux     *http.ServeMux

	mu        sync.Mutex // held while a request is answered
	byRef     map[string]*item
	items     []*item    // in the order of their uids
	stale     bool       // items, relations and what is searched do not fit byRef
	locations []location // in the order of their registration
	added     int        // locations that were ever registered
}

// New returns a server that has the entities of c. Their uid and etag are kept, and made up where there are none; a
// status in their Extra is served as it is. Nil options mean the zero value.
func New(c *catalog.Catalog, o *Options) *Server {
	s := &Server{mux: http.NewServeMux(), byRef: make(map[string]*item)}
	if o != nil {
		s.options = *o
	}
	for e := range c.All() {
		s.add(e)
	}
	s.routes()
	return s
}

func (s *Server) routes() {
	routes := map[string]handler{
		"GET /entities":                                            s.listEntities,
		"GET /entities/by-query":                                   s.getQuery,
		"POST /entities/by-query":                                  s.postQuery,
		"POST /entities/by-refs":                                   s.byRefs,
		"GET /entities/by-uid/{uid}":                               s.byUID,
		"DELETE /entities/by-uid/{uid}":                            s.deleteEntity,
		"GET /entities/by-name/{kind}/{namespace}/{name}":          s.byName,
		"GET /entities/by-name/{kind}/{namespace}/{name}/ancestry": s.ancestry,
		"GET /entity-facets":                                       s.getFacets,
		"POST /entity-facets":                                      s.postFacets,
		"POST /refresh":                                            s.refresh,
		"POST /validate-entity":                                    s.validateEntity,
		"POST /analyze-location":                                   s.analyzeLocation,
		"GET /locations":                                           s.listLocations,
		"POST /locations":                                          s.addLocation,
		"GET /locations/{id}":                                      s.getLocation,
		"DELETE /locations/{id}":                                   s.removeLocation,
		"GET /locations/by-entity/{kind}/{namespace}/{name}":       s.locationOf,
	}
	for pattern, h := range routes {
		method, path, _ := strings.Cut(pattern, " ")
		s.mux.HandleFunc(method+" "+prefix+path, s.answer(h))
	}
}

const prefix = "/api/catalog"

// ServeHTTP answers a request as Backstage would; unknown routes and methods with an empty 404.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if _, pattern := s.mux.Handler(r); pattern == "" {
		w.WriteHeader(http.StatusNotFound)
		return
	}
	s.mux.ServeHTTP(w, r)
}

func (s *Server) authenticate(r *http.Request) error {
	token, has := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	switch {
	case !has && s.options.RequireToken:
		return &problem{http.StatusUnauthorized, "AuthenticationError", "Missing credentials", nil}
	case has && s.options.Token != "" && token != s.options.Token:
		cause := &problem{0, "AuthenticationError", "Illegal token", nil}
		return &problem{http.StatusUnauthorized, "AuthenticationError", "Could not resolve credentials; caused by " + cause.Error(), cause}
	}
	return nil
}
