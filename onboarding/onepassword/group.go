package onepassword

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/goldenpath-go/goldenpath/onboarding"
)

// group is a group as op tells of it.
type group struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

// groups returns the groups that the arguments ask for.
func (p *Provider) groups(ctx context.Context, args ...string) ([]group, error) {
	groups, err := ask[[]group](ctx, p, append([]string{"group", "list"}, args...)...)
	if err != nil {
		return nil, err
	}
	for _, g := range groups {
		if !isID(g.ID) {
			return nil, p.fail(onboarding.ClassUnknown, "op tells of a group whose id, %.40q, is none", g.ID)
		}
	}
	return groups, nil
}

// object returns what grants call a group.
func (p *Provider) object(g group) string {
	if p.IDs {
		return g.ID
	}
	return g.Name
}

// group returns the group that a grant is about; nil: there is none.
func (p *Provider) group(ctx context.Context, object string) (*group, error) {
	all, err := p.groups(ctx)
	if err != nil {
		return nil, err
	}
	var found *group
	for i, g := range all {
		if !strings.EqualFold(p.object(g), object) {
			continue
		}
		if found != nil {
			return nil, p.fail(onboarding.ClassConflict, "two groups are called %.100q: rename one, or name groups by their ids", object)
		}
		found = &all[i]
	}
	return found, nil
}

// members returns the members of a group, with their roles.
func (p *Provider) members(ctx context.Context, g group) ([]user, error) {
	users, err := ask[[]user](ctx, p, "group", "user", "list", g.ID)
	for i := range users {
		users[i].Role = strings.ToLower(users[i].Role)
	}
	return users, err
}

// role returns what somebody is in a group; empty: no member.
func (p *Provider) role(ctx context.Context, g group, u *user) (string, error) {
	members, err := p.members(ctx, g)
	i := slices.IndexFunc(members, func(m user) bool { return m.ID == u.ID })
	if i < 0 {
		return "", err
	}
	return members[i].Role, nil
}

// memberships tells the groups of a user.
func (p *Provider) memberships(ctx context.Context, u *user, h *onboarding.Holding) error {
	groups, err := p.groups(ctx, "--user="+u.ID)
	if err != nil {
		return err
	}
	for _, g := range groups {
		if p.isEverybody(g) {
			continue
		}
		members, err := p.members(ctx, g)
		if err != nil {
			return err
		}
		i := slices.IndexFunc(members, func(m user) bool { return m.ID == u.ID })
		if i < 0 {
			continue // was taken out meanwhile
		}
		held := onboarding.Held{Grant: p.grant(GroupKind, p.object(g), members[i].Role), State: onboarding.Done, Admin: p.isAdmin(g)}
		if held.Admin {
			held.Admins = activeOf(members)
		}
		if slices.ContainsFunc(h.Held, func(o onboarding.Held) bool {
			return o.Grant.Kind == GroupKind && strings.EqualFold(o.Object, held.Object)
		}) {
			h.Notes = append(h.Notes, fmt.Sprintf("is in two groups that are called %q: name groups by their ids", g.Name))
			continue
		}
		h.Held = append(h.Held, held)
	}
	return nil
}

func activeOf(users []user) (n int) {
	for _, u := range users {
		if u.active() {
			n++
		}
	}
	return n
}

func (p *Provider) isEverybody(g group) bool {
	everybody := p.Everybody
	if everybody == "" {
		everybody = "Team Members"
	}
	return strings.EqualFold(g.Name, everybody)
}

func (p *Provider) isAdmin(g group) bool {
	admins := p.Admins
	if admins == nil {
		admins = []string{"Owners", "Administrators"}
	}
	return slices.ContainsFunc(admins, func(name string) bool { return strings.EqualFold(name, g.Name) })
}

func (p *Provider) giveGroup(ctx context.Context, c onboarding.Call) (onboarding.Outcome, error) {
	role := c.Grant.Role
	if role != Member && role != Manager {
		return onboarding.Outcome{}, p.fail(onboarding.ClassInvalid, "there is no role %.40q in groups", role)
	}
	u, err := p.find(ctx, c.Person)
	switch {
	case err != nil:
		return onboarding.Outcome{}, err
	case u == nil:
		return onboarding.Outcome{State: onboarding.Blocked, Note: "waits for the person to be invited"}, nil
	case !u.active():
		return onboarding.Outcome{State: onboarding.Blocked, Note: "waits for the account: the person " + p.waits(u)}, nil
	}
	g, err := p.group(ctx, c.Grant.Object)
	switch {
	case err != nil:
		return onboarding.Outcome{}, err
	case g == nil:
		return onboarding.Outcome{}, p.fail(onboarding.ClassNotFound, "there is no group %.100q, or it is hidden", c.Grant.Object)
	}
	before, err := p.role(ctx, *g, u)
	out := onboarding.Outcome{State: onboarding.Done, Identity: u.identity()}
	if err != nil || before == role {
		return out, err
	}
	if out.Changed = true; before != "" {
		out.Before = p.grant(GroupKind, c.Grant.Object, before)
	}
	return p.checked(ctx, *g, u, role, out, "group", "user", "grant", "--group="+g.ID, "--user="+u.ID, "--role="+role)
}

func (p *Provider) takeGroup(ctx context.Context, c onboarding.Call) (onboarding.Outcome, error) {
	out := onboarding.Outcome{State: onboarding.Done}
	u, err := p.find(ctx, c.Person)
	if err != nil || u == nil {
		return out, err
	}
	g, err := p.group(ctx, c.Grant.Object)
	if err != nil || g == nil {
		return out, err
	}
	before, err := p.role(ctx, *g, u)
	if err != nil || before == "" {
		return out, err
	}
	out.Changed = true
	return p.checked(ctx, *g, u, "", out, "group", "user", "revoke", "--group="+g.ID, "--user="+u.ID)
}

// checked runs a command about a membership, and looks whether the role is then as it should be.
func (p *Provider) checked(ctx context.Context, g group, u *user, want string, out onboarding.Outcome, args ...string) (onboarding.Outcome, error) {
	failed := p.run(ctx, args...)
	now, err := p.role(ctx, g, u)
	switch {
	case err == nil && now == want:
		return out, nil
	case failed != nil:
		return onboarding.Outcome{}, failed
	case err != nil:
		return onboarding.Outcome{}, err
	}
	return onboarding.Outcome{}, p.fail(onboarding.ClassConflict, "op %s did nothing: in %q the role is %q", strings.Join(args[:3], " "), g.Name, now)
}
