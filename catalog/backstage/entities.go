package backstage

import (
	"context"
	"errors"
	"iter"
	"slices"

	"github.com/goldenpath-go/goldenpath/internal/rest"
)

// Page is one answer to a [Query].
type Page struct {
	Items []*Entity
	Total int    // entities on all pages, as counted for the first one
	Next  string // [Query.Cursor] of the next page; "" when this is the last
	Prev  string // of the page before; "" when this is the first
}

// ErrCursor means that Backstage says that the page after a page is that page itself.
var ErrCursor = errors.New("pages do not advance: the next cursor is the one just used")

// Entities yields the entities that q selects, page by page as they are consumed; a nil q selects all. An error ends
// the sequence. Entities that come or go meanwhile may be missing or be there, the others come once.
func (c *Client) Entities(ctx context.Context, q *Query) iter.Seq2[*Entity, error] {
	return func(yield func(*Entity, error) bool) {
		next := q.clone()
		for post := false; ; {
			request := next.request(next.limit(), post)
			post = isPost(request)
			page, err := c.page(ctx, request)
			if err == nil && page.Next != "" && page.Next == next.Cursor {
				err = ErrCursor
			}
			if err != nil {
				yield(nil, err)
				return
			}
			for _, e := range page.Items {
				if !yield(e, nil) {
					return
				}
			}
			if page.Next == "" {
				return
			}
			next.Cursor = page.Next
		}
	}
}

// Page returns one page of what q selects: the first, or that of q.Cursor. A nil q selects all.
func (c *Client) Page(ctx context.Context, q *Query) (*Page, error) {
	page := q.clone()
	return c.page(ctx, page.request(page.limit(), false))
}

// Count returns how many entities q selects, without asking for them. A nil q selects all.
func (c *Client) Count(ctx context.Context, q *Query) (int, error) {
	none, counted := 0, q.clone()
	counted.NoTotal, counted.Cursor, counted.Offset, counted.Fields = false, "", 0, nil
	page, err := c.page(ctx, counted.request(&none, false))
	if err != nil {
		return 0, err
	}
	return page.Total, nil
}

// clone returns a copy of q, or the query for all when there is none.
func (q *Query) clone() Query {
	if q == nil {
		return Query{}
	}
	return *q
}

func (q *Query) limit() *int {
	if q.PageSize == 0 {
		return nil
	}
	return &q.PageSize
}

func (c *Client) page(ctx context.Context, r *rest.Request) (*Page, error) {
	var answer struct {
		Items    []*Entity `json:"items"`
		Total    int       `json:"totalItems"`
		PageInfo struct {
			Next string `json:"nextCursor"`
			Prev string `json:"prevCursor"`
		} `json:"pageInfo"`
	}
	if err := c.call(ctx, r, &answer); err != nil {
		return nil, err
	}
	if answer.Items == nil || slices.Contains(answer.Items, nil) {
		return nil, strange(r)
	}
	return &Page{Items: answer.Items, Total: answer.Total, Next: answer.PageInfo.Next, Prev: answer.PageInfo.Prev}, nil
}
