package github_test

import (
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/dora"
	"github.com/goldenpath-go/goldenpath/dora/github"
)

// run adds a run of deploy.yml that took five minutes.
func (at *fakeRepo) run(created time.Time, state, concluded string) *fakeRun {
	r := &fakeRun{
		id: len(at.runs) + 1, workflow: "deploy.yml", sha: sha(len(at.runs)), state: state, concluded: concluded,
		created: created, updated: created.Add(5 * time.Minute),
	}
	at.runs = append(at.runs, r)
	return r
}

func job(attempt int, concluded string, ended time.Time) map[string]any {
	return filled("job", map[string]any{
		"run_attempt": attempt, "status": "completed", "conclusion": concluded, "completed_at": ended,
	})
}

func TestRunsAsDeployments(t *testing.T) {
	t.Parallel()
	f := newFake(t)
	r := f.repo("acme/orders")
	r.run(at(2, 0).AddDate(0, -3, 0), "completed", "success")
	r.run(at(2, 0).AddDate(0, -2, 0), "completed", "success")
	r.run(at(2, 0), "completed", "failure")
	r.run(at(3, 0), "completed", "timed_out")
	r.run(at(4, 0), "completed", "cancelled")
	again := r.run(at(5, 0), "completed", "success")
	again.attempt, again.updated = 3, at(20, 0)
	again.jobs = []map[string]any{
		job(1, "success", at(5, 1)), job(1, "failure", at(5, 2)), job(2, "skipped", at(5, 3)), job(2, "success", at(5, 4)), job(3, "success", at(5, 6)),
	}
	open := r.run(at(6, 0), "waiting", "")
	r.run(at(15, 0), "completed", "cancelled")
	source := &github.Runs{API: f.api(), Workflow: "deploy.yml"}
	q := january(orders())
	got := mustRead(t, source.Deployments(t.Context(), q))
	of := map[string]dora.Deployment{}
	for _, d := range got.items {
		of[d.ID] = d
	}
	assert.NotContains(t, of, "1")
	assert.Equal(t, dora.Success, of["2"].Status, "the last success before the window")
	assert.Equal(t, dora.Failure, of["3"].Status)
	assert.Equal(t, dora.Failure, of["4"].Status)
	assert.Equal(t, dora.Status("cancelled"), of["5"].Status)
	assert.Equal(t, []dora.StatusAt{
		{State: dora.Failure, At: at(5, 2)}, {State: dora.Success, At: at(5, 4)}, {State: dora.Success, At: at(5, 6)},
	}, of["6"].Statuses)
	report := dora.Calculate(history(t, got.items, orders()), q.Window, nil).Services["orders"]
	assert.Equal(t, 1, report.Deployments.Count)
	assert.Equal(t, 2, report.Deployments.FailedAttempts)

	// The next night asks from the run that had not ended.
	f.requests()
	open.state, open.concluded = "completed", "success"
	r.run(at(25, 0), "completed", "success")
	q.Cursor = got.cursor
	got = mustRead(t, source.Deployments(t.Context(), q))
	assert.Len(t, got.items, 3)
	assert.Len(t, f.requests(), 1)
	q.Cursor = got.cursor
	assert.Len(t, mustRead(t, source.Deployments(t.Context(), q)).items, 1, "of the last three days")
}

// TestMoreRunsThanASearchLists has more than GitHub tells of one search.
func TestMoreRunsThanASearchLists(t *testing.T) {
	t.Parallel()
	f := newFake(t)
	f.known = true
	for i := range 1300 {
		f.repo("acme/orders").run(at(2, 0).Add(time.Duration(i)*20*time.Minute), "completed", "success")
	}
	got := mustRead(t, (&github.Runs{API: f.api(), Workflow: "deploy.yml"}).Deployments(t.Context(), january(orders())))
	ids := map[string]bool{}
	for _, d := range got.items {
		ids[d.ID] = true
	}
	assert.Len(t, ids, 1300)
	assert.Contains(t, strings.Join(f.requests(), "\n"), "..")
}

func TestWorkflowOfEachService(t *testing.T) {
	t.Parallel()
	f := newFake(t)
	r := f.repo("acme/shop")
	r.run(at(2, 0), "completed", "success").workflow = "deploy-orders.yml"
	r.run(at(3, 0), "completed", "success").workflow = "deploy-billing.yml"
	services := []dora.Service{{Name: "orders", Repo: "acme/shop"}, {Name: "billing", Repo: "acme/shop"}}
	got := mustRead(t, (&github.Runs{API: f.api(), Workflow: "deploy-{service}.yml"}).Deployments(t.Context(), january(services...)))
	require.Len(t, got.items, 2)
	for i, name := range []string{"orders", "billing"} {
		assert.Equal(t, name, got.items[i].Service)
		assert.Equal(t, strconv.Itoa(i+1), got.items[i].ID)
	}
}

func TestReleases(t *testing.T) {
	t.Parallel()
	f := newFake(t)
	r := f.repo("acme/shop")
	add := func(tag string, draft, pre bool) {
		one := map[string]any{
			"tagName": tag, "isDraft": draft, "isPrerelease": pre, "url": "https://example.com/" + tag,
			"publishedAt": at(2, len(r.releases)), "tagCommit": plain("Commit", map[string]any{"oid": sha(len(r.releases))}),
		}
		if draft {
			one["publishedAt"], one["tagCommit"] = nil, nil
		}
		r.releases = append([]map[string]any{one}, r.releases...)
	}
	add("orders/v1", false, false)
	add("orders/v2-rc", false, true)
	add("billing/v1", false, false)
	add("orders/v2", true, false)
	services := []dora.Service{{Name: "orders", Repo: "acme/shop"}, {Name: "billing", Repo: "acme/shop"}}
	source := &github.Releases{API: f.api(), Pattern: "{service}/v*"}
	read := func() (said []string) {
		for _, d := range mustRead(t, source.Deployments(t.Context(), january(services...))).items {
			assert.Equal(t, dora.Release, d.Kind)
			said = append(said, d.Service+" "+d.ID)
		}
		return said
	}
	assert.ElementsMatch(t, []string{"orders orders/v1", "billing billing/v1"}, read())
	source.Prereleases = true
	assert.ElementsMatch(t, []string{"orders orders/v1", "orders orders/v2-rc", "billing billing/v1"}, read())
}
