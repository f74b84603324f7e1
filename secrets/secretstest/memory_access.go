package secretstest

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/goldenpath-go/goldenpath/secrets"
)

// Policies returns the names of all policies.
func (m *Memory) Policies(ctx context.Context) (names []string, err error) {
	err = m.do(ctx, "LIST", "sys/policies/acl", func() error {
		names = sorted(m.policies)
		return nil
	})
	return names, err
}

// Policy returns a policy's text.
func (m *Memory) Policy(ctx context.Context, name string) (text string, err error) {
	err = m.do(ctx, "GET", "sys/policies/acl/"+name, func() error {
		var ok bool
		if text, ok = m.policies[strings.ToLower(name)]; !ok {
			return secrets.ErrNotFound
		}
		return nil
	})
	return text, err
}

// PutPolicy creates or replaces a policy. A text that is base64 is decoded, as a real server does.
func (m *Memory) PutPolicy(ctx context.Context, name, text string) error {
	return m.do(ctx, "POST", "sys/policies/acl/"+name, func() error {
		name = strings.ToLower(name)
		if name == "root" || name == "response-wrapping" || name == "control-group" || strings.Contains(name, "..") {
			return fmt.Errorf("policy %q cannot be written: %w", name, secrets.ErrInvalid)
		}
		if decoded, err := base64.StdEncoding.DecodeString(text); err == nil {
			text = string(decoded)
		}
		if text == "" || len(text) > maxTextLength {
			return fmt.Errorf("policy of %d bytes: %w", len(text), secrets.ErrInvalid)
		}
		m.policies[name] = text
		return nil
	})
}

// DeletePolicy removes a policy.
func (m *Memory) DeletePolicy(ctx context.Context, name string) error {
	return m.do(ctx, "DELETE", "sys/policies/acl/"+name, func() error {
		if name = strings.ToLower(name); name == "default" || name == "root" {
			return fmt.Errorf("policy %q cannot be deleted: %w", name, secrets.ErrInvalid)
		}
		delete(m.policies, name)
		return nil
	})
}

// Roles returns the names of all roles.
func (m *Memory) Roles(ctx context.Context, mount string) (names []string, err error) {
	err = m.do(ctx, "LIST", "auth/"+mount+"/role", func() error {
		all, err := m.login(mount)
		names = sorted(all)
		return err
	})
	return names, err
}

func (m *Memory) login(mount string) (map[string]map[string]any, error) {
	all, ok := m.roles[mount]
	if !ok {
		return nil, fmt.Errorf("there is no login at auth/%s: %w", mount, secrets.ErrNotFound)
	}
	return all, nil
}

// Role returns a role.
func (m *Memory) Role(ctx context.Context, mount, name string) (out *secrets.Role, err error) {
	err = m.do(ctx, "GET", "auth/"+mount+"/role/"+name, func() error {
		all, err := m.login(mount)
		if err != nil {
			return err
		}
		fields, ok := all[strings.ToLower(name)]
		if !ok {
			return secrets.ErrNotFound
		}
		out, err = roleOf(fields)
		return err
	})
	return out, err
}

// PutRole creates or replaces a role with every field of it.
func (m *Memory) PutRole(ctx context.Context, mount, name string, r *secrets.Role) error {
	fields := map[string]any{
		"serviceAccounts": r.ServiceAccounts, "namespaces": r.Namespaces, "namespaceSelector": r.NamespaceSelector, "audience": r.Audience,
		"aliasNameSource": r.AliasNameSource, "policies": r.Policies, "ttl": r.TTL, "maxTTL": r.MaxTTL, "explicitMaxTTL": r.ExplicitMaxTTL,
		"period": r.Period, "tokenType": r.TokenType, "numUses": r.NumUses, "boundCIDRs": r.BoundCIDRs, "noDefaultPolicy": r.NoDefaultPolicy,
	}
	if r.AliasNameSource == "" {
		fields["aliasNameSource"] = "serviceaccount_uid"
	}
	if r.TokenType == "" {
		fields["tokenType"] = "default"
	}
	return m.WriteRole(ctx, mount, name, fields)
}

// WriteRole writes some fields of a role, by the names that secrets.Role has in JSON, as a real server does it: each field
// replaces what was there, and what is left out stays. That is how a service loses its earlier policies when its role is
// written for each secret anew.
func (m *Memory) WriteRole(ctx context.Context, mount, name string, fields map[string]any) error {
	return m.do(ctx, "POST", "auth/"+mount+"/role/"+name, func() error {
		all, err := m.login(mount)
		if err != nil {
			return err
		}
		merged := maps.Clone(all[strings.ToLower(name)])
		if merged == nil {
			merged = map[string]any{}
		}
		maps.Copy(merged, fields)
		role, err := roleOf(merged)
		if err != nil {
			return err
		}
		if err := checkRole(role); err != nil {
			return err
		}
		all[strings.ToLower(name)] = merged
		return nil
	})
}

func checkRole(r *secrets.Role) error {
	for _, list := range [][]string{r.ServiceAccounts, r.Namespaces} {
		if len(list) == 0 || len(list) > 1 && slices.Contains(list, "*") {
			return fmt.Errorf("a role needs names and namespaces, or a lone *: %w", secrets.ErrInvalid)
		}
	}
	if r.MaxTTL > 0 && r.TTL > r.MaxTTL {
		return fmt.Errorf("ttl is above max ttl: %w", secrets.ErrInvalid)
	}
	return nil
}

// roleOf returns the role that fields hold.
func roleOf(fields map[string]any) (*secrets.Role, error) {
	data, err := json.Marshal(fields)
	if err != nil {
		return nil, err
	}
	r := &secrets.Role{}
	return r, json.Unmarshal(data, r)
}

// DeleteRole removes a role.
func (m *Memory) DeleteRole(ctx context.Context, mount, name string) error {
	return m.do(ctx, "DELETE", "auth/"+mount+"/role/"+name, func() error {
		all, err := m.login(mount)
		delete(all, strings.ToLower(name))
		return err
	})
}
