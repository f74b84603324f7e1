package pagerduty

import (
	"context"
	"encoding/json"
	"fmt"
	"iter"
	"net/url"
	"slices"
	"strconv"
	"time"

	"github.com/goldenpath-go/goldenpath/internal/rest"
)

// What a list yields at most: items a page, and items in all.
const (
	pageSize = 100
	lastItem = 10_000
)

// maxSpan is the longest time that one list is asked for: less than the six
// months that PagerDuty allows, so that a run that was stopped has little to
// ask for again.
const maxSpan = 30 * 24 * time.Hour

// span is a time, from from on and before to.
type span struct{ from, to time.Time }

// spans cuts a time into what one list may be asked for.
func spans(from, to time.Time) []span {
	var out []span
	for from.Before(to) {
		next := from.Add(maxSpan)
		if next.After(to) {
			next = to
		}
		out = append(out, span{from, next})
		from = next
	}
	return out
}

// list is what is asked for page by page.
type list[T any] struct {
	path  []string
	field string // of the answer, with the items
	query url.Values
	at    func(T) time.Time // of what the list is sorted by; nil: it is not cut
}

// pages yields the pages of a list. Where it has more items than PagerDuty
// yields, it is asked for again from the time of the last one on.
func (l *list[T]) pages(ctx context.Context, s *session) iter.Seq2[[]T, error] {
	return func(yield func([]T, error) bool) {
		since := l.query.Get("since")
		for offset := 0; ; {
			items, more, err := l.page(ctx, s, since, offset)
			if err != nil {
				yield(nil, err)
				return
			}
			if !yield(items, nil) || !more || len(items) == 0 {
				return
			}
			if offset += len(items); offset+pageSize <= lastItem {
				continue
			}
			last := ""
			if l.at != nil {
				last = stamp(l.at(items[len(items)-1]))
			}
			if last <= since {
				yield(nil, fmt.Errorf("%s: PagerDuty lists no more than %d, and there are more", l.field, lastItem))
				return
			}
			since, offset = last, 0
		}
	}
}

func (l *list[T]) page(ctx context.Context, s *session, since string, offset int) ([]T, bool, error) {
	r := rest.Get(l.path...)
	r.Query = url.Values{"limit": {strconv.Itoa(pageSize)}, "offset": {strconv.Itoa(offset)}}
	for name, values := range l.query {
		r.Query[name] = slices.Clone(values)
	}
	if since != "" {
		r.Query.Set("since", since)
	}
	var answer map[string]json.RawMessage
	if err := s.get(ctx, r, &answer); err != nil {
		return nil, false, err
	}
	var items []T
	more := false
	if err := json.Unmarshal(answer[l.field], &items); err != nil {
		return nil, false, fmt.Errorf("the answer's %s: %w", l.field, err)
	}
	if raw, ok := answer["more"]; ok {
		if err := json.Unmarshal(raw, &more); err != nil {
			return nil, false, fmt.Errorf("the answer's more: %w", err)
		}
	}
	return items, more, nil
}

// stamp writes a time as PagerDuty wants it, to the second before.
func stamp(t time.Time) string { return t.UTC().Format(time.RFC3339) }

// moment reads a time; an empty one is the zero time.
func moment(s string) (time.Time, error) {
	if s == "" {
		return time.Time{}, nil
	}
	t, err := time.Parse(time.RFC3339, s)
	if err != nil {
		return time.Time{}, fmt.Errorf("time %q of PagerDuty: %w", s, err)
	}
	return t.UTC(), nil
}
