package github_test

import (
	"context"
	"fmt"
	"net/http"

	gh "github.com/google/go-github/v62/github"

	"github.com/goldenpath-go/goldenpath/internal/inprocess"
	"github.com/goldenpath-go/goldenpath/onboarding"
	"github.com/goldenpath-go/goldenpath/onboarding/github"
	"github.com/goldenpath-go/goldenpath/onboarding/github/githubtest"
)

// Somebody joins who has no account that is known: they are invited by mail, once, with their teams.
func Example() {
	acme := githubtest.New("acme", "everybody", "payments") // in place of https://api.github.com
	client := gh.NewClient(&http.Client{Transport: inprocess.Transport{Handler: acme}}).WithAuthToken(acme.Token)

	provider, err := github.New(client, []string{"acme"}, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	o := &onboarding.Onboarder{Providers: []onboarding.Provider{provider}}
	ada := onboarding.Person{Email: "ada@example.com", Name: "Ada Lovelace"}
	review, err := o.Join(context.Background(), ada, []onboarding.Grant{
		{Provider: "github", Kind: github.Organization, Object: "acme"},
		{Provider: "github", Kind: github.Team, Object: "acme/payments"},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, step := range review.Plan.Steps {
		fmt.Println(step.Summary)
	}
	result, err := o.Apply(context.Background(), review, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, item := range result.Items {
		fmt.Println(item.Grant, item.State)
	}
	fmt.Println(acme.Writes())

	// Output:
	// Ada Lovelace gets github/organization/acme as member
	// Ada Lovelace gets github/team/acme/payments as member
	// github/organization/acme as member pending
	// github/team/acme/payments as member pending
	// [POST /orgs/acme/invitations]
}
