package github_test

import (
	"context"
	"fmt"
	"time"

	gh "github.com/google/go-github/v62/github"

	"github.com/goldenpath-go/goldenpath/dora"
	"github.com/goldenpath-go/goldenpath/dora/github"
)

// A monorepo whose tool says in the deployment's payload, under a name of its
// own, what it deploys.
func ExampleDeployments() {
	source := &github.Deployments{
		API: &github.API{Client: gh.NewClient(nil).WithAuthToken("token")},
		ServiceOf: func(d github.Deployed) []string {
			if d.Task == "deploy:everything" {
				return []string{"orders", "billing"}
			}
			return github.ServiceOf(d)
		},
	}
	d := github.Deployed{
		Services:    []dora.Service{{Name: "orders"}, {Name: "billing"}},
		Environment: "billing-production", Task: "deploy",
	}
	fmt.Println(source.ServiceOf(d))
	// Output: [billing]
}

// Everything comes from GitHub, with progress on the way.
func ExampleAPI() {
	collect := func(ctx context.Context, api *github.API, scope dora.Scope, store dora.Store) (*dora.Report, error) {
		window := dora.Days(90, time.Now())
		history, err := dora.Collect(ctx, dora.Sources{
			Deployments: map[string]dora.DeploymentSource{"github": &github.Deployments{API: api}},
			Changes:     &github.Commits{API: api},
			Incidents:   map[string]dora.IncidentSource{"issues": &github.Issues{API: api}},
		}, scope, window, &dora.CollectOptions{
			Store: store,
			Progress: func(p dora.Progress) {
				fmt.Printf("%s: %d events, %d requests, %d left until %s\n", p.Source, p.Items, p.Requests, p.Remaining, p.Reset)
			},
		})
		if err != nil {
			return nil, err
		}
		return dora.Calculate(history, window, nil), nil
	}
	_, err := collect(context.Background(), nil, dora.Scope{}, nil)
	fmt.Println(err)
	// Output:
	// deployments/github: a client is required
	// incidents/issues: a client is required
}
