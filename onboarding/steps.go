package onboarding

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"github.com/goldenpath-go/goldenpath/plan"
)

// undoing is what a receipt keeps to take a step back. The journal keeps whom it is about; it has no credentials.
type undoing struct {
	Action   Action   `json:"action"` // give or take
	Email    string   `json:"email"`
	Name     string   `json:"name,omitempty"`
	Identity Identity `json:"identity,omitzero"`
	Grant    Grant    `json:"grant"`
	Before   Grant    `json:"before,omitzero"` // what was there instead
	Account  bool     `json:"account,omitempty"`
}

func (u undoing) json() json.RawMessage {
	data, err := json.Marshal(u)
	if err != nil {
		return nil // of strings alone it does not fail
	}
	return data
}

func newUndoing(a Action, p Person, g Grant, k Kind) undoing {
	return undoing{Action: a, Email: p.Email, Name: p.Name, Identity: p.Identity(g.Provider), Grant: g, Account: k.Stage == Account}
}

// stepKey is the same for giving and taking a thing, so that the newest receipt of a key tells whether it is given.
func stepKey(g Grant, p Person) string { return g.path() + "/" + p.key() }

func (b *builder) giveStep(p Person, w wanted, held *Held, all []wanted) plan.Step {
	s := plan.Step{
		Key: stepKey(w.Grant, p), Verb: plan.Create, Reversible: true, Once: w.kind.Once,
		Summary: fmt.Sprintf("%s gets %s", p.DisplayName(), w.Grant),
	}
	if held != nil {
		s.Verb, s.Diff = plan.Update, "- "+held.text()+"\n+ "+w.Grant.String()+"\n"
	}
	with := grantsOf(all, w.provider)
	call := func() Call { return Call{Person: b.run.person(p), Grant: w.Grant, With: with} }
	s.Intent = newUndoing(Give, p, w.Grant, w.kind).json()
	s.Do = func(ctx context.Context) (plan.Receipt, error) {
		c := call()
		out, err := w.provider.Give(ctx, c)
		return b.run.end(s.Key, c, w.kind, Give, out, err)
	}
	if s.Once {
		s.Observe = func(ctx context.Context) (plan.Receipt, bool, error) {
			c := call()
			h, err := w.provider.Observe(ctx, c.Person)
			if err != nil || h == nil {
				return plan.Receipt{}, false, err
			}
			now := h.find(w.Grant)
			if now == nil || now.Lapsed {
				return plan.Receipt{}, false, nil
			}
			r, err := b.run.end(s.Key, c, w.kind, Give, Outcome{State: now.State, Note: now.Detail, Identity: h.Identity, Changed: true}, nil)
			return r, true, err
		}
	}
	return s
}

// text returns what is held, for people.
func (h Held) text() string {
	s := h.Grant.String()
	if h.Lapsed {
		s += ", lapsed"
	}
	if h.Detail != "" {
		s += " (" + h.Detail + ")"
	}
	return s
}

func grantsOf(all []wanted, p Provider) []Grant {
	var out []Grant
	for _, w := range all {
		if w.provider == p {
			out = append(out, w.Grant)
		}
	}
	return out
}

func (b *builder) takeStep(p Person, provider Provider, k Kind, h *Holding, held Held) plan.Step {
	s := plan.Step{
		Key: stepKey(held.Grant, p), Verb: plan.Delete, Reversible: !k.Lasting,
		Summary: fmt.Sprintf("%s loses %s", p.DisplayName(), held.text()),
	}
	s.Intent = newUndoing(Take, p.with(provider.Name(), h.Identity), held.Grant, k).json()
	s.Do = func(ctx context.Context) (plan.Receipt, error) {
		c := Call{Person: b.run.person(p), Grant: held.Grant}
		out, err := provider.Take(ctx, c)
		return b.run.end(s.Key, c, k, Take, out, err)
	}
	return s
}

func (b *builder) tellStep(c Change, m Messenger, key string) plan.Step {
	s := plan.Step{
		Key: key, Verb: plan.Run, Once: true,
		Summary: fmt.Sprintf("%s tells that %s %ss", m.Name(), c.Person.DisplayName(), c.Op),
	}
	message := func() Message {
		return Message{Op: c.Op, Person: b.run.person(c.Person), Items: b.told(c.Person), Tasks: slices.Clone(b.onboarder.Tasks)}
	}
	s.Do = func(ctx context.Context) (plan.Receipt, error) {
		id, err := m.Send(ctx, message())
		return b.run.told(key, id, callError(m.Name(), err))
	}
	if f, ok := m.(Finder); ok {
		s.Observe = func(ctx context.Context) (plan.Receipt, bool, error) {
			id, sent, err := f.Find(ctx, message())
			if err != nil || !sent {
				return plan.Receipt{}, false, callError(m.Name(), err)
			}
			r, err := b.run.told(key, id, nil)
			return r, true, err
		}
	}
	return s
}

// told returns what a message about a person tells: how things are by now.
func (b *builder) told(p Person) []Item {
	var out []Item
	for _, i := range b.run.items(b.review.Items, nil) {
		if i.Person == p.Email && i.Action != Tell && i.Action != Stay {
			out = append(out, i)
		}
	}
	return out
}
