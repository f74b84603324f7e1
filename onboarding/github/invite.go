package github

import (
	"context"
	"fmt"
	"net/http"
	"strings"

	gh "github.com/google/go-github/v62/github"

	"github.com/goldenpath-go/goldenpath/onboarding"
)

// invite invites the account where it is known, which may be repeated, and else the address, with the teams that are wanted: they
// cannot be given to somebody unknown later.
func (p *Provider) invite(ctx context.Context, s *standing, c onboarding.Call) error {
	if s.who.Known() {
		return p.putMembership(ctx, s, c.Grant.Role)
	}
	teams, err := p.teamIDs(ctx, s.org, c.With)
	if err != nil {
		return err
	}
	role := "direct_member" // what is a member elsewhere
	if c.Grant.Role == Admin {
		role = Admin
	}
	made, _, err := p.client.Organizations.CreateOrgInvitation(ctx, s.org, &gh.CreateOrgInvitationOptions{Email: &c.Person.Email, Role: &role, TeamID: teams})
	if err == nil && made.GetLogin() != "" {
		_ = p.settle(ctx, s.who, onboarding.Identity{ID: made.GetLogin(), Source: onboarding.FromInvitation}) // the next look tells it as well
	}
	return p.wrap(err, "invite %s to %s", c.Person.Email, s.org)
}

// teamIDs returns the numbers of those grants that are teams of an organization.
func (p *Provider) teamIDs(ctx context.Context, org string, grants []onboarding.Grant) (ids []int64, err error) {
	for _, g := range grants {
		if g.Kind != Team || g.Provider != p.name {
			continue
		}
		of, slug, err := p.target(g)
		if err != nil {
			return nil, err
		}
		if of != org {
			continue
		}
		t, err := p.team(ctx, org, slug)
		if err != nil {
			return nil, err
		}
		ids = append(ids, t.GetID())
	}
	return ids, nil
}

// refused is the outcome of an invitation that GitHub did not take. Its text does not tell why: what there is does.
func (p *Provider) refused(ctx context.Context, s *standing, person onboarding.Person, refusal error) (onboarding.Outcome, error) {
	code := status(refusal)
	unclear := code == 0 || code >= http.StatusInternalServerError // it may have been taken all the same, and then was ours
	if code == 0 && onboarding.ClassOf(refusal) != onboarding.ClassTransient || code == http.StatusUnauthorized || ctx.Err() != nil {
		return onboarding.Outcome{}, refusal
	}
	now, err := p.look(ctx, s.org, person)
	switch {
	case err != nil:
		return onboarding.Outcome{}, refusal
	case now.membership != nil && now.membership.State == active:
		return onboarding.Outcome{State: onboarding.Done, Changed: unclear}, nil
	case now.invited():
		out := p.waits(now)
		out.Changed = unclear
		return out, nil
	case code != http.StatusUnprocessableEntity && code != http.StatusForbidden:
		return onboarding.Outcome{}, refusal
	}
	if by := p.managed(ctx, s.org); by != "" {
		return onboarding.Outcome{}, p.fail(onboarding.ClassUnsupported, "%s: %s: give %s access there", s.org, by, person.Email)
	}
	if s.who.Known() || code == http.StatusForbidden {
		return onboarding.Outcome{}, refusal
	}
	return onboarding.Outcome{State: onboarding.Blocked, Note: fmt.Sprintf(
		"GitHub takes no invitation for the address: it may be that of a member already. Say which login is theirs, in the catalog or in a file (%v)", refusal,
	)}, nil
}

// managed says what creates the members of an organization in place of invitations; empty: nothing does, as far as can be told.
func (p *Provider) managed(ctx context.Context, org string) string {
	if _, _, err := p.client.Teams.ListExternalGroups(ctx, org, nil); err == nil {
		return "its accounts are an enterprise's managed users, which its identity provider creates"
	}
	if p.provisioned(ctx, org) {
		return "its identity provider creates and removes the members (SCIM)"
	}
	return ""
}

func (p *Provider) provisioned(ctx context.Context, org string) bool {
	request, err := p.client.NewRequest(http.MethodGet, fmt.Sprintf("scim/v2/organizations/%s/Users?count=1", org), nil)
	if err != nil {
		return false
	}
	request.Header.Set("Accept", "application/scim+json")
	_, err = p.client.Do(ctx, request, nil)
	return err == nil
}

// clear cancels invitations, or removes the records of failed ones, which are in the way of others. Those that are gone count as
// cleared. go-github has no method for it.
func (p *Provider) clear(ctx context.Context, org string, some []*gh.Invitation) error {
	for _, i := range some {
		request, err := p.client.NewRequest(http.MethodDelete, fmt.Sprintf("orgs/%s/invitations/%d", org, i.GetID()), nil)
		if err == nil {
			_, err = p.client.Do(ctx, request, nil)
		}
		if err = done(err); err != nil && status(err) != http.StatusNotFound {
			return p.wrap(err, "cancel an invitation to %s", org)
		}
	}
	return nil
}

// others returns the invitations that are not to an account.
func others(some []*gh.Invitation, login string) (out []*gh.Invitation) {
	for _, i := range some {
		if login == "" || !strings.EqualFold(i.GetLogin(), login) {
			out = append(out, i)
		}
	}
	return out
}
