package backstagetest

import (
	"net/http"
	"slices"
	"strings"
)

const defaultLimit = 200

// query is what a client asks by-query for, by GET or by POST.
type query struct {
	cursor    // without a position: the first page
	limit     int
	offset    int
	fields    []string
	hideTotal bool
}

func (s *Server) getQuery(r *http.Request) (*answer, error) {
	params := r.URL.Query()
	q := &query{limit: defaultLimit, fields: commaList(params["fields"])}
	if limit, ok, err := natural(params, "limit"); err != nil {
		return nil, err
	} else if ok {
		q.limit = limit
	}
	if text := params.Get("cursor"); text != "" {
		return s.continueQuery(q, text)
	}
	var err error
	if q.offset, _, err = natural(params, "offset"); err != nil {
		return nil, err
	}
	if q.Query, err = filterOf(params); err != nil {
		return nil, err
	}
	for _, text := range params["orderField"] {
		field, order, _ := strings.Cut(text, ",")
		q.OrderFields = append(q.OrderFields, orderField{field, order})
	}
	q.FullText = fullText{params.Get("fullTextFilterTerm"), commaList(params["fullTextFilterFields"])}
	q.hideTotal = params.Get("totalItems") == "exclude"
	return s.runQuery(q)
}

func (s *Server) postQuery(r *http.Request) (*answer, error) {
	var body struct {
		Query      any
		FullText   fullText `json:"fullTextFilter"`
		OrderBy    []orderField
		Fields     []string
		Limit      *int
		Offset     int
		TotalItems string
		Cursor     string
	}
	if err := readBody(r, &body); err != nil {
		return nil, err
	}
	q := &query{limit: defaultLimit, offset: body.Offset, fields: commaList(body.Fields), hideTotal: body.TotalItems == "exclude"}
	if body.Limit != nil {
		q.limit = *body.Limit
	}
	if body.Cursor != "" {
		return s.continueQuery(q, body.Cursor)
	}
	q.Query, q.OrderFields, q.FullText = body.Query, body.OrderBy, body.FullText
	return s.runQuery(q)
}

func (s *Server) continueQuery(q *query, text string) (*answer, error) {
	c, err := decodeCursor(text)
	if err != nil {
		return nil, err
	}
	q.cursor = *c
	return s.runQuery(q)
}

func (s *Server) runQuery(q *query) (*answer, error) {
	if q.limit < 0 || q.offset < 0 {
		return nil, inputError("request/body/limit must be >= 0")
	}
	for n, o := range q.OrderFields {
		if o.Order == "" {
			q.OrderFields[n].Order = "asc"
		} else if o.Order != "asc" && o.Order != "desc" {
			return nil, inputError("Invalid order field order, must be asc or desc")
		}
	}
	if q.OrderFields == nil {
		q.OrderFields = []orderField{}
	}
	selected, err := compileOptional(q.Query)
	if err != nil {
		return nil, err
	}
	matches := s.sorted(func(i *item) bool { return selected(i) && q.containsText(i) }, q.OrderFields)
	initial := q.Position == nil
	if initial && !q.hideTotal {
		q.Total = countItems(matches)
	}
	page, more := q.page(matches)
	items := make([]any, len(page))
	for n, m := range page {
		items[n] = project(m.item.document, q.fields)
	}
	return ok(map[string]any{"items": items, "totalItems": q.Total, "pageInfo": q.pageInfo(page, more, initial)})
}

// containsText reports whether the text that is searched for occurs in an entity.
func (q *query) containsText(i *item) bool {
	term := strings.ToLower(strings.TrimSpace(q.FullText.Term))
	fields := q.FullText.Fields
	if len(fields) == 0 && len(q.OrderFields) > 0 {
		fields = []string{q.OrderFields[0].Field}
	} else if len(fields) == 0 {
		fields = []string{"metadata.uid"}
	}
	return term == "" || slices.ContainsFunc(fields, func(field string) bool {
		return slices.ContainsFunc(i.values(strings.ToLower(field)), func(r row) bool { return strings.Contains(r.value, term) })
	})
}

// page returns the part of the matches that is asked for, and whether there are more in that direction. Backwards
// there always are, or so Backstage says.
func (q *query) page(matches []match) (page []match, more bool) {
	if q.Position == nil {
		matches = matches[min(q.offset, len(matches)):]
	} else {
		matches = q.beyond(matches)
	}
	more = q.limit > 0 && (q.Backwards || len(matches) > q.limit)
	if len(matches) <= q.limit {
		return matches, more
	}
	if q.Backwards {
		return matches[len(matches)-q.limit:], more
	}
	return matches[:q.limit], more
}

// beyond returns the matches after the cursor's position, or those before it.
func (q *query) beyond(matches []match) []match {
	compare := comparison(q.OrderFields)
	position := match{key: q.Position}
	if q.Backwards {
		end := slices.IndexFunc(matches, func(m match) bool { return compare(m, position) >= 0 })
		if end < 0 {
			return matches
		}
		return matches[:end]
	}
	start := slices.IndexFunc(matches, func(m match) bool { return compare(m, position) > 0 })
	if start < 0 {
		return nil
	}
	return matches[start:]
}

func (q *query) pageInfo(page []match, more, initial bool) map[string]any {
	info := map[string]any{}
	if len(page) == 0 {
		return info
	}
	if initial {
		q.First = page[0].key
	}
	if more {
		next := q.cursor
		next.Position, next.Backwards = page[len(page)-1].key, false
		info["nextCursor"] = next.encode()
	}
	if !initial && !slices.Equal(page[0].key, q.First) {
		prev := q.cursor
		prev.Position, prev.Backwards = page[0].key, true
		info["prevCursor"] = prev.encode()
	}
	return info
}
