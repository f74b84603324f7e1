package onepassword

import (
	"context"
	"fmt"
	"time"

	"github.com/goldenpath-go/goldenpath/onboarding"
)

// The kinds that a Provider grants.
const (
	AccountKind = "account"
	GroupKind   = "group"
)

// The roles in a group.
const (
	Member  = "member"
	Manager = "manager"
)

// Provider speaks for one account of a company at 1Password. Runner is required. It must not be changed after its first use, and may
// be used by many at once.
type Provider struct {
	Runner Runner
	Called string // name of the provider; empty: onepassword
	// IDs has grants name groups by their ids. Else they are named as people call them, and two of one name cannot be granted.
	IDs bool
	// DeauthorizeAfter is how long the devices of somebody who was suspended stay authorized, at most a day. 0: not at all.
	DeauthorizeAfter time.Duration
	// Delete deletes accounts rather than suspending them, with the private vault and for good.
	Delete bool
	// Vaults looks for vaults that nobody but the person manages, and notes them. It takes a command, and one or two for each vault
	// that they have.
	Vaults bool
	// Patience is how long a question may wait, all its waits together, when op was refused for asking too often or met an outage. What
	// changes something is never repeated: the next run does it if it is still to be done. 0: two minutes; negative: not at all.
	Patience time.Duration
	// Unconfirmed are the states of accounts that wait for an administrator to confirm them. Nil: TRANSFER_ACCEPTED. Others have been
	// seen, and op's reference does not say what they mean.
	Unconfirmed []string
	// Everybody is the group that all are in by having an account, which is not told. Empty: Team Members.
	Everybody string
	// Admins are the groups whose members administer the account, for guards. Nil: Owners and Administrators.
	Admins []string
}

var _ onboarding.Provider = (*Provider)(nil)

// Name returns Called, or onepassword.
func (p *Provider) Name() string {
	if p.Called == "" {
		return "onepassword"
	}
	return p.Called
}

// Kinds returns account and group.
func (p *Provider) Kinds() []onboarding.Kind {
	object := "GROUP"
	if p.IDs {
		object = "GROUP-ID"
	}
	return []onboarding.Kind{
		{Name: AccountKind, Doc: "an account, which is accepted by its owner and confirmed by an administrator", Stage: onboarding.Account, Once: true, Lasting: p.Delete},
		{Name: GroupKind, Doc: "membership of a group", Object: object, Roles: []string{Member, Manager}, Stage: onboarding.Membership},
	}
}

func (p *Provider) grant(kind, object, role string) onboarding.Grant {
	return onboarding.Grant{Provider: p.Name(), Kind: kind, Object: object, Role: role}
}

// Observe reads who the person is, and the account and groups that they have.
func (p *Provider) Observe(ctx context.Context, who onboarding.Person) (*onboarding.Holding, error) {
	users, err := p.users(ctx)
	if err != nil {
		return nil, err
	}
	h := &onboarding.Holding{}
	for _, u := range users {
		if u.active() {
			h.Members++
		}
	}
	u := find(users, who, p.Name())
	if u == nil {
		return h, nil
	}
	h.Identity = u.identity()
	if !onboarding.SameEmail(u.Email, who.Email) {
		h.Notes = append(h.Notes, fmt.Sprintf("has the address %.254q there", u.Email))
	}
	h.Held = append(h.Held, p.account(u)...)
	if err := p.memberships(ctx, u, h); err != nil {
		return nil, err
	}
	if p.Vaults {
		notes, err := p.soleVaults(ctx, u)
		if err != nil {
			return nil, err
		}
		h.Notes = append(h.Notes, notes...)
	}
	return h, nil
}

// Give gives what the call says. Groups wait for an account that was accepted and confirmed.
func (p *Provider) Give(ctx context.Context, c onboarding.Call) (onboarding.Outcome, error) {
	switch {
	case c.Grant.Kind == AccountKind && c.Grant.Object == "":
		return p.giveAccount(ctx, c.Person)
	case c.Grant.Kind == GroupKind:
		return p.giveGroup(ctx, c)
	}
	return onboarding.Outcome{}, p.fail(onboarding.ClassInvalid, "there is no %.100q to be granted", c.Grant)
}

// Take takes what the call says away.
func (p *Provider) Take(ctx context.Context, c onboarding.Call) (onboarding.Outcome, error) {
	switch {
	case c.Grant.Kind == AccountKind && c.Grant.Object == "":
		return p.takeAccount(ctx, c.Person)
	case c.Grant.Kind == GroupKind:
		return p.takeGroup(ctx, c)
	}
	return onboarding.Outcome{}, p.fail(onboarding.ClassInvalid, "there is no %.100q to be taken", c.Grant)
}
