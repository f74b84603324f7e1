package vault

import (
	"context"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"time"

	"github.com/goldenpath-go/goldenpath/secrets"
)

// role is a role as the server reads and writes it. Every field but the selector is always written, since the server keeps
// what a write leaves out; the selector it resets, where it knows it.
type role struct {
	ServiceAccounts   []string `json:"bound_service_account_names"`
	Namespaces        []string `json:"bound_service_account_namespaces"`
	NamespaceSelector string   `json:"bound_service_account_namespace_selector,omitempty"`
	Audience          string   `json:"audience"`
	AliasNameSource   string   `json:"alias_name_source"`
	Policies          []string `json:"token_policies"`
	TTL               seconds  `json:"token_ttl"`
	MaxTTL            seconds  `json:"token_max_ttl"`
	ExplicitMaxTTL    seconds  `json:"token_explicit_max_ttl"`
	Period            seconds  `json:"token_period"`
	TokenType         string   `json:"token_type"`
	NumUses           int      `json:"token_num_uses"`
	BoundCIDRs        []string `json:"token_bound_cidrs"`
	NoDefaultPolicy   bool     `json:"token_no_default_policy"`
}

// seconds is how the server writes time spans.
type seconds int64

func (s seconds) duration() time.Duration { return time.Duration(s) * time.Second }

func inSeconds(d time.Duration) seconds { return seconds(d / time.Second) }

// toRole says in the server's words what r says, with its defaults written out.
func toRole(r *secrets.Role) role {
	return role{
		ServiceAccounts: filled(r.ServiceAccounts), Namespaces: filled(r.Namespaces), NamespaceSelector: r.NamespaceSelector,
		Audience: r.Audience, AliasNameSource: or(r.AliasNameSource, "serviceaccount_uid"), Policies: filled(r.Policies),
		TTL: inSeconds(r.TTL), MaxTTL: inSeconds(r.MaxTTL), ExplicitMaxTTL: inSeconds(r.ExplicitMaxTTL), Period: inSeconds(r.Period),
		TokenType: or(r.TokenType, "default"), NumUses: r.NumUses, BoundCIDRs: filled(r.BoundCIDRs), NoDefaultPolicy: r.NoDefaultPolicy,
	}
}

func (r role) role() *secrets.Role {
	return &secrets.Role{
		ServiceAccounts: r.ServiceAccounts, Namespaces: r.Namespaces, NamespaceSelector: r.NamespaceSelector, Audience: r.Audience,
		AliasNameSource: r.AliasNameSource, Policies: r.Policies, TTL: r.TTL.duration(), MaxTTL: r.MaxTTL.duration(),
		ExplicitMaxTTL: r.ExplicitMaxTTL.duration(), Period: r.Period.duration(), TokenType: r.TokenType, NumUses: r.NumUses,
		BoundCIDRs: r.BoundCIDRs, NoDefaultPolicy: r.NoDefaultPolicy,
	}
}

func rolesPath(mount string) string { return fmt.Sprintf("auth/%s/role", mount) }

// Roles returns the names of all roles of the auth method at mount.
func (s *Store) Roles(ctx context.Context, mount string) ([]string, error) {
	if err := checkPath("mount", mount); err != nil {
		return nil, err
	}
	return s.list(ctx, rolesPath(mount))
}

// Role returns a role.
func (s *Store) Role(ctx context.Context, mount, name string) (*secrets.Role, error) {
	if err := checkRole(mount, name); err != nil {
		return nil, err
	}
	var found role
	if err := s.get(ctx, read(rolesPath(mount)+"/"+name, nil), &found); err != nil {
		return nil, err
	}
	return found.role(), nil
}

// PutRole creates or replaces a role.
func (s *Store) PutRole(ctx context.Context, mount, name string, r *secrets.Role) error {
	if err := checkRole(mount, name); err != nil {
		return err
	}
	c, err := put(rolesPath(mount)+"/"+name, toRole(r))
	if err != nil {
		return err
	}
	c.settled = func(ctx context.Context) (progress, error) {
		now, err := s.Role(ctx, mount, name)
		if err == nil && sameRole(now, r) {
			return done, nil
		}
		return again(err)
	}
	_, err = s.do(ctx, c)
	return err
}

// DeleteRole removes a role.
func (s *Store) DeleteRole(ctx context.Context, mount, name string) error {
	if err := checkRole(mount, name); err != nil {
		return err
	}
	return s.remove(ctx, rolesPath(mount)+"/"+name, func(ctx context.Context) error {
		_, err := s.Role(ctx, mount, name)
		return err
	})
}

// sameRole compares what roles mean: the server keeps the order, case and blanks of lists.
func sameRole(a, b *secrets.Role) bool { return reflect.DeepEqual(normal(a), normal(b)) }

func normal(r *secrets.Role) role {
	n := toRole(r)
	for _, list := range []*[]string{&n.ServiceAccounts, &n.Namespaces, &n.Policies, &n.BoundCIDRs} {
		*list = slices.Clone(*list)
		for i, item := range *list {
			(*list)[i] = strings.TrimSpace(item)
		}
		slices.Sort(*list)
		*list = slices.Compact(*list)
	}
	return n
}

// filled returns a list that is [] in JSON when it is empty, not null, which would leave the server's as it is.
func filled(list []string) []string {
	if list == nil {
		return []string{}
	}
	return list
}

func or(text, standard string) string {
	if text == "" {
		return standard
	}
	return text
}
