package backstage

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/goldenpath-go/goldenpath/internal/rest"
)

// Query says which entities are wanted, and what of them. The zero value means all, whole.
type Query struct {
	Filter    Filter    // which entities
	Predicate Predicate // which of these; nil means all
	FullText  FullText  // which of these
	// Order sorts the entities. Backstage looks at the first field only, and leaves entities without it out; those with
	// several values there come several times. Without Order they come in one that means nothing but stays the same.
	Order    []Order
	Fields   []string // paths of the parts wanted, such as metadata.name; none means all. See [Entity]
	PageSize int      // entities to an answer; 0 leaves it to Backstage, which takes 200
	Offset   int      // entities to pass over at the start
	NoTotal  bool     // saves Backstage the counting; [Page.Total] is then 0
	Cursor   string   // [Page.Next] or [Page.Prev] of an earlier answer. What selects and sorts is then that of the earlier one
}

// FullText selects entities by a text that occurs in them, in whatever case. The zero value selects all.
type FullText struct {
	Term   string
	Fields []string // paths to look at; none means the field of the order, else metadata.uid
}

// Order is a field to sort by.
type Order struct {
	Field      string // path, such as metadata.name
	Descending bool
}

func (o Order) direction() string {
	if o.Descending {
		return "desc"
	}
	return "asc"
}

// maxQuery is the length of a query string up to which GET is used: it works with every Backstage that has this route,
// POST only with those of 2026 and later. Servers and proxies commonly allow 8 KiB for the first line of a request.
const maxQuery = 4 << 10

// request returns the request for one page. post says that earlier ones were asked for by POST.
func (q *Query) request(limit *int, post bool) *rest.Request {
	if !post && len(q.Predicate) == 0 {
		values, ok := q.values(limit)
		if ok && len(values.Encode()) <= maxQuery {
			r := rest.Get("entities", "by-query")
			r.Query = values
			return r
		}
	}
	return ask(q.body(limit), "entities", "by-query")
}

// values returns the query for GET, and false when that cannot hold the filter.
func (q *Query) values(limit *int) (url.Values, bool) {
	values := url.Values{}
	if limit != nil {
		values.Set("limit", strconv.Itoa(*limit))
	}
	setList(values, "fields", q.Fields)
	if q.Cursor != "" {
		values.Set("cursor", q.Cursor)
		return values, true
	}
	filter, ok := q.Filter.texts()
	setAll(values, "filter", filter)
	for _, o := range q.Order {
		values.Add("orderField", o.Field+","+o.direction())
	}
	if q.FullText.Term != "" {
		values.Set("fullTextFilterTerm", q.FullText.Term)
		setList(values, "fullTextFilterFields", q.FullText.Fields)
	}
	if q.Offset != 0 {
		values.Set("offset", strconv.Itoa(q.Offset))
	}
	if q.NoTotal {
		values.Set("totalItems", "exclude")
	}
	return values, ok
}

// setList sets a parameter that has its items between commas.
func setList(values url.Values, name string, items []string) {
	if len(items) > 0 {
		values.Set(name, strings.Join(items, ","))
	}
}

// setAll sets a parameter that is repeated for each item.
func setAll(values url.Values, name string, items []string) {
	if len(items) > 0 {
		values[name] = items
	}
}

type queryBody struct {
	Query      Predicate     `json:"query,omitempty"`
	FullText   *fullTextBody `json:"fullTextFilter,omitempty"`
	OrderBy    []orderBody   `json:"orderBy,omitempty"`
	Fields     []string      `json:"fields,omitempty"`
	Limit      *int          `json:"limit,omitempty"`
	Offset     int           `json:"offset,omitempty"`
	TotalItems string        `json:"totalItems,omitempty"`
	Cursor     string        `json:"cursor,omitempty"`
}

type fullTextBody struct {
	Term   string   `json:"term"`
	Fields []string `json:"fields,omitempty"`
}

type orderBody struct {
	Field string `json:"field"`
	Order string `json:"order"`
}

func (q *Query) body(limit *int) *queryBody {
	if q.Cursor != "" {
		return &queryBody{Fields: q.Fields, Limit: limit, Cursor: q.Cursor}
	}
	b := &queryBody{Query: both(q.Filter, q.Predicate), Fields: q.Fields, Limit: limit, Offset: q.Offset}
	if q.FullText.Term != "" {
		b.FullText = &fullTextBody{q.FullText.Term, q.FullText.Fields}
	}
	for _, o := range q.Order {
		b.OrderBy = append(b.OrderBy, orderBody{o.Field, o.direction()})
	}
	if q.NoTotal {
		b.TotalItems = "exclude"
	}
	return b
}

// isPost reports whether r asks for its page by POST.
func isPost(r *rest.Request) bool { return r.Method == http.MethodPost }
