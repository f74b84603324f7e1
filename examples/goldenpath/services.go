package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"

	gh "github.com/google/go-github/v62/github"

	backstageclient "github.com/goldenpath-go/goldenpath/catalog/backstage"
	"github.com/goldenpath-go/goldenpath/plan"
	"github.com/goldenpath-go/goldenpath/scaffold"
	"github.com/goldenpath-go/goldenpath/scaffold/action/catalog"
	"github.com/goldenpath-go/goldenpath/scaffold/action/catalog/backstage"
	"github.com/goldenpath-go/goldenpath/scaffold/action/fetch"
	"github.com/goldenpath-go/goldenpath/scaffold/action/github"
	backstagehttp "github.com/goldenpath-go/goldenpath/scaffold/action/http"
	"github.com/goldenpath-go/goldenpath/scaffold/action/pagerduty"
	secretsaction "github.com/goldenpath-go/goldenpath/scaffold/action/secrets"
	"github.com/goldenpath-go/goldenpath/scaffold/action/slack"
	"github.com/goldenpath-go/goldenpath/secrets"
	"github.com/goldenpath-go/goldenpath/secrets/vault"
)

// actions returns those of the golden path, on the services that the environment names.
func (p program) actions(yes bool) ([]*scaffold.Action, error) {
	client := p.client
	if client == nil {
		client = http.DefaultClient
	}
	hub := gh.NewClient(client)
	if url := p.getenv("GITHUB_URL"); url != "" {
		var err error
		if hub, err = hub.WithEnterpriseURLs(url, url); err != nil {
			return nil, fmt.Errorf("GITHUB_URL: %w", err)
		}
	}
	portal := backstage.Catalog{Client: &backstageclient.Client{
		URL: p.getenv("BACKSTAGE_URL"), Token: backstageclient.StaticToken(p.getenv("BACKSTAGE_TOKEN")), HTTP: client,
	}}
	plugins := backstagehttp.Backstage{
		Base: p.getenv("BACKSTAGE_URL") + "/api", Client: client,
		Token: func(context.Context, string) (string, error) { return p.getenv("BACKSTAGE_TOKEN"), nil },
	}
	services := github.Services{
		Clients: github.Hosts{"github.com": {Client: hub, Token: p.getenv("GITHUB_TOKEN")}},
		Confirm: func(_ context.Context, repository string) (bool, error) { return p.confirm(repository, yes) },
	}
	duty := &pagerduty.API{Token: p.getenv("PAGERDUTY_TOKEN"), Base: p.getenv("PAGERDUTY_URL"), HTTP: client}
	bot := &slack.Bot{Token: p.getenv("SLACK_TOKEN"), Base: p.getenv("SLACK_URL"), HTTP: client}
	provisioner, err := p.provisioner(client)
	if err != nil {
		return nil, err
	}
	all := fetch.Actions(nil)
	all = append(all, catalog.Actions(catalog.Services{Reader: portal, Registry: portal})...)
	all = append(all, github.Actions(services)...)
	all = append(all, pagerduty.Actions(duty)...)
	all = append(all, slack.Actions(bot)...)
	all = append(all, secretsaction.Actions(provisioner)...)
	return append(all, backstagehttp.Actions(plugins)...), nil
}

// provisioner returns what provisions secrets; nil where the environment names no Vault.
func (p program) provisioner(client *http.Client) (*secrets.Provisioner, error) {
	address := p.getenv("VAULT_ADDR")
	if address == "" {
		return nil, nil
	}
	store, err := vault.Open(address, &vault.Token{Value: plan.NewSecret(p.getenv("VAULT_TOKEN"))}, &vault.Options{HTTP: client})
	if err != nil {
		return nil, fmt.Errorf("VAULT_ADDR: %w", err)
	}
	return &secrets.Provisioner{Store: store}, nil
}

// confirm asks whether a repository may be deleted.
func (p program) confirm(repository string, yes bool) (bool, error) {
	if yes {
		_, err := fmt.Fprintln(p.out, "deleting "+repository)
		return true, err
	}
	answer, err := p.ask("delete " + repository)
	return answer == "y", err
}

// unclear asks what became of a step that must not be repeated, and during which the process died.
func (p program) unclear(_ context.Context, step string) (done bool, err error) {
	switch answer, err := p.ask("was " + step + " done when the process died"); {
	case err != nil:
		return false, err
	case answer == "y":
		return true, nil
	case answer == "n":
		return false, nil
	}
	return false, plan.ErrUnclear
}

// ask asks a person; the answer is y, n or, where there is none, empty.
func (p program) ask(question string) (string, error) {
	if _, err := fmt.Fprintln(p.out, question+"? y or n"); err != nil {
		return "", err
	}
	line, err := bufio.NewReader(p.in).ReadString('\n')
	if err != nil && !errors.Is(err, io.EOF) {
		return "", err
	}
	return strings.ToLower(strings.TrimSpace(line)), nil
}
