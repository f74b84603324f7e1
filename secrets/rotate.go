package secrets

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/goldenpath-go/goldenpath/plan"
	"github.com/goldenpath-go/goldenpath/source"
)

// RotateOptions say what Rotate replaces. Nil stands for the zero value.
type RotateOptions struct {
	// Only are the secrets to look at. None: all.
	Only []ID
	// Now replaces values that are not due as well; not those that were replaced within their grace. The server is told to
	// replace the passwords of accounts of databases, too, which it does by itself else.
	Now bool
}

// Rotate says which generated values are due, and which replaced ones have outlived their grace: a plan that writes new ones,
// and destroys the latter. A value that was replaced can be read as the version before for as long as its grace lasts, so
// that who checks a value can accept both; two values are live at most. Ages are those of the versions, by the server's
// clock, so that nothing is rotated twice, whatever became of an earlier run. Secrets that are not there, not ours or
// external are left alone.
func (p *Provisioner) Rotate(ctx context.Context, c *Config, o *RotateOptions) (*Review, error) {
	if o == nil {
		o = &RotateOptions{}
	}
	w, err := p.observe(ctx, c, false)
	if err != nil {
		return nil, err
	}
	d := &decision{Review: newReview("Rotation", w.mount, c.Layout), p: p, w: w, now: p.now()}
	for _, t := range w.tenants {
		for _, r := range t.requests {
			if r.Type == DatabaseStatic && o.Now && (len(o.Only) == 0 || slices.Contains(o.Only, r.ID)) {
				d.rotateAccount(t, r)
			}
			m := t.metadata[r.Name]
			if asked := len(o.Only) == 0 || slices.Contains(o.Only, r.ID); asked && r.Type == Generated && p.owns(m) && d.live(m.Latest()) {
				d.rotate(t, r, m, o.Now)
			}
		}
	}
	return d.done(), nil
}

func (d *decision) rotate(t *tenantState, r *Request, m *Metadata, forced bool) {
	at := d.w.at(t.tenant, r.Name)
	d.retire(t, r, m, at)
	due, latest := dueAt(at, r, m.Latest()), m.Latest()
	inGrace := m.Current > 1 && d.now.Before(latest.Created.Add(r.Rotation.grace())) && slices.Contains(d.earlier(m), m.Current-1)
	switch {
	case inGrace && forced:
		d.add(KindSecret, t.tenant, at.String(), Keep, fmt.Sprintf("version %d is within its grace", m.Current-1))
	case inGrace || !forced && (due.IsZero() || d.now.Before(due)):
	default:
		d.add(KindSecret, t.tenant, at.String(), Rotate, fmt.Sprintf("version %d is of %s", m.Current, latest.Created.UTC().Format(time.DateOnly)))
		d.step(*d.p.rotateStep(at, r, m))
	}
}

// earlier returns the versions before the current one that can be read.
func (d *decision) earlier(m *Metadata) (out []int) {
	for number, v := range m.Versions {
		if number < m.Current && d.live(v) {
			out = append(out, number)
		}
	}
	slices.Sort(out)
	return out
}

// retire destroys the versions whose successor has been there for longer than the grace.
func (d *decision) retire(t *tenantState, r *Request, m *Metadata, at Location) {
	var old []int
	for _, number := range d.earlier(m) {
		next, ok := m.Versions[number+1]
		if ok && !d.now.Before(next.Created.Add(r.Rotation.grace())) {
			old = append(old, number)
		}
	}
	if len(old) == 0 {
		return
	}
	what := "version " + strings.Trim(strings.ReplaceAll(fmt.Sprint(old), " ", ", "), "[]")
	d.add(KindSecret, t.tenant, at.String(), Retire, what)
	d.step(plan.Step{
		Key: "retire/" + at.String(), Verb: plan.Delete, Summary: "destroy " + what + ", replaced and past its grace",
		Do: func(ctx context.Context) (plan.Receipt, error) {
			return plan.Receipt{}, d.p.Store.Destroy(ctx, at, old...)
		},
	})
}

// rotateStep replaces a value, if it is still the one that the plan was made of.
func (p *Provisioner) rotateStep(at Location, r *Request, m *Metadata) *plan.Step {
	u := undoing{Op: opRotate, At: &at, Version: m.Current + 1}
	return &plan.Step{
		Key: "rotate/" + at.String(), Verb: plan.Update, // without Intent: after a conflict, the version is another's
		Summary: fmt.Sprintf("version %d, %s; version %d can be read for %s more", u.Version, r.Shape, m.Current, Period(r.Rotation.grace())),
		Do: func(ctx context.Context) (plan.Receipt, error) {
			v, err := p.value(ctx, r)
			if err != nil {
				return plan.Receipt{}, err
			}
			if _, err = p.Store.Write(ctx, at, v, m.Current); err != nil {
				return plan.Receipt{}, err
			}
			return plan.Receipt{Undo: u.json()}, nil
		},
	}
}

// jitterPart is the part of a period by which secrets are due earlier, each by its own amount, so that those which were made
// together are not all replaced together.
const jitterPart = 10

// jittered returns the shortest time after which a value with the period is due.
func jittered(p Period) time.Duration { return time.Duration(p) - time.Duration(p)/jitterPart }

// dueAt returns when a version is to be replaced; zero when it never is.
func dueAt(at Location, r *Request, v Version) time.Time {
	if r.Rotation.Period == 0 || v.Created.IsZero() {
		return time.Time{}
	}
	period := time.Duration(r.Rotation.Period)
	if r.Type == Generated {
		sum := sha256.Sum256([]byte(at.String()))
		period -= time.Duration(binary.BigEndian.Uint64(sum[:]) % uint64(period/jitterPart))
	}
	return v.Created.Add(period)
}

// Rollback says how an earlier value of a secret becomes the current one again: it is read, and written as a new version.
// Version 0 is the newest before the current one that can be read. Whoever applies needs to be allowed to read it.
func (p *Provisioner) Rollback(ctx context.Context, c *Config, id ID, version int) (*Review, error) {
	w, t, r, err := p.find(ctx, c, id)
	if err != nil {
		return nil, err
	}
	d := &decision{Review: newReview("Rollback", w.mount, c.Layout), p: p, w: w, now: p.now()}
	at, m := w.at(t.tenant, id.Name), t.metadata[id.Name]
	if !p.owns(m) {
		return nil, &source.Error{Pos: r.Pos, Err: fmt.Errorf("%s: %w", at, ErrNotFound)}
	}
	earlier := d.earlier(m)
	if version == 0 && len(earlier) > 0 {
		version = earlier[len(earlier)-1]
	}
	if !slices.Contains(earlier, version) {
		return nil, fmt.Errorf("roll back %s: a version before %d that can be read: %w", at, m.Current, ErrNotFound)
	}
	d.add(KindSecret, t.tenant, at.String(), Change, fmt.Sprintf("back to version %d", version))
	u := undoing{Op: opRotate, At: &at, Version: m.Current + 1}
	d.step(plan.Step{
		Key: "rollback/" + at.String(), Verb: plan.Update,
		Summary: fmt.Sprintf("the value of version %d becomes version %d", version, m.Current+1),
		Do: func(ctx context.Context) (plan.Receipt, error) {
			if err := p.writeBack(ctx, at, version, m.Current); err != nil {
				return plan.Receipt{}, err
			}
			return plan.Receipt{Undo: u.json()}, nil
		},
	})
	return d.done(), nil
}

// find observes one secret that is asked for.
func (p *Provisioner) find(ctx context.Context, c *Config, id ID) (*world, *tenantState, *Request, error) {
	i := slices.IndexFunc(c.Requests, func(r Request) bool { return r.ID == id })
	if i < 0 {
		return nil, nil, nil, fmt.Errorf("%s is not asked for: %w", quoted(id.String()), ErrNotFound)
	}
	if err := p.ready(c); err != nil {
		return nil, nil, nil, err
	}
	mount, err := p.mount(ctx, c.Layout)
	if err != nil {
		return nil, nil, nil, err
	}
	w := &world{config: c, mount: mount}
	t := &tenantState{tenant: id.tenant(), metadata: map[string]*Metadata{}}
	if mount.KV == 2 {
		if t.metadata[id.Name], err = p.metadata(ctx, w.at(t.tenant, id.Name)); err != nil {
			return nil, nil, nil, err
		}
	}
	return w, t, &c.Requests[i], nil
}
