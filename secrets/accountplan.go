package secrets

import (
	"cmp"
	"context"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"github.com/goldenpath-go/goldenpath/plan"
)

// owns returns what the service's policy has to say that it owns: what is asked for, and what it owned and is there yet.
func (d *decision) owns(t *tenantState) (out []string) {
	for _, r := range t.requests {
		if r.Type.inDatabase() {
			out = append(out, d.w.config.databaseAt(r).String())
		}
	}
	for _, name := range t.owned {
		if at, ok := databaseLocation(name); ok && t.databases[at] != nil {
			out = append(out, name)
		}
	}
	return out
}

// database decides about a role of a database. The step is nil when nothing is to be done.
func (d *decision) database(t *tenantState, r *Request) *plan.Step {
	at, want := d.w.config.databaseAt(r), d.w.config.databaseRole(r).normal()
	now := t.databases[at]
	if err := d.databaseFault(t, r, at, now); err != nil {
		d.errs.Add(r.Pos, "", err.Error())
		return nil
	}
	s := &plan.Step{Key: string(KindDatabase) + "/" + at.String(), Verb: plan.Create, Summary: want.String(), Reversible: !at.Static}
	ours := slices.Contains(t.owned, at.String())
	switch {
	case now == nil:
		d.add(KindDatabase, t.tenant, at.String(), Add, want.String())
	case !ours && !r.Adopt:
		d.foreign(KindDatabase, t.tenant, at.String(), r.Pos)
		return nil
	case reflect.DeepEqual(now, want):
		verdict, why := Keep, ""
		if !ours {
			verdict, why = Adopt, "it stays as it is"
		}
		d.add(KindDatabase, t.tenant, at.String(), verdict, why)
		return nil
	default:
		s.Verb, s.Diff, s.Reversible = plan.Update, fieldsDiff(*now, *want), true
		d.add(KindDatabase, t.tenant, at.String(), Change, strings.Split(strings.TrimSpace(s.Diff), "\n")...)
	}
	d.p.databaseDo(s, at, now, want)
	return s
}

// String says what the role is for.
func (r *DatabaseRole) String() string {
	if r.Account != "" {
		return fmt.Sprintf("account %s of %s, its password replaced now and each %s", r.Account, r.Connection, Period(r.Period))
	}
	life := "as long as the engine says"
	if ttl := cmp.Or(r.TTL, r.MaxTTL); ttl != 0 {
		life = Period(ttl).String()
	}
	return fmt.Sprintf("an account of %s for each who reads, for %s", r.Connection, life)
}

// databaseFault returns why a role cannot be made or changed.
func (d *decision) databaseFault(t *tenantState, r *Request, at DatabaseLocation, now *DatabaseRole) error {
	if _, ok := d.p.Store.(DatabaseStore); !ok {
		return errNoDatabases
	}
	b, other := d.w.config.database(r), at
	other.Static = !at.Static
	if err := d.w.engines[b.mount()]; err != nil {
		return err
	}
	c := d.w.allowed[b.mount()+"/"+b.Connection]
	switch {
	case c != nil && c.missing:
		return fmt.Errorf("there is no connection %s at %s", quoted(b.Connection), quoted(b.mount()))
	case c != nil && !c.allows(at.Name):
		return fmt.Errorf("the connection %s does not allow the role %s", quoted(b.Connection), at.Name)
	case t.databases[other] != nil:
		return fmt.Errorf("there is %s of the same name; tear it down first", other)
	case now != nil && at.Static && (now.Account != r.Account || now.Connection != b.Connection):
		return fmt.Errorf("%s is of the account %s of %s, which cannot be changed; tear it down first", at, quoted(now.Account), quoted(now.Connection))
	}
	return nil
}

// databaseDo fills in what makes a step write a role of a database, or remove it when after is nil.
func (p *Provisioner) databaseDo(s *plan.Step, at DatabaseLocation, before, after *DatabaseRole) {
	u := undoing{Op: opDatabase, Database: &at, Account: [2]*DatabaseRole{before, after}}
	s.Intent = u.json()
	s.Do = func(ctx context.Context) (plan.Receipt, error) {
		return plan.Receipt{Undo: u.json()}, p.moveDatabaseRole(ctx, at, before, after)
	}
}

func (p *Provisioner) moveDatabaseRole(ctx context.Context, at DatabaseLocation, from, to *DatabaseRole) error {
	server, ok := p.Store.(DatabaseStore)
	if !ok {
		return errNoDatabases
	}
	if err := leaseOf(ctx).hold(ctx); err != nil {
		return err
	}
	found, err := absent(server.DatabaseRole(ctx, at))
	if err != nil {
		return fmt.Errorf("read role %s: %w", at, err)
	}
	now := (*DatabaseRole)(nil)
	if found != nil {
		now = (*found).normal()
	}
	switch {
	case reflect.DeepEqual(now, to):
		return nil
	case !reflect.DeepEqual(now, from):
		return fmt.Errorf("role %s: %w; plan again", at, ErrConflict)
	case to == nil:
		return server.DeleteDatabaseRole(ctx, at)
	}
	return server.PutDatabaseRole(ctx, at, to)
}

// rotateAccount has the server replace the password of an account.
func (d *decision) rotateAccount(t *tenantState, r *Request) {
	at := d.w.config.databaseAt(r)
	server, ok := d.p.Store.(DatabaseStore)
	if !ok || t.databases[at] == nil || !slices.Contains(t.owned, at.String()) {
		return
	}
	d.add(KindDatabase, t.tenant, at.String(), Rotate, "the password of "+quoted(t.databases[at].Account))
	d.step(plan.Step{
		Key: "rotate-role/" + at.String(), Verb: plan.Update, Summary: "a new password at once; the one before ends",
		Do: func(ctx context.Context) (plan.Receipt, error) {
			return plan.Receipt{}, server.RotateDatabaseRole(ctx, at)
		},
	})
}

// orphanDatabases notes the roles of databases that are owned and not asked for.
func (d *decision) orphanDatabases(t *tenantState) {
	for _, name := range t.owned {
		at, ok := databaseLocation(name)
		asked := slices.ContainsFunc(t.requests, func(r *Request) bool { return r.Type.inDatabase() && d.w.config.databaseAt(r) == at })
		if ok && !asked && t.databases[at] != nil {
			d.add(KindDatabase, t.tenant, name, Orphan, "it is not asked for")
		}
	}
}

// ownedBy returns the roles of databases that a service owns, or the one that is made for a secret of it.
func (d *decision) ownedBy(t *tenantState, name string) (out []DatabaseLocation) {
	for _, owned := range t.owned {
		at, ok := databaseLocation(owned)
		if ok && (name == "" || at.Name == t.environment+"_"+t.service+"_"+name) {
			out = append(out, at)
		}
	}
	return out
}

// removeDatabases takes roles of databases away, as far as they are there, and returns the keys of the steps.
func (d *decision) removeDatabases(t *tenantState, owned []DatabaseLocation, needs []string) (keys []string) {
	for _, at := range owned {
		now := t.databases[at]
		if now == nil {
			continue
		}
		s := plan.Step{
			Key: string(KindDatabase) + "/" + at.String(), Verb: plan.Delete, Needs: needs, Reversible: !at.Static,
			Summary: "accounts that were given out live until their time is over",
		}
		if at.Static {
			s.Summary = "the account " + now.Account + " stays, with a password that nobody reads any more"
		}
		d.add(KindDatabase, t.tenant, at.String(), Remove)
		d.p.databaseDo(&s, at, now, nil)
		keys = append(keys, d.step(s))
	}
	return keys
}
