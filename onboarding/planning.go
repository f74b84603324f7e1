package onboarding

import (
	"cmp"
	"context"
	"errors"
	"fmt"
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
	past      *past
	review    *Review
	taken     []taking
	run       *run
}

// taking is something that will be taken from a person.
type taking struct {
	person string
	held   Held
}

// build plans. The builder is nil if nothing may be done; else the error is of the providers that could not be asked.
func (o *Onboarder) build(ctx context.Context, changes []Change) (*builder, error) {
	if err := o.validate(changes); err != nil {
		return nil, err
	}
	past, err := o.past(ctx)
	if err != nil {
		return nil, err
	}
	b := &builder{
		onboarder: o, changes: changes, seen: o.observe(ctx, changes, past), past: past,
		review: &Review{Changes: changes, Plan: &plan.Plan{Title: title(changes)}, Notes: map[string][]string{}}, run: newRun(),
	}
	var unseen []error
	for i, c := range changes {
		unseen = append(unseen, b.meet(i, c))
		b.gives(i, c)
		b.takes(i, c)
	}
	for i, c := range changes {
		b.tells(i, c)
	}
	if err := errors.Join(b.distinct(), o.Guards.check(b), b.review.Plan.Validate()); err != nil {
		return nil, err
	}
	return b, errors.Join(unseen...)
}

func title(changes []Change) string {
	words := make([]string, len(changes))
	for i, c := range changes {
		words[i] = fmt.Sprintf("%s %ss", c.Person.Email, c.Op)
	}
	return strings.Join(words, ", ")
}

// meet finds out who a person is by what was seen. The error is of the providers that could not be asked.
func (b *builder) meet(i int, c Change) error {
	person := c.Person
	var errs []error
	for k, provider := range b.onboarder.Providers {
		s, name := b.seen[i][k], provider.Name()
		if s.err != nil {
			errs = append(errs, s.err)
			b.item(Item{Person: person.Email, Action: Look, Grant: Grant{Provider: name}, State: Failed, Class: ClassOf(s.err), Err: s.err, Note: strings.TrimPrefix(s.err.Error(), name+": ")})
			continue
		}
		found := s.holding.Identity
		if told := c.Person.Identity(name); told.Known() && found.Known() && !strings.EqualFold(told.ID, found.ID) {
			b.note(c.Person, fmt.Sprintf("%s: it is %s there; it was said to be %s", name, found.ID, told.ID))
		}
		person = person.with(name, found)
		for _, note := range s.holding.Notes {
			b.note(c.Person, name+": "+note)
		}
		b.unsure(c, name, s.holding)
	}
	b.run.meet(person)
	return errors.Join(errs...)
}

// unsure tells that nobody knows who a person is in a system. Who leaves may have something there that stays.
func (b *builder) unsure(c Change, provider string, h *Holding) {
	switch {
	case h.unsureOf(c.Person.Identity(provider)) == "":
	case c.Op == Leaving:
		b.item(Item{Person: c.Person.Email, Action: Look, Grant: Grant{Provider: provider}, State: Blocked, Note: h.Unsure})
	default:
		b.note(c.Person, provider+": "+h.Unsure)
	}
}

func (b *builder) note(p Person, text string) {
	b.review.Notes[p.Email] = append(b.review.Notes[p.Email], text)
}

func (b *builder) item(i Item) { b.review.Items = append(b.review.Items, i) }

func (b *builder) step(s plan.Step) { b.review.Plan.Steps = append(b.review.Plan.Steps, s) }

// blind reports whether a provider could not be asked about a person.
func (b *builder) blind(i int) bool {
	return slices.ContainsFunc(b.seen[i], func(s sight) bool { return s.err != nil })
}

// distinct refuses that two people are one account somewhere.
func (b *builder) distinct() error {
	var errs []error
	for _, provider := range b.onboarder.Providers {
		accounts := map[string]string{}
		for _, c := range b.changes {
			id := strings.ToLower(b.run.person(c.Person).Identity(provider.Name()).ID)
			if other := accounts[id]; id != "" && other != "" {
				errs = append(errs, fmt.Errorf("%s and %s are both %s at %s", other, c.Person.Email, id, provider.Name()))
			}
			accounts[id] = c.Person.Email
		}
	}
	return errors.Join(errs...)
}

// wanted is a grant to be given, of a provider that could be asked.
type wanted struct {
	Grant
	anyRole  bool // the role is the usual one, and another will do
	provider Provider
	rank     int // of the provider
	kind     Kind
	holding  *Holding
}

// gives plans what is wanted: accounts of all systems first, then what needs them.
func (b *builder) gives(i int, c Change) {
	grants, _ := oneRole(c.Person, c.Want) // it was looked at before
	var all []wanted
	for _, g := range grants {
		provider, kind, _ := b.onboarder.kind(g)
		rank := slices.IndexFunc(b.onboarder.Providers, func(p Provider) bool { return p.Name() == g.Provider })
		h := b.seen[i][rank].holding
		if h == nil {
			b.item(Item{Person: c.Person.Email, Action: Give, Grant: g, State: Blocked, Note: g.Provider + " could not be asked"})
			continue
		}
		w := wanted{g, g.Role == "", provider, rank, kind, h}
		w.Role = kind.role(g)
		all = append(all, w)
	}
	slices.SortStableFunc(all, func(x, y wanted) int {
		return cmp.Or(cmp.Compare(x.kind.Stage, y.kind.Stage), cmp.Compare(x.rank, y.rank), x.Compare(y.Grant))
	})
	accounts := map[string][]string{} // keys of the steps that make accounts, by provider
	for _, w := range all {
		b.give(c, w, all, accounts)
	}
}

// askedBefore keeps a second invitation from somebody who has accepted the first: nobody would know it.
const askedBefore = "was asked for before, and nothing shows it any more: if it was accepted, say who the person is there; if somebody withdrew it, ask by hand"

// give plans one grant.
func (b *builder) give(c Change, w wanted, all []wanted, accounts map[string][]string) {
	item := Item{Person: c.Person.Email, Action: Give, Grant: w.Grant}
	held := w.holding.find(w.Grant)
	needs := accounts[w.Provider]
	switch {
	case held.satisfies(w.Grant, w.anyRole):
		item.Grant.Role, item.State, item.Note = held.Role, held.State, held.Detail
		if held.State == Manual {
			item.State = Done // the person has it, by way of something else
		}
	case !w.holding.Identity.Known() && w.kind.Stage != Account && len(needs) == 0:
		item.State, item.Note = Blocked, "who the person is there is not known yet"
	case held == nil && w.holding.ByHand[w.Kind] != "":
		item.State, item.Note = Manual, w.holding.ByHand[w.Kind]
	case held == nil && w.kind.Once && w.holding.unsureOf(Identity{}) != "" && b.past.asked[stepKey(w.Grant, c.Person)]:
		item.State, item.Note = Blocked, askedBefore
	default:
		s := b.giveStep(c.Person, w, held, all)
		if s.Needs = needs; w.kind.Stage == Account {
			s.Needs, accounts[w.Provider] = nil, append(slices.Clone(needs), s.Key)
		}
		if held != nil {
			b.loses(c.Person, *held)
		}
		b.step(s)
		item.State, item.Key, item.Note = Planned, s.Key, s.Summary
	}
	b.item(item)
}

// loses notes what a person will no longer have.
func (b *builder) loses(p Person, h Held) {
	b.taken = append(b.taken, taking{p.Email, h})
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
		held := h.merged()
		slices.SortStableFunc(held, func(x, y Held) int {
			_, kx, _ := b.onboarder.kind(x.Grant)
			_, ky, _ := b.onboarder.kind(y.Grant)
			last := cmp.Compare(ky.Stage, kx.Stage)
			if !h.Identity.Known() {
				last = -last // of an invitation there is nothing to be taken but itself, and what it names goes with it
			}
			return cmp.Or(last, x.Compare(y.Grant))
		})
		for _, one := range held {
			b.take(c, provider, one, held)
		}
	}
}

// take plans that one of all that somebody holds of a provider is taken.
func (b *builder) take(c Change, provider Provider, held Held, all []Held) {
	_, kind, err := b.onboarder.kind(Grant{Provider: held.Provider, Kind: held.Kind, Object: held.Object})
	item := Item{Person: c.Person.Email, Action: Take, Grant: held.Grant, Note: held.Detail}
	wants := func(grants []Grant) bool { return slices.ContainsFunc(grants, held.same) }
	switch {
	case c.Op == Moving && wants(c.Want):
		return // it is among those to be given
	case c.Op == Moving && (!wants(c.Had) || kind.Stage == Account):
		item.Action, item.State = Stay, held.State
	case err != nil:
		item.State, item.Note = Manual, err.Error()
	case held.State == Manual:
		item.State = Manual
	default:
		s := b.takeStep(c.Person, provider, kind, held, all)
		b.step(s)
		b.loses(c.Person, held)
		item.State, item.Key, item.Note = Planned, s.Key, s.Summary
	}
	b.item(item)
}
