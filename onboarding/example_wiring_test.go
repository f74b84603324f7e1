package onboarding_test

import (
	"context"
	"os"

	duty "github.com/PagerDuty/go-pagerduty"
	gh "github.com/google/go-github/v62/github"

	"github.com/goldenpath-go/goldenpath/catalog/load"
	"github.com/goldenpath-go/goldenpath/onboarding"
	"github.com/goldenpath-go/goldenpath/onboarding/github"
	"github.com/goldenpath-go/goldenpath/onboarding/google"
	"github.com/goldenpath-go/goldenpath/onboarding/onepassword"
	"github.com/goldenpath-go/goldenpath/onboarding/pagerduty"
	"github.com/goldenpath-go/goldenpath/onboarding/slack"
	"github.com/goldenpath-go/goldenpath/plan"
)

// All five systems, as a company has them: who is to leave is asked for everywhere, and what would be taken is shown. Apply does it.
func Example_everySystem() {
	ctx := context.Background()
	if err := leaves(ctx, "ada@example.com"); err != nil {
		os.Exit(onboarding.ExitFailed)
	}
}

func leaves(ctx context.Context, who string) error {
	files := os.DirFS(".") // a checkout of the catalog, with onboarding.yaml
	c, err := load.FS(ctx, files)
	if err != nil {
		return err
	}
	data, err := os.ReadFile("onboarding.yaml")
	if err != nil {
		return err
	}
	config, err := onboarding.ParseConfig("onboarding.yaml", data)
	if err != nil {
		return err
	}
	hub, err := github.New(gh.NewClient(nil).WithAuthToken(os.Getenv("GITHUB_TOKEN")), []string{"acme"}, &github.Options{VerifiedDomains: true})
	if err != nil {
		return err
	}
	groups, err := google.New(ctx, nil) // with Application Default Credentials
	if err != nil {
		return err
	}
	chat := &slack.Provider{Client: slack.Connect(os.Getenv("SLACK_TOKEN"), nil), SCIM: &slack.SCIM{Token: os.Getenv("SLACK_SCIM_TOKEN")}}
	pager := &pagerduty.Provider{Client: duty.NewClient(os.Getenv("PAGERDUTY_TOKEN")), From: "it@example.com"}
	vault := &onepassword.Provider{Runner: &onepassword.Op{Env: []string{"HOME=" + os.Getenv("HOME"), "OP_SESSION_acme=" + os.Getenv("OP_SESSION_acme")}}}
	journal, err := plan.OpenFile("onboarding.jsonl")
	if err != nil {
		return err
	}
	defer journal.Close()
	o := &onboarding.Onboarder{
		Providers: []onboarding.Provider{hub, groups, chat, pager, vault}, Messengers: []onboarding.Messenger{&slack.Webhook{URL: os.Getenv("SLACK_WEBHOOK")}},
		Journal: journal, Guards: config.Guards, Catalog: c, Tasks: config.Tasks,
	}
	o.Guards.Self = "it@example.com" // who runs it
	ada, err := (&onboarding.Directory{Catalog: c, Config: config}).Person(who)
	if err != nil {
		return err
	}
	review, err := o.Leave(ctx, ada) // or Join, with what the Directory says is Wanted
	if err != nil {
		return err
	}
	return review.WriteText(os.Stdout)
}
