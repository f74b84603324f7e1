package secrets

import (
	"context"
	"fmt"
	"path"
	"slices"
	"strings"
	"sync"
)

// world is what there is of what a Config asks for.
type world struct {
	config   *Config
	mount    Mount
	policies []string // all names, sorted
	roles    []string // all names, sorted; only where listed
	listed   bool     // roles and the folders above the services' have been listed
	parents  map[string][]string
	tenants  []*tenantState         // those that the Config has secrets of, in order
	engines  map[string]error       // of databases that are asked for: what is wrong with them, by mount
	allowed  map[string]*connection // by mount and name
	turn     sync.Mutex             // of maps that several goroutines fill
}

// tenantState is what there is of a service in an environment.
type tenantState struct {
	tenant
	requests []*Request // by name
	consumer Consumer   // with its defaults
	names    []string   // of secrets in its folder, sorted
	metadata map[string]*Metadata
	policy   *string
	role     *Role
	owned    []string // what our policy says that has no mark of its own
	// roles of databases that are asked for or owned, or in the way; what is not there is left out
	databases map[DatabaseLocation]*DatabaseRole
}

// observe looks at everything that a Config is about, with as few requests as tell it: a service that has its policy is
// looked at directly; where one has none, one list for each environment tells which folders there are at all. An audit
// lists what is above in any case.
func (p *Provisioner) observe(ctx context.Context, c *Config, audit bool) (*world, error) {
	if err := p.ready(c); err != nil {
		return nil, err
	}
	w := &world{config: c, tenants: c.tenants(), parents: map[string][]string{}}
	err := p.all(ctx, func(ctx context.Context) (err error) {
		w.mount, err = p.mount(ctx, c.Layout)
		return err
	}, func(ctx context.Context) (err error) {
		w.policies, err = p.policies(ctx)
		return err
	})
	if err != nil {
		return nil, err
	}
	if audit || slices.ContainsFunc(w.tenants, func(t *tenantState) bool { return !w.hasPolicy(t.tenant) }) {
		if err := p.listAbove(ctx, w, audit); err != nil {
			return nil, err
		}
	}
	if err := p.look(ctx, w); err != nil {
		return nil, err
	}
	if err := p.lookAtSecrets(ctx, w); err != nil {
		return nil, err
	}
	return w, p.lookAtDatabases(ctx, w)
}

// tenants returns the services that secrets are asked for, with these.
func (c *Config) tenants() []*tenantState {
	by := map[tenant]*tenantState{}
	var out []*tenantState
	for i := range c.Requests {
		r := &c.Requests[i]
		t := by[r.tenant()]
		if t == nil {
			t = &tenantState{tenant: r.tenant(), consumer: c.consumer(r.tenant()), metadata: map[string]*Metadata{}}
			by[t.tenant] = t
			out = append(out, t)
		}
		t.requests = append(t.requests, r)
	}
	for _, t := range out {
		slices.SortFunc(t.requests, func(a, b *Request) int { return a.Compare(b.ID) })
	}
	slices.SortFunc(out, func(a, b *tenantState) int { return a.compare(b.tenant) })
	return out
}

// consumer returns who reads the secrets of a service in an environment: what is said for the environment goes before what is
// said for all.
func (c *Config) consumer(t tenant) Consumer {
	out := Consumer{Service: t.service}
	for _, u := range c.Consumers {
		if u.Service == t.service && (u.Environment == t.environment || u.Environment == "" && out.Environment == "") {
			out = u
		}
	}
	out.Environment = t.environment
	if len(out.Namespaces) == 0 {
		out.Namespaces = []string{t.environment}
	}
	if len(out.ServiceAccounts) == 0 {
		out.ServiceAccounts = []string{t.service}
	}
	if out.TTL == 0 {
		out.TTL = defaultTTL
	}
	return out
}

func (w *world) hasPolicy(t tenant) bool {
	return slices.Contains(w.policies, w.config.Layout.PolicyName(t.environment, t.service))
}

// parent returns the folder above a service's, and its own name there.
func (w *world) parent(t tenant) (folder, name string) {
	folder, name = path.Split(w.config.Layout.folder(t))
	return strings.TrimSuffix(folder, "/"), name + "/"
}

// listAbove lists the roles, and the folders above those of the services that have no policy, or of all.
func (p *Provisioner) listAbove(ctx context.Context, w *world, all bool) error {
	w.listed = true
	var folders []string
	for _, t := range w.tenants {
		if all || !w.hasPolicy(t.tenant) {
			folder, _ := w.parent(t.tenant)
			folders = append(folders, folder)
		}
	}
	slices.Sort(folders)
	folders = slices.Compact(folders)
	found := make([][]string, len(folders))
	lists := []func(context.Context) error{func(ctx context.Context) (err error) {
		w.roles, err = p.roles(ctx, w.config.Layout.auth())
		return err
	}}
	for i, folder := range folders {
		lists = append(lists, func(ctx context.Context) (err error) {
			found[i], err = p.list(ctx, w.mount.location(folder))
			return err
		})
	}
	err := p.all(ctx, lists...)
	for i, folder := range folders {
		w.parents[folder] = found[i]
	}
	return err
}

func (p *Provisioner) policies(ctx context.Context) ([]string, error) {
	names, err := p.Store.Policies(ctx)
	return names, wrapped(err, "list policies")
}

func (p *Provisioner) roles(ctx context.Context, auth string) ([]string, error) {
	names, err := p.Store.Roles(ctx, auth)
	return names, wrapped(err, "list roles")
}

func (p *Provisioner) list(ctx context.Context, folder Location) ([]string, error) {
	names, err := p.Store.List(ctx, folder)
	if err != nil {
		return nil, fmt.Errorf("list %s: %w", folder, err)
	}
	return names, nil
}

// look looks at each service's folder, policy and role, as far as they may be there.
func (p *Provisioner) look(ctx context.Context, w *world) error {
	var looks []func(context.Context) error
	for _, t := range w.tenants {
		looks = append(looks, p.looks(w, t)...)
	}
	return p.all(ctx, looks...)
}

func (p *Provisioner) looks(w *world, t *tenantState) (out []func(context.Context) error) {
	l := w.config.Layout
	folder, own := w.parent(t.tenant)
	siblings, known := w.parents[folder]
	if w.hasPolicy(t.tenant) {
		out = append(out, func(ctx context.Context) (err error) {
			t.policy, err = p.policy(ctx, l.PolicyName(t.environment, t.service))
			return err
		})
	}
	if role := l.RoleName(t.environment, t.service); !w.listed || slices.Contains(w.roles, role) {
		out = append(out, func(ctx context.Context) (err error) {
			t.role, err = p.role(ctx, l, role)
			return err
		})
	}
	if !known || slices.Contains(siblings, own) {
		out = append(out, func(ctx context.Context) error {
			names, err := p.list(ctx, w.mount.location(l.folder(t.tenant)))
			t.names = slices.DeleteFunc(names, func(s string) bool { return checkName(s) != nil }) // folders, and what cannot be ours
			return err
		})
	}
	return out
}

func (p *Provisioner) policy(ctx context.Context, name string) (*string, error) {
	text, err := absent(p.Store.Policy(ctx, name))
	if err != nil {
		return nil, fmt.Errorf("read policy %s: %w", name, err)
	}
	return text, nil
}

func (p *Provisioner) role(ctx context.Context, l Layout, name string) (*Role, error) {
	r, err := absent(p.Store.Role(ctx, l.auth(), name))
	if err != nil {
		return nil, fmt.Errorf("read role %s: %w", name, err)
	}
	if r == nil {
		return nil, nil
	}
	return *r, nil
}

func (p *Provisioner) metadata(ctx context.Context, at Location) (*Metadata, error) {
	m, err := absent(p.Store.Metadata(ctx, at))
	if err != nil {
		return nil, fmt.Errorf("read metadata of %s: %w", at, err)
	}
	if m == nil {
		return nil, nil
	}
	return *m, nil
}

// lookAtSecrets reads the metadata of what is in the services' folders, where there is metadata.
func (p *Provisioner) lookAtSecrets(ctx context.Context, w *world) error {
	if w.mount.KV != 2 {
		return nil
	}
	type secret struct {
		of   *tenantState
		name string
	}
	var all []secret
	for _, t := range w.tenants {
		for _, name := range t.names {
			all = append(all, secret{t, name})
		}
	}
	found := make([]*Metadata, len(all))
	err := p.each(ctx, len(all), func(ctx context.Context, i int) (err error) {
		found[i], err = p.metadata(ctx, w.at(all[i].of.tenant, all[i].name))
		return err
	})
	for i, s := range all {
		s.of.metadata[s.name] = found[i]
	}
	return err
}

// readPath returns the path of the API by which a request's secret is read.
func (w *world) readPath(r *Request) string {
	if r.Type.inDatabase() {
		return w.config.databaseAt(r).CredentialsPath()
	}
	return w.at(r.tenant(), r.Name).dataPath()
}

// at returns where a secret is.
func (w *world) at(t tenant, name string) Location {
	return w.mount.location(w.config.Layout.folder(t) + "/" + name)
}
