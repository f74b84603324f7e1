package secrets

import (
	"context"
	"errors"
	"fmt"
	"path"
	"slices"
	"strings"
)

// connection is what the server says of a connection to a database. A nil one cannot be looked at.
type connection struct {
	missing bool
	allowed []string // roles that may use it, with * for any characters
}

// allows reports whether a role of a name may use the connection.
func (c *connection) allows(name string) bool {
	return slices.ContainsFunc(c.allowed, func(pattern string) bool {
		ok, err := path.Match(pattern, name)
		return ok && err == nil
	})
}

// lookAtDatabases looks at the roles of databases that are asked for, and at those that policies own. Without any it makes no
// request.
func (p *Provisioner) lookAtDatabases(ctx context.Context, w *world) error {
	server, ok := p.Store.(DatabaseStore)
	var looks []func(context.Context) error
	w.engines, w.allowed = map[string]error{}, map[string]*connection{}
	for _, t := range w.tenants {
		t.owned, t.databases = p.owned(t), map[DatabaseLocation]*DatabaseRole{}
		if ok {
			looks = append(looks, w.looksAtDatabases(server, t)...)
		}
	}
	if ok {
		looks = append(looks, w.looksAtEngines(p.Store, server)...)
	}
	return p.all(ctx, looks...)
}

// owned returns what our policy of a service says that bears no mark of its own, also where somebody edited the policy.
func (p *Provisioner) owned(t *tenantState) []string {
	if t.policy == nil {
		return nil
	}
	made, err := readPolicy(*t.policy)
	if err != nil || made.manager != p.manager() || made.tenant != t.tenant {
		return nil
	}
	return made.owned
}

func (w *world) looksAtDatabases(server DatabaseStore, t *tenantState) (out []func(context.Context) error) {
	look := func(ctx context.Context, at DatabaseLocation) (bool, error) {
		found, err := absent(server.DatabaseRole(ctx, at))
		if err != nil || found == nil {
			return false, wrapped(err, "read role "+at.String())
		}
		w.turn.Lock()
		defer w.turn.Unlock()
		t.databases[at] = (*found).normal()
		return true, nil
	}
	asked := map[DatabaseLocation]bool{}
	for _, r := range t.requests {
		if !r.Type.inDatabase() {
			continue
		}
		at := w.config.databaseAt(r)
		asked[at] = true
		out = append(out, func(ctx context.Context) error {
			if there, err := look(ctx, at); there || err != nil {
				return err
			}
			other := at
			other.Static = !at.Static
			_, err := look(ctx, other)
			return err
		})
	}
	for _, name := range t.owned {
		if at, ok := databaseLocation(name); ok && !asked[at] {
			out = append(out, func(ctx context.Context) error {
				_, err := look(ctx, at)
				return err
			})
		}
	}
	return out
}

// looksAtEngines looks whether the engines and connections are there that requests are about.
func (w *world) looksAtEngines(store Store, server DatabaseStore) (out []func(context.Context) error) {
	for i := range w.config.Requests {
		r := &w.config.Requests[i]
		b := w.config.database(r)
		if !r.Type.inDatabase() {
			continue
		}
		if _, begun := w.engines[b.mount()]; !begun {
			w.engines[b.mount()] = nil
			out = append(out, func(ctx context.Context) error { return w.lookAtEngine(ctx, store, b.mount()) })
		}
		key := b.mount() + "/" + b.Connection
		if _, begun := w.allowed[key]; !begun {
			w.allowed[key] = nil
			out = append(out, func(ctx context.Context) error { return w.lookAtConnection(ctx, server, b, key) })
		}
	}
	return out
}

func (w *world) lookAtEngine(ctx context.Context, store Store, mount string) error {
	m, err := store.Mount(ctx, mount)
	w.turn.Lock()
	defer w.turn.Unlock()
	switch {
	case errors.Is(err, ErrNotFound) || err == nil && m.Path != mount:
		w.engines[mount] = fmt.Errorf("there is no engine at %s", quoted(mount))
	case err != nil:
		return fmt.Errorf("find the mount of %q: %w", mount, err)
	case m.Type != "database":
		w.engines[mount] = fmt.Errorf("the mount %s is of type %s, not database", quoted(mount), m.Type)
	}
	return nil
}

// lookAtConnection notes whether a connection is there. Who may not see it finds out when the server uses it.
func (w *world) lookAtConnection(ctx context.Context, server DatabaseStore, b *Database, key string) error {
	allowed, err := server.DatabaseConnection(ctx, b.mount(), b.Connection)
	w.turn.Lock()
	defer w.turn.Unlock()
	switch {
	case errors.Is(err, ErrDenied):
		return nil
	case errors.Is(err, ErrNotFound):
		w.allowed[key] = &connection{missing: true}
		return nil
	}
	w.allowed[key] = &connection{allowed: allowed}
	return wrapped(err, "read connection "+key)
}

func wrapped(err error, doing string) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%s: %w", doing, err)
}

// databaseLocation returns the role that a path of the API leads to.
func databaseLocation(name string) (at DatabaseLocation, ok bool) {
	dir, file := path.Split(name)
	at.Name, dir = file, strings.TrimSuffix(dir, "/")
	if at.Mount, ok = strings.CutSuffix(dir, "/static-roles"); ok {
		at.Static = true
		return at, true
	}
	at.Mount, ok = strings.CutSuffix(dir, "/roles")
	return at, ok
}

func isAt(name string) func(DatabaseLocation) bool {
	return func(at DatabaseLocation) bool { return at.String() == name }
}

func isRead(name string) func(DatabaseLocation) bool {
	return func(at DatabaseLocation) bool { return at.CredentialsPath() == name }
}

// normal returns the role as it is compared: whole seconds, and no empty lists.
func (r *DatabaseRole) normal() *DatabaseRole {
	out := *r
	for _, list := range []*[]string{
		&out.Statements.Creation, &out.Statements.Revocation, &out.Statements.Renewal, &out.Statements.Rollback, &out.Statements.Rotation,
	} {
		if len(*list) == 0 {
			*list = nil
		}
	}
	return &out
}
