package secrets

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/goldenpath-go/goldenpath/plan"
)

// TeardownOptions say how secrets are taken away. Nil stands for the zero value.
type TeardownOptions struct {
	// Destroy removes secrets with all their versions and metadata, for good. False: versions are soft-deleted, so that asking for the
	// secret again, or Undo, brings them back.
	Destroy bool
}

// Teardown says how one secret (all parts of scope are given), a service in an environment (no Name) or an environment (no
// Name and no Service) is taken away: first the role, so that nobody new logs in, then the policy, which ends what tokens
// may do at once, then the secrets. What is not ours stays. It does not matter whether it is asked for: take the request
// out of the file first, or the next Plan brings it back.
func (p *Provisioner) Teardown(ctx context.Context, l Layout, scope ID, o *TeardownOptions) (*Review, error) {
	if err := p.readyFor(l, scope); err != nil {
		return nil, err
	}
	mount, err := p.mount(ctx, l)
	if err != nil {
		return nil, err
	}
	w := &world{config: &Config{Layout: l}, mount: mount}
	if w.tenants, err = p.tenantsIn(ctx, w, scope); err != nil {
		return nil, err
	}
	if err := p.look(ctx, w); err != nil {
		return nil, err
	}
	if err := p.lookAtSecrets(ctx, w); err != nil {
		return nil, err
	}
	if err := p.lookAtDatabases(ctx, w); err != nil {
		return nil, err
	}
	d := &decision{Review: newReview("Teardown of "+strings.TrimRight(scope.String(), "/"), mount, l), p: p, w: w, now: p.now()}
	for _, t := range w.tenants {
		if err := d.tearDown(t, scope.Name, o != nil && o.Destroy); err != nil {
			return nil, err
		}
	}
	return d.done(), nil
}

func (p *Provisioner) readyFor(l Layout, scope ID) error {
	err := errors.Join(p.ready(&Config{Layout: l}), checkLabel(scope.Environment))
	if scope.Service != "" || scope.Name != "" {
		err = errors.Join(err, checkLabel(scope.Service))
	}
	if scope.Name != "" {
		err = errors.Join(err, checkName(scope.Name))
	}
	return err
}

// tenantsIn returns the services that a scope is about. Those of a whole environment are told by the names of policies and
// roles, and by the folders where services are within environments.
func (p *Provisioner) tenantsIn(ctx context.Context, w *world, scope ID) ([]*tenantState, error) {
	l, services := w.config.Layout, []string{scope.Service}
	var err error
	if w.policies, err = p.policies(ctx); err != nil {
		return nil, err
	}
	if scope.Service == "" {
		roles, err := p.roles(ctx, l.auth())
		if err != nil {
			return nil, err
		}
		services = append(servicesOf(l.policy(), w.policies, scope.Environment), servicesOf(l.role(), roles, scope.Environment)...)
		if strings.HasSuffix(l.path(), environmentPart+"/"+servicePart+"/"+namePart) {
			names, err := p.list(ctx, w.mount.location(l.folder(tenant{scope.Environment, ""})))
			if err != nil {
				return nil, err
			}
			for _, name := range names {
				if service := strings.TrimSuffix(name, "/"); service != name && checkLabel(service) == nil {
					services = append(services, service)
				}
			}
		}
		slices.Sort(services)
		services = slices.Compact(services)
	}
	var out []*tenantState
	for _, service := range services {
		out = append(out, &tenantState{tenant: tenant{scope.Environment, service}, metadata: map[string]*Metadata{}})
	}
	return out, nil
}

// servicesOf returns the services of an environment that names of policies or roles tell of.
func servicesOf(pattern string, names []string, environment string) (out []string) {
	for _, name := range names {
		if t, ok := tenantOf(pattern, name); ok && t.environment == environment {
			out = append(out, t.service)
		}
	}
	return out
}

// tearDown takes away a service, or one secret of it.
func (d *decision) tearDown(t *tenantState, name string, destroy bool) error {
	made, ours := d.oursToTakeAway(t)
	var needs []string
	names, granted, owned := t.names, slices.Clone(made.paths), d.ownedBy(t, name)
	if name != "" {
		names = []string{name}
		made.owned = slices.DeleteFunc(made.owned, func(path string) bool { return slices.ContainsFunc(owned, isAt(path)) })
		made.paths = slices.DeleteFunc(made.paths, func(path string) bool {
			return path == d.w.at(t.tenant, name).dataPath() || slices.ContainsFunc(owned, isRead(path))
		})
	}
	switch {
	case !ours, name != "" && t.policy == nil:
	case name != "" && made.edited:
		return fmt.Errorf("the policy of %s was edited by hand; apply what is asked for first: %w", t, ErrConflict)
	case name == "" || len(made.paths)+len(made.owned) == 0:
		needs = d.removeAccess(t, owned)
	default:
		var err error
		if needs, err = d.narrow(t, made, d.removeDatabases(t, owned, nil)); err != nil {
			return err
		}
	}
	for _, name := range names {
		d.remove(t, name, destroy, needs, granted)
	}
	return nil
}

// oursToTakeAway reads what the service's policy says; false when it is not ours. A role that names our policy when there is
// none is left of what was ours.
func (d *decision) oursToTakeAway(t *tenantState) (policyMade, bool) {
	name := d.w.config.Layout.PolicyName(t.environment, t.service)
	if t.policy == nil {
		return policyMade{}, t.role != nil && slices.Contains(t.role.normal().Policies, name)
	}
	made, err := readPolicy(*t.policy)
	if ours := err == nil && made.manager == d.p.manager() && made.tenant == t.tenant; !ours {
		d.add(KindPolicy, t.tenant, name, Foreign, "it bears no mark of ours, and stays")
		return policyMade{}, false
	}
	return made, true
}

// removeAccess takes the service's role, the roles of databases and the policy away, and returns the keys of the steps. The policy
// is the mark of what is before it.
func (d *decision) removeAccess(t *tenantState, owned []DatabaseLocation) (needs []string) {
	l := d.w.config.Layout
	policy, role := l.PolicyName(t.environment, t.service), l.RoleName(t.environment, t.service)
	if t.role != nil {
		if now := t.role.normal(); slices.Contains(now.Policies, policy) {
			d.add(KindRole, t.tenant, role, Remove)
			s := plan.Step{Key: string(KindRole) + "/" + l.auth() + "/" + role, Verb: plan.Delete, Summary: "nobody new logs in by it", Reversible: true}
			d.p.roleDo(&s, l.auth(), role, now, nil)
			needs = append(needs, d.step(s))
		} else {
			d.add(KindRole, t.tenant, role, Foreign, "it does not name our policy, and stays")
		}
	}
	if t.policy == nil {
		return needs
	}
	needs = append(needs, d.removeDatabases(t, owned, slices.Clone(needs))...)
	d.add(KindPolicy, t.tenant, policy, Remove)
	s := plan.Step{Key: string(KindPolicy) + "/" + policy, Verb: plan.Delete, Summary: "tokens lose it at once", Needs: needs, Reversible: true}
	d.p.policyDo(&s, policy, t.policy, nil)
	return append(slices.Clone(needs), d.step(s))
}

// narrow writes the service's policy with what remains.
func (d *decision) narrow(t *tenantState, remains policyMade, needs []string) ([]string, error) {
	name, paths := d.w.config.Layout.PolicyName(t.environment, t.service), remains.paths
	text, err := policyText(d.p.manager(), t.tenant, paths, remains.owned)
	if err != nil || text == *t.policy {
		return nil, err
	}
	d.add(KindPolicy, t.tenant, name, Change, "it is narrowed to "+count(len(paths), "secret"))
	s := plan.Step{Key: string(KindPolicy) + "/" + name, Verb: plan.Update, Summary: "lets " + t.String() + " read " + count(len(paths), "secret"), Needs: needs, Reversible: true}
	d.p.policyDo(&s, name, t.policy, &text)
	return []string{d.step(s)}, nil
}

// remove takes one secret away.
func (d *decision) remove(t *tenantState, name string, destroy bool, needs, granted []string) {
	at, m := d.w.at(t.tenant, name), t.metadata[name]
	s := plan.Step{Key: secretKey(at), Verb: plan.Delete, Needs: needs}
	switch {
	case d.w.mount.KV == 1:
		if !slices.Contains(t.names, name) || !slices.Contains(granted, at.dataPath()) { // it has no other mark
			return
		}
		s.Summary = "for good: kv version 1 keeps nothing"
		s.Do = func(ctx context.Context) (plan.Receipt, error) { return plan.Receipt{}, d.p.Store.Delete(ctx, at) }
	case m == nil:
		return
	case !d.p.owns(m):
		d.add(KindSecret, t.tenant, at.String(), Foreign, "it bears no mark of ours, and stays")
		return
	case destroy:
		s.Summary = "for good, with " + count(len(m.Versions), "version")
		s.Do = func(ctx context.Context) (plan.Receipt, error) {
			return plan.Receipt{}, d.p.Store.DeleteMetadata(ctx, at)
		}
	default:
		live := d.earlier(m)
		if d.live(m.Latest()) {
			live = append(live, m.Current)
		}
		if len(live) == 0 {
			return
		}
		u := undoing{Op: opUndelete, At: &at, Others: live}
		s.Summary, s.Reversible, s.Intent = "soft-delete "+count(len(live), "version"), true, u.json()
		s.Do = func(ctx context.Context) (plan.Receipt, error) {
			return plan.Receipt{Undo: u.json()}, d.p.Store.Delete(ctx, at, live...)
		}
	}
	d.add(KindSecret, t.tenant, at.String(), Remove)
	d.step(s)
}
