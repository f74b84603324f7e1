package onepassword

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/goldenpath-go/goldenpath/onboarding"
)

// user is somebody as op tells of them.
type user struct {
	ID    string `json:"id"`
	Name  string `json:"name"`
	Email string `json:"email"`
	State string `json:"state"`
	Role  string `json:"role"` // in a group; else empty
}

// States of users. Op's reference does not list them; those not known here count as waiting.
const (
	active   = "ACTIVE"
	invited  = "TRANSFER_STARTED"  // the mail was sent
	accepted = "TRANSFER_ACCEPTED" // and waits for an administrator to confirm
)

// unconfirmed reports whether an account waits for an administrator.
func (p *Provider) unconfirmed(u *user) bool {
	if p.Unconfirmed == nil {
		return u.State == accepted
	}
	return slices.Contains(p.Unconfirmed, u.State)
}

// active reports whether the account can be used: it may be in recovery.
func (u *user) active() bool { return u.State == active || strings.HasPrefix(u.State, "RECOVERY_") }

// gone reports whether there is an account that nobody can use.
func (u *user) gone() bool {
	return strings.HasSuffix(u.State, "SUSPENDED") || u.State == "INACTIVE" || u.State == "DELETED"
}

// identity returns who the user is; nobody as long as nothing can be given to them.
func (u *user) identity() onboarding.Identity {
	if !u.active() {
		return onboarding.Identity{}
	}
	return onboarding.Identity{ID: u.ID, Source: onboarding.FromProvider}
}

// waits returns what an account that is not active waits for.
func (p *Provider) waits(u *user) string {
	switch {
	case p.unconfirmed(u):
		return "has accepted, and waits to be confirmed"
	case u.State == invited:
		return "was invited, and has not accepted yet"
	}
	return fmt.Sprintf("is in the state %.40q", u.State)
}

var isID = regexp.MustCompile(`^[A-Za-z0-9]{26}$`).MatchString

func (p *Provider) users(ctx context.Context) ([]user, error) {
	users, err := ask[[]user](ctx, p, "user", "list")
	if err != nil {
		return nil, err
	}
	for _, u := range users {
		if !isID(u.ID) {
			return nil, p.fail(onboarding.ClassUnknown, "op tells of a user whose id, %.40q, is none", u.ID)
		}
	}
	return users, nil
}

// find returns the user with the address of a person, or else with the id that is known of them; nil: there is none.
func find(users []user, who onboarding.Person, provider string) *user {
	id := who.Identity(provider).ID
	var known *user
	for i := range users {
		u := &users[i]
		if onboarding.SameEmail(u.Email, who.Email) {
			return u
		}
		if u.ID == id {
			known = u
		}
	}
	return known
}

func (p *Provider) find(ctx context.Context, who onboarding.Person) (*user, error) {
	users, err := p.users(ctx)
	return find(users, who, p.Name()), err
}

// account returns the account as it is held.
func (p *Provider) account(u *user) []onboarding.Held {
	held := onboarding.Held{Grant: p.grant(AccountKind, "", ""), State: onboarding.Done}
	switch {
	case u.gone() && !p.Delete:
		return nil
	case u.gone():
		held.Due, held.Detail = true, "suspended" // there is something left to delete
	case !u.active():
		// What was accepted counts as not given, so that the next plan confirms it.
		held.State, held.Detail, held.Due = onboarding.Pending, p.waits(u), p.unconfirmed(u)
	case u.State != active:
		held.Detail = "in recovery"
	}
	return []onboarding.Held{held}
}

// giveAccount provisions, confirms or reactivates an account, whichever it needs.
func (p *Provider) giveAccount(ctx context.Context, who onboarding.Person) (onboarding.Outcome, error) {
	if err := who.Validate(); err != nil {
		return onboarding.Outcome{}, p.fail(onboarding.ClassInvalid, "%w", err)
	}
	u, err := p.find(ctx, who)
	switch {
	case err != nil:
		return onboarding.Outcome{}, err
	case u == nil:
		return p.provision(ctx, who)
	case u.gone():
		return p.change(ctx, u, (*user).notGone, "user", "reactivate", u.ID)
	case p.unconfirmed(u):
		return p.change(ctx, u, (*user).active, "user", "confirm", u.ID)
	}
	return p.given(u), nil
}

func (u *user) notGone() bool { return !u.gone() }

// given returns how far an account has got.
func (p *Provider) given(u *user) onboarding.Outcome {
	if u.active() {
		return onboarding.Outcome{State: onboarding.Done, Identity: u.identity()}
	}
	return onboarding.Outcome{State: onboarding.Pending, Note: p.waits(u)}
}

// provision invites somebody. Whether it came to anything tells the list of users, not op's answer.
func (p *Provider) provision(ctx context.Context, who onboarding.Person) (onboarding.Outcome, error) {
	name := who.Name
	if name == "" {
		name = who.Email
	}
	failed := p.run(ctx, "user", "provision", "--name="+name, "--email="+who.Email)
	u, err := p.find(ctx, who)
	switch {
	case u != nil:
		out := p.given(u)
		out.Changed = true
		return out, nil
	case failed != nil:
		return onboarding.Outcome{}, failed
	case err != nil:
		return onboarding.Outcome{}, err
	}
	return onboarding.Outcome{State: onboarding.Pending, Note: "was invited; op does not list them yet", Changed: true}, nil
}

// change runs a command about an account, and looks whether it is then as it should be.
func (p *Provider) change(ctx context.Context, u *user, good func(*user) bool, args ...string) (onboarding.Outcome, error) {
	failed := p.run(ctx, args...)
	now, err := ask[user](ctx, p, "user", "get", u.ID)
	switch {
	case failed == nil && err != nil:
		return onboarding.Outcome{}, err
	case err == nil && now.ID == u.ID && good(&now):
		out := p.given(&now)
		out.Changed = true
		return out, nil
	case failed != nil:
		return onboarding.Outcome{}, failed
	}
	return onboarding.Outcome{}, p.fail(onboarding.ClassConflict, "op %s %s did nothing: the account %s", args[0], args[1], p.waits(&now))
}

// takeAccount suspends an account, or deletes it.
func (p *Provider) takeAccount(ctx context.Context, who onboarding.Person) (onboarding.Outcome, error) {
	u, err := p.find(ctx, who)
	switch {
	case err != nil:
		return onboarding.Outcome{}, err
	case u == nil, u.gone() && !p.Delete:
		return onboarding.Outcome{State: onboarding.Done}, nil
	case p.Delete:
		return p.delete(ctx, who, u)
	}
	args := []string{"user", "suspend", u.ID}
	if p.DeauthorizeAfter > 0 {
		args = append(args, "--deauthorize-devices-after="+p.DeauthorizeAfter.Round(time.Second).String())
	}
	out, err := p.change(ctx, u, (*user).gone, args...)
	if err != nil {
		return onboarding.Outcome{}, err
	}
	return onboarding.Outcome{State: onboarding.Done, Changed: out.Changed}, nil
}

func (p *Provider) delete(ctx context.Context, who onboarding.Person, u *user) (onboarding.Outcome, error) {
	failed := p.run(ctx, "user", "delete", u.ID)
	now, err := p.find(ctx, who)
	switch {
	case err == nil && now == nil:
		return onboarding.Outcome{State: onboarding.Done, Changed: true}, nil
	case failed != nil:
		return onboarding.Outcome{}, failed
	case err != nil:
		return onboarding.Outcome{}, err
	}
	return onboarding.Outcome{}, p.fail(onboarding.ClassConflict, "op user delete did nothing: the account %s", p.waits(now))
}
