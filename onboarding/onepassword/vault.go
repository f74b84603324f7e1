package onepassword

import (
	"context"
	"fmt"
	"slices"

	"github.com/goldenpath-go/goldenpath/onboarding"
)

// access is a user or a group with what they may do in a vault.
type access struct {
	ID          string   `json:"id"`
	Permissions []string `json:"permissions"`
}

// manages reports whether somebody may manage a vault. The first word is of 1Password Business, the other of 1Password Teams.
func (a access) manages() bool {
	return slices.Contains(a.Permissions, "manage_vault") || slices.Contains(a.Permissions, "allow_managing")
}

// soleVaults returns a note for each vault that nobody else manages.
func (p *Provider) soleVaults(ctx context.Context, u *user) ([]string, error) {
	vaults, err := ask[[]group](ctx, p, "vault", "list", "--user="+u.ID)
	if err != nil {
		return nil, err
	}
	var notes []string
	for _, v := range vaults {
		if !isID(v.ID) {
			return nil, p.fail(onboarding.ClassUnknown, "op tells of a vault whose id, %.40q, is none", v.ID)
		}
		sole, err := p.sole(ctx, v.ID, u)
		if err != nil {
			return nil, err
		}
		if sole {
			notes = append(notes, fmt.Sprintf("is the only one who manages the vault %q: give it to somebody else before the account goes", v.Name))
		}
	}
	return notes, nil
}

// sole reports whether a user, and nobody else and no group, manages a vault.
func (p *Provider) sole(ctx context.Context, vault string, u *user) (bool, error) {
	users, err := ask[[]access](ctx, p, "vault", "user", "list", vault)
	if err != nil {
		return false, err
	}
	mine := slices.ContainsFunc(users, func(a access) bool { return a.ID == u.ID && a.manages() })
	if !mine || slices.ContainsFunc(users, func(a access) bool { return a.ID != u.ID && a.manages() }) {
		return false, nil
	}
	groups, err := ask[[]access](ctx, p, "vault", "group", "list", vault)
	return !slices.ContainsFunc(groups, access.manages), err
}
