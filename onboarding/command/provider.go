package command

import (
	"context"
	"errors"
	"regexp"
	"slices"
	"strings"

	"github.com/goldenpath-go/goldenpath/onboarding"
	"github.com/goldenpath-go/goldenpath/onboarding/internal/process"
)

// Provider asks a system of your own. Called, Grants and Caller are required. It must not be changed after its first use; it may be
// used by many at once if the Caller may.
type Provider struct {
	Called string            // name of the provider
	Grants []onboarding.Kind // what it grants
	Caller Caller
	// Addressed says that people are known there by the address of their mail, and nobody has to be invited. Else they are known by the id of the answers to
	// observe, or by the one that the catalog or a file says, and who is not known waits.
	Addressed bool
	// Objects are the patterns that the whole object of a grant must match, by the name of its kind, in place of the usual one.
	Objects map[string]*regexp.Regexp
}

var _ onboarding.Provider = (*Provider)(nil)

// Name returns Called.
func (p *Provider) Name() string { return p.Called }

// Kinds returns Grants.
func (p *Provider) Kinds() []onboarding.Kind { return slices.Clone(p.Grants) }

// Observe asks what the person has.
func (p *Provider) Observe(ctx context.Context, who onboarding.Person) (*onboarding.Holding, error) {
	known := who
	known.Name = "" // which person cleans
	if err := known.Validate(); err != nil {
		return nil, p.failure(&fault{onboarding.ClassInvalid, err})
	}
	a, err := p.ask(ctx, Request{Do: Observe, Person: p.person(who)})
	if err != nil {
		return nil, err
	}
	h, err := p.holding(known, a)
	return h, p.failure(err)
}

// Give gives what is not there, and looks whether it is then.
func (p *Provider) Give(ctx context.Context, c onboarding.Call) (onboarding.Outcome, error) {
	k, h, err := p.before(ctx, c)
	if err != nil {
		return onboarding.Outcome{}, err
	}
	held := find(h, c.Grant)
	switch {
	case has(held, c.Grant):
		return outcome(h, held), nil
	case !h.Identity.Known() && k.Stage != onboarding.Account:
		return onboarding.Outcome{State: onboarding.Blocked, Note: "waits until it is known who the person is there"}, nil
	}
	r := Request{Do: Give, Person: p.person(c.Person), Grant: plain(c.Grant)}
	for _, g := range c.With {
		if g.Provider == p.Called && p.check(g) == nil {
			r.With = append(r.With, *plain(g))
		}
	}
	a, failed := p.ask(ctx, r)
	if failed == nil && (a.State == onboarding.Blocked || a.State == onboarding.Manual) {
		return onboarding.Outcome{State: a.State, Note: note(a.Note, "it says no more")}, nil
	}
	h, err = p.Observe(ctx, c.Person)
	now := (*onboarding.Held)(nil)
	if err == nil {
		now = find(h, c.Grant)
	}
	switch {
	case has(now, c.Grant):
		out := outcome(h, now)
		out.Changed, out.Note = true, note(a.Note, out.Note)
		if held != nil && !held.Lapsed && held.Role != now.Role {
			out.Before = held.Grant
		}
		return out, nil
	case failed != nil:
		return onboarding.Outcome{}, failed
	case err != nil:
		return onboarding.Outcome{}, err
	}
	return onboarding.Outcome{}, p.failure(faultf(onboarding.ClassConflict, "%s was given, and is not there", c.Grant))
}

// Take takes what is there, and looks whether it is gone then.
func (p *Provider) Take(ctx context.Context, c onboarding.Call) (onboarding.Outcome, error) {
	_, h, err := p.before(ctx, c)
	if err != nil {
		return onboarding.Outcome{}, err
	}
	if find(h, c.Grant) == nil {
		return onboarding.Outcome{State: onboarding.Done}, nil
	}
	a, failed := p.ask(ctx, Request{Do: Take, Person: p.person(c.Person), Grant: plain(c.Grant)})
	if failed == nil && a.State == onboarding.Manual {
		return onboarding.Outcome{State: a.State, Note: note(a.Note, "it says no more")}, nil
	}
	h, err = p.Observe(ctx, c.Person)
	switch {
	case err == nil && find(h, c.Grant) == nil:
		return onboarding.Outcome{State: onboarding.Done, Note: a.Note, Changed: true}, nil
	case failed != nil:
		return onboarding.Outcome{}, failed
	case err != nil:
		return onboarding.Outcome{}, err
	}
	return onboarding.Outcome{}, p.failure(faultf(onboarding.ClassConflict, "%s was taken, and is still there", c.Grant))
}

// before checks a call, and looks what there is.
func (p *Provider) before(ctx context.Context, c onboarding.Call) (onboarding.Kind, *onboarding.Holding, error) {
	if err := p.check(c.Grant); err != nil {
		return onboarding.Kind{}, nil, p.failure(err)
	}
	h, err := p.Observe(ctx, c.Person)
	k, _ := p.kind(c.Grant.Kind)
	return k, h, err
}

func outcome(h *onboarding.Holding, held *onboarding.Held) onboarding.Outcome {
	out := onboarding.Outcome{State: held.State, Note: held.Detail, Identity: h.Identity}
	if out.State != onboarding.Done {
		out.Note = note(held.Detail, "it waits for somebody")
	}
	return out
}

func note(text, otherwise string) string {
	if text == "" {
		return otherwise
	}
	return text
}

// find returns what can be taken of a grant, whatever its role; nil: nothing.
func find(h *onboarding.Holding, g onboarding.Grant) *onboarding.Held {
	i := slices.IndexFunc(h.Held, func(o onboarding.Held) bool {
		return o.State != onboarding.Manual && o.Kind == g.Kind && strings.EqualFold(o.Object, g.Object)
	})
	if i < 0 {
		return nil
	}
	return &h.Held[i]
}

// has reports whether what is held is what is wanted.
func has(held *onboarding.Held, g onboarding.Grant) bool {
	return held != nil && !held.Lapsed && (held.Role == g.Role || held.Fixed || held.State == onboarding.Pending)
}

func plain(g onboarding.Grant) *Grant { return &Grant{g.Kind, g.Object, g.Role} }

// person returns what the system is told of a person.
func (p *Provider) person(who onboarding.Person) Person {
	id := who.Identity(p.Called)
	if p.Addressed {
		id = onboarding.Identity{ID: strings.ToLower(who.Email)}
	}
	out := Person{Email: who.Email, Name: process.Text([]byte(who.Name)), ID: id.ID, Number: id.Number}
	if !who.Ref.IsZero() {
		out.Ref = who.Ref.String()
	}
	return out
}

func (p *Provider) ask(ctx context.Context, r Request) (Answer, error) {
	r.Version = Version
	if err := ctx.Err(); err != nil {
		return Answer{}, p.failure(err)
	}
	a, err := p.Caller.Call(ctx, r)
	if err != nil {
		return Answer{}, p.failure(err)
	}
	a.clean()
	return a, nil
}

// failure returns err as this provider's, with a class.
func (p *Provider) failure(err error) error {
	var known *onboarding.CallError
	var own *fault
	switch {
	case err == nil:
		return nil
	case errors.As(err, &known):
		out := *known
		out.Provider = p.Called
		return &out
	case errors.As(err, &own):
		return &onboarding.CallError{Provider: p.Called, Class: own.class, Err: own.err}
	}
	return &onboarding.CallError{Provider: p.Called, Class: onboarding.ClassOf(err), Err: err}
}
