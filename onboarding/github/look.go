package github

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"time"

	gh "github.com/google/go-github/v62/github"

	"github.com/goldenpath-go/goldenpath/onboarding"
)

// membership is what GitHub says of a member, with what go-github leaves out.
type membership struct {
	State, Role string
	Direct      *bool    `json:"direct_membership"` // nil: it is
	Enterprise  []string `json:"enterprise_teams_providing_indirect_membership"`
}

const (
	active  = "active"
	pending = "pending"
)

// direct reports whether the organization itself has the member, active or pending.
func (m *membership) direct() bool { return m != nil && (m.Direct == nil || *m.Direct) }

// indirectly says by way of what somebody is a member.
func (m *membership) indirectly() string {
	return fmt.Sprintf("is a member by way of the enterprise: %s", strings.Join(m.Enterprise, ", "))
}

// standing is how a person stands to an organization.
type standing struct {
	org             string
	who             *somebody
	membership      *membership      // nil: none, or nobody knows
	waiting, failed []*gh.Invitation // that were sent to the person
}

// look finds out who a person is and how they stand to an organization.
func (p *Provider) look(ctx context.Context, org string, person onboarding.Person) (*standing, error) {
	who, err := p.identify(ctx, person)
	if err != nil {
		return nil, err
	}
	return p.stand(ctx, org, who)
}

// stand finds out how somebody stands to an organization, and who they are if that is seen there only.
func (p *Provider) stand(ctx context.Context, org string, who *somebody) (*standing, error) {
	s := &standing{org: org, who: who}
	if err := p.invitations(ctx, s); err != nil {
		return nil, err
	}
	return s, p.recognize(ctx, s)
}

// invitations reads those that were sent to the person.
func (p *Provider) invitations(ctx context.Context, s *standing) error {
	waiting, err := all(func(page gh.ListOptions) ([]*gh.Invitation, *gh.Response, error) {
		return p.client.Organizations.ListPendingOrgInvitations(ctx, s.org, &page)
	})
	if err != nil {
		return p.wrap(err, "list the invitations of %s", s.org)
	}
	failed, err := all(func(page gh.ListOptions) ([]*gh.Invitation, *gh.Response, error) {
		return p.client.Organizations.ListFailedOrgInvitations(ctx, s.org, &page)
	})
	s.waiting, s.failed = s.who.of(waiting), s.who.of(failed)
	return p.wrap(err, "list the failed invitations of %s", s.org)
}

func (s *somebody) of(all []*gh.Invitation) (out []*gh.Invitation) {
	for _, i := range all {
		if s.is(i) {
			out = append(out, i)
		}
	}
	return out
}

// recognize takes the account that an invitation to the address shows, if it is unknown who the person is, and reads the
// membership.
func (p *Provider) recognize(ctx context.Context, s *standing) (err error) {
	for _, i := range append(s.waiting[:len(s.waiting):len(s.waiting)], s.failed...) {
		if !s.who.Known() && i.GetLogin() != "" {
			err = p.settle(ctx, s.who, onboarding.Identity{ID: i.GetLogin(), Source: onboarding.FromInvitation})
		}
		if err != nil {
			return err
		}
	}
	s.membership, err = p.readMembership(ctx, s.org, s.who)
	return err
}

// readMembership reads that of somebody; nil: none.
func (p *Provider) readMembership(ctx context.Context, org string, who *somebody) (*membership, error) {
	if !who.Known() {
		return nil, nil
	}
	var m membership
	_, err := p.get(ctx, &m, "orgs/%s/memberships/%s", org, who.login())
	if status(err) == http.StatusNotFound {
		return nil, nil
	}
	return &m, p.wrap(err, "read the membership of %s in %s", who.login(), org)
}

// invited reports whether an invitation to the person waits.
func (s *standing) invited() bool {
	return len(s.waiting) > 0 || s.membership.direct() && s.membership.State == pending
}

// since says when an invitation was sent.
func since(i *gh.Invitation) string {
	return "invited on " + i.GetCreatedAt().UTC().Format(time.DateOnly)
}

// role returns the role that an invitation is for.
func role(i *gh.Invitation) string {
	if i.GetRole() == Admin {
		return Admin
	}
	return Member
}
