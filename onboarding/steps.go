package onboarding

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/goldenpath-go/goldenpath/catalog"
	"github.com/goldenpath-go/goldenpath/plan"
)

// undoing is what a receipt keeps to take a step back. The journal keeps whom it is about; it has no credentials.
type undoing struct {
	Action   Action      `json:"action"` // give or take
	Email    string      `json:"email"`
	Name     string      `json:"name,omitempty"`
	Ref      catalog.Ref `json:"ref,omitzero"`
	Identity Identity    `json:"identity,omitzero"`
	Grant    Grant       `json:"grant"`
	Before   Grant       `json:"before,omitzero"` // what was there instead
	Account  bool        `json:"account,omitempty"`
	With     []Grant     `json:"with,omitempty"`   // what an account was taken with: an invitation can name it again
	Lapsed   bool        `json:"lapsed,omitempty"` // what was taken had come to nothing, and is not asked for again
}

func (u undoing) json() json.RawMessage {
	data, err := json.Marshal(u)
	if err != nil {
		return nil // of strings alone it does not fail
	}
	return data
}

// of returns what takes back what was done to a person, who may be known better by now.
func (u undoing) of(p Person) undoing {
	u.Email, u.Name, u.Ref, u.Identity = p.Email, p.Name, p.Ref, p.Identity(u.Grant.Provider)
	return u
}

// stepKey is the same for giving and taking a thing, so that the newest receipt of a key tells whether it is given.
func stepKey(g Grant, p Person) string { return g.path() + "/" + p.key() }

func (b *builder) giveStep(p Person, w wanted, held *Held, all []wanted) plan.Step {
	s := plan.Step{
		Key: stepKey(w.Grant, p), Verb: plan.Create, Reversible: true, Once: w.kind.Once,
		Summary: fmt.Sprintf("%s gets %s%s", p.DisplayName(), w.Grant, b.run.person(p).account(w.Provider)),
	}
	undo := undoing{Action: Give, Grant: w.Grant, Account: w.kind.Stage == Account}
	if held != nil {
		s.Verb, s.Diff = plan.Update, "- "+held.text()+"\n+ "+w.Grant.String()+"\n"
		if !held.Lapsed && !held.Due {
			undo.Before = held.Grant
		}
	}
	s.Intent = undo.of(b.run.person(p)).json()
	with := grantsOf(all, w.Provider)
	s.Do = func(ctx context.Context) (plan.Receipt, error) {
		c := Call{Person: b.run.person(p), Grant: w.Grant, With: with}
		out, err := b.outcome(ctx, w.Provider, c, w.provider.Give)
		return b.run.end(s.Key, c, undo, out, err)
	}
	s.Resume = again(s.Do)
	if s.Once {
		s.Observe = func(ctx context.Context) (plan.Receipt, bool, error) { return b.given(ctx, s.Key, p, w, undo) }
	}
	return s
}

// again returns what to do with a step that an earlier attempt of the run has done. The plan is made of what there is, so somebody
// has undone it since: it is done again.
func again(do func(context.Context) (plan.Receipt, error)) func(context.Context, plan.Receipt) error {
	return func(ctx context.Context, _ plan.Receipt) error {
		_, err := do(ctx)
		return err
	}
}

func (b *builder) outcome(ctx context.Context, provider string, c Call, do func(context.Context, Call) (Outcome, error)) (Outcome, error) {
	return call(ctx, b.onboarder, provider, func(ctx context.Context) (Outcome, error) { return do(ctx, c) })
}

// given looks whether a grant was given by a run that died.
func (b *builder) given(ctx context.Context, key string, p Person, w wanted, undo undoing) (plan.Receipt, bool, error) {
	c := Call{Person: b.run.person(p), Grant: w.Grant}
	h, err := b.onboarder.look(ctx, w.provider, c.Person)
	if err != nil {
		return plan.Receipt{}, false, err
	}
	now := h.find(w.Grant)
	if !now.satisfies(w.Grant, w.anyRole) {
		return plan.Receipt{}, false, nil
	}
	r, err := b.run.end(key, c, undo, Outcome{State: now.State, Note: now.Detail, Identity: h.Identity, Changed: true}, nil)
	return r, true, err
}

func grantsOf(all []wanted, provider string) []Grant {
	var out []Grant
	for _, w := range all {
		if w.Provider == provider {
			out = append(out, w.Grant)
		}
	}
	return out
}

// takenWith returns what else is taken of all that somebody holds of a provider.
func takenWith(held Held, all []Held) (out []Grant) {
	for _, one := range all {
		if one.State != Manual && !one.Lapsed && !one.same(held.Grant) {
			out = append(out, one.Grant)
		}
	}
	return out
}

func (b *builder) takeStep(p Person, provider Provider, k Kind, held Held, all []Held) plan.Step {
	s := plan.Step{
		Key: stepKey(held.Grant, p), Verb: plan.Delete, Reversible: !k.Lasting,
		Summary: fmt.Sprintf("%s loses %s%s", p.DisplayName(), held.text(), b.run.person(p).account(held.Provider)),
	}
	undo := undoing{Action: Take, Grant: held.Grant, Lapsed: held.Lapsed}
	if k.Stage == Account {
		undo.Account, undo.With = true, takenWith(held, all)
	}
	s.Intent = undo.of(b.run.person(p)).json()
	s.Do = func(ctx context.Context) (plan.Receipt, error) {
		c := Call{Person: b.run.person(p), Grant: held.Grant}
		out, err := b.outcome(ctx, held.Provider, c, provider.Take)
		return b.run.end(s.Key, c, undo, out, err)
	}
	s.Resume = again(s.Do)
	return s
}
