package slack

import (
	"context"
	"fmt"
	"regexp"
	"sync"
	"time"

	api "github.com/slack-go/slack"

	"github.com/goldenpath-go/goldenpath/onboarding"
	"github.com/goldenpath-go/goldenpath/onboarding/internal/whole"
)

// The kinds of grants.
const (
	AccountKind   = "account"
	ChannelKind   = "channel"
	UserGroupKind = "usergroup"
)

// Provider grants what Slack has. Client is required. It must not be copied or changed after its first use.
type Provider struct {
	Client *api.Client // such as Connect returns; used, never changed
	SCIM   *SCIM       // nil: the plan has no SCIM, and accounts are for a human
	Called string      // name of the provider; empty: slack
	// Settle is how long after a write to a user group the provider looks again whether somebody else undid it by writing what they
	// had read before. 0: two seconds; negative: it looks at once, which is enough where nobody else writes.
	Settle time.Duration

	once   sync.Once
	writer whole.Writer
}

var _ onboarding.Provider = (*Provider)(nil)

// Name returns Called, or slack.
func (p *Provider) Name() string {
	if p.Called == "" {
		return "slack"
	}
	return p.Called
}

// Kinds returns account, channel and usergroup.
func (p *Provider) Kinds() []onboarding.Kind {
	return []onboarding.Kind{
		{Name: AccountKind, Doc: "a place in the workspace"},
		{Name: ChannelKind, Doc: "a channel", Object: "CHANNEL-ID", Stage: onboarding.Membership},
		{Name: UserGroupKind, Doc: "a user group", Object: "USERGROUP-ID", Stage: onboarding.Membership},
	}
}

// Observe reads who the person is and all they have: the account, user groups, and the channels that the app can see.
func (p *Provider) Observe(ctx context.Context, person onboarding.Person) (*onboarding.Holding, error) {
	u, err := p.find(ctx, person)
	switch {
	case err != nil:
		return nil, err
	case u == nil:
		return p.absent(ctx, person)
	}
	h := &onboarding.Holding{Identity: u.identity, Held: []onboarding.Held{p.heldAccount(u)}}
	groups, err := p.heldGroups(ctx, u)
	if err != nil {
		return nil, err
	}
	channels, err := p.heldChannels(ctx, u)
	h.Held = append(append(h.Held, groups...), channels...)
	return h, err
}

// Give gives what the call says. Whoever has not joined yet is Blocked.
func (p *Provider) Give(ctx context.Context, c onboarding.Call) (onboarding.Outcome, error) {
	return p.do(ctx, c, onboarding.Give)
}

// Take takes what the call says away. Without SCIM, an account is for a human.
func (p *Provider) Take(ctx context.Context, c onboarding.Call) (onboarding.Outcome, error) {
	return p.do(ctx, c, onboarding.Take)
}

func (p *Provider) do(ctx context.Context, c onboarding.Call, a onboarding.Action) (onboarding.Outcome, error) {
	if err := p.check(c.Grant); err != nil {
		return onboarding.Outcome{}, err
	}
	u, err := p.find(ctx, c.Person)
	switch {
	case err != nil:
		return onboarding.Outcome{}, err
	case c.Grant.Kind == AccountKind && a == onboarding.Give:
		return p.giveAccount(ctx, c.Person, u)
	case u == nil && a == onboarding.Give:
		return onboarding.Outcome{State: onboarding.Blocked, Note: notJoined}, nil
	case u == nil:
		return onboarding.Outcome{State: onboarding.Done}, nil
	}
	out, err := p.change(ctx, u, c.Grant, a)
	if err != nil {
		return onboarding.Outcome{}, err
	}
	out.Identity = u.identity
	if out.State == "" {
		out.State = onboarding.Done
	}
	return out, nil
}

const notJoined = "has not joined the workspace yet: people join by an invitation or by the identity provider"

// change does what a call says for a user who is there.
func (p *Provider) change(ctx context.Context, u *user, g onboarding.Grant, a onboarding.Action) (onboarding.Outcome, error) {
	switch {
	case g.Kind == AccountKind:
		return p.takeAccount(ctx, u)
	case g.Kind == ChannelKind && a == onboarding.Give:
		return p.invite(ctx, u, g.Object)
	case g.Kind == ChannelKind:
		return p.kick(ctx, u, g.Object)
	case a == onboarding.Give:
		return p.addToGroup(ctx, u, g.Object)
	}
	return p.removeFromGroup(ctx, u, g.Object)
}

// check refuses objects that cannot be: a name is no id, and is not looked for.
func (p *Provider) check(g onboarding.Grant) error {
	ok := false
	switch g.Kind {
	case AccountKind:
		ok = g.Object == ""
	case ChannelKind:
		ok = channelID.MatchString(g.Object)
	case UserGroupKind:
		ok = userGroupID.MatchString(g.Object)
	}
	if !ok {
		return fault(p.Name(), onboarding.ClassInvalid, fmt.Errorf("%s %.100q cannot be: it is written with an id, such as C0123ABC of a channel", g.Kind, g.Object))
	}
	return nil
}

var (
	channelID   = regexp.MustCompile(`^[CG][A-Z0-9]{1,30}$`)
	userGroupID = regexp.MustCompile(`^S[A-Z0-9]{1,30}$`)
	userID      = regexp.MustCompile(`^[UW][A-Z0-9]{1,30}$`)
)

func (p *Provider) grant(kind, object string) onboarding.Grant {
	return onboarding.Grant{Provider: p.Name(), Kind: kind, Object: object}
}
