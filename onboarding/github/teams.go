package github

import (
	"context"
	"net/http"
	"strconv"
	"strings"

	gh "github.com/google/go-github/v62/github"

	"github.com/goldenpath-go/goldenpath/onboarding"
)

// teams returns the teams of which the person is a member, or will be one on accepting an invitation.
func (p *Provider) teams(ctx context.Context, s *standing) ([]onboarding.Held, error) {
	if s.membership == nil || s.membership.State != active {
		return p.promised(ctx, s)
	}
	every, err := all(func(page gh.ListOptions) ([]*gh.Team, *gh.Response, error) {
		return p.client.Teams.ListTeams(ctx, s.org, &page)
	})
	if err != nil {
		return nil, p.wrap(err, "list the teams of %s", s.org)
	}
	w := &walk{Provider: p, standing: s, below: map[int64][]*gh.Team{}}
	known := map[int64]bool{}
	for _, t := range every {
		known[t.GetID()] = true
	}
	for _, t := range every {
		parent := t.GetParent().GetID()
		if !known[parent] {
			parent = 0
		}
		w.below[parent] = append(w.below[parent], t)
	}
	_, err = w.visit(ctx, 0)
	return w.held, err
}

// promised returns the teams of invitations that wait.
func (p *Provider) promised(ctx context.Context, s *standing) (out []onboarding.Held, err error) {
	seen := map[string]bool{}
	for _, i := range s.waiting {
		teams, err := p.attached(ctx, s.org, i)
		if err != nil {
			return nil, err
		}
		for _, t := range teams {
			object := s.org + "/" + t.GetSlug()
			if isSlug(t.GetSlug()) && !seen[object] {
				out = append(out, onboarding.Held{Grant: p.grant(Team, object, Member), State: onboarding.Pending, Detail: since(i)})
			}
			seen[object] = true
		}
	}
	return out, nil
}

// attached returns the teams that an invitation names.
func (p *Provider) attached(ctx context.Context, org string, i *gh.Invitation) ([]*gh.Team, error) {
	teams, err := all(func(page gh.ListOptions) ([]*gh.Team, *gh.Response, error) {
		return p.client.Organizations.ListOrgInvitationTeams(ctx, org, strconv.FormatInt(i.GetID(), 10), &page)
	})
	if status(err) == http.StatusNotFound {
		return nil, nil // it was accepted or cancelled meanwhile
	}
	return teams, p.wrap(err, "list the teams of an invitation to %s", org)
}

// walk goes through the teams from the top: the members of a team are those of the teams below it as well, so that nobody is in
// those who is not in that.
type walk struct {
	*Provider
	*standing
	below map[int64][]*gh.Team // by the team above; 0: the uppermost
	held  []onboarding.Held
}

// visit looks at the teams below one, and reports whether the person is in any.
func (w *walk) visit(ctx context.Context, above int64) (any bool, err error) {
	for _, t := range w.below[above] {
		if !isSlug(t.GetSlug()) {
			continue
		}
		m, err := w.teamMembership(ctx, w.org, t.GetSlug(), w.who)
		if err != nil || m == nil {
			if err != nil {
				return false, err
			}
			continue
		}
		any = true
		deeper, err := w.visit(ctx, t.GetID())
		direct := !deeper
		if err == nil && deeper {
			direct, err = w.isDirect(ctx, w.org, t.GetSlug(), w.who)
		}
		if err != nil {
			return false, err
		}
		if direct {
			w.held = append(w.held, onboarding.Held{
				Grant: w.grant(Team, w.org+"/"+t.GetSlug(), m.GetRole()), State: onboarding.Done, Fixed: w.membership.Role == Admin,
			})
		}
	}
	return any, nil
}

// teamMembership reads that of somebody; nil: none.
func (p *Provider) teamMembership(ctx context.Context, org, slug string, who *somebody) (*gh.Membership, error) {
	m, _, err := p.client.Teams.GetTeamMembershipBySlug(ctx, org, slug, who.login())
	if status(err) == http.StatusNotFound {
		return nil, nil
	}
	return m, p.wrap(err, "read the membership of %s in %s/%s", who.login(), org, slug)
}

// isDirect reports whether a member of a team is one itself, and not by way of a team below.
func (p *Provider) isDirect(ctx context.Context, org, slug string, who *somebody) (bool, error) {
	type teamMember struct {
		Login     string
		Inherited bool
	}
	everybody, err := all(func(page gh.ListOptions) (some []teamMember, r *gh.Response, err error) {
		r, err = p.get(ctx, &some, "orgs/%s/teams/%s/members?page=%d&per_page=%d", org, slug, max(page.Page, 1), page.PerPage)
		return some, r, err
	})
	for _, m := range everybody {
		if strings.EqualFold(m.Login, who.login()) {
			return !m.Inherited, nil
		}
	}
	return false, p.wrap(err, "list the members of %s/%s", org, slug)
}
