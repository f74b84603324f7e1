package pagerduty

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"github.com/goldenpath-go/goldenpath/onboarding"
)

// The roles of accounts that administer others.
const (
	admin = "admin"
	owner = "owner"
)

const maxName = 100 // characters of a name

// user is a user of PagerDuty.
type user struct {
	ID      string  `json:"id"`
	Name    string  `json:"name"`
	Email   string  `json:"email"`
	Role    string  `json:"role"`
	Invited bool    `json:"invitation_sent"`
	Teams   []named `json:"teams"`

	identity onboarding.Identity
}

// named is what a reference tells.
type named struct {
	ID      string `json:"id"`
	Type    string `json:"type"`
	Summary string `json:"summary"`
}

// isUser reports whether a reference is to a user of this id.
func (n named) isUser(id string) bool {
	return n.ID == id && (n.Type == "user" || n.Type == "user_reference")
}

// reference is how a request names a user.
func reference(id string) object { return object{"id": id, "type": "user_reference"} }

// find returns who the person is; nil: nobody. PagerDuty searches names and addresses for a text: only a user of just this address
// is the person. An id that was told counts where no user has the address.
func (p *Provider) find(ctx context.Context, person onboarding.Person) (*user, error) {
	found, err := list[user](ctx, p, "users", url.Values{"query": {person.Email}, "include[]": {"teams"}}, "users")
	if err != nil {
		return nil, err
	}
	for _, u := range found {
		if onboarding.SameEmail(u.Email, person.Email) && isID(u.ID) {
			u.identity = onboarding.Identity{ID: u.ID, Source: onboarding.FromProvider}
			return &u, nil
		}
	}
	told := person.Identity(p.Name())
	if !isID(told.ID) || told.Trust() == onboarding.Verified { // whom the system tied to the address before has another one now, or is gone
		return nil, nil
	}
	return p.told(ctx, told)
}

// told returns the user of an id that a person has by what was said; nil: there is none.
func (p *Provider) told(ctx context.Context, told onboarding.Identity) (*user, error) {
	var answer struct{ User user }
	q := request{method: http.MethodGet, path: []string{"users", told.ID}, query: url.Values{"include[]": {"teams"}}}
	err := p.do(ctx, q, &answer)
	switch {
	case has(err, http.StatusNotFound):
		return nil, nil
	case err != nil:
		return nil, err
	}
	answer.User.identity = told
	return &answer.User, nil
}

func (p *Provider) userGrant(role string) onboarding.Grant {
	return onboarding.Grant{Provider: p.Name(), Kind: UserKind, Role: role}
}

// heldUser returns the account as something held.
func (p *Provider) heldUser(ctx context.Context, u *user) (onboarding.Held, error) {
	held := onboarding.Held{Grant: p.userGrant(u.Role), State: onboarding.Done}
	if u.Invited {
		held.Detail = "the invitation is not accepted yet"
	}
	if u.Role != admin && u.Role != owner {
		return held, nil
	}
	all, err := list[user](ctx, p, "users", nil, "users")
	if err != nil {
		return held, err
	}
	held.Admin = true
	for _, one := range all {
		if one.Role == admin || one.Role == owner {
			held.Admins++
		}
	}
	if u.Role == owner {
		held.State, held.Fixed, held.Detail = onboarding.Manual, true, "the owner of the account: give it to somebody else first"
	}
	return held, nil
}

// members returns how many users there are.
func (p *Provider) members(ctx context.Context) (int, error) {
	var answer struct{ Total int }
	err := p.do(ctx, request{method: http.MethodGet, path: []string{"users"}, query: url.Values{"limit": {"1"}, "total": {"true"}}}, &answer)
	return answer.Total, err
}

func (p *Provider) giveUser(ctx context.Context, c onboarding.Call) (onboarding.Outcome, error) {
	u, err := p.find(ctx, c.Person)
	switch {
	case err != nil:
		return onboarding.Outcome{}, err
	case u == nil:
		return p.create(ctx, c)
	case u.Role == c.Grant.Role || u.Role == owner:
		return p.ended(u)(onboarding.Outcome{}, nil)
	}
	before := p.userGrant(u.Role)
	body := object{"user": object{"type": "user", "name": u.Name, "email": u.Email, "role": c.Grant.Role}}
	err = p.do(ctx, request{method: http.MethodPut, path: []string{"users", u.ID}, body: body}, nil)
	return p.ended(u)(onboarding.Outcome{Before: before, Changed: true}, err)
}

// create makes a user. PagerDuty sends them an invitation.
func (p *Provider) create(ctx context.Context, c onboarding.Call) (onboarding.Outcome, error) {
	if p.From == "" {
		return onboarding.Outcome{}, p.fault(onboarding.ClassInvalid, errors.New("the provider has no From: PagerDuty makes users in the name of another one"))
	}
	if err := c.Person.Validate(); err != nil {
		return onboarding.Outcome{}, p.fault(onboarding.ClassInvalid, err)
	}
	body := object{"user": object{"type": "user", "name": shortened(c.Person.DisplayName()), "email": c.Person.Email, "role": c.Grant.Role}}
	err := p.do(ctx, request{method: http.MethodPost, path: []string{"users"}, body: body}, nil)
	unclear := onboarding.ClassOf(err) == onboarding.ClassTransient && ctx.Err() == nil // only the answer may have been lost
	if err != nil && !unclear && !has(err, http.StatusBadRequest) {
		return onboarding.Outcome{}, err
	}
	u, lookup := p.find(ctx, c.Person)
	switch {
	case err != nil && (lookup != nil || u == nil): // nothing was made, and the address was not what was wrong
		return onboarding.Outcome{}, err
	case lookup != nil:
		return onboarding.Outcome{}, lookup
	case u == nil: // reads may lag behind writes
		return onboarding.Outcome{State: onboarding.Done, Changed: true}, nil
	}
	return p.ended(u)(onboarding.Outcome{Changed: err == nil || unclear}, nil)
}

// shortened returns as much of a name as PagerDuty takes.
func shortened(name string) string {
	runes := []rune(strings.ToValidUTF8(name, ""))
	return string(runes[:min(len(runes), maxName)])
}

func (p *Provider) takeUser(ctx context.Context, c onboarding.Call) (onboarding.Outcome, error) {
	u, err := p.find(ctx, c.Person)
	switch {
	case err != nil:
		return onboarding.Outcome{}, err
	case u == nil:
		return onboarding.Outcome{State: onboarding.Done}, nil
	case u.Role == owner:
		return p.ended(u)(onboarding.Outcome{State: onboarding.Manual, Note: "the owner of the account: give it to somebody else first"}, nil)
	}
	err = p.do(ctx, request{method: http.MethodDelete, path: []string{"users", u.ID}}, nil)
	switch {
	case has(err, http.StatusNotFound):
		return p.ended(u)(onboarding.Outcome{}, nil)
	case has(err, http.StatusBadRequest):
		return onboarding.Outcome{}, p.fault(onboarding.ClassConflict, fmt.Errorf("%w: "+
			"the user has open incidents, or a place in a schedule or an escalation policy: give these to somebody else, then run this again", errors.Unwrap(err)))
	}
	return p.ended(u)(onboarding.Outcome{Changed: true}, err)
}
