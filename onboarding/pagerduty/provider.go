package pagerduty

import (
	"context"
	"fmt"
	"log/slog"
	"regexp"
	"sync"
	"time"

	api "github.com/PagerDuty/go-pagerduty"

	"github.com/goldenpath-go/goldenpath/onboarding"
	"github.com/goldenpath-go/goldenpath/onboarding/internal/whole"
)

// The kinds of grants.
const (
	UserKind     = "user"
	TeamKind     = "team"
	ScheduleKind = "schedule"
	PolicyKind   = "policy"
)

// Provider grants what PagerDuty has. Client and From are required. It must not be copied or changed after its first use.
type Provider struct {
	Client *api.Client // used, never changed
	// From is the address of a user of the account, in whose name things are changed.
	From   string
	Called string // name of the provider; empty: pagerduty
	// Cover is the address of who takes over the shifts that somebody who is taken out of a schedule has in the next CoverFor, by
	// overrides. Empty: the others of the rotation move up.
	Cover    string
	CoverFor time.Duration // 0: DefaultCoverFor
	// Patience is how long a call may wait for limits and repetitions. 0: some minutes; negative: not at all.
	Patience time.Duration
	// Settle is how long after a write to a schedule or a policy the provider looks again whether somebody else undid it by writing
	// what they had read before. 0: two seconds; negative: it looks at once, which is enough where nobody else writes.
	Settle time.Duration
	Now    func() time.Time // nil: time.Now
	Log    *slog.Logger     // told of waits; nil: silence

	once   sync.Once
	link   *link
	writer whole.Writer
}

// DefaultCoverFor is for how long shifts are covered.
const DefaultCoverFor = 14 * 24 * time.Hour

var _ onboarding.Provider = (*Provider)(nil)

// Name returns Called, or pagerduty.
func (p *Provider) Name() string {
	if p.Called == "" {
		return "pagerduty"
	}
	return p.Called
}

// Kinds returns user, team, schedule and policy. The owner of an account is not granted: there is one.
func (p *Provider) Kinds() []onboarding.Kind {
	return []onboarding.Kind{
		{
			Name: UserKind, Doc: "an account", Once: true, Lasting: true,
			Roles: []string{"user", "limited_user", "observer", "restricted_access", "read_only_user", "read_only_limited_user", admin},
		},
		{Name: TeamKind, Doc: "a team", Object: "TEAM-ID", Roles: []string{"responder", "observer", "manager"}, Stage: onboarding.Membership},
		{Name: PolicyKind, Doc: "a target of an escalation policy", Object: "POLICY-ID/RULE-ID", Stage: onboarding.Rotation},
		{Name: ScheduleKind, Doc: "a place in a rotation", Object: "SCHEDULE-ID or SCHEDULE-ID/LAYER-ID", Stage: onboarding.Rotation},
	}
}

// thing does one kind of grant for a user who is there.
type thing interface {
	give(ctx context.Context, u *user, g onboarding.Grant) (onboarding.Outcome, error)
	take(ctx context.Context, u *user, g onboarding.Grant) (onboarding.Outcome, error)
}

// thing returns what does a grant, or says that there can be no such object.
func (p *Provider) thing(g onboarding.Grant) (thing, error) {
	ok, out := false, thing(nil)
	switch g.Kind {
	case TeamKind:
		ok, out = isID(g.Object), teams{p}
	case ScheduleKind:
		id, layer, both := cut(g.Object)
		ok, out = isID(id) && (!both || isID(layer)), schedules{p}
	case PolicyKind:
		id, rule, both := cut(g.Object)
		ok, out = both && isID(id) && isID(rule), policies{p}
	}
	if !ok {
		return nil, p.fault(onboarding.ClassInvalid, fmt.Errorf("%s %.100q cannot be: it is written with ids, such as P1234XY", g.Kind, g.Object))
	}
	return out, nil
}

// isID reports whether a text can be an id of PagerDuty's.
func isID(s string) bool { return idPattern.MatchString(s) }

var idPattern = regexp.MustCompile(`^[A-Za-z0-9_]{1,64}$`)

// Give gives what the call says. A grant needs a user: without one it is Blocked.
func (p *Provider) Give(ctx context.Context, c onboarding.Call) (onboarding.Outcome, error) {
	if c.Grant.Kind == UserKind {
		return p.giveUser(ctx, c)
	}
	t, err := p.thing(c.Grant)
	if err != nil {
		return onboarding.Outcome{}, err
	}
	u, err := p.find(ctx, c.Person)
	switch {
	case err != nil:
		return onboarding.Outcome{}, err
	case u == nil:
		return onboarding.Outcome{State: onboarding.Blocked, Note: "waits for a PagerDuty user with the address " + c.Person.Email}, nil
	}
	return p.ended(u)(t.give(ctx, u, c.Grant))
}

// Take takes what the call says away. To delete a user with open incidents is a conflict.
func (p *Provider) Take(ctx context.Context, c onboarding.Call) (onboarding.Outcome, error) {
	if c.Grant.Kind == UserKind {
		return p.takeUser(ctx, c)
	}
	t, err := p.thing(c.Grant)
	if err != nil {
		return onboarding.Outcome{}, err
	}
	u, err := p.find(ctx, c.Person)
	switch {
	case err != nil:
		return onboarding.Outcome{}, err
	case u == nil:
		return onboarding.Outcome{State: onboarding.Done}, nil
	}
	return p.ended(u)(t.take(ctx, u, c.Grant))
}

// ended completes the outcome of a call about a user.
func (p *Provider) ended(u *user) func(onboarding.Outcome, error) (onboarding.Outcome, error) {
	return func(out onboarding.Outcome, err error) (onboarding.Outcome, error) {
		if err != nil {
			return onboarding.Outcome{}, err
		}
		out.Identity = u.identity
		if out.State == "" {
			out.State = onboarding.Done
		}
		return out, nil
	}
}

func (p *Provider) now() time.Time {
	if p.Now == nil {
		return time.Now()
	}
	return p.Now()
}
