package github

import (
	"context"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	gh "github.com/google/go-github/v62/github"

	"github.com/goldenpath-go/goldenpath/onboarding"
)

// somebody is who a call is about.
type somebody struct {
	email string
	onboarding.Identity
	notes []string // what people should know about the identity
}

// login returns the login; empty: it is unknown.
func (s *somebody) login() string { return s.ID }

// is reports whether an invitation was sent to this person.
func (s *somebody) is(i *gh.Invitation) bool {
	return i.GetEmail() != "" && onboarding.SameEmail(i.GetEmail(), s.email) || s.Known() && strings.EqualFold(i.GetLogin(), s.login())
}

// identify finds out who a person is: what GitHub says of the address goes before what was said.
func (p *Provider) identify(ctx context.Context, person onboarding.Person) (*somebody, error) {
	who := &somebody{email: person.Email}
	said := person.Identity(p.name)
	if said.Trust() != onboarding.Verified {
		found, err := p.lookUp(ctx, person.Email)
		if err != nil {
			return nil, err
		}
		if found.Known() {
			if said.Known() && !strings.EqualFold(said.ID, found.ID) {
				who.note("the account of %s is %s, not %q as the %s says", person.Email, found.ID, said.ID, said.Source)
			}
			who.Identity = found
			return who, nil
		}
	}
	if !said.Known() {
		return who, nil
	}
	return who, p.settle(ctx, who, said)
}

func (s *somebody) note(format string, args ...any) {
	s.notes = append(s.notes, fmt.Sprintf(format, args...))
}

// settle looks an account up by its number, which stays when the login is changed, or else by its login. An account that is not
// there leaves the person unknown.
func (p *Provider) settle(ctx context.Context, who *somebody, said onboarding.Identity) error {
	id, err := strconv.ParseUint(said.Number, 10, 63)
	numbered := err == nil && id > 0
	if !isLogin(said.ID) || said.Number != "" && !numbered {
		who.note("%q is no account", said.ID)
		return nil
	}
	var user *gh.User
	if numbered {
		user, _, err = p.client.Users.GetByID(ctx, int64(id))
	} else {
		user, _, err = p.client.Users.Get(ctx, said.ID)
	}
	switch {
	case status(err) == http.StatusNotFound:
		who.note("there is no account %s any more: it was removed, or has another login", said.ID)
		return nil
	case err != nil:
		return p.wrap(err, "look up the account %s", said.ID)
	case user.GetType() != "User" || !isLogin(user.GetLogin()):
		who.note("%s is no person's account", said.ID)
		return nil
	}
	if numbered && !strings.EqualFold(user.GetLogin(), said.ID) {
		who.note("the account %s is called %s now", said.ID, user.GetLogin())
	}
	who.Identity = onboarding.Identity{ID: user.GetLogin(), Number: strconv.FormatInt(user.GetID(), 10), Source: said.Source}
	return nil
}

// lookUp returns the account that GitHub ties to an address; the zero value: it ties none.
func (p *Provider) lookUp(ctx context.Context, email string) (found onboarding.Identity, err error) {
	for _, org := range p.orgs {
		if p.saml {
			found, err = p.external(ctx, org, email)
		}
		if err == nil && !found.Known() && p.domains {
			found, err = p.verified(ctx, org, email)
		}
		if err != nil || found.Known() {
			return found, err
		}
	}
	return found, nil
}

// account returns an identity of which GitHub itself says whose it is.
func account(login string, id int64) onboarding.Identity {
	if !isLogin(login) || id == 0 {
		return onboarding.Identity{}
	}
	return onboarding.Identity{ID: login, Number: strconv.FormatInt(id, 10), Source: onboarding.FromProvider}
}
