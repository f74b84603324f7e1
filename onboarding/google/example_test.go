package google_test

import (
	"context"
	"fmt"
	"net/http"

	"google.golang.org/api/option"

	"github.com/goldenpath-go/goldenpath/internal/inprocess"
	"github.com/goldenpath-go/goldenpath/onboarding"
	"github.com/goldenpath-go/goldenpath/onboarding/google"
	"github.com/goldenpath-go/goldenpath/onboarding/google/googletest"
)

// Somebody leaves: all groups that they are in are found, whoever put them there.
func Example() {
	directory := googletest.New("all@example.com", "payments@example.com") // in place of https://cloudidentity.googleapis.com
	directory.Token = ""
	directory.Place("all@example.com", "ada@example.com")
	directory.Place("payments@example.com", "ada@example.com", "OWNER")

	ctx := context.Background()
	client := &http.Client{Transport: inprocess.Transport{Handler: directory}}
	provider, err := google.New(ctx, nil, option.WithHTTPClient(client))
	if err != nil {
		fmt.Println(err)
		return
	}
	o := &onboarding.Onboarder{Providers: []onboarding.Provider{provider}}
	review, err := o.Leave(ctx, onboarding.Person{Email: "ada@example.com", Name: "Ada Lovelace"})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, step := range review.Plan.Steps {
		fmt.Println(step.Summary)
	}
	if _, err := o.Apply(ctx, review, nil); err != nil {
		fmt.Println(err)
		return
	}
	left, _, err := o.Verify(ctx, onboarding.Person{Email: "ada@example.com"})
	fmt.Println(left, err)

	// Output:
	// Ada Lovelace loses google/group/all@example.com as member
	// Ada Lovelace loses google/group/payments@example.com as owner
	// [] <nil>
}
