package onboarding_test

import (
	"context"
	"fmt"
	"os"

	"github.com/goldenpath-go/goldenpath/catalog"
	"github.com/goldenpath-go/goldenpath/onboarding"
	"github.com/goldenpath-go/goldenpath/onboarding/onboardingtest"
	"github.com/goldenpath-go/goldenpath/plan"
)

// hub returns a system to which people are invited.
func hub() *onboardingtest.Memory {
	hub := onboardingtest.NewMemory(onboardingtest.Invited, onboardingtest.Team("hub", "payments", ""), onboardingtest.Team("hub", "all", ""))
	hub.Called = "hub"
	return hub
}

func Example() {
	ctx, hub := context.Background(), hub()
	o := &onboarding.Onboarder{Providers: []onboarding.Provider{hub}, Journal: &plan.Memory{}}
	ada := onboarding.Person{Email: "ada@example.com", Name: "Ada Lovelace"}
	want := []onboarding.Grant{
		{Provider: "hub", Kind: "account"},
		{Provider: "hub", Kind: "team", Object: "payments", Role: "maintainer"},
	}

	review, err := o.Join(ctx, ada, want) // reads only
	if err != nil {
		fmt.Println(err)
		return
	}
	if err := review.WriteText(os.Stdout); err != nil {
		fmt.Println(err)
	}
	result, err := o.Apply(ctx, review, &onboarding.ApplyOptions{Digest: review.Plan.Digest()})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println()
	if err := result.WriteText(os.Stdout); err != nil {
		fmt.Println(err)
	}

	_ = hub.Accept(ada.Email, "countess") // days later
	if review, err = o.Join(ctx, ada, want); err == nil {
		result, err = o.Apply(ctx, review, nil)
	}
	fmt.Println("\nall there:", result.Status(), err)
	// Output:
	// ada@example.com joins
	//
	// + create  hub/account/ada@example.com        Ada Lovelace gets hub/account as member
	// + create  hub/team/payments/ada@example.com  Ada Lovelace gets hub/team/payments as maintainer
	//
	// 2 to create
	// sha256:d5a4c6185fb33d6aa6574fe524025ee4cfcac88d1906a119651c5fc156e26eaa
	//
	// ada@example.com
	//   pending  give  hub/account as member: was invited
	//   blocked  give  hub/team/payments as maintainer: waits for the person to join
	//
	// 1 pending, 1 blocked
	//
	// all there: done <nil>
}

// Leaving takes what the person has, whoever gave it.
func ExampleOnboarder_Leave() {
	ctx, hub := context.Background(), hub()
	hub.Add("owner1@example.com", "owner-1", onboardingtest.Owner)
	hub.Add("owner2@example.com", "owner-2", onboardingtest.Owner)
	hub.Add("ada@example.com", "countess", onboardingtest.Member)
	hub.Join("ada@example.com", "payments", onboardingtest.Maintainer) // by hand
	o := &onboarding.Onboarder{Providers: []onboarding.Provider{hub}, Journal: &plan.Memory{}}
	o.Guards = onboarding.Guards{Self: "owner1@example.com", Protected: []string{"hub:deploy-bot"}}
	ada := onboarding.Person{Email: "ada@example.com", Identities: map[string]onboarding.Identity{
		"hub": {ID: "countess", Source: onboarding.FromCatalog},
	}}

	review, err := o.Leave(ctx, ada)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, s := range review.Plan.Steps {
		fmt.Println(s.Summary)
	}
	_, err = o.Apply(ctx, review, nil)
	left, _, verifyErr := o.Verify(ctx, ada)
	fmt.Println(len(left), "left", err, verifyErr)
	// Output:
	// ada loses hub/team/payments as maintainer (account countess, asserted)
	// ada loses hub/account as member (account countess, asserted)
	// 0 left <nil> <nil>
}

// What a journal holds can be taken back, by another process too.
func ExampleOnboarder_Undo() {
	ctx, hub, journal := context.Background(), hub(), &plan.Memory{}
	hub.Add("ada@example.com", "countess", onboardingtest.Member)
	o := &onboarding.Onboarder{Providers: []onboarding.Provider{hub}, Journal: journal}
	ada := onboarding.Person{Email: "ada@example.com", Identities: map[string]onboarding.Identity{
		"hub": {ID: "countess", Source: onboarding.FromCatalog},
	}}
	review, err := o.Join(ctx, ada, []onboarding.Grant{{Provider: "hub", Kind: "team", Object: "all"}})
	if err == nil {
		_, err = o.Apply(ctx, review, nil)
	}
	fmt.Println(hub.State().Teams["all"], err)
	err = plan.Undo(ctx, journal, o, nil)
	fmt.Println(hub.State().Teams["all"], err)
	// Output:
	// map[ada@example.com:member] <nil>
	// map[] <nil>
}

// A Directory says who people are and what they should have.
func ExampleDirectory() {
	c := &catalog.Catalog{}
	for _, e := range []*catalog.Entity{
		{Kind: catalog.Group, Metadata: catalog.Metadata{Name: "payments", Annotations: map[string]string{"github.com/team-slug": "acme/payments"}}, Spec: &catalog.GroupSpec{Type: "team"}},
		{Kind: catalog.User, Metadata: catalog.Metadata{Name: "ada"}, Spec: &catalog.UserSpec{Profile: &catalog.Profile{Email: "ada@example.com"}, MemberOf: []string{"payments"}}},
	} {
		if err := c.Add(e); err != nil {
			fmt.Println(err)
		}
	}
	config, err := onboarding.ParseConfig("onboarding.yaml", []byte("everybody: [github/organization/acme]\n"))
	if err != nil {
		fmt.Println(err)
		return
	}
	directory := &onboarding.Directory{Catalog: c, Config: config}
	ada, err := directory.Person("ada") // or ada@example.com
	if err != nil {
		fmt.Println(err)
		return
	}
	wants, err := directory.Wanted(ada)
	for _, w := range wants {
		fmt.Println(w.Grant, "for", w.From)
	}
	fmt.Println(ada.Email, ada.Identity("github").Trust(), err)
	// Output:
	// github/organization/acme for everybody
	// github/team/acme/payments for group:default/payments
	// ada@example.com unknown <nil>
}
