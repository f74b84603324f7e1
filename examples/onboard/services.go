package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"

	duty "github.com/PagerDuty/go-pagerduty"
	gh "github.com/google/go-github/v62/github"
	"google.golang.org/api/option"

	"github.com/goldenpath-go/goldenpath/onboarding"
	"github.com/goldenpath-go/goldenpath/onboarding/github"
	"github.com/goldenpath-go/goldenpath/onboarding/google"
	"github.com/goldenpath-go/goldenpath/onboarding/onepassword"
	"github.com/goldenpath-go/goldenpath/onboarding/pagerduty"
	"github.com/goldenpath-go/goldenpath/onboarding/slack"
)

// everyService returns the names of the services in the order of joining. Leaving goes the other way: what ends sessions first.
func everyService() []string {
	return []string{"github", "google", "slack", "pagerduty", "onepassword"}
}

// services returns what uses a service, and what it needs of the environment.
func services() map[string]func(program, context.Context, *onboarding.Onboarder) error {
	return map[string]func(program, context.Context, *onboarding.Onboarder) error{
		"github": program.github, "google": program.google, "slack": program.slack, "pagerduty": program.pagerduty,
		"onepassword": program.onepassword,
	}
}

// onboarder returns one for a company, on these services alone.
func (p program) onboarder(ctx context.Context, c *company, names []string) (*onboarding.Onboarder, error) {
	o := &onboarding.Onboarder{Catalog: c.Catalog, Guards: c.Config.Guards, Tasks: c.Config.Tasks}
	for _, name := range names {
		if !slices.Contains(everyService(), name) {
			return nil, fmt.Errorf("-on: there is no service %q", name)
		}
	}
	for _, name := range everyService() {
		if !slices.Contains(names, name) {
			continue
		}
		if err := services()[name](p, ctx, o); err != nil {
			return nil, fmt.Errorf("-on %s: %w", name, err)
		}
	}
	return o, nil
}

// need returns variables of the environment that must be set.
func (p program) need(names ...string) (values []string, err error) {
	for _, name := range names {
		value := p.getenv(name)
		if value == "" {
			err = errors.Join(err, fmt.Errorf("%s is not set", name))
		}
		values = append(values, value)
	}
	return values, err
}

func (p program) http() *http.Client {
	if p.client == nil {
		return http.DefaultClient
	}
	return p.client
}

// github reads GITHUB_ORG and GITHUB_TOKEN, and if they are set GITHUB_URL of a server of one's own, and GITHUB_LOOKUP: saml or domains.
func (p program) github(_ context.Context, o *onboarding.Onboarder) error {
	env, err := p.need("GITHUB_ORG", "GITHUB_TOKEN")
	if err != nil {
		return err
	}
	client := gh.NewClient(p.http()).WithAuthToken(env[1])
	if url := p.getenv("GITHUB_URL"); url != "" {
		if client, err = client.WithEnterpriseURLs(url, url); err != nil {
			return err
		}
	}
	lookup := p.getenv("GITHUB_LOOKUP")
	options := &github.Options{SAML: lookup == "saml", VerifiedDomains: lookup == "domains"}
	if p.instant {
		options.Spacing, options.Retries = -1, -1
	}
	hub, err := github.New(client, env[:1], options)
	o.Providers = append(o.Providers, hub)
	return err
}

// google reads what Application Default Credentials are.
func (p program) google(ctx context.Context, o *onboarding.Onboarder) error {
	options, connection := &google.Options{}, []option.ClientOption{}
	if p.client != nil {
		options.Retries, connection = -1, append(connection, option.WithHTTPClient(p.client))
	}
	groups, err := google.New(ctx, options, connection...)
	o.Providers = append(o.Providers, groups)
	return err
}

// slack reads SLACK_TOKEN, and if they are set SLACK_SCIM_TOKEN and SLACK_WEBHOOK.
func (p program) slack(_ context.Context, o *onboarding.Onboarder) error {
	env, err := p.need("SLACK_TOKEN")
	if err != nil {
		return err
	}
	c := slack.Connection{HTTP: p.client}
	chat := &slack.Provider{}
	if p.instant {
		c.Patience, chat.Settle = -1, -1
	}
	chat.Client = slack.Connect(env[0], &c)
	if token := p.getenv("SLACK_SCIM_TOKEN"); token != "" {
		chat.SCIM = &slack.SCIM{Token: token, Connection: c}
	}
	o.Providers = append(o.Providers, chat)
	if url := p.getenv("SLACK_WEBHOOK"); url != "" {
		ops := []onboarding.Op{onboarding.Joining, onboarding.Moving, onboarding.Leaving}
		o.Messengers = append(o.Messengers, &slack.Webhook{URL: url, Ops: ops, Label: label, Connection: c})
	}
	return nil
}

// label names what a person has as people call it.
func label(i onboarding.Item) string {
	names := map[string]string{
		"github/organization": "GitHub", "github/team": "GitHub team", "google/group": "GCP, by the group", "onepassword/account": "1Password",
		"onepassword/group": "1Password group", "slack/channel": "Slack channel", "slack/usergroup": "Slack user group", "slack/account": "Slack",
		"pagerduty/user": "PagerDuty", "pagerduty/schedule": "PagerDuty schedule",
	}
	name, known := names[i.Grant.Provider+"/"+i.Grant.Kind]
	if !known {
		return slack.Label(i)
	}
	return strings.TrimSpace(name + " " + i.Grant.Object)
}

// pagerduty reads PAGERDUTY_TOKEN and PAGERDUTY_FROM, and if it is set PAGERDUTY_URL, which is another in Europe.
func (p program) pagerduty(_ context.Context, o *onboarding.Onboarder) error {
	env, err := p.need("PAGERDUTY_TOKEN", "PAGERDUTY_FROM")
	if err != nil {
		return err
	}
	client := duty.NewClient(env[0])
	if url := p.getenv("PAGERDUTY_URL"); url != "" {
		client = duty.NewClient(env[0], duty.WithAPIEndpoint(url))
	}
	client.HTTPClient = p.http()
	pager := &pagerduty.Provider{Client: client, From: env[1]}
	if p.instant {
		pager.Patience, pager.Settle = -1, -1
	}
	o.Providers = append(o.Providers, pager)
	return nil
}

// onepassword reads HOME, OP_ACCOUNT and OP_SESSION, which is what op signin --raw prints.
func (p program) onepassword(_ context.Context, o *onboarding.Onboarder) error {
	runner := p.op
	if runner == nil {
		env, err := p.need("HOME", "OP_ACCOUNT", "OP_SESSION")
		if err != nil {
			return err
		}
		runner = &onepassword.Op{Env: []string{"HOME=" + env[0], "OP_ACCOUNT=" + env[1], "OP_SESSION_" + env[1] + "=" + env[2]}}
	}
	vault := &onepassword.Provider{Runner: runner, Vaults: true}
	if p.instant {
		vault.Patience = -1
	}
	o.Providers = append(o.Providers, vault)
	return nil
}
