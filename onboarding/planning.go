package onboarding

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/goldenpath-go/goldenpath/plan"
)

// Plan looks at all people of the changes, and says what would be done. Guards that refuse are *GuardError in the error, and the
// Review is nil. Providers that cannot be asked are *CallError in the error; the Review then is of the others.
func (o *Onboarder) Plan(ctx context.Context, changes ...Change) (*Review, error) {
	b, err := o.build(ctx, changes)
	if b == nil {
		return nil, err
	}
	return b.review, err
}

// builder is a Review in the making, and what its steps find out when they are done.
type builder struct {
	onboarder *Onboarder
	changes   []Change
	seen      [][]sight // by change and provider
	sent      map[string]bool
	review    *Review
	taken     []taking
	run       *run
}

// taking is something that will be taken from a person.
type taking struct {
	person string
	held   Held
}

func (o *Onboarder) build(ctx context.Context, changes []Change) (*builder, error) {
	if err := o.validate(changes); err != nil {
		return nil, err
	}
	sent, err := o.sent(ctx)
	if err != nil {
		return nil, err
	}
	b := &builder{
		onboarder: o, changes: changes, seen: o.observe(ctx, changes), sent: sent,
		review: &Review{Changes: changes, Plan: &plan.Plan{}, Notes: map[string][]string{}}, run: newRun(),
	}
	var errs []error
	for i, c := range changes {
		errs = append(errs, b.change(i, c))
	}
	b.review.Plan.Title = b.title()
	if err := o.Guards.check(b); err != nil {
		return nil, err
	}
	return b, errors.Join(errs...)
}

func (b *builder) title() string {
	words := make([]string, len(b.changes))
	for i, c := range b.changes {
		words[i] = c.Person.Email + " " + map[Op]string{Joining: "joins", Moving: "moves", Leaving: "leaves"}[c.Op]
	}
	return strings.Join(words, ", ")
}

// change plans for one person. The error is of the providers that could not be asked.
func (b *builder) change(i int, c Change) error {
	person := c.Person
	var errs []error
	for k, provider := range b.onboarder.Providers {
		s := b.seen[i][k]
		if s.err != nil {
			errs = append(errs, s.err)
			b.item(Item{Person: person.Email, Action: Look, Grant: Grant{Provider: provider.Name()}, State: Failed, Class: ClassOf(s.err), Err: s.err, Note: s.err.Error()})
			continue
		}
		person = person.with(provider.Name(), s.holding.Identity)
		if len(s.holding.Notes) > 0 {
			b.review.Notes[person.Email] = append(b.review.Notes[person.Email], s.holding.Notes...)
		}
	}
	b.run.meet(person)
	b.takes(i, c)
	b.gives(i, c)
	b.tells(c)
	return errors.Join(errs...)
}

func (b *builder) item(i Item) { b.review.Items = append(b.review.Items, i) }

// wanted is a grant to be given, of a provider that could be asked.
type wanted struct {
	Grant
	provider Provider
	rank     int // of the provider
	kind     Kind
	holding  *Holding
}

// gives plans what is wanted: accounts of all systems first, then what needs them.
func (b *builder) gives(i int, c Change) {
	if c.Op == Leaving {
		return
	}
	var all []wanted
	for _, g := range c.Want {
		provider, kind, _ := b.onboarder.kind(g)
		rank := slices.Index(b.onboarder.Providers, provider)
		if h := b.seen[i][rank].holding; h != nil {
			g.Role = kind.role(g)
			all = append(all, wanted{g, provider, rank, kind, h})
		}
	}
	slices.SortStableFunc(all, func(x, y wanted) int {
		return cmp.Or(cmp.Compare(x.kind.Stage, y.kind.Stage), cmp.Compare(x.rank, y.rank), x.Compare(y.Grant))
	})
	all = slices.CompactFunc(all, func(x, y wanted) bool { return x.same(y.Grant) && x.Role == y.Role })
	accounts := map[string]string{} // key of the step that makes the account, by provider
	for _, w := range all {
		b.give(c, w, all, accounts)
	}
}

// give plans one grant.
func (b *builder) give(c Change, w wanted, all []wanted, accounts map[string]string) {
	item := Item{Person: c.Person.Email, Action: Give, Grant: w.Grant}
	held := w.holding.find(w.Grant)
	needs := accounts[w.provider.Name()]
	switch {
	case held != nil && !held.Lapsed && (held.Role == w.Role || held.Fixed || held.State != Done):
		item.State, item.Note = held.State, held.Detail
	case !w.holding.Identity.Known() && w.kind.Stage != Account && needs == "":
		item.State, item.Note = Blocked, "who the person is there is not known yet"
	default:
		s := b.giveStep(c.Person, w, held, all)
		if needs != "" {
			s.Needs = []string{needs}
		}
		if w.kind.Stage == Account {
			accounts[w.provider.Name()] = s.Key
		}
		b.review.Plan.Steps = append(b.review.Plan.Steps, s)
		item.State, item.Key, item.Note = Planned, s.Key, s.Summary
	}
	b.item(item)
}

// find returns what is held of a grant, whatever its role; nil: nothing.
func (h *Holding) find(g Grant) *Held {
	for i := range h.Held {
		if h.Held[i].same(g) {
			return &h.Held[i]
		}
	}
	return nil
}

// takes plans what is taken: from somebody who leaves all there is, of somebody who moves what was wanted before.
func (b *builder) takes(i int, c Change) {
	if c.Op == Joining {
		return
	}
	for k, provider := range slices.Backward(b.onboarder.Providers) {
		h := b.seen[i][k].holding
		if h == nil {
			continue
		}
		held := slices.Clone(h.Held)
		slices.SortStableFunc(held, func(x, y Held) int {
			_, kx, _ := b.onboarder.kind(x.Grant)
			_, ky, _ := b.onboarder.kind(y.Grant)
			return cmp.Or(cmp.Compare(ky.Stage, kx.Stage), x.Compare(y.Grant))
		})
		for _, one := range held {
			b.take(c, provider, h, one)
		}
	}
}

func (b *builder) take(c Change, provider Provider, h *Holding, held Held) {
	_, kind, err := b.onboarder.kind(Grant{Provider: held.Provider, Kind: held.Kind, Object: held.Object})
	item := Item{Person: c.Person.Email, Action: Take, Grant: held.Grant, Note: held.Detail}
	wants := func(grants []Grant) bool { return slices.ContainsFunc(grants, held.same) }
	switch {
	case c.Op == Moving && wants(c.Want):
		return // it is among those to be given
	case c.Op == Moving && (!wants(c.Had) || kind.Stage == Account):
		item.Action, item.State = Stay, held.State
	case err != nil || held.State == Manual:
		item.State = Manual
	default:
		s := b.takeStep(c.Person, provider, kind, h, held)
		b.review.Plan.Steps = append(b.review.Plan.Steps, s)
		b.taken = append(b.taken, taking{c.Person.Email, held})
		item.State, item.Key, item.Note = Planned, s.Key, s.Summary
	}
	b.item(item)
}

// tells plans the messages, those that were not sent before.
func (b *builder) tells(c Change) {
	for _, m := range b.onboarder.Messengers {
		if !slices.Contains(m.Tells(), c.Op) {
			continue
		}
		key := messageKey(m, c)
		item := Item{Person: c.Person.Email, Action: Tell, Messenger: m.Name(), State: Done, Note: "it was sent"}
		if !b.sent[key] {
			s := b.tellStep(c, m, key)
			b.review.Plan.Steps = append(b.review.Plan.Steps, s)
			item.State, item.Key, item.Note = Planned, key, s.Summary
		}
		b.item(item)
	}
}
