package github_test

import (
	"context"
	"encoding/json"
	"net/http"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/dora"
	"github.com/goldenpath-go/goldenpath/dora/doratest"
	"github.com/goldenpath-go/goldenpath/dora/github"
	"github.com/goldenpath-go/goldenpath/dora/store"
)

// organisation returns a fake with two services that deploy, break and commit.
func organisation(t *testing.T) (*fake, dora.Scope) {
	t.Helper()
	f := newFake(t)
	var s dora.Scope
	for _, name := range []string{"billing", "orders"} {
		r := f.repo("acme/" + name)
		s.Services = append(s.Services, dora.Service{Name: name, Repo: "acme/" + name})
		r.commit(0)
		r.line(1, 129)
		for i := range 130 {
			r.deploy(i, "production", at(2, i*5), "in_progress", "success", "inactive").id += name
		}
		r.deploy(400, "production", at(29, 0), "in_progress").id += name
		for i := range 110 {
			r.open(at(2, i*5)).close(at(2, i*5+1), "completed")
		}
	}
	return f, s
}

func sources(api *github.API) dora.Sources {
	return dora.Sources{
		Deployments: map[string]dora.DeploymentSource{"github": &github.Deployments{API: api}},
		Changes:     &github.Commits{API: api},
		Incidents:   map[string]dora.IncidentSource{"issues": &github.Issues{API: api}},
	}
}

// memory is a store that lives as long as a test.
type memory struct{ batches []dora.Batch }

func (m *memory) Load(_ context.Context, h *dora.History) (map[string]json.RawMessage, error) {
	cursors := map[string]json.RawMessage{}
	for i := range m.batches {
		if m.batches[i].Cursor != nil {
			cursors[m.batches[i].Name] = m.batches[i].Cursor
		}
		if err := m.batches[i].AddTo(h); err != nil {
			return nil, err
		}
	}
	return cursors, nil
}

func (m *memory) Append(_ context.Context, b dora.Batch) error {
	m.batches = append(m.batches, b)
	return nil
}

// TestCollectGoesOn has each request of a collection fail, by turns alone and
// with all after it. The next run goes on, and the report is the same.
func TestCollectGoesOn(t *testing.T) {
	t.Parallel()
	f, scope := organisation(t)
	collect := func(kept dora.Store) (*dora.Report, error) {
		api := f.direct()
		api.Retries = -1
		h, err := dora.Collect(t.Context(), sources(api), scope, doratest.Window(), &dora.CollectOptions{Store: kept})
		return dora.Calculate(h, doratest.Window(), nil), err
	}
	whole, err := collect(&memory{})
	require.NoError(t, err)
	want, err := json.Marshal(whole)
	require.NoError(t, err)
	assert.Equal(t, 260, whole.Org.Deployments.Count)
	assert.Equal(t, 220, whole.Org.Restore.N)
	requests := len(f.requests())
	assert.Equal(t, 16, requests)
	for n := range requests {
		last := n + 1
		if n%2 > 0 {
			last = requests
		}
		f.faults = map[int]http.HandlerFunc{}
		for i := n + 1; i <= last; i++ {
			f.faults[i] = says(http.StatusInternalServerError, "")
		}
		kept := &memory{}
		_, err := collect(kept)
		require.Error(t, err, "request %d", n+1)
		f.faults = nil
		report, err := collect(kept)
		require.NoError(t, err)
		got, err := json.Marshal(report)
		require.NoError(t, err)
		assert.JSONEq(t, string(want), string(got), "stopped at request %d", n+1)
		f.requests()
	}
}

// TestCollectNightly says what a night costs in which nothing was deployed, and
// one with a deployment.
func TestCollectNightly(t *testing.T) {
	t.Parallel()
	f, scope := organisation(t)
	kept, err := store.Open(filepath.Join(t.TempDir(), "dora.db"))
	require.NoError(t, err)
	t.Cleanup(func() { assert.NoError(t, kept.Close()) })
	night := func() (requests int) {
		told := map[string]int{}
		_, err := dora.Collect(t.Context(), sources(f.api()), scope, doratest.Window(), &dora.CollectOptions{
			Store: kept, Progress: func(p dora.Progress) { told[p.Source] = p.Requests },
		})
		require.NoError(t, err)
		for _, n := range told {
			requests += n
		}
		return requests
	}
	assert.Equal(t, 16, night())
	f.requests()
	night()
	assert.Len(t, f.requests(), 2*2+2+2, "two that run, what is new, the last page of issues, and whether the commit is there now")
	r := f.repo("acme/orders")
	r.line(130, 139)
	r.deploy(139, "production", at(30, 0), "success")
	night()
	assert.Len(t, f.requests(), 8+1)
}

// TestStateIsThatOfTheLastPage has a repository fail between two pages while
// another one goes on: what was not handed on is asked for again.
func TestStateIsThatOfTheLastPage(t *testing.T) {
	t.Parallel()
	f := newFake(t)
	running := f.repo("acme/a").deploy(1, "production", at(2, 0), "in_progress")
	for i := range 120 {
		f.repo("acme/a").deploy(10+i, "production", at(2, 1+i), "success")
	}
	f.repo("acme/b").deploy(2, "production", at(2, 0), "success")
	api := f.direct()
	api.Retries = -1
	source := &github.Deployments{API: api}
	q := january(dora.Service{Name: "a", Repo: "acme/a"}, dora.Service{Name: "b", Repo: "acme/b"})
	q.Cursor = mustRead(t, source.Deployments(t.Context(), q)).cursor

	f.requests()
	for i := range 30 {
		running.statuses = append(running.statuses, fakeStatus{"success", at(3, i)})
	}
	f.faults[2] = says(http.StatusInternalServerError, "")
	got, err := read(source.Deployments(t.Context(), q))
	require.ErrorContains(t, err, "acme/a")
	require.Len(t, got.items, 1)
	assert.Equal(t, "b", got.items[0].Service)

	q.Cursor = got.cursor
	again := mustRead(t, source.Deployments(t.Context(), q))
	assert.Equal(t, "a", again.items[0].Service)
	assert.Len(t, again.items[0].Statuses, 31)
	assert.NotContains(t, string(again.cursor), running.id)
}
