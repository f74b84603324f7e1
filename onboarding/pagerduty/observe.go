package pagerduty

import (
	"context"
	"fmt"
	"net/url"
	"slices"

	"github.com/goldenpath-go/goldenpath/onboarding"
)

// Observe reads who the person is and all they have: the account, teams, places in schedules and in escalation policies. The notes
// say for what they are on call now.
func (p *Provider) Observe(ctx context.Context, person onboarding.Person) (*onboarding.Holding, error) {
	h := &onboarding.Holding{}
	var err error
	if h.Members, err = p.members(ctx); err != nil {
		return nil, err
	}
	u, err := p.find(ctx, person)
	if err != nil || u == nil {
		return h, err
	}
	h.Identity, h.Self = u.identity, onboarding.SameEmail(p.From, u.Email)
	account, err := p.heldUser(ctx, u)
	if err != nil {
		return nil, err
	}
	h.Held = []onboarding.Held{account}
	for _, held := range []func(context.Context, *user) ([]onboarding.Held, error){teams{p}.held, policies{p}.held, schedules{p}.held} {
		more, err := held(ctx, u)
		if err != nil {
			return nil, err
		}
		h.Held = append(h.Held, more...)
	}
	h.Notes, err = p.onCall(ctx, u)
	return h, err
}

// shift is a time for which somebody is on call. One without an end does not end.
type shift struct {
	Start    string
	End      string
	Schedule *named
	Policy   named `json:"escalation_policy"`
	Level    int   `json:"escalation_level"`
}

// onCall says for what a user is on call at this moment.
func (p *Provider) onCall(ctx context.Context, u *user) ([]string, error) {
	shifts, err := list[shift](ctx, p, "oncalls", url.Values{"user_ids[]": {u.ID}}, "oncalls")
	if err != nil {
		return nil, err
	}
	var notes []string
	for _, s := range shifts {
		until := "always"
		if s.End != "" {
			until = "until " + s.End
		}
		notes = append(notes, fmt.Sprintf("%s is on call for the escalation policy %q at level %d, %s", u.ID, s.Policy.Summary, s.Level, until))
	}
	slices.Sort(notes)
	return slices.Compact(notes), nil
}
