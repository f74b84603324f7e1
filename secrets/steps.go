package secrets

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"

	"github.com/goldenpath-go/goldenpath/plan"
)

// undoing is what a receipt keeps to take a step back. No value is in it.
type undoing struct {
	Op      string            `json:"op"`
	At      *Location         `json:"at,omitempty"`
	Version int               `json:"version,omitempty"` // that the step makes, or takes away
	Others  []int             `json:"versions,omitempty"`
	Custom  map[string]string `json:"custom,omitempty"`  // metadata before
	Stamped map[string]string `json:"stamped,omitempty"` // and after
	Fresh   bool              `json:"fresh,omitempty"`   // there was no version before
	Claim   bool              `json:"claim,omitempty"`   // no version is made
	Auth    string            `json:"auth,omitempty"`
	Name    string            `json:"name,omitempty"`
	Policy  [2]*string        `json:"policy,omitzero"` // before and after; nil: none
	Role    [2]*Role          `json:"role,omitzero"`
	// Database is a role of a database, with what it was before and is after.
	Database *DatabaseLocation `json:"database,omitempty"`
	Account  [2]*DatabaseRole  `json:"account,omitzero"`
}

const (
	opCreate   = "create"
	opStamp    = "stamp"
	opDelete   = "delete" // taken back by deleting
	opUndelete = "undelete"
	opRotate   = "rotate"
	opPlain    = "plain"
	opPolicy   = "policy"
	opRole     = "role"
	opDatabase = "database"
)

func (u undoing) json() json.RawMessage {
	data, err := json.Marshal(u)
	if err != nil {
		return nil // of strings and numbers alone it does not fail
	}
	return data
}

func secretKey(at Location) string { return string(KindSecret) + "/" + at.String() }

// createStep claims a secret and, when it is generated, gives it a value: in this order, so that a value never is nobody's.
// m is what is there of it, or nil.
func (p *Provisioner) createStep(at Location, r *Request, m *Metadata) *plan.Step {
	u := undoing{Op: opCreate, At: &at, Version: 1, Fresh: true, Claim: r.Type == External}
	if m != nil {
		u.Version, u.Fresh = m.Current+1, m.Current == 0
	}
	s := &plan.Step{Key: secretKey(at), Verb: plan.Create, Summary: "external: a person hands it in", Reversible: u.Fresh, Intent: u.json()}
	if r.Type == Generated {
		s.Summary = "generated: " + r.Shape.String()
	}
	s.Do = func(ctx context.Context) (plan.Receipt, error) { return p.create(ctx, at, r, m, u) }
	return s
}

// create does what createStep says. A secret that was not there when the plan was made is looked at again, where it may be there
// by now: metadata knows no check-and-set, and a claim must not take what another has made.
func (p *Provisioner) create(ctx context.Context, at Location, r *Request, m *Metadata, u undoing) (plan.Receipt, error) {
	l := leaseOf(ctx)
	if err := l.hold(ctx); err != nil {
		return plan.Receipt{}, err
	}
	if m == nil && l.mayHave(at) {
		now, err := p.metadata(ctx, at)
		switch {
		case err != nil:
			return plan.Receipt{}, err
		case now != nil && !p.owns(now):
			return plan.Receipt{}, fmt.Errorf("%s: %w", at, ErrForeign)
		case now != nil && (now.Current > 0 || r.Type == External):
			return plan.Receipt{}, nil // another run of ours made it: there is nothing to do, and nothing to take back
		}
		m = now
	}
	if m == nil || !sameStamps(m.Custom, p.stamped(m.Custom, r)) {
		if err := p.stamp(ctx, at, r, m); err != nil {
			return plan.Receipt{}, err
		}
	}
	if r.Type == External {
		return plan.Receipt{Undo: u.json()}, nil
	}
	return p.first(ctx, at, r, u)
}

func (p *Provisioner) stamp(ctx context.Context, at Location, r *Request, m *Metadata) error {
	var custom map[string]string
	if m != nil {
		custom = m.Custom
	}
	return p.Store.PutMetadata(ctx, at, Settings{Custom: p.stamped(custom, r)})
}

// first writes the value that a secret of ours has none of. Another applier may have done so meanwhile: then it stays.
func (p *Provisioner) first(ctx context.Context, at Location, r *Request, u undoing) (plan.Receipt, error) {
	v, err := p.value(ctx, r)
	if err != nil {
		return plan.Receipt{}, err
	}
	_, err = p.Store.Write(ctx, at, v, u.Version-1)
	if errors.Is(err, ErrConflict) {
		m, merr := p.metadata(ctx, at)
		if merr == nil && p.owns(m) && m.Current >= u.Version {
			return plan.Receipt{}, nil // nothing to take back: it was not made here
		}
		return plan.Receipt{}, errors.Join(err, merr)
	}
	return plan.Receipt{Undo: u.json()}, err
}

// value generates a value.
func (p *Provisioner) value(ctx context.Context, r *Request) (Value, error) {
	secret, err := p.generate(ctx, r.Shape)
	if err != nil {
		return nil, fmt.Errorf("generate %s: %w", r.ID, err)
	}
	return Value{r.Shape.field(): secret}, nil
}

var errNoPasswords = errors.New("the store has no password policies")

func (p *Provisioner) generate(ctx context.Context, s Shape) (plan.Secret, error) {
	if s.Policy == "" {
		return s.Generate(p.Rand)
	}
	server, ok := p.Store.(PasswordStore)
	if !ok {
		return plan.Secret{}, errNoPasswords
	}
	return server.Password(ctx, s.Policy)
}

// plainStep writes a value in an engine of version 1.
func (p *Provisioner) plainStep(at Location, r *Request) *plan.Step {
	u := undoing{Op: opPlain, At: &at}
	return &plan.Step{
		Key: secretKey(at), Verb: plan.Create, Summary: "generated: " + r.Shape.String(), Reversible: true, Intent: u.json(),
		Do: func(ctx context.Context) (plan.Receipt, error) {
			if _, err := p.Store.Read(ctx, at, 0); !errors.Is(err, ErrNotFound) {
				return plan.Receipt{}, err // it was made meanwhile, or nobody knows
			}
			v, err := p.value(ctx, r)
			if err != nil {
				return plan.Receipt{}, err
			}
			_, err = p.Store.Write(ctx, at, v, 0)
			return plan.Receipt{Undo: u.json()}, err
		},
	}
}

// stampStep writes the marks of a secret.
func (p *Provisioner) stampStep(at Location, r *Request, m *Metadata, why string) *plan.Step {
	u := undoing{Op: opStamp, At: &at, Custom: m.Custom, Stamped: p.stamped(m.Custom, r)}
	return &plan.Step{
		Key: secretKey(at), Verb: plan.Update, Summary: why, Reversible: true, Intent: u.json(),
		Do: func(ctx context.Context) (plan.Receipt, error) {
			if err := leaseOf(ctx).hold(ctx); err != nil {
				return plan.Receipt{}, err
			}
			now, err := p.metadata(ctx, at)
			switch {
			case err != nil:
				return plan.Receipt{}, err
			case now != nil && sameStamps(now.Custom, u.Stamped):
				return plan.Receipt{Undo: u.json()}, nil
			case now == nil || !sameStamps(now.Custom, m.Custom):
				return plan.Receipt{}, fmt.Errorf("marks of %s: %w; plan again", at, ErrConflict)
			}
			return plan.Receipt{Undo: u.json()}, p.stamp(ctx, at, r, m)
		},
	}
}

// restoreStep undeletes the current version of a secret.
func (p *Provisioner) restoreStep(at Location, r *Request, m *Metadata) *plan.Step {
	u := undoing{Op: opDelete, At: &at, Others: []int{m.Current}}
	return &plan.Step{
		Key: secretKey(at), Verb: plan.Update, Summary: fmt.Sprintf("undelete version %d", m.Current), Reversible: true, Intent: u.json(),
		Do: func(ctx context.Context) (plan.Receipt, error) {
			if !sameStamps(m.Custom, p.stamped(m.Custom, r)) {
				if err := p.stamp(ctx, at, r, m); err != nil {
					return plan.Receipt{}, err
				}
			}
			return plan.Receipt{Undo: u.json()}, p.Store.Undelete(ctx, at, m.Current)
		},
	}
}

// policyDo fills in what makes a step write a policy, or remove it when after is nil. It succeeds when it finds that done, and
// fails with ErrConflict when the policy is not what it was when the plan was made.
func (p *Provisioner) policyDo(s *plan.Step, name string, before, after *string) {
	u := undoing{Op: opPolicy, Name: name, Policy: [2]*string{before, after}}
	s.Intent = u.json()
	s.Do = func(ctx context.Context) (plan.Receipt, error) {
		return plan.Receipt{Undo: u.json()}, p.movePolicy(ctx, name, before, after)
	}
}

func (p *Provisioner) movePolicy(ctx context.Context, name string, from, to *string) error {
	l := leaseOf(ctx)
	if err := l.hold(ctx); err != nil {
		return err
	}
	now := (*string)(nil)
	if from != nil || !l.knowsNo(l.policies, name) {
		var err error
		if now, err = p.policy(ctx, name); err != nil {
			return err
		}
	}
	switch {
	case reflect.DeepEqual(now, to):
		return nil
	case !reflect.DeepEqual(now, from):
		return fmt.Errorf("policy %s: %w; plan again", name, ErrConflict)
	case to == nil:
		return p.Store.DeletePolicy(ctx, name)
	}
	return p.Store.PutPolicy(ctx, name, *to)
}

// roleDo is policyDo for a role.
func (p *Provisioner) roleDo(s *plan.Step, auth, name string, before, after *Role) {
	u := undoing{Op: opRole, Auth: auth, Name: name, Role: [2]*Role{before, after}}
	s.Intent = u.json()
	s.Do = func(ctx context.Context) (plan.Receipt, error) {
		return plan.Receipt{Undo: u.json()}, p.moveRole(ctx, auth, name, before, after)
	}
}

func (p *Provisioner) moveRole(ctx context.Context, auth, name string, from, to *Role) error {
	l := leaseOf(ctx)
	if err := l.hold(ctx); err != nil {
		return err
	}
	now := (*Role)(nil)
	if from != nil || !l.knowsNo(l.roles, name) {
		r, err := p.role(ctx, Layout{Auth: auth}, name)
		if err != nil {
			return err
		}
		if r != nil {
			now = r.normal()
		}
	}
	switch {
	case reflect.DeepEqual(now, to):
		return nil
	case !reflect.DeepEqual(now, from):
		return fmt.Errorf("role %s: %w; plan again", name, ErrConflict)
	case to == nil:
		return p.Store.DeleteRole(ctx, auth, name)
	}
	return p.Store.PutRole(ctx, auth, name, to)
}
