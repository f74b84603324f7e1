package secrets

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strconv"
	"time"

	"github.com/goldenpath-go/goldenpath/plan"
	"github.com/goldenpath-go/goldenpath/source"
)

// fewStrangers is how many policies of services that are not asked for Plan reads in any case.
const fewStrangers = 16

// Plan says what would bring the Store to what c asks for. It reads no value, and writes nothing. What is in the way and
// not ours is reported at the requests, as source.Errors that wrap ErrForeign; so is what the mount cannot do. Values are not
// replaced here, however old: see Rotate. What is ours and no longer asked for stays: see Teardown. Of policies that by their
// names could be ours it reads no more than there are services in c, or sixteen; where there are more, those that have a role
// of the same service, and Review.Unread counts what is left of these.
func (p *Provisioner) Plan(ctx context.Context, c *Config) (*Review, error) {
	w, err := p.observe(ctx, c, false)
	if err != nil {
		return nil, err
	}
	d := p.decide(w)
	if err := p.orphanPolicies(ctx, d, max(len(w.tenants), fewStrangers)); err != nil {
		return nil, err
	}
	d.errs.Sort()
	if err := p.refused(ctx, d.Items); err != nil {
		return nil, err
	}
	return d.done(), d.errs.Err()
}

// Audit looks at all that c asks for and around it, and says how the Store differs: what is missing, was edited, is orphaned,
// is old, or is not ours. Its plan is what would mend it, as far as nothing foreign is in the way.
func (p *Provisioner) Audit(ctx context.Context, c *Config) (*Review, error) {
	w, err := p.observe(ctx, c, true)
	if err != nil {
		return nil, err
	}
	d := p.decide(w)
	if err := p.orphanPolicies(ctx, d, math.MaxInt); err != nil {
		return nil, err
	}
	p.orphanRoles(d)
	p.orphanFolders(d)
	return d.done(), nil
}

// decision is a Review in the making.
type decision struct {
	*Review
	p    *Provisioner
	w    *world
	now  time.Time
	errs source.Errors
}

// clockSkew is how far our clock may be behind the server's, so that what was deleted there a moment ago counts as deleted.
const clockSkew = time.Minute

// live reports whether a version can be read.
func (d *decision) live(v Version) bool { return v.Live(d.now.Add(clockSkew)) }

func (d *decision) done() *Review {
	d.sort()
	return d.Review
}

// foreign notes something that is in the way.
func (d *decision) foreign(k Kind, t tenant, name string, at source.Position) {
	d.add(k, t, name, Foreign, "it bears no mark of ours")
	d.errs = append(d.errs, &source.Error{Pos: at, Err: fmt.Errorf("%s %s: %w", k, name, ErrForeign)})
}

// decide says what becomes of each service's secrets, policy and role.
func (p *Provisioner) decide(w *world) *decision {
	d := &decision{Review: newReview("Secrets", w.mount, w.config.Layout), p: p, w: w, now: p.now()}
	for _, t := range w.tenants {
		d.tenant(t)
	}
	return d
}

func (d *decision) tenant(t *tenantState) {
	policy := plan.Step{Key: string(KindPolicy) + "/" + d.w.config.Layout.PolicyName(t.environment, t.service)}
	var made []string
	for _, r := range t.requests {
		s := d.request(t, r)
		switch {
		case s == nil:
		case d.w.mount.KV == 1 || r.Type.inDatabase(): // the policy is the only mark there: without it, it would be nobody's after a crash
			s.Needs = append(s.Needs, policy.Key)
			d.step(*s)
		default:
			made = append(made, d.step(*s))
		}
	}
	needs := d.policy(t, policy, made)
	if needs == nil {
		d.free(policy.Key)
	}
	d.role(t, needs)
	d.orphans(t)
}

// free removes a need that turned out to be met.
func (d *decision) free(key string) {
	for i := range d.Plan.Steps {
		s := &d.Plan.Steps[i]
		s.Needs = slices.DeleteFunc(s.Needs, func(need string) bool { return need == key })
	}
}

// request decides about what one request asks for. The step is nil when nothing is to be done.
func (d *decision) request(t *tenantState, r *Request) *plan.Step {
	if r.Type.inDatabase() {
		return d.database(t, r)
	}
	return d.secret(t, r)
}

// secret decides about one secret. The step is nil when nothing is to be done.
func (d *decision) secret(t *tenantState, r *Request) *plan.Step {
	at, m := d.w.at(t.tenant, r.Name), t.metadata[r.Name]
	if _, ok := d.p.Store.(PasswordStore); !ok && r.Shape.Policy != "" {
		d.errs.Add(r.Pos, "", errNoPasswords.Error())
		return nil
	}
	if d.w.mount.KV == 1 {
		return d.plain(t, r, at)
	}
	if m == nil {
		d.makes = append(d.makes, at)
	}
	if m == nil || d.p.owns(m) && m.Current == 0 {
		return d.create(t, r, at, m)
	}
	if !d.p.owns(m) {
		if !r.Adopt {
			d.foreign(KindSecret, t.tenant, at.String(), r.Pos)
			return nil
		}
		d.add(KindSecret, t.tenant, at.String(), Adopt, "its value stays, version "+strconv.Itoa(m.Current))
		return d.p.stampStep(at, r, m, "take it over, its value stays")
	}
	return d.ours(t, r, at, m)
}

// create decides about a secret that has no value yet.
func (d *decision) create(t *tenantState, r *Request, at Location, m *Metadata) *plan.Step {
	if r.Type == Generated {
		why := r.Shape.String()
		if m != nil {
			why += "; it was begun and not finished"
		}
		d.add(KindSecret, t.tenant, at.String(), Add, why)
		return d.p.createStep(at, r, m)
	}
	if m == nil {
		d.add(KindSecret, t.tenant, at.String(), Add, "external: it waits for its value then")
		return d.p.createStep(at, r, nil)
	}
	if !sameStamps(m.Custom, d.p.stamped(m.Custom, r)) {
		return d.restamp(t, r, at, m)
	}
	why := "external: nobody has handed it in"
	if !m.Created.IsZero() {
		why += " since " + m.Created.UTC().Format(time.DateOnly)
	}
	d.add(KindSecret, t.tenant, at.String(), Waiting, why)
	return nil
}

// ours decides about a secret of ours that has versions.
func (d *decision) ours(t *tenantState, r *Request, at Location, m *Metadata) *plan.Step {
	latest := m.Latest()
	switch {
	case d.live(latest):
	case !latest.Destroyed:
		d.add(KindSecret, t.tenant, at.String(), Restore, fmt.Sprintf("version %d was deleted", m.Current))
		return d.p.restoreStep(at, r, m)
	case r.Type == Generated:
		d.add(KindSecret, t.tenant, at.String(), Add, fmt.Sprintf("version %d was destroyed; %s", m.Current, r.Shape))
		return d.p.createStep(at, r, m)
	default:
		d.add(KindSecret, t.tenant, at.String(), Waiting, fmt.Sprintf("external: version %d was destroyed, and nobody has handed in another", m.Current))
		return nil
	}
	if !sameStamps(m.Custom, d.p.stamped(m.Custom, r)) {
		return d.restamp(t, r, at, m)
	}
	d.add(KindSecret, t.tenant, at.String(), Keep, d.dueText(at, r, m))
	d.Items[len(d.Items)-1].Due = dueAt(at, r, m.Latest())
	return nil
}

func (d *decision) restamp(t *tenantState, r *Request, at Location, m *Metadata) *plan.Step {
	why := stampChanges(m.Custom, d.p.stamped(m.Custom, r))
	if m.UpdatedBy != "" {
		why += "; last changed by " + quoted(m.UpdatedBy)
	}
	d.add(KindSecret, t.tenant, at.String(), Change, why)
	return d.p.stampStep(at, r, m, why)
}

// dueText says when a secret's value is to be replaced, where that is so by now.
func (d *decision) dueText(at Location, r *Request, m *Metadata) string {
	due := dueAt(at, r, m.Latest())
	if due.IsZero() || d.now.Before(due) {
		return ""
	}
	return "due for rotation since " + due.UTC().Format(time.DateOnly)
}

// plain decides about a secret in an engine of version 1, which has neither versions nor metadata: what is there is ours if
// our policy says so.
func (d *decision) plain(t *tenantState, r *Request, at Location) *plan.Step {
	there := slices.Contains(t.names, r.Name)
	granted := d.p.grantedBy(t)
	switch {
	case r.Rotation.Period != 0 && r.Type == Generated:
		d.errs.Add(r.Pos, "", "rotation needs a mount of kv version 2: version 1 does not keep the value before")
	case there && !slices.Contains(granted, at.dataPath()) && !r.Adopt:
		d.foreign(KindSecret, t.tenant, at.String(), r.Pos)
	case there:
		d.add(KindSecret, t.tenant, at.String(), Keep)
	case r.Type == External:
		d.add(KindSecret, t.tenant, at.String(), Waiting, "external: nobody has handed it in")
	default:
		d.add(KindSecret, t.tenant, at.String(), Add, r.Shape.String())
		return d.p.plainStep(at, r)
	}
	return nil
}

// grantedBy returns what our policy of the service grants now.
func (p *Provisioner) grantedBy(t *tenantState) []string {
	if t.policy == nil {
		return nil
	}
	made, err := readPolicy(*t.policy)
	if err != nil || made.manager != p.manager() || made.tenant != t.tenant {
		return nil
	}
	return made.paths
}

// orphans notes what is in the service's folder, ours, and not asked for.
func (d *decision) orphans(t *tenantState) {
	for _, name := range t.names {
		asked := slices.ContainsFunc(t.requests, func(r *Request) bool { return r.Name == name && !r.Type.inDatabase() })
		m := t.metadata[name]
		if asked || !d.p.owns(m) {
			continue
		}
		if m.Current > 0 && !d.live(m.Latest()) {
			continue // it was torn down, and can be undeleted for as long as it is kept
		}
		d.add(KindSecret, t.tenant, d.w.at(t.tenant, name).String(), Orphan, "it is not asked for")
	}
	d.orphanDatabases(t)
}
