package github_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/dora"
	"github.com/goldenpath-go/goldenpath/dora/github"
)

// hourly returns a fake with n deployments of orders, one an hour from the
// second of January on.
func hourly(t *testing.T, n int) *fake {
	t.Helper()
	f := newFake(t)
	for i := range n {
		f.repo("acme/orders").deploy(i, "production", at(2, i), "success")
	}
	return f
}

// deploy adds a deployment that took states, a minute each.
func (at *fakeRepo) deploy(i int, environment string, created time.Time, states ...string) *fakeDeployment {
	d := &fakeDeployment{id: fmt.Sprintf("D_%d", i), environment: environment, sha: sha(i), created: created}
	for n, state := range states {
		d.statuses = append([]fakeStatus{{state, created.Add(time.Duration(n+1) * time.Minute)}}, d.statuses...)
	}
	at.deployments = append(at.deployments, d)
	return d
}

func history(t *testing.T, items []dora.Deployment, services ...dora.Service) *dora.History {
	t.Helper()
	h := &dora.History{}
	require.NoError(t, (&dora.Batch{Services: services, Deployments: items}).AddTo(h))
	return h
}

// TestReplacedIsNoFailure has what becomes of all but the newest: their latest
// state is inactive, and they succeeded all the same.
func TestReplacedIsNoFailure(t *testing.T) {
	t.Parallel()
	f := newFake(t)
	r := f.repo("acme/orders")
	r.deploy(1, "prod", at(2, 0), "queued", "in_progress", "success", "inactive")
	r.deploy(2, "prod", at(3, 0), "in_progress", "failure", "inactive")
	r.deploy(3, "prod", at(4, 0), "in_progress", "error", "success", "inactive")
	r.deploy(4, "prod", at(5, 0), "success")
	r.deploy(5, "prod", at(6, 0), "waiting", "in_progress")
	r.deploy(6, "staging", at(7, 0), "success")
	q := january(orders())
	got := mustRead(t, (&github.Deployments{API: f.api()}).Deployments(t.Context(), q))
	report := dora.Calculate(history(t, got.items, orders()), q.Window, nil)
	frequency := report.Services["orders"].Deployments
	assert.Equal(t, 3, frequency.Count)
	assert.Equal(t, 1, frequency.FailedAttempts)
	why, err := report.Explain("orders", dora.DeploymentFrequency)
	require.NoError(t, err)
	counted := []string{}
	for _, e := range why {
		if e.Role == dora.Counted {
			counted = append(counted, e.Deployment)
		}
	}
	assert.Equal(t, []string{"D_1", "D_3", "D_4"}, counted)
	assert.Equal(t, 1, got.cost.Requests)
}

// TestManyStates has more of them than come with a deployment.
func TestManyStates(t *testing.T) {
	t.Parallel()
	f := newFake(t)
	states := []string{"success"}
	for len(states) < 150 {
		states = append(states, "inactive")
	}
	f.repo("acme/orders").deploy(1, "production", at(2, 0), states...)
	got := mustRead(t, (&github.Deployments{API: f.api()}).Deployments(t.Context(), january(orders())))
	require.Len(t, got.items, 1)
	assert.Len(t, got.items[0].Statuses, 150)
	assert.Contains(t, got.items[0].Statuses, dora.StatusAt{State: dora.Success, At: at(2, 0).Add(time.Minute)})
	assert.Equal(t, 3, got.cost.Requests)
}

// TestNextNight asks for what is new, and again for what had not ended.
func TestNextNight(t *testing.T) {
	t.Parallel()
	f := hourly(t, 250)
	r := f.repo("acme/orders")
	running := r.deploy(250, "production", at(20, 0), "in_progress")
	gone := r.deploy(251, "production", at(20, 1), "queued")
	source := &github.Deployments{API: f.api()}
	q := january(orders())
	first := mustRead(t, source.Deployments(t.Context(), q))
	assert.Len(t, first.items, 252)
	f.requests()

	running.statuses = append([]fakeStatus{{"success", at(20, 2)}}, running.statuses...)
	r.deployments = r.deployments[:251]
	r.deploy(252, "production", at(21, 0), "success")
	r.deploy(253, "production", at(21, 1), "success")
	q.Cursor = first.cursor
	second := mustRead(t, source.Deployments(t.Context(), q))
	assert.Len(t, f.requests(), 2)
	again := slices.IndexFunc(second.items, func(d dora.Deployment) bool { return d.ID == running.id })
	require.GreaterOrEqual(t, again, 0)
	assert.Len(t, second.items[again].Statuses, 2)
	assert.Contains(t, string(first.cursor), gone.id)
	assert.NotContains(t, string(second.cursor), gone.id)
	assert.NotContains(t, string(second.cursor), running.id)

	q.Cursor = second.cursor
	mustRead(t, source.Deployments(t.Context(), q))
	assert.Len(t, f.requests(), 1, "nothing new")

	q.Window.From = q.Window.From.AddDate(0, -3, 0)
	mustRead(t, source.Deployments(t.Context(), q))
	assert.Len(t, f.requests(), 3, "a window that begins earlier is another question")
}

// TestManyThatRun has more of them than can be asked for at once.
func TestManyThatRun(t *testing.T) {
	t.Parallel()
	f := newFake(t)
	r := f.repo("acme/orders")
	for i := range 230 {
		r.deploy(i, "production", at(2, i), "in_progress")
	}
	source := &github.Deployments{API: f.api()}
	q := january(orders())
	q.Cursor = mustRead(t, source.Deployments(t.Context(), q)).cursor
	f.requests()
	for i, d := range r.deployments {
		if i%2 == 0 {
			d.statuses = append([]fakeStatus{{"success", at(20, i)}}, d.statuses...)
		}
	}
	got := mustRead(t, source.Deployments(t.Context(), q))
	ids := map[string]bool{}
	for _, d := range got.items {
		ids[d.ID] = true
	}
	assert.Len(t, ids, 230)
	assert.Len(t, f.requests(), 3+1)
	q.Cursor = got.cursor
	assert.Equal(t, 115, strings.Count(string(q.Cursor), "D_"))
}

// TestHistoryBeforeTheWindow reads back to the last success of each environment
// and no further.
func TestHistoryBeforeTheWindow(t *testing.T) {
	t.Parallel()
	f := newFake(t)
	r := f.repo("acme/orders")
	day := func(n int) time.Time { return at(1, 0).AddDate(0, 0, n) }
	for i := range 1000 {
		r.deploy(i, "prod-us", day(i-1400), "success")
	}
	r.deploy(1000, "prod-eu", day(-390), "success")
	for i := range 390 {
		r.deploy(1001+i, "prod-us", day(i-389), "success")
	}
	r.deploy(2000, "prod-eu", day(5), "success")
	r.deploy(2001, "prod-us", day(6), "success")
	source := &github.Deployments{API: f.api()}
	got := mustRead(t, source.Deployments(t.Context(), january(orders())))
	assert.Equal(t, 4, got.cost.Requests, "to the last success in prod-eu")

	source.Environments = []string{"prod-us"}
	got = mustRead(t, source.Deployments(t.Context(), january(orders())))
	assert.Equal(t, 1, got.cost.Requests)
	assert.Len(t, got.items, 100)
}

func TestMonorepo(t *testing.T) {
	t.Parallel()
	f := newFake(t)
	r := f.repo("acme/shop")
	r.deploy(1, "orders-production", at(2, 0), "success")
	r.deploy(2, "production", at(3, 0), "success").payload = `{"service": "billing", "config": "sha256:1"}`
	r.deploy(3, "production", at(4, 0), "success").task = "deploy:hotfix"
	r.deploy(4, "orders-staging", at(5, 0), "success")
	services := []dora.Service{{Name: "orders", Repo: "acme/shop"}, {Name: "billing", Repo: "acme/shop"}}
	q := january(services...)
	q.Environments = dora.DefaultProduction()
	got := mustRead(t, (&github.Deployments{API: f.api()}).Deployments(t.Context(), q))
	var said []string
	for _, d := range got.items {
		said = append(said, fmt.Sprint(d.ID, d.Service, d.Environment, d.Kind, d.Config))
	}
	assert.ElementsMatch(t, []string{
		"D_1ordersproduction", "D_2billingproductionsha256:1", "D_3ordersproductionhotfix", "D_3billingproductionhotfix",
	}, said)
}

func TestServiceOf(t *testing.T) {
	t.Parallel()
	both := []dora.Service{{Name: "orders"}, {Name: "orders-api"}}
	tests := []struct {
		name string
		d    github.Deployed
		want []string
	}{
		{"alone", github.Deployed{Services: both[:1], Environment: "production", Payload: json.RawMessage(`{"service": "x"}`)}, []string{"orders"}},
		{"alone in a monorepo", github.Deployed{Services: []dora.Service{{Name: "orders", Paths: []string{"a"}}}, Payload: json.RawMessage(`{"service": "x"}`)}, []string{}},
		{"payload", github.Deployed{Services: both, Environment: "orders-production", Payload: json.RawMessage(`{"service": "Orders-API"}`)}, []string{"orders-api"}},
		{"payload in a string", github.Deployed{Services: both, Payload: json.RawMessage(`"{\"service\": \"orders\"}"`)}, []string{"orders"}},
		{"payload of another form", github.Deployed{Services: both, Environment: "production/orders", Payload: json.RawMessage(`[1]`)}, []string{"orders"}},
		{"longest name", github.Deployed{Services: both, Environment: "orders-api-production"}, []string{"orders-api"}},
		{"task", github.Deployed{Services: both, Environment: "production", Task: "deploy:orders"}, []string{"orders"}},
		{"none", github.Deployed{Services: both, Environment: "production", Task: "deploy"}, []string{"orders", "orders-api"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			assert.Equal(t, tt.want, github.ServiceOf(tt.d))
		})
	}
}

// TestForgottenPlace has a cursor of GitHub's that it no longer takes.
func TestForgottenPlace(t *testing.T) {
	t.Parallel()
	f := hourly(t, 250)
	source := &github.Deployments{API: f.api()}
	q := january(orders())
	for page, err := range source.Deployments(t.Context(), q) {
		require.NoError(t, err)
		q.Cursor = []byte(strings.Replace(string(page.Cursor), "cursor:100", "cursor:x", 1))
		break
	}
	assert.Contains(t, string(q.Cursor), "cursor:x")
	got := mustRead(t, source.Deployments(t.Context(), q))
	assert.Len(t, got.items, 250)

	q.Cursor = []byte(`[]`)
	_, err := read(source.Deployments(t.Context(), q))
	require.ErrorContains(t, err, "read the cursor")
}

// TestOtherRepositoriesAreAskedAllTheSame has one that is not there.
func TestOtherRepositoriesAreAskedAllTheSame(t *testing.T) {
	t.Parallel()
	f := hourly(t, 3)
	q := january(dora.Service{Name: "gone", Repo: "acme/gone"}, orders(), dora.Service{Name: "nowhere"}, dora.Service{Name: "bad", Repo: "bad"})
	got, err := read((&github.Deployments{API: f.api()}).Deployments(t.Context(), q))
	assert.Len(t, got.items, 3)
	require.ErrorContains(t, err, `acme/gone: GraphQL: NOT_FOUND: Could not resolve to a Repository`)
	require.ErrorContains(t, err, `repository "bad": not of the form owner/name`)
}

func FuzzServiceOf(f *testing.F) {
	f.Add("orders-production", "deploy:orders", `{"service": "orders"}`)
	f.Add("production/orders-api", "deploy", `"{\"service\": 1}"`)
	f.Fuzz(func(t *testing.T, environment, task, payload string) {
		services := []dora.Service{{Name: "orders"}, {Name: "orders-api"}}
		for _, name := range github.ServiceOf(github.Deployed{Services: services, Environment: environment, Task: task, Payload: json.RawMessage(payload)}) {
			assert.Contains(t, []string{"orders", "orders-api"}, name)
		}
	})
}
