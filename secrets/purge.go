package secrets

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/goldenpath-go/goldenpath/plan"
)

// PurgeOptions say what Purge destroys. Nil stands for the zero value.
type PurgeOptions struct {
	// Retention is for how long what was torn down can be undeleted. 0: 30 days.
	Retention Period
}

const defaultRetention = Period(30 * 24 * time.Hour)

// errLive says that something is not to be purged.
var errLive = errors.New("it is not torn down")

// Purge says which secrets that were torn down have been so for longer than the retention: a plan that destroys them with all
// their versions and metadata, for good. Scope is as for Teardown; of a whole environment, services are found where the layout
// has their folders in that of the environment. A secret that c asks for, can be read or is not ours is never purged, and is an
// error when scope names it. One that was claimed and never got a value counts from its claim.
func (p *Provisioner) Purge(ctx context.Context, c *Config, scope ID, o *PurgeOptions) (*Review, error) {
	if o == nil {
		o = &PurgeOptions{}
	}
	if err := errors.Join(p.ready(c), p.readyFor(c.Layout, scope)); err != nil {
		return nil, err
	}
	mount, err := p.mount(ctx, c.Layout)
	if err != nil {
		return nil, err
	}
	if mount.KV != 2 {
		return nil, errors.New("kv version 1 keeps nothing that could be purged")
	}
	w := &world{config: c, mount: mount, parents: map[string][]string{}}
	if w.tenants, err = p.tenantsIn(ctx, w, scope); err != nil {
		return nil, err
	}
	if err := p.listTenants(ctx, w); err != nil {
		return nil, err
	}
	if err := p.lookAtSecrets(ctx, w); err != nil {
		return nil, err
	}
	d := &decision{Review: newReview("Purge", mount, c.Layout), p: p, w: w, now: p.now()}
	for _, t := range w.tenants {
		for _, name := range t.names {
			if scope.Name != "" && name != scope.Name {
				continue
			}
			if err := d.purge(t, name, time.Duration(cmp.Or(o.Retention, defaultRetention))); err != nil && scope.Name != "" {
				return nil, err
			}
		}
	}
	return d.done(), nil
}

// listTenants lists the services' folders.
func (p *Provisioner) listTenants(ctx context.Context, w *world) error {
	return p.each(ctx, len(w.tenants), func(ctx context.Context, i int) error {
		t := w.tenants[i]
		names, err := p.list(ctx, w.mount.location(w.config.Layout.folder(t.tenant)))
		t.names = slices.DeleteFunc(names, func(s string) bool { return checkName(s) != nil })
		return err
	})
}

// purge decides about one secret. The error says why it is left alone.
func (d *decision) purge(t *tenantState, name string, retention time.Duration) error {
	at, m := d.w.at(t.tenant, name), t.metadata[name]
	asked := slices.ContainsFunc(d.w.config.Requests, func(r Request) bool {
		return r.ID == ID{t.environment, t.service, name} && !r.Type.inDatabase()
	})
	switch {
	case asked:
		return fmt.Errorf("%s is asked for: %w", at, errLive)
	case !d.p.owns(m):
		return fmt.Errorf("%s: %w", at, ErrForeign)
	case d.live(m.Latest()) || len(d.earlier(m)) > 0:
		return fmt.Errorf("%s can be read: %w", at, errLive)
	}
	since := deletedSince(m)
	if ends := since.Add(retention); d.now.Before(ends) {
		d.add(KindSecret, t.tenant, at.String(), Keep, "it can be undeleted until "+ends.UTC().Format(time.DateOnly))
		return nil
	}
	why := "it never had a value, since " + since.UTC().Format(time.DateOnly)
	if m.Current > 0 {
		why = fmt.Sprintf("deleted since %s, %s", since.UTC().Format(time.DateOnly), count(len(m.Versions), "version"))
	}
	d.add(KindSecret, t.tenant, at.String(), Remove, why)
	d.step(plan.Step{
		Key: "purge/" + at.String(), Verb: plan.Delete, Summary: "for good: " + why,
		Do: func(ctx context.Context) (plan.Receipt, error) { return plan.Receipt{}, d.p.purge(ctx, at, m, since) },
	})
	return nil
}

// deletedSince returns when the last of a secret's versions was taken away; when that is not known, when it was made.
func deletedSince(m *Metadata) (since time.Time) {
	since = m.Created
	for _, v := range m.Versions {
		for _, at := range []time.Time{v.Created, v.Deleted} {
			if at.After(since) {
				since = at
			}
		}
	}
	return since
}

// purge destroys a secret that still is as it was when the plan was made.
func (p *Provisioner) purge(ctx context.Context, at Location, was *Metadata, since time.Time) error {
	if err := leaseOf(ctx).hold(ctx); err != nil {
		return err
	}
	m, err := p.metadata(ctx, at)
	switch {
	case err != nil || m == nil:
		return err
	case !p.owns(m) || m.Current != was.Current || m.Latest() != was.Latest() || !deletedSince(m).Equal(since):
		return fmt.Errorf("%s: %w; plan again", at, ErrConflict)
	}
	return p.Store.DeleteMetadata(ctx, at)
}
