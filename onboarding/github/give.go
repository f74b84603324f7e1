package github

import (
	"context"
	"net/http"
	"strings"

	gh "github.com/google/go-github/v62/github"

	"github.com/goldenpath-go/goldenpath/onboarding"
)

// Give gives a membership. Who is no member of the organization is invited by their account where that is known, else by mail with
// the teams that the call names. Nobody is invited by being given a team.
func (p *Provider) Give(ctx context.Context, c onboarding.Call) (onboarding.Outcome, error) {
	org, slug, err := p.target(c.Grant)
	if err != nil {
		return onboarding.Outcome{}, err
	}
	if c.Grant.Kind == Collaborator {
		return onboarding.Outcome{}, p.fail(onboarding.ClassUnsupported, "access to a repository is given in the repository")
	}
	if c.Grant.Role == "" {
		c.Grant.Role = Member
	}
	s, err := p.look(ctx, org, c.Person)
	if err != nil {
		return onboarding.Outcome{}, err
	}
	var out onboarding.Outcome
	if c.Grant.Kind == Team {
		out, err = p.giveTeam(ctx, s, slug, c.Grant)
	} else {
		out, err = p.giveOrganization(ctx, s, c)
	}
	out.Identity = s.who.Identity
	return out, err
}

func (p *Provider) giveOrganization(ctx context.Context, s *standing, c onboarding.Call) (onboarding.Outcome, error) {
	m := s.membership
	switch {
	case m != nil && m.State == active && m.Role == c.Grant.Role:
		return onboarding.Outcome{State: onboarding.Done}, nil
	case m != nil && m.State == active && !m.direct():
		return onboarding.Outcome{State: onboarding.Manual, Note: s.who.login() + " " + m.indirectly()}, nil
	case m != nil && m.State == active:
		if err := p.putMembership(ctx, s, c.Grant.Role); err != nil {
			return onboarding.Outcome{}, err
		}
		out := onboarding.Outcome{State: onboarding.Done, Before: c.Grant, Changed: true}
		out.Before.Role = m.Role
		return out, nil
	case s.invited():
		return p.waits(s), nil
	}
	if err := p.clear(ctx, s.org, s.failed); err != nil {
		return onboarding.Outcome{}, err
	}
	err := p.invite(ctx, s, c)
	if err == nil {
		return onboarding.Outcome{State: onboarding.Pending, Note: "was invited, and has seven days to accept", Changed: true}, nil
	}
	return p.refused(ctx, s, c.Person, err)
}

// waits is the outcome for somebody who was invited before.
func (p *Provider) waits(s *standing) onboarding.Outcome {
	note := "was invited before, and has to accept"
	if len(s.waiting) > 0 {
		note = since(s.waiting[0]) + ", and has to accept"
	}
	return onboarding.Outcome{State: onboarding.Pending, Note: note}
}

// putMembership makes an account a member, by an invitation where it is none, or gives a member another role.
func (p *Provider) putMembership(ctx context.Context, s *standing, role string) error {
	_, _, err := p.client.Organizations.EditOrgMembership(ctx, s.who.login(), s.org, &gh.Membership{Role: &role})
	return p.wrap(err, "make %s %s of %s", s.who.login(), role, s.org)
}

func (p *Provider) giveTeam(ctx context.Context, s *standing, slug string, g onboarding.Grant) (onboarding.Outcome, error) {
	team, err := p.team(ctx, s.org, slug)
	if err != nil {
		return onboarding.Outcome{}, err
	}
	switch {
	case s.membership == nil && len(s.waiting) > 0:
		return p.promise(ctx, s, team)
	case s.membership == nil:
		return onboarding.Outcome{State: onboarding.Blocked, Note: "waits for the person to be a member of " + s.org}, nil
	}
	had, err := p.teamMembership(ctx, s.org, slug, s.who)
	if err != nil {
		return onboarding.Outcome{}, err
	}
	role := had.GetRole()
	imposed := s.membership.Role == Admin && role == Maintainer
	if had != nil && (role == g.Role || imposed) {
		direct, err := had.GetState() == pending, error(nil)
		if !direct {
			direct, err = p.inItself(ctx, s, team)
		}
		if err != nil || direct {
			return teamOutcome(had, false), err
		}
	}
	now, _, err := p.client.Teams.AddTeamMembershipBySlug(ctx, s.org, slug, s.who.login(), &gh.TeamAddTeamMembershipOptions{Role: g.Role})
	if err != nil {
		return p.synchronized(ctx, s.org, slug, err)
	}
	out := teamOutcome(now, true)
	if had != nil && role != g.Role {
		out.Before = g
		out.Before.Role = role
	}
	return out, nil
}

// inItself reports whether a person who counts as a member of a team is one themselves. Only teams with others below have members
// of another kind.
func (p *Provider) inItself(ctx context.Context, s *standing, t *gh.Team) (bool, error) {
	below, err := all(func(page gh.ListOptions) ([]*gh.Team, *gh.Response, error) {
		return p.client.Teams.ListChildTeamsByParentSlug(ctx, s.org, t.GetSlug(), &page)
	})
	if err != nil || len(below) == 0 {
		return true, p.wrap(err, "list the teams below %s/%s", s.org, t.GetSlug())
	}
	return p.isDirect(ctx, s.org, t.GetSlug(), s.who)
}

func teamOutcome(m *gh.Membership, changed bool) onboarding.Outcome {
	if m.GetState() == pending {
		return onboarding.Outcome{State: onboarding.Pending, Note: "waits for the invitation to be accepted", Changed: changed}
	}
	return onboarding.Outcome{State: onboarding.Done, Changed: changed}
}

// promise is the outcome for a team of somebody who was invited by mail: either the invitation names it, or it has to wait.
func (p *Provider) promise(ctx context.Context, s *standing, t *gh.Team) (onboarding.Outcome, error) {
	named, err := p.names(ctx, s, t.GetSlug())
	switch {
	case err != nil:
		return onboarding.Outcome{}, err
	case named:
		return onboarding.Outcome{State: onboarding.Pending, Note: "the invitation names it"}, nil
	}
	return onboarding.Outcome{State: onboarding.Blocked, Note: "waits for the invitation to be accepted, which does not name it"}, nil
}

// names reports whether an invitation that waits names a team.
func (p *Provider) names(ctx context.Context, s *standing, slug string) (bool, error) {
	promised, err := p.promised(ctx, s)
	for _, held := range promised {
		if strings.EqualFold(held.Object, s.org+"/"+slug) {
			return true, nil
		}
	}
	return false, err
}

// team reads a team.
func (p *Provider) team(ctx context.Context, org, slug string) (*gh.Team, error) {
	t, _, err := p.client.Teams.GetTeamBySlug(ctx, org, slug)
	return t, p.wrap(err, "read the team %s/%s", org, slug)
}

// synchronized is the outcome of a refused change to a team: where an identity provider fills the team, a human has to ask there.
func (p *Provider) synchronized(ctx context.Context, org, slug string, refused error) (onboarding.Outcome, error) {
	refused = p.wrap(refused, "change the team %s/%s", org, slug)
	if status(refused) != http.StatusForbidden {
		return onboarding.Outcome{}, refused
	}
	groups, _, err := p.client.Teams.ListIDPGroupsForTeamBySlug(ctx, org, slug)
	if err == nil && len(groups.Groups) > 0 {
		return onboarding.Outcome{State: onboarding.Manual, Note: "an identity provider decides who is in the team: ask there"}, nil
	}
	external, _, err := p.client.Teams.ListExternalGroupsForTeamBySlug(ctx, org, slug)
	if err == nil && len(external.Groups) > 0 {
		return onboarding.Outcome{State: onboarding.Manual, Note: "an identity provider decides who is in the team: ask there"}, nil
	}
	return onboarding.Outcome{}, refused
}
