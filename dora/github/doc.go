// Package github has deployments, commits and incidents from GitHub.
//
//	api := &github.API{Client: gh.NewClient(nil).WithAuthToken(token)}
//	history, err := dora.Collect(ctx, dora.Sources{
//		Deployments: map[string]dora.DeploymentSource{"github": &github.Deployments{API: api}},
//		Changes:     &github.Commits{API: api},
//		Incidents:   map[string]dora.IncidentSource{"issues": &github.Issues{API: api}},
//	}, scope, window, &dora.CollectOptions{Store: store})
//
// [Deployments] are those of GitHub's own list, each with the history of its
// states: the latest one says "inactive" of nearly all. Where there are none,
// [Runs] takes the runs of a workflow for deployments, and [Releases] releases.
// [Commits] asks for what is behind them; a clone (package dora/git) is cheaper
// where one is at hand. [Issues] takes labelled issues for incidents.
//
// A service's events are those of its repository, [dora.Service].Repo, such as
// acme/orders; services without one are passed over. Where something is wrong
// with one repository the others are asked all the same, and the error comes
// at the end.
//
// # Limits
//
// Requests wait for GitHub's limits as its answers say, up to [API].MaxWait,
// and are repeated after errors of the server and dropped connections. The
// context ends a wait at once. [dora.Page].Cost says what a page took. Each page
// has a cursor: a later run asks for what is new, and again for what had not
// ended.
//
// A request brings 100 deployments with all their states, 100 runs of a
// workflow (and there is one more for each run that was run again), 100
// releases, 100 commits, the first commits of 50 squashed pull requests, or 100
// issues. The paths of a commit are one request for each commit. With
// [API].Cache, answers that have not changed are free of the hourly limit.
package github
