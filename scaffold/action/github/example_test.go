package github_test

import (
	"context"
	"fmt"

	gh "github.com/google/go-github/v62/github"

	"github.com/goldenpath-go/goldenpath/scaffold/action/github"
)

// The actions of a run, for github.com.
func Example() {
	actions := github.Actions(github.Services{
		Clients: github.Hosts{"github.com": {Client: gh.NewClient(nil), Token: "the platform's token"}},
		Confirm: func(_ context.Context, repository string) (bool, error) {
			return repository == "github.com/acme/orders", nil // ask a person
		},
	})
	for _, a := range actions {
		fmt.Println(a.ID)
	}
	// Output:
	// publish:github
	// publish:github:pull-request
	// github:repo:create
	// github:repo:push
	// github:actions:dispatch
	// github:webhook
	// github:deployKey:create
	// github:issues:create
	// github:issues:label
	// github:environment:create
	// github:autolinks:create
	// github:branch-protection:create
	// github:pages:enable
}
