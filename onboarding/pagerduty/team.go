package pagerduty

import (
	"context"
	"net/http"

	"github.com/goldenpath-go/goldenpath/onboarding"
)

// teams grants places in teams.
type teams struct{ *Provider }

// role returns the role of a user in a team; empty: none.
func (t teams) role(ctx context.Context, u *user, team string) (string, error) {
	type member struct {
		User named
		Role string
	}
	members, err := list[member](ctx, t.Provider, "members", nil, "teams", team, "members")
	for _, m := range members {
		if m.User.ID == u.ID {
			return m.Role, nil
		}
	}
	return "", err
}

func (t teams) grant(team, role string) onboarding.Grant {
	return onboarding.Grant{Provider: t.Name(), Kind: TeamKind, Object: team, Role: role}
}

func (t teams) held(ctx context.Context, u *user) ([]onboarding.Held, error) {
	var out []onboarding.Held
	for _, team := range u.Teams {
		role, err := t.role(ctx, u, team.ID)
		if err != nil {
			return nil, err
		}
		if role != "" {
			out = append(out, onboarding.Held{Grant: t.grant(team.ID, role), State: onboarding.Done, Detail: team.Summary})
		}
	}
	return out, nil
}

func (t teams) give(ctx context.Context, u *user, g onboarding.Grant) (onboarding.Outcome, error) {
	role, err := t.role(ctx, u, g.Object)
	if err != nil || role == g.Role {
		return onboarding.Outcome{}, err
	}
	out := onboarding.Outcome{Changed: true}
	if role != "" {
		out.Before = t.grant(g.Object, role)
	}
	return out, t.do(ctx, request{method: http.MethodPut, path: []string{"teams", g.Object, "users", u.ID}, body: object{"role": g.Role}}, nil)
}

func (t teams) take(ctx context.Context, u *user, g onboarding.Grant) (onboarding.Outcome, error) {
	role, err := t.role(ctx, u, g.Object)
	switch {
	case has(err, http.StatusNotFound):
		return onboarding.Outcome{}, nil
	case err != nil || role == "":
		return onboarding.Outcome{}, err
	}
	err = t.do(ctx, request{method: http.MethodDelete, path: []string{"teams", g.Object, "users", u.ID}}, nil)
	if has(err, http.StatusNotFound, http.StatusBadRequest) { // who is not there is what was wanted, but only a read says that
		if now, lookup := t.role(ctx, u, g.Object); lookup == nil && now == "" {
			return onboarding.Outcome{}, nil
		}
	}
	return onboarding.Outcome{Changed: true}, err
}
