package doratest

import (
	"context"
	"encoding/json"
	"iter"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/dora"
)

// many is more than any source's page, so that there are several.
const many = 250

// TestDeployments checks a source of deployments. Open makes a service hold a
// world and returns a source that is aimed at it.
func TestDeployments(t *testing.T, open func(*testing.T, World) dora.DeploymentSource) {
	w := deployments(many)
	s := suite[dora.Deployment]{
		world: w, want: w.Deployments[:many],
		open: func(t *testing.T, w World) asked[dora.Deployment] {
			src := open(t, w)
			return func(ctx context.Context, services []dora.Service, cursor json.RawMessage) iter.Seq2[dora.Page[dora.Deployment], error] {
				return src.Deployments(ctx, dora.Query{Services: services, Window: Window(), Cursor: cursor})
			}
		},
		id: func(d dora.Deployment) string { return d.Service + " " + d.ID },
		same: func(t *testing.T, want, got dora.Deployment) {
			assert.Equal(t, want.Service, got.Service)
			assert.Equal(t, want.SHA, got.SHA)
			assert.WithinDuration(t, ended(want), ended(got), 0)
		},
		order: func(a, b dora.Deployment) int { return ended(a).Compare(ended(b)) },
	}
	s.run(t)
}

// ended returns when a successful deployment succeeded.
func ended(d dora.Deployment) time.Time {
	for _, s := range d.Statuses {
		if s.State == dora.Success {
			return s.At
		}
	}
	if d.Finished.IsZero() {
		return d.Created
	}
	return d.Finished
}

// TestIncidents checks a source of incidents.
func TestIncidents(t *testing.T, open func(*testing.T, World) dora.IncidentSource) {
	w := incidents(many)
	s := suite[dora.Incident]{
		world: w, want: w.Incidents[:many],
		open: func(t *testing.T, w World) asked[dora.Incident] {
			src := open(t, w)
			return func(ctx context.Context, services []dora.Service, cursor json.RawMessage) iter.Seq2[dora.Page[dora.Incident], error] {
				return src.Incidents(ctx, dora.Query{Services: services, Window: Window(), Cursor: cursor})
			}
		},
		id: func(i dora.Incident) string { return i.ID },
		same: func(t *testing.T, want, got dora.Incident) {
			assert.Equal(t, want.Services, got.Services)
			assert.WithinDuration(t, want.Opened, got.Opened, 0)
			assert.WithinDuration(t, want.Resolved, got.Resolved, 0)
		},
		order: func(a, b dora.Incident) int { return a.Opened.Compare(b.Opened) },
	}
	s.run(t)
}

// TestChanges checks a source of commits.
func TestChanges(t *testing.T, open func(*testing.T, World) dora.ChangeSource) {
	w := changes(600)
	ask := func(ctx context.Context, src dora.ChangeSource, q dora.ChangeQuery) ([]dora.Change, error) {
		q.Repo = repo
		got, _, err := gather(src.Changes(ctx, q))
		slices.SortFunc(got, func(a, b dora.Change) int { return a.Authored.Compare(b.Authored) })
		return slices.CompactFunc(got, func(a, b dora.Change) bool { return a.SHA == b.SHA }), err
	}
	t.Run("everything behind the heads", func(t *testing.T) {
		got, err := ask(t.Context(), open(t, w), dora.ChangeQuery{Heads: []string{sha(599), sha(10)}})
		require.NoError(t, err)
		require.Len(t, got, 600)
		for i, c := range got {
			assert.Equal(t, w.Changes[i].SHA, c.SHA)
			assert.Equal(t, w.Changes[i].Parents, c.Parents)
			assert.WithinDuration(t, w.Changes[i].Authored, c.Authored, 0)
		}
	})
	t.Run("what is there already need not come again", func(t *testing.T) {
		got, err := ask(t.Context(), open(t, w), dora.ChangeQuery{Heads: []string{sha(599)}, Have: []string{sha(589)}})
		require.NoError(t, err)
		require.NotEmpty(t, got)
		have := map[string]bool{}
		for _, c := range got {
			have[c.SHA] = true
		}
		for i := 590; i < 600; i++ {
			assert.True(t, have[sha(i)], "commit %d", i)
		}
	})
	t.Run("an unknown head is left out", func(t *testing.T) {
		got, err := ask(t.Context(), open(t, w), dora.ChangeQuery{Heads: []string{sha(9), sha(100000)}})
		require.NoError(t, err)
		assert.Len(t, got, 10)
	})
	t.Run("the context ends it", func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		_, err := ask(ctx, open(t, w), dora.ChangeQuery{Heads: []string{sha(599)}})
		require.ErrorIs(t, err, context.Canceled)
	})
}

// asked is a query of a source.
type asked[T any] func(ctx context.Context, services []dora.Service, cursor json.RawMessage) iter.Seq2[dora.Page[T], error]

// suite checks what sources of deployments and incidents have in common.
type suite[T any] struct {
	world World
	want  []T // the events of orders
	open  func(*testing.T, World) asked[T]
	id    func(T) string
	same  func(t *testing.T, want, got T)
	order func(a, b T) int
}

func (s suite[T]) run(t *testing.T) {
	orders := s.world.Services[:1]
	t.Run("every event once or more", func(t *testing.T) { s.everything(t, orders) })
	t.Run("a stopped run goes on from the cursor", func(t *testing.T) { s.goesOn(t, orders) })
	t.Run("many at once", func(t *testing.T) { s.atOnce(t, orders) })
	t.Run("the context ends it", func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		_, _, err := gather(s.open(t, s.world)(ctx, orders, nil))
		require.ErrorIs(t, err, context.Canceled)
	})
	t.Run("nobody asked for nothing", func(t *testing.T) {
		got, _, err := gather(s.open(t, s.world)(t.Context(), nil, nil))
		require.NoError(t, err)
		assert.Empty(t, got)
	})
}

func (s suite[T]) everything(t *testing.T, services []dora.Service) {
	got, _, err := gather(s.open(t, s.world)(t.Context(), services, nil))
	require.NoError(t, err)
	got = s.last(got)
	require.Len(t, got, len(s.want))
	for i := range s.want {
		s.same(t, s.want[i], got[i])
	}
}

// last keeps the last record of each identity, by time.
func (s suite[T]) last(all []T) []T {
	of := map[string]T{}
	for _, v := range all {
		of[s.id(v)] = v
	}
	out := make([]T, 0, len(of))
	for _, v := range of {
		out = append(out, v)
	}
	slices.SortFunc(out, s.order)
	return out
}

// goesOn stops after each page in turn and goes on from its cursor: together
// nothing is lost.
func (s suite[T]) goesOn(t *testing.T, services []dora.Service) {
	ask := s.open(t, s.world)
	_, pages, err := gather(ask(t.Context(), services, nil))
	require.NoError(t, err)
	for stop := range pages {
		var got []T
		var cursor json.RawMessage
		n := 0
		for page, err := range ask(t.Context(), services, nil) {
			require.NoError(t, err)
			got = append(got, page.Items...)
			if page.Cursor != nil {
				cursor = page.Cursor
			}
			if n++; n > stop {
				break
			}
		}
		rest, _, err := gather(ask(t.Context(), services, cursor))
		require.NoError(t, err)
		assert.Len(t, s.last(append(got, rest...)), len(s.want), "stopped after page %d", stop+1)
	}
}

func (s suite[T]) atOnce(t *testing.T, services []dora.Service) {
	ask := s.open(t, s.world)
	var wait sync.WaitGroup
	for range 4 {
		wait.Go(func() {
			got, _, err := gather(ask(t.Context(), services, nil))
			assert.NoError(t, err)
			assert.Len(t, s.last(got), len(s.want))
		})
	}
	wait.Wait()
}

// gather returns all that is yielded and the number of pages.
func gather[T any](pages iter.Seq2[dora.Page[T], error]) ([]T, int, error) {
	var out []T
	n := 0
	for page, err := range pages {
		if err != nil {
			return out, n, err
		}
		out = append(out, page.Items...)
		n++
	}
	return out, n, nil
}
