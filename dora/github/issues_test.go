package github_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	gh "github.com/google/go-github/v62/github"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/dora"
	"github.com/goldenpath-go/goldenpath/dora/github"
)

// open adds an issue with labels beside incident.
func (at *fakeRepo) open(created time.Time, labels ...string) *fakeIssue {
	i := &fakeIssue{number: len(at.issues) + 1, labels: append(labels, "incident"), created: created, updated: created}
	at.issues = append(at.issues, i)
	return i
}

func (i *fakeIssue) close(when time.Time, reason string) {
	i.closed, i.updated, i.reason = when, when, reason
	i.closings = append(i.closings, when)
}

func (i *fakeIssue) reopen(when time.Time) { i.closed, i.updated = time.Time{}, when }

func TestReopenedIncident(t *testing.T) {
	t.Parallel()
	f := newFake(t)
	issue := f.repo("acme/orders").open(at(2, 0))
	source := &github.Issues{API: f.api()}
	q := january(orders())
	resolved := func(want time.Time) {
		t.Helper()
		got := mustRead(t, source.Incidents(t.Context(), q))
		q.Cursor = got.cursor
		require.Len(t, got.items, 1, "what has changed comes again")
		assert.Equal(t, "acme/orders#1", got.items[0].ID)
		assert.Equal(t, want, got.items[0].Resolved)
	}
	resolved(time.Time{})
	issue.close(at(2, 2), "completed")
	resolved(at(2, 2))
	issue.reopen(at(2, 3))
	resolved(time.Time{})
	issue.close(at(9, 0), "completed")
	resolved(at(9, 0))
	source.FirstClosing = true
	q.Cursor = nil
	resolved(at(2, 2))
}

func TestWhatIssuesSay(t *testing.T) {
	t.Parallel()
	f := newFake(t)
	r := f.repo("acme/shop")
	r.open(at(2, 0), "service:Billing", "environment:staging", "severity: high").body = "### Started at\n\n2026-01-01T23:00Z\n\nroot cause: " + sha(5)
	r.open(at(3, 0))
	r.open(at(4, 0), "service:unheard-of")
	r.open(at(5, 0)).close(at(5, 1), "duplicate")
	r.open(at(6, 0)).close(at(6, 1), "not_planned")
	r.open(at(7, 0)).pull = true
	r.open(at(8, 0)).labels = []string{"bug"}
	services := []dora.Service{{Name: "orders", Repo: "acme/shop"}, {Name: "billing", Repo: "acme/shop"}}
	source := &github.Issues{API: f.api()}
	got := mustRead(t, source.Incidents(t.Context(), january(services...)))
	require.Len(t, got.items, 4)
	first := got.items[0]
	assert.Equal(t, []string{"billing"}, first.Services)
	assert.Equal(t, "staging", first.Environment)
	assert.Equal(t, "high", first.Severity)
	assert.Equal(t, at(1, 23), first.Started)
	assert.Equal(t, sha(5), first.SHA)
	assert.Equal(t, []string{"orders", "billing"}, got.items[1].Services)
	assert.Equal(t, "duplicate", got.items[2].MergedInto)
	assert.Equal(t, "not_planned", got.items[3].MergedInto)
	assert.Equal(t, "ada", got.items[3].Actor)

	// One repository of all incidents names services by labels alone.
	services[0].Repo, services[1].Repo = "acme/orders", ""
	source.Repo = "acme/shop"
	no := false
	source.Adjust = func(_ *gh.Issue, in *dora.Incident) { in.CausedByChange = &no }
	got = mustRead(t, source.Incidents(t.Context(), january(services...)))
	require.Len(t, got.items, 1)
	assert.Equal(t, &no, got.items[0].CausedByChange)
}

// TestManyChangedAtOnce has more issues that were changed in one second than a
// page has, between others.
func TestManyChangedAtOnce(t *testing.T) {
	t.Parallel()
	f := newFake(t)
	r := f.repo("acme/orders")
	for i := range 400 {
		issue := r.open(at(2, 0).Add(time.Duration(i) * time.Minute))
		if i >= 50 && i < 300 {
			issue.updated = at(2, 1)
		}
	}
	got := mustRead(t, (&github.Issues{API: f.api()}).Incidents(t.Context(), january(orders())))
	ids := map[string]bool{}
	for _, i := range got.items {
		ids[i.ID] = true
	}
	assert.Len(t, ids, 400)
	assert.Contains(t, strings.Join(f.requests(), "\n"), "page=2")
}

// TestListThatMoves has issues changed while the list is read: those that move
// to its end do not hide others.
func TestListThatMoves(t *testing.T) {
	t.Parallel()
	f := newFake(t)
	r := f.repo("acme/orders")
	for i := range 250 {
		r.open(at(2, 0).Add(time.Duration(i) * time.Minute))
	}
	ids := map[string]bool{}
	for page, err := range (&github.Issues{API: f.api()}).Incidents(t.Context(), january(orders())) {
		require.NoError(t, err)
		for _, i := range page.Items {
			ids[i.ID] = true
		}
		f.mu.Lock()
		for i := range 20 {
			r.issues[i].updated = at(20, 0)
		}
		f.mu.Unlock()
	}
	for i := range 250 {
		assert.True(t, ids[fmt.Sprintf("acme/orders#%d", i+1)], "issue %d", i+1)
	}
}
