package github

import (
	"context"
	"net/http"

	"github.com/goldenpath-go/goldenpath/onboarding"
)

// Take takes a membership, with the invitations that would become one, or access as an outside collaborator. With the organization
// go its teams.
func (p *Provider) Take(ctx context.Context, c onboarding.Call) (onboarding.Outcome, error) {
	org, slug, err := p.target(c.Grant)
	if err != nil {
		return onboarding.Outcome{}, err
	}
	s, err := p.look(ctx, org, c.Person)
	if err != nil {
		return onboarding.Outcome{}, err
	}
	switch c.Grant.Kind {
	case Team:
		return p.takeTeam(ctx, s, slug)
	case Collaborator:
		return p.takeAccess(ctx, s)
	}
	return p.takeOrganization(ctx, s)
}

func (p *Provider) takeOrganization(ctx context.Context, s *standing) (onboarding.Outcome, error) {
	out := onboarding.Outcome{State: onboarding.Done}
	left := append(s.waiting[:len(s.waiting):len(s.waiting)], s.failed...)
	if s.membership.direct() {
		if err := p.remove(ctx, s); err != nil {
			return out, err
		}
		out.Changed = true
		if s.membership.State == pending {
			left = append(others(s.waiting, s.who.login()), s.failed...) // GitHub has cancelled the other
		}
	}
	if err := p.clear(ctx, s.org, left); err != nil {
		return out, err
	}
	out.Changed = out.Changed || len(left) > 0
	if s.membership == nil {
		return out, nil
	}
	now, err := p.readMembership(ctx, s.org, s.who)
	switch {
	case err != nil:
		return out, err
	case now.direct():
		out.State, out.Note = onboarding.Pending, "GitHub has taken it on, and is not done"
	case now != nil:
		out.State, out.Note = onboarding.Manual, s.who.login()+" "+now.indirectly()
	case p.provisioned(ctx, s.org):
		out.Note = "the identity provider creates the members (SCIM): take the person out there, or they come back"
	}
	return out, nil
}

// remove ends a membership, active or pending.
func (p *Provider) remove(ctx context.Context, s *standing) error {
	_, err := p.client.Organizations.RemoveOrgMembership(ctx, s.who.login(), s.org)
	err = done(err)
	switch {
	case status(err) == http.StatusNotFound:
		return nil // it is gone
	case status(err) == http.StatusForbidden && s.membership.Role == Admin:
		if n, counted := p.members(ctx, s.org, Admin); counted == nil && n < 2 {
			return p.fail(onboarding.ClassConflict, "%s is the last owner of %s: %w", s.who.login(), s.org, err)
		}
	}
	return p.wrap(err, "remove %s from %s", s.who.login(), s.org)
}

func (p *Provider) takeTeam(ctx context.Context, s *standing, slug string) (onboarding.Outcome, error) {
	if s.membership == nil {
		named, err := p.names(ctx, s, slug)
		if err == nil && named {
			return onboarding.Outcome{State: onboarding.Pending, Note: "the invitation names it: it goes when that is cancelled, or can be taken when it was accepted"}, nil
		}
		return onboarding.Outcome{State: onboarding.Done}, err
	}
	m, err := p.teamMembership(ctx, s.org, slug, s.who)
	if err != nil || m == nil {
		return onboarding.Outcome{State: onboarding.Done}, err
	}
	team, err := p.team(ctx, s.org, slug)
	if err != nil {
		return onboarding.Outcome{}, err
	}
	direct, err := p.inItself(ctx, s, team)
	switch {
	case err != nil:
		return onboarding.Outcome{}, err
	case !direct:
		return onboarding.Outcome{State: onboarding.Done, Note: "is a member by way of a team below still"}, nil
	}
	_, err = p.client.Teams.RemoveTeamMembershipBySlug(ctx, s.org, slug, s.who.login())
	if err = done(err); err != nil && status(err) != http.StatusNotFound {
		return p.synchronized(ctx, s.org, slug, err)
	}
	return onboarding.Outcome{State: onboarding.Done, Changed: err == nil}, nil
}

func (p *Provider) takeAccess(ctx context.Context, s *standing) (onboarding.Outcome, error) {
	out := onboarding.Outcome{State: onboarding.Done}
	outside, err := p.isOutside(ctx, s)
	if err != nil || !outside {
		return out, err
	}
	_, err = p.client.Organizations.RemoveOutsideCollaborator(ctx, s.org, s.who.login())
	err = done(err)
	out.Changed = err == nil
	return out, p.wrap(err, "remove %s from the repositories of %s", s.who.login(), s.org)
}
