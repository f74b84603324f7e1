package secretstest

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/goldenpath-go/goldenpath/plan"
	"github.com/goldenpath-go/goldenpath/secrets"
)

// account is a role of a database, with the password of a static one.
type account struct {
	role     secrets.DatabaseRole
	password string
	made     int // accounts, or passwords, so far
}

// Connect configures a connection of an engine of type database, which the roles named may use; * in a name stands for any
// characters. It is no request.
func (m *Memory) Connect(mount, name string, allowed ...string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.connections[mount+"/"+name] = allowed
}

// database returns an error unless the mount is an engine of type database.
func (m *Memory) database(mount string) error {
	ok := slices.ContainsFunc(m.mounts, func(one secrets.Mount) bool { return one.Path == mount && one.Type == "database" })
	if !ok {
		return fmt.Errorf("there is no engine database at %q: %w", mount, secrets.ErrNotFound)
	}
	return nil
}

// DatabaseConnection returns which roles may use a connection.
func (m *Memory) DatabaseConnection(ctx context.Context, mount, name string) (allowed []string, err error) {
	err = m.do(ctx, "GET", mount+"/config/"+name, func() error {
		if err := m.database(mount); err != nil {
			return err
		}
		all, ok := m.connections[mount+"/"+name]
		if !ok {
			return secrets.ErrNotFound
		}
		allowed = slices.Clone(all)
		return nil
	})
	return allowed, err
}

// DatabaseRole returns a role.
func (m *Memory) DatabaseRole(ctx context.Context, at secrets.DatabaseLocation) (out *secrets.DatabaseRole, err error) {
	err = m.do(ctx, "GET", at.String(), func() error {
		if err := m.database(at.Mount); err != nil {
			return err
		}
		a, ok := m.accounts[at]
		if !ok {
			return secrets.ErrNotFound
		}
		role := a.role
		out = &role
		return nil
	})
	return out, err
}

// PutDatabaseRole creates or replaces a role.
func (m *Memory) PutDatabaseRole(ctx context.Context, at secrets.DatabaseLocation, r *secrets.DatabaseRole) error {
	return m.do(ctx, "POST", at.String(), func() error {
		if err := m.database(at.Mount); err != nil {
			return err
		}
		other, now := at, m.accounts[at]
		other.Static = !at.Static
		if err := m.checkAccount(at, now, m.accounts[other], r); err != nil {
			return err
		}
		if now == nil {
			now = &account{}
			m.accounts[at] = now
			now.rotate(at)
		}
		now.role = *r
		return nil
	})
}

// minStaticPeriod is how often a server looks whether passwords are to be replaced.
const minStaticPeriod = 5 * time.Second

// checkAccount refuses what a server does. Only for a static role it needs the connection at once.
func (m *Memory) checkAccount(at secrets.DatabaseLocation, now, other *account, r *secrets.DatabaseRole) error {
	_, connected := m.connections[at.Mount+"/"+r.Connection]
	switch {
	case other != nil:
		return fmt.Errorf("there is a role of the other kind: %w", secrets.ErrInvalid)
	case r.Connection == "" || at.Static && (!connected || r.Account == "" || r.Period < minStaticPeriod):
		return fmt.Errorf("a role needs a connection, a static one an account and a period as well: %w", secrets.ErrInvalid)
	case at.Static && now != nil && now.role.Account != r.Account:
		return fmt.Errorf("the account cannot be changed: %w", secrets.ErrInvalid)
	}
	return nil
}

func (a *account) rotate(at secrets.DatabaseLocation) {
	a.made++
	if at.Static {
		a.password = fmt.Sprintf("Password-%d-of-%s", a.made, at.Name)
	}
}

// DeleteDatabaseRole removes a role.
func (m *Memory) DeleteDatabaseRole(ctx context.Context, at secrets.DatabaseLocation) error {
	return m.do(ctx, "DELETE", at.String(), func() error {
		delete(m.accounts, at)
		return m.database(at.Mount)
	})
}

// RotateDatabaseRole replaces the password of a static role's account.
func (m *Memory) RotateDatabaseRole(ctx context.Context, at secrets.DatabaseLocation) error {
	return m.do(ctx, "POST", at.Mount+"/rotate-role/"+at.Name, func() error {
		a := m.accounts[at]
		if a == nil || !at.Static {
			return fmt.Errorf("there is no static role %q: %w", at.Name, secrets.ErrInvalid)
		}
		a.rotate(at)
		return nil
	})
}

// Credentials returns an account as its consumer reads it: that of a static role, or a new one.
func (m *Memory) Credentials(ctx context.Context, at secrets.DatabaseLocation) (name string, password plan.Secret, err error) {
	err = m.do(ctx, "GET", at.CredentialsPath(), func() error {
		a := m.accounts[at]
		if a == nil {
			return fmt.Errorf("there is no role %q: %w", at.Name, secrets.ErrInvalid)
		}
		if at.Static {
			name, password = a.role.Account, plan.NewSecret(a.password)
			return nil
		}
		a.made++
		name = fmt.Sprintf("v-%s-%d", strings.ToLower(at.Name), a.made)
		password = plan.NewSecret("Password-of-" + name)
		return nil
	})
	return name, password, err
}
