package pagerduty_test

import (
	"context"
	"fmt"
	"net/http/httptest"
	"os"

	api "github.com/PagerDuty/go-pagerduty"

	standin "github.com/goldenpath-go/goldenpath/internal/standin/pagerduty"
	"github.com/goldenpath-go/goldenpath/onboarding"
	"github.com/goldenpath-go/goldenpath/onboarding/pagerduty"
)

// Ada joins a team and its rotation, at the end of it.
func Example() {
	account := &standin.Account{Token: "secret"} // in the place of api.pagerduty.com
	zoe := account.AddUser("Zoe Zander", "zoe@example.com", "user")
	rotation, _ := account.AddSchedule("Primary", []string{zoe})
	team := account.AddTeam("Platform")
	server := httptest.NewServer(account)
	defer server.Close()

	o := &onboarding.Onboarder{Providers: []onboarding.Provider{&pagerduty.Provider{
		Client: api.NewClient("secret", api.WithAPIEndpoint(server.URL)), From: "onboarding@example.com", Settle: -1,
	}}}
	ada := onboarding.Person{Email: "ada@example.com", Name: "Ada Lovelace"}
	review, err := o.Join(context.Background(), ada, []onboarding.Grant{
		{Provider: "pagerduty", Kind: pagerduty.UserKind, Role: "limited_user"},
		{Provider: "pagerduty", Kind: pagerduty.TeamKind, Object: team},
		{Provider: "pagerduty", Kind: pagerduty.ScheduleKind, Object: rotation},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	_ = review.Plan.WriteText(os.Stdout)
	if _, err := o.Apply(context.Background(), review, nil); err != nil {
		fmt.Println(err)
	}
	fmt.Println(account.State().Schedules["Primary"])
	// Output:
	// ada@example.com joins
	//
	// + create  pagerduty/user/ada@example.com             Ada Lovelace gets pagerduty/user as limited_user
	// + create  pagerduty/team/PT0004/ada@example.com      Ada Lovelace gets pagerduty/team/PT0004 as responder
	// + create  pagerduty/schedule/PS0002/ada@example.com  Ada Lovelace gets pagerduty/schedule/PS0002
	//
	// 3 to create
	// sha256:a92ef729102dbbee56a4e583748990f21a83de122139f66bf9da84910551aa62
	// [[zoe@example.com ada@example.com]]
}
