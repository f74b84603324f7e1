package main

import (
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"slices"
	"time"

	"github.com/goldenpath-go/goldenpath/internal/inprocess"
	standinduty "github.com/goldenpath-go/goldenpath/internal/standin/pagerduty"
	standinslack "github.com/goldenpath-go/goldenpath/internal/standin/slack"
	"github.com/goldenpath-go/goldenpath/onboarding/github/githubtest"
	"github.com/goldenpath-go/goldenpath/onboarding/google/googletest"
	"github.com/goldenpath-go/goldenpath/onboarding/onepassword/optest"
)

// premises are the sample's company on this machine: all five services in memory, with people who work there.
type premises struct {
	hub   *githubtest.Org
	mail  *googletest.Directory
	chat  *standinslack.Workspace
	pager *standinduty.Account
	vault *optest.Account
	// handlers answer for the services, by host.
	handlers map[string]http.Handler
}

// colleague is who works there already.
const colleague = "grace@example.com"

func newPremises() (*premises, error) {
	p := &premises{
		hub:   githubtest.New("my-org", "all-engineers", "payments", "orders", "on-call-rotation"),
		mail:  googletest.New("gcp-readers@example.com"),
		chat:  &standinslack.Workspace{Token: "xoxb-token", SCIMToken: "xoxp-token", Webhook: "/services/T0/B0/welcome"},
		pager: &standinduty.Account{Token: "pagerduty-token", Now: func() time.Time { return time.Date(2026, time.November, 2, 9, 0, 0, 0, time.UTC) }},
		vault: optest.New("Engineers"),
	}
	p.hub.Domain, p.mail.Token = "example.com", ""
	p.hub.Register("", "mary") // a stranger, whose login is the local part of the newcomer's address
	there := []string{p.chat.AddChannel("engineers"), p.chat.AddChannel("payments"), p.chat.AddChannel("orders")}
	there = append(there, p.chat.AddGroup("on-call", p.chat.Join("Grace Hopper", colleague)))
	schedule, _ := p.pager.AddSchedule("On call", []string{p.pager.AddUser("Grace Hopper", colleague, "owner")})
	there = append(there, schedule)
	p.vault.Add("Grace Hopper", colleague)
	if want := []string{"C0001", "C0002", "C0003", "S0005", "PS0002"}; !slices.Equal(want, there) {
		return nil, fmt.Errorf("the catalog of the sample names %q, and there are %q", want, there)
	}
	p.handlers = map[string]http.Handler{
		"api.github.com": p.hub, "cloudidentity.googleapis.com": p.mail, "slack.com": p.chat, "api.slack.com": p.chat,
		"hooks.slack.com": p.chat, "api.pagerduty.com": p.pager,
	}
	return p, nil
}

// ServeHTTP answers for the service whose host is asked, and for nobody else.
func (p *premises) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	h, known := p.handlers[r.URL.Host]
	if !known {
		http.Error(w, "there is no host "+r.URL.Host, http.StatusBadGateway)
		return
	}
	h.ServeHTTP(w, r)
}

// program returns the program as it runs on the premises.
func (p *premises) program(out io.Writer) program {
	env := map[string]string{
		"GITHUB_ORG": "my-org", "GITHUB_TOKEN": p.hub.Token, "GITHUB_LOOKUP": "domains", "SLACK_TOKEN": p.chat.Token,
		"SLACK_SCIM_TOKEN": p.chat.SCIMToken, "SLACK_WEBHOOK": "https://hooks.slack.com" + p.chat.Webhook, "PAGERDUTY_TOKEN": p.pager.Token,
		"PAGERDUTY_FROM": colleague,
	}
	return program{
		getenv: func(name string) string { return env[name] }, out: out, instant: true, op: p.vault,
		client: &http.Client{Transport: inprocess.Transport{Handler: p}},
	}
}

// accept is what the newcomer does who finds four mails: a login of her own, two passwords, a place in Slack.
func (p *premises) accept() error {
	p.chat.Join("Mary Jackson", newcomer)
	p.pager.Accept(newcomer)
	return errors.Join(p.hub.Accept(newcomer, "mj-codes"), p.vault.Accept(newcomer))
}

// there returns all that there is, a line each.
func (p *premises) there() (lines []string) {
	add := func(format string, args ...any) { lines = append(lines, fmt.Sprintf(format, args...)) }
	for _, team := range []string{"", "all-engineers", "payments", "orders", "on-call-rotation"} {
		for _, m := range p.hub.Members(team) {
			add("GitHub my-org/%s: %s", team, m)
		}
	}
	for _, who := range p.hub.Invited() {
		add("GitHub my-org: %s is invited", who)
	}
	for _, m := range p.mail.Members("gcp-readers@example.com") {
		add("Google gcp-readers@example.com: %s", m)
	}
	chat, pager := p.chat.State(), p.pager.State()
	for _, name := range slices.Sorted(maps.Keys(chat.Channels)) {
		add("Slack #%s: %v", name, chat.Channels[name])
	}
	add("Slack @on-call: %v", chat.Groups["on-call"])
	for _, who := range slices.Sorted(maps.Keys(chat.People)) {
		add("Slack: %s is %s", who, map[bool]string{true: "active", false: "deactivated"}[chat.People[who]])
	}
	for _, who := range slices.Sorted(maps.Keys(pager.Users)) {
		add("PagerDuty: %s is %s", who, pager.Users[who])
	}
	add("PagerDuty On call: %v", pager.Schedules["On call"])
	for _, who := range []string{colleague, newcomer} {
		if state := p.vault.State(who); state != "" {
			add("1Password: %s is %s", who, state)
		}
	}
	return lines
}
