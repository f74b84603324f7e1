package slack

import (
	"context"
	"errors"
	"fmt"
	"slices"

	api "github.com/slack-go/slack"

	"github.com/goldenpath-go/goldenpath/onboarding"
	"github.com/goldenpath-go/goldenpath/onboarding/internal/whole"
)

// enabled reports whether a user group is not disabled.
func enabled(g api.UserGroup) bool { return g.DateDelete == 0 }

func (p *Provider) heldGroups(ctx context.Context, u *user) ([]onboarding.Held, error) {
	all, err := p.Client.GetUserGroupsContext(ctx, api.GetUserGroupsOptionIncludeUsers(true))
	if err != nil {
		return nil, failure(p.Name(), "usergroups.list", err)
	}
	var out []onboarding.Held
	for _, g := range all {
		if enabled(g) && slices.Contains(g.Users, u.ID) {
			out = append(out, onboarding.Held{Grant: p.grant(UserGroupKind, g.ID), State: onboarding.Done, Detail: "@" + g.Handle})
		}
	}
	return out, nil
}

// group returns a user group, and who is in it at this moment; nil: there is no such group.
func (p *Provider) group(ctx context.Context, id string) (*api.UserGroup, []string, error) {
	all, err := p.Client.GetUserGroupsContext(ctx, api.GetUserGroupsOptionIncludeDisabled(true))
	if err != nil {
		return nil, nil, failure(p.Name(), "usergroups.list", err)
	}
	i := slices.IndexFunc(all, func(g api.UserGroup) bool { return g.ID == id })
	if i < 0 {
		return nil, nil, nil
	}
	users, err := p.Client.GetUserGroupMembersContext(ctx, id, api.GetUserGroupMembersOptionIncludeDisabled(true))
	return &all[i], users, failure(p.Name(), "usergroups.users.list", err)
}

func (p *Provider) addToGroup(ctx context.Context, u *user, id string) (onboarding.Outcome, error) {
	wasEnabled := false
	changed, err := p.rewrite(ctx, id, func(ctx context.Context) (bool, error) {
		g, users, err := p.group(ctx, id)
		switch {
		case err != nil:
			return false, err
		case g == nil:
			return false, fault(p.Name(), onboarding.ClassNotFound, fmt.Errorf("there is no user group %s, or it is hidden from the app", id))
		case enabled(*g):
			wasEnabled = true
			if slices.Contains(users, u.ID) {
				return false, nil
			}
			return true, p.write(ctx, id, append(users, u.ID))
		case len(users) > 1 && !wasEnabled:
			return false, fault(p.Name(), onboarding.ClassConflict, fmt.Errorf("the user group @%s is disabled with %d people in it: enable it first", g.Handle, len(users)))
		}
		return true, p.enable(ctx, u, id, users, wasEnabled)
	})
	return onboarding.Outcome{Changed: changed}, err
}

// enable enables a user group again that was disabled when its last one left, whom Slack still has in it. One that was disabled while we
// were at it keeps who is in it.
func (p *Provider) enable(ctx context.Context, u *user, id string, users []string, keep bool) error {
	if _, err := p.Client.EnableUserGroupContext(ctx, id); err != nil && said(err) != "already_enabled" {
		return failure(p.Name(), "usergroups.enable", err)
	}
	wanted := []string{u.ID}
	if keep && !slices.Contains(users, u.ID) {
		wanted = append(slices.Clone(users), u.ID)
	} else if keep {
		wanted = users
	}
	if slices.Equal(wanted, users) {
		return nil
	}
	return p.write(ctx, id, wanted)
}

func (p *Provider) removeFromGroup(ctx context.Context, u *user, id string) (onboarding.Outcome, error) {
	note, disabled := "", false // by us: whoever came meanwhile will enable it with all that are in it
	changed, err := p.rewrite(ctx, id, func(ctx context.Context) (bool, error) {
		g, users, err := p.group(ctx, id)
		if err != nil || g == nil || !slices.Contains(users, u.ID) || !enabled(*g) && (!disabled || len(users) == 1) {
			return false, err
		}
		left := slices.DeleteFunc(users, func(other string) bool { return other == u.ID })
		if len(left) > 0 {
			note = ""
			return true, p.write(ctx, id, left)
		}
		note, disabled = "nobody is left in @"+g.Handle+": it is disabled", true
		_, err = p.Client.DisableUserGroupContext(ctx, id)
		return true, failure(p.Name(), "usergroups.disable", err)
	})
	return onboarding.Outcome{Changed: changed, Note: note}, err
}

func (p *Provider) write(ctx context.Context, id string, users []string) error {
	_, err := p.Client.UpdateUserGroupMembersListContext(ctx, id, users)
	return failure(p.Name(), "usergroups.users.update", err)
}

// rewrite changes a user group until it stays as it should be.
func (p *Provider) rewrite(ctx context.Context, id string, once func(context.Context) (bool, error)) (bool, error) {
	p.once.Do(func() { p.writer.Settle = p.Settle })
	changed, err := p.writer.Change(ctx, id, once)
	if errors.Is(err, whole.ErrContended) {
		return changed, fault(p.Name(), onboarding.ClassConflict, err)
	}
	return changed, failure(p.Name(), "usergroups.users.update", err)
}
