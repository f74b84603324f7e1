package doratest

import (
	"context"
	"encoding/json"
	"fmt"
	"iter"
	"slices"

	"github.com/goldenpath-go/goldenpath/dora"
)

// Memory is a source of everything in a world. It may be used by many at once
// as long as the world is left alone.
type Memory struct {
	World World
	// PageSize is how many events a page has. Zero: 100.
	PageSize int
}

var (
	_ dora.DeploymentSource = (*Memory)(nil)
	_ dora.ChangeSource     = (*Memory)(nil)
	_ dora.IncidentSource   = (*Memory)(nil)
)

// Deployments yields those of the query's services.
func (m *Memory) Deployments(ctx context.Context, q dora.Query) iter.Seq2[dora.Page[dora.Deployment], error] {
	return pages(ctx, q.Cursor, m.size(), selected(m.World.Deployments, func(d dora.Deployment) bool {
		return d.Created.Before(q.Window.To) && named(q, d.Service) &&
			(len(q.Environments) == 0 || dora.MatchEnvironment(q.Environments, d.Environment))
	}))
}

// Incidents yields those of the query's services that were open in its window.
func (m *Memory) Incidents(ctx context.Context, q dora.Query) iter.Seq2[dora.Page[dora.Incident], error] {
	return pages(ctx, q.Cursor, m.size(), selected(m.World.Incidents, func(i dora.Incident) bool {
		return i.Opened.Before(q.Window.To) && (i.Resolved.IsZero() || !i.Resolved.Before(q.Window.From)) &&
			slices.ContainsFunc(i.Services, func(name string) bool { return named(q, name) })
	}))
}

// Changes yields what can be reached from the query's heads.
func (m *Memory) Changes(ctx context.Context, q dora.ChangeQuery) iter.Seq2[dora.Page[dora.Change], error] {
	of := map[string]dora.Change{}
	for _, c := range m.World.Changes {
		if c.Repo == q.Repo {
			of[c.SHA] = c
		}
	}
	have := reach(of, q.Have, nil)
	found := reach(of, q.Heads, have)
	return pages(ctx, nil, m.size(), selected(m.World.Changes, func(c dora.Change) bool { return c.Repo == q.Repo && found[c.SHA] }))
}

func (m *Memory) size() int {
	if m.PageSize > 0 {
		return m.PageSize
	}
	return 100
}

func named(q dora.Query, service string) bool {
	return slices.ContainsFunc(q.Services, func(s dora.Service) bool { return s.Name == service })
}

func selected[T any](all []T, keep func(T) bool) []T {
	var out []T
	for _, v := range all {
		if keep(v) {
			out = append(out, v)
		}
	}
	return out
}

// reach returns the commits that can be reached from heads and are not in
// without.
func reach(of map[string]dora.Change, heads []string, without map[string]bool) map[string]bool {
	found := map[string]bool{}
	for stack := slices.Clone(heads); len(stack) > 0; {
		sha := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		c, ok := of[sha]
		if !ok || found[sha] || without[sha] {
			continue
		}
		found[sha] = true
		stack = append(stack, c.Parents...)
	}
	return found
}

// pages yields events page by page from a cursor on, which is their number.
func pages[T any](ctx context.Context, cursor json.RawMessage, size int, all []T) iter.Seq2[dora.Page[T], error] {
	return func(yield func(dora.Page[T], error) bool) {
		from := 0
		if cursor != nil {
			if err := json.Unmarshal(cursor, &from); err != nil || from < 0 {
				yield(dora.Page[T]{}, fmt.Errorf("cursor %s: no number of events", cursor))
				return
			}
		}
		for from < len(all) {
			if err := ctx.Err(); err != nil {
				yield(dora.Page[T]{}, err)
				return
			}
			to := min(from+size, len(all))
			next, err := json.Marshal(to)
			if !yield(dora.Page[T]{Items: all[from:to], Cursor: next, Total: len(all), Cost: dora.Cost{Requests: 1}}, err) {
				return
			}
			from = to
		}
	}
}
