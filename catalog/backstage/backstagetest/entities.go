package backstagetest

import (
	"encoding/json"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"github.com/goldenpath-go/goldenpath/catalog"
)

// listing is what a client asks for in the older way.
type listing struct {
	limit    int // 0: none
	offset   int
	paged    bool // by limit, offset or cursor
	order    []orderField
	selected test
}

// listEntities is the older way to ask for many entities, which clients should not use any more.
func (s *Server) listEntities(r *http.Request) (*answer, error) {
	params := r.URL.Query()
	l, err := readListing(params)
	if err != nil {
		return nil, err
	}
	matches := s.sorted(l.selected, l.order)
	if len(l.order) == 0 && l.paged {
		slices.SortFunc(matches, func(a, b match) int { return strings.Compare(a.item.ref, b.item.ref) })
	}
	matches = matches[min(l.offset, len(matches)):]
	a := &answer{status: http.StatusOK}
	if l.limit > 0 && len(matches) > l.limit {
		matches = matches[:l.limit]
		a.link = nextLink(r.URL, l.limit, l.offset+l.limit)
	}
	a.body = documents(matches, commaList(params["fields"]))
	return a, nil
}

func readListing(params url.Values) (*listing, error) {
	l := &listing{paged: params.Has("limit") || params.Has("offset") || params.Has("after")}
	filter, err := filterOf(params)
	if err != nil {
		return nil, err
	}
	if l.selected, err = compileOptional(filter); err != nil {
		return nil, err
	}
	if l.order, err = orderOf(params["order"]); err != nil {
		return nil, err
	}
	if l.limit, _, err = natural(params, "limit"); err != nil {
		return nil, err
	}
	if l.offset, _, err = natural(params, "offset"); err != nil {
		return nil, err
	}
	if params.Has("after") {
		l.limit, l.offset, err = decodeAfter(params.Get("after"))
	}
	return l, err
}

func documents(matches []match, fields []string) []any {
	all := make([]any, len(matches))
	for n, m := range matches {
		all[n] = project(m.item.document, fields)
	}
	return all
}

func orderOf(texts []string) ([]orderField, error) {
	form := regexp.MustCompile(`^(asc|desc):(.+)$`)
	var order []orderField
	for _, text := range texts {
		parts := form.FindStringSubmatch(text)
		if parts == nil {
			return nil, inputError(`Invalid order parameter "%s", expected "<asc or desc>:<field name>"`, text)
		}
		order = append(order, orderField{Field: parts[2], Order: parts[1]})
	}
	return order, nil
}

// after is the cursor of the older way.
type after struct {
	Limit  int `json:"limit"`
	Offset int `json:"offset"`
}

func decodeAfter(text string) (limit, offset int, err error) {
	var a after
	data, err := decodeBase64(text)
	if err == nil {
		err = json.Unmarshal(data, &a)
	}
	if err != nil || a.Limit < 0 || a.Offset < 0 {
		return 0, 0, inputError("Malformed after cursor, could not be parsed")
	}
	return a.Limit, a.Offset, nil
}

func nextLink(u *url.URL, limit, offset int) string {
	data, err := json.Marshal(after{limit, offset})
	if err != nil {
		return "" // cannot be
	}
	params := u.Query()
	params.Del("offset")
	params.Set("after", encodeBase64(data))
	return strings.TrimPrefix(u.Path, prefix) + "?" + params.Encode()
}

func (s *Server) byRefs(r *http.Request) (*answer, error) {
	var body struct {
		EntityRefs []string
		Fields     []string
		Query      any
	}
	if err := readBody(r, &body, "entityRefs"); err != nil {
		return nil, err
	}
	filter, err := filterOf(r.URL.Query())
	if err != nil {
		return nil, err
	}
	var tests []test
	for _, predicate := range []any{filter, body.Query} {
		t, err := compileOptional(predicate)
		if err != nil {
			return nil, err
		}
		tests = append(tests, t)
	}
	selected, items := all(tests), make([]any, len(body.EntityRefs))
	for n, ref := range body.EntityRefs {
		if i := s.byRef[ref]; i != nil && selected(i) {
			items[n] = project(i.document, commaList(body.Fields))
		}
	}
	return ok(map[string]any{"items": items})
}

func (s *Server) byUID(r *http.Request) (*answer, error) {
	for _, i := range s.items {
		if i.uid == r.PathValue("uid") {
			return ok(i.document)
		}
	}
	return nil, notFound("No entity with uid %s", r.PathValue("uid"))
}

func (s *Server) deleteEntity(r *http.Request) (*answer, error) {
	s.remove(func(i *item) bool { return i.uid == r.PathValue("uid") })
	return &answer{status: http.StatusNoContent}, nil
}

func (s *Server) byName(r *http.Request) (*answer, error) {
	ref := pathRef(r)
	if i := s.byRef[ref.String()]; i != nil {
		return ok(i.document)
	}
	return nil, notFound("No entity named '%s' found, with kind '%s' in namespace '%s'", ref.Name, ref.Kind, ref.Namespace)
}

// pathRef returns the ref that stands in the path of a request, as written there.
func pathRef(r *http.Request) catalog.Ref {
	return catalog.Ref{Kind: catalog.Kind(r.PathValue("kind")), Namespace: r.PathValue("namespace"), Name: r.PathValue("name")}
}

func (s *Server) refresh(r *http.Request) (*answer, error) {
	var body struct{ EntityRef string }
	if err := readBody(r, &body, "entityRef"); err != nil {
		return nil, err
	}
	if s.byRef[body.EntityRef] == nil {
		return nil, notFound("Entity %s not found", body.EntityRef)
	}
	return ok(nil)
}
