package github_test

import (
	"encoding/json"
	"fmt"
	"iter"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/dora"
	"github.com/goldenpath-go/goldenpath/dora/doratest"
	"github.com/goldenpath-go/goldenpath/dora/github"
)

// holding returns a fake that holds a world.
func holding(t *testing.T, w doratest.World) *fake {
	t.Helper()
	f := newFake(t)
	repos := map[string]string{}
	for _, s := range w.Services {
		repos[s.Name] = s.Repo
		f.repo(s.Repo)
	}
	for _, d := range w.Deployments {
		at := f.repo(repos[d.Service])
		at.deployments = append(at.deployments, &fakeDeployment{
			id: d.Service + d.ID, environment: d.Environment, sha: d.SHA, created: d.Created,
			statuses: []fakeStatus{
				{"inactive", d.Finished.Add(time.Hour)}, {"success", d.Finished}, {"in_progress", d.Created},
			},
		})
		at.runs = append(at.runs, &fakeRun{
			id: len(at.runs) + 1, workflow: "deploy.yml", sha: d.SHA, state: "completed", concluded: "success", created: d.Created, updated: d.Finished,
		})
		at.releases = append([]map[string]any{{
			"tagName": d.ID, "publishedAt": d.Finished, "isDraft": false, "isPrerelease": false, "url": "https://example.com/x",
			"tagCommit": plain("Commit", map[string]any{"oid": d.SHA}),
		}}, at.releases...)
	}
	for _, c := range w.Changes {
		f.repo(c.Repo).commits[c.SHA] = &fakeCommit{
			sha: c.SHA, author: c.Author, parents: c.Parents, authored: c.Authored, committed: c.Committed,
		}
	}
	for _, in := range w.Incidents {
		at := f.repo(repos[in.Services[0]])
		updated := in.Opened
		if !in.Resolved.IsZero() {
			updated = in.Resolved
		}
		at.issues = append(at.issues, &fakeIssue{
			number: len(at.issues) + 1, labels: []string{"incident", "service: " + in.Services[0]},
			created: in.Opened, updated: updated, closed: in.Resolved,
		})
	}
	return f
}

func TestDeploymentsSuite(t *testing.T) {
	t.Parallel()
	doratest.TestDeployments(t, func(t *testing.T, w doratest.World) dora.DeploymentSource {
		return &github.Deployments{API: holding(t, w).api()}
	})
}

func TestRunsSuite(t *testing.T) {
	t.Parallel()
	doratest.TestDeployments(t, func(t *testing.T, w doratest.World) dora.DeploymentSource {
		return &github.Runs{API: holding(t, w).api(), Workflow: "deploy.yml"}
	})
}

func TestReleasesSuite(t *testing.T) {
	t.Parallel()
	doratest.TestDeployments(t, func(t *testing.T, w doratest.World) dora.DeploymentSource {
		return &github.Releases{API: holding(t, w).api()}
	})
}

func TestCommitsSuite(t *testing.T) {
	t.Parallel()
	doratest.TestChanges(t, func(t *testing.T, w doratest.World) dora.ChangeSource {
		return &github.Commits{API: holding(t, w).api()}
	})
}

func TestIssuesSuite(t *testing.T) {
	t.Parallel()
	doratest.TestIncidents(t, func(t *testing.T, w doratest.World) dora.IncidentSource {
		return &github.Issues{API: holding(t, w).api()}
	})
}

// all is what a source yields: its events, the last cursor and what it cost.
type all[T any] struct {
	items  []T
	pages  int
	cursor json.RawMessage
	cost   dora.Cost
}

func read[T any](pages iter.Seq2[dora.Page[T], error]) (got all[T], err error) {
	for page, err := range pages {
		if err != nil {
			return got, err
		}
		got.items = append(got.items, page.Items...)
		got.pages++
		got.cursor = page.Cursor
		got.cost.Requests += page.Cost.Requests
		got.cost.Waited += page.Cost.Waited
		got.cost.Remaining, got.cost.Reset = page.Cost.Remaining, page.Cost.Reset
	}
	return got, nil
}

func mustRead[T any](t *testing.T, pages iter.Seq2[dora.Page[T], error]) all[T] {
	t.Helper()
	got, err := read(pages)
	require.NoError(t, err)
	return got
}

func orders() dora.Service { return dora.Service{Name: "orders", Repo: "acme/orders"} }

// at returns an hour of January 2026.
func at(day, hour int) time.Time { return time.Date(2026, 1, day, hour, 0, 0, 0, time.UTC) }

func january(services ...dora.Service) dora.Query {
	return dora.Query{Services: services, Window: doratest.Window()}
}

func sha(n int) string { return fmt.Sprintf("%040x", n+1) }
