package onboarding

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"github.com/goldenpath-go/goldenpath/plan"
)

var _ plan.Undoer = (*Onboarder)(nil)

// Undo takes back what a receipt of the journal says: what was given is taken, what was taken is given, a role is what it was
// before. It is for plan.Undo. What was taken and now waits for a human, an invitation that was sent again, is an error that wraps
// plan.ErrIrreversible. The guards that protect people and their administrators hold here, too.
func (o *Onboarder) Undo(ctx context.Context, r plan.Receipt) error {
	var u undoing
	if err := json.Unmarshal(r.Undo, &u); err != nil {
		return fmt.Errorf("%s: read how to take it back: %w", r.Key, err)
	}
	if u.Lapsed {
		return nil
	}
	provider, kind, err := o.kind(u.Grant)
	if err != nil {
		return err
	}
	p := Person{Email: u.Email, Name: u.Name, Ref: u.Ref}.with(u.Grant.Provider, u.Identity)
	if err := p.Validate(); err != nil {
		return fmt.Errorf("%s: %w", r.Key, err)
	}
	h, err := o.look(ctx, provider, p)
	if err != nil {
		return err
	}
	p = p.with(u.Grant.Provider, h.Identity)
	held := h.find(u.Grant)
	switch {
	case u.Action == Take:
		return o.giveBack(ctx, provider, p, u.Grant, u.With)
	case held == nil, held.State == Manual:
		return nil
	}
	if err := o.guardUndo(p, provider, kind, h, *held); err != nil {
		return err
	}
	if u.Before != (Grant{}) {
		return o.giveBack(ctx, provider, p, u.Before, nil)
	}
	_, err = call(ctx, o, u.Grant.Provider, func(ctx context.Context) (Outcome, error) {
		return provider.Take(ctx, Call{Person: p, Grant: u.Grant})
	})
	return err
}

// giveBack gives what a person had, with what they had beside it.
func (o *Onboarder) giveBack(ctx context.Context, provider Provider, p Person, g Grant, with []Grant) error {
	c := Call{Person: p, Grant: g, With: append(slices.Clone(with), g)}
	out, err := call(ctx, o, g.Provider, func(ctx context.Context) (Outcome, error) { return provider.Give(ctx, c) })
	if err == nil && out.State != Done {
		err = fmt.Errorf("%w: %s is %s: %s", plan.ErrIrreversible, g, out.State, out.Note)
	}
	return err
}

// guardUndo refuses that a protected person loses an account, and that too few of those who administer others stay.
func (o *Onboarder) guardUndo(p Person, provider Provider, k Kind, h *Holding, held Held) error {
	if k.Stage == Account {
		if err := o.mayLeave(p, []sight{{holding: h}}, []Provider{provider}); err != nil {
			return err
		}
	}
	return o.Guards.admins([]taking{{p.Email, held}})
}
