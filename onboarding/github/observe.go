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

// Observe reads who the person is, and all that they have: memberships, invitations that wait or have lapsed, teams, and access as
// an outside collaborator. It asks about each team of which the person can be a member.
func (p *Provider) Observe(ctx context.Context, person onboarding.Person) (*onboarding.Holding, error) {
	who, err := p.identify(ctx, person)
	if err != nil {
		return nil, err
	}
	standings, err := p.standings(ctx, who)
	if err != nil {
		return nil, err
	}
	h := &onboarding.Holding{}
	var unseen []string // organizations in which the person may be
	for _, s := range standings {
		if err := p.observe(ctx, s, h); err != nil {
			return nil, err
		}
		n, err := p.members(ctx, s.org, "")
		if err != nil {
			return nil, err
		}
		h.Members = max(h.Members, n)
		if !s.invited() {
			unseen = append(unseen, s.org)
		}
	}
	if !who.Known() && len(unseen) > 0 {
		h.Unsure = fmt.Sprintf("who %s is on GitHub is not known: whether they are a member of %s cannot be told", person.Email, strings.Join(unseen, " or "))
	}
	h.Identity, h.Notes = who.Identity, who.notes
	h.Self, err = p.isSelf(ctx, who)
	return h, err
}

// isSelf reports whether the requests are made by this account. Those of an app are made by nobody.
func (p *Provider) isSelf(ctx context.Context, who *somebody) (bool, error) {
	if !who.Known() {
		return false, nil
	}
	me, _, err := p.client.Users.Get(ctx, "")
	switch status(err) {
	case http.StatusUnauthorized, http.StatusForbidden, http.StatusNotFound:
		return false, nil
	}
	return err == nil && strconv.FormatInt(me.GetID(), 10) == who.Number, p.wrap(err, "look up whose token it is")
}

// standings finds out how somebody stands to each organization. Where one shows who they are, the others are asked again.
func (p *Provider) standings(ctx context.Context, who *somebody) ([]*standing, error) {
	unknown := !who.Known()
	var out []*standing
	for _, org := range p.orgs {
		s, err := p.stand(ctx, org, who)
		if err != nil {
			return nil, err
		}
		out = append(out, s)
	}
	if unknown && who.Known() && len(out) > 1 {
		return p.standings(ctx, who)
	}
	return out, nil
}

// observe adds what the person has in one organization.
func (p *Provider) observe(ctx context.Context, s *standing, h *onboarding.Holding) error {
	held, err := p.place(ctx, s)
	if err != nil {
		return err
	}
	h.Held = append(h.Held, held...)
	teams, err := p.teams(ctx, s)
	if err != nil {
		return err
	}
	h.Held = append(h.Held, teams...)
	if outside, err := p.isOutside(ctx, s); err != nil || !outside {
		return err
	}
	h.Held = append(h.Held, onboarding.Held{
		Grant: p.grant(Collaborator, s.org, ""), State: onboarding.Done, Detail: "has access to single repositories",
	})
	return nil
}

// place returns the membership of the organization, or what is to become one.
func (p *Provider) place(ctx context.Context, s *standing) ([]onboarding.Held, error) {
	held := onboarding.Held{Grant: p.grant(Organization, s.org, Member), State: onboarding.Pending}
	switch {
	case s.membership != nil && s.membership.State == active:
		return p.active(ctx, s)
	case len(s.waiting) > 0:
		held.Role, held.Detail = role(s.waiting[0]), since(s.waiting[0])
	case s.membership != nil:
		held.Role, held.Detail = s.membership.Role, "invited"
	case len(s.failed) > 0:
		held.Role, held.Lapsed, held.Detail = role(s.failed[0]), true, since(s.failed[0])
	default:
		return nil, nil
	}
	return []onboarding.Held{held}, nil
}

// active returns a membership: the organization's own, which can be taken, and that by way of the enterprise, which cannot.
func (p *Provider) active(ctx context.Context, s *standing) (out []onboarding.Held, err error) {
	grant := p.grant(Organization, s.org, s.membership.Role)
	if s.membership.direct() {
		held := onboarding.Held{Grant: grant, State: onboarding.Done, Admin: grant.Role == Admin}
		if held.Admin {
			held.Admins, err = p.members(ctx, s.org, Admin)
		}
		out = append(out, held)
	}
	if len(s.membership.Enterprise) > 0 || !s.membership.direct() {
		out = append(out, onboarding.Held{Grant: grant, State: onboarding.Manual, Detail: s.membership.indirectly()})
	}
	return out, err
}

// isOutside reports whether the person is an outside collaborator.
func (p *Provider) isOutside(ctx context.Context, s *standing) (bool, error) {
	if !s.who.Known() || s.membership.direct() && s.membership.State == active {
		return false, nil
	}
	everybody, err := all(func(page gh.ListOptions) ([]*gh.User, *gh.Response, error) {
		return p.client.Organizations.ListOutsideCollaborators(ctx, s.org, &gh.ListOutsideCollaboratorsOptions{ListOptions: page})
	})
	for _, one := range everybody {
		if strings.EqualFold(one.GetLogin(), s.who.login()) {
			return true, nil
		}
	}
	return false, p.wrap(err, "list the outside collaborators of %s", s.org)
}
