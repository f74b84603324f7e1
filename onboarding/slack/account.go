package slack

import (
	"context"
	"errors"

	api "github.com/slack-go/slack"

	"github.com/goldenpath-go/goldenpath/onboarding"
)

var errNoClient = errors.New("the provider has no client")

// user is somebody in the workspace.
type user struct {
	*api.User
	identity onboarding.Identity
}

// find returns who the person is; nil: nobody, or not yet, or not any more. An id that was told counts where nobody has the address.
func (p *Provider) find(ctx context.Context, person onboarding.Person) (*user, error) {
	if p.Client == nil {
		return nil, fault(p.Name(), onboarding.ClassInvalid, errNoClient)
	}
	if err := ctx.Err(); err != nil {
		return nil, failure(p.Name(), "users.lookupByEmail", err)
	}
	found, err := p.Client.GetUserByEmailContext(ctx, person.Email)
	switch {
	case said(err) == "users_not_found":
		return p.told(ctx, person.Identity(p.Name()))
	case err != nil:
		return nil, failure(p.Name(), "users.lookupByEmail", err)
	case found.Deleted || !userID.MatchString(found.ID) || found.Profile.Email != "" && !onboarding.SameEmail(found.Profile.Email, person.Email):
		return nil, nil
	}
	return &user{found, onboarding.Identity{ID: found.ID, Source: onboarding.FromProvider}}, nil
}

// told returns the user of an id that a person has by what was said. One that Slack itself tied to the address before is not looked
// for: that one has another address by now, or is deactivated.
func (p *Provider) told(ctx context.Context, told onboarding.Identity) (*user, error) {
	if !userID.MatchString(told.ID) || told.Trust() == onboarding.Verified {
		return nil, nil
	}
	found, err := p.Client.GetUserInfoContext(ctx, told.ID)
	switch {
	case said(err) == "user_not_found":
		return nil, nil
	case err != nil:
		return nil, failure(p.Name(), "users.info", err)
	case found.Deleted:
		return nil, nil
	}
	return &user{found, told}, nil
}

const (
	byHand  = "the workspace's plan has no API for it: deactivate the account in Slack's administration, or in the identity provider"
	primary = "the primary owner of the workspace: give that to somebody else first"
)

func (p *Provider) heldAccount(u *user) onboarding.Held {
	held := onboarding.Held{Grant: p.grant(AccountKind, ""), State: onboarding.Done, Admin: u.IsAdmin || u.IsOwner}
	switch {
	case u.IsPrimaryOwner:
		held.State, held.Detail = onboarding.Manual, primary
	case p.SCIM == nil:
		held.State, held.Detail = onboarding.Manual, byHand
	}
	return held
}

// giveAccount activates an account that is there and was deactivated. It makes none: whom to let in is not this provider's to say.
func (p *Provider) giveAccount(ctx context.Context, person onboarding.Person, u *user) (onboarding.Outcome, error) {
	if u != nil {
		return onboarding.Outcome{State: onboarding.Done, Identity: u.identity}, nil
	}
	known, err := p.deactivated(ctx, person)
	switch {
	case err != nil:
		return onboarding.Outcome{}, err
	case known == nil:
		return onboarding.Outcome{State: onboarding.Manual, Note: notJoined}, nil
	}
	identity := onboarding.Identity{ID: known.ID, Source: onboarding.FromProvider}
	err = p.SCIM.setActive(ctx, p.Name(), known.ID, true)
	return onboarding.Outcome{State: onboarding.Done, Identity: identity, Changed: true}, err
}

// deactivated returns an account of somebody who has no other that can be activated; nil: there is none, or no SCIM to ask.
func (p *Provider) deactivated(ctx context.Context, person onboarding.Person) (*account, error) {
	if p.SCIM == nil {
		return nil, nil
	}
	known, err := p.SCIM.find(ctx, p.Name(), person.Email)
	if err != nil || known == nil || known.Active {
		return nil, err
	}
	return known, nil
}

// absent is what there is of somebody who is not in the workspace.
func (p *Provider) absent(ctx context.Context, person onboarding.Person) (*onboarding.Holding, error) {
	known, err := p.deactivated(ctx, person)
	switch {
	case err != nil:
		return nil, err
	case known == nil:
		return &onboarding.Holding{ByHand: map[string]string{AccountKind: notJoined}}, nil
	}
	return &onboarding.Holding{}, nil
}

func (p *Provider) takeAccount(ctx context.Context, u *user) (onboarding.Outcome, error) {
	switch {
	case u.IsPrimaryOwner:
		return onboarding.Outcome{State: onboarding.Manual, Note: primary}, nil
	case p.SCIM == nil:
		return onboarding.Outcome{State: onboarding.Manual, Note: byHand}, nil
	}
	return onboarding.Outcome{Changed: true}, p.SCIM.setActive(ctx, p.Name(), u.ID, false)
}
