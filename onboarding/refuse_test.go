package onboarding_test

import (
	"context"
	"errors"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/onboarding"
	"github.com/goldenpath-go/goldenpath/onboarding/onboardingtest"
	"github.com/goldenpath-go/goldenpath/plan"
)

// TestRefused: what makes no sense is refused before anybody is asked.
func TestRefused(t *testing.T) {
	t.Parallel()
	grant := func(provider, kind, object, role string) []onboarding.Grant {
		return []onboarding.Grant{{Provider: provider, Kind: kind, Object: object, Role: role}}
	}
	for name, c := range map[string]struct {
		change onboarding.Change
		want   string
	}{
		"no address":        {onboarding.Change{Op: onboarding.Joining}, "a person needs the address of a mail"},
		"no address either": {onboarding.Change{Op: onboarding.Joining, Person: onboarding.Person{Email: "ada@exa mple.com"}}, "is no address of a mail"},
		"a local part":      {onboarding.Change{Op: onboarding.Joining, Person: onboarding.Person{Email: "\"a b\"@example.com"}}, "is no address of a mail"},
		"a domain":          {onboarding.Change{Op: onboarding.Joining, Person: onboarding.Person{Email: "ada@[127.0.0.1]"}}, "is no address of a mail"},
		"a long name":       {onboarding.Change{Op: onboarding.Joining, Person: onboarding.Person{Email: "a@b.c", Name: string(make([]byte, 201))}}, "201 bytes"},
		"an identity":       {onboarding.Change{Op: onboarding.Joining, Person: onboarding.Person{Email: "a@b.c", Identities: map[string]onboarding.Identity{"hub": {ID: "../x"}}}}, "is no name of an account"},
		"an operation":      {onboarding.Change{Op: "fire", Person: ada()}, `there is no operation "fire"`},
		"a wish on leaving": {onboarding.Change{Op: onboarding.Leaving, Person: ada(), Want: wants()}, "who leaves wants nothing"},
		"a provider":        {onboarding.Change{Op: onboarding.Joining, Person: ada(), Want: grant("nowhere", "team", "x", "")}, `there is no provider "nowhere"`},
		"a kind":            {onboarding.Change{Op: onboarding.Joining, Person: ada(), Want: grant("hub", "rank", "x", "")}, `the provider hub grants no "rank"`},
		"an object":         {onboarding.Change{Op: onboarding.Joining, Person: ada(), Want: grant("hub", "team", "", "")}, "it needs an object, TEAM"},
		"no object":         {onboarding.Change{Op: onboarding.Joining, Person: ada(), Want: grant("hub", "account", "x", "")}, "has no object"},
		"a role":            {onboarding.Change{Op: onboarding.Moving, Person: ada(), Had: grant("hub", "team", "x", "king")}, "the role is none of"},
		"a path":            {onboarding.Change{Op: onboarding.Joining, Person: ada(), Want: grant("hub", "team", "a/../b", "")}, "is no name of an object"},
		"an option":         {onboarding.Change{Op: onboarding.Joining, Person: ada(), Want: grant("hub", "team", "--all", "")}, "is no name of an object"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			w.hook(func(onboardingtest.Event) error { return errors.New("it was asked") }, nil)
			r, err := w.Plan(t.Context(), c.change)
			assert.Nil(t, r)
			require.ErrorContains(t, err, c.want)
			assert.NotContains(t, err.Error(), "it was asked")
		})
	}
	w := newWorld(t)
	_, err := w.Plan(t.Context(), leavers(4, 4)...)
	require.ErrorContains(t, err, "is in the plan twice")
	w.Providers = append(w.Providers, w.hub, &onboardingtest.Memory{Called: "message"}, &onboardingtest.Memory{Called: "a/b"})
	_, err = w.Join(t.Context(), ada(), nil)
	for _, name := range []string{`"hub"`, `"message"`, `"a/b"`} {
		require.ErrorContains(t, err, name+" cannot be the name of a provider")
	}
}

// twofold is a provider that sees several things of one name.
type twofold struct {
	*onboardingtest.Memory
	held []onboarding.Held
}

// Observe returns what it was given.
func (p twofold) Observe(context.Context, onboarding.Person) (*onboarding.Holding, error) {
	return &onboarding.Holding{Identity: onboarding.Identity{ID: "x", Source: onboarding.FromProvider}, Held: p.held}, nil
}

// TestHeldTwice: a thing that is held in several ways is given or taken once, and what only a human can take is told.
func TestHeldTwice(t *testing.T) {
	t.Parallel()
	team := onboardingtest.Team("memory", "payments", onboardingtest.Member)
	pending := onboarding.Held{Grant: team, State: onboarding.Pending, Detail: "invited"}
	lapsed := onboarding.Held{Grant: team, State: onboarding.Pending, Lapsed: true, Detail: "invited in May"}
	done := onboarding.Held{Grant: team, State: onboarding.Done}
	manual := onboarding.Held{Grant: team, State: onboarding.Manual, Detail: "by way of another team"}
	odd := onboarding.Held{Grant: onboardingtest.Team("memory", "../x", ""), State: onboarding.Done}
	foreign := onboarding.Held{Grant: onboarding.Grant{Provider: "memory", Kind: "badge"}, State: onboarding.Done}
	for name, c := range map[string]struct {
		held    []onboarding.Held
		give    onboarding.State // of the item that gives
		taken   []string
		manuals int
	}{
		"pending and lapsed":        {[]onboarding.Held{lapsed, pending}, onboarding.Pending, []string{"Ada Lovelace loses memory/team/payments as member (invited in May; invited) (account x, verified)"}, 0},
		"by itself and by another":  {[]onboarding.Held{manual, done}, onboarding.Done, []string{"Ada Lovelace loses memory/team/payments as member (account x, verified)"}, 1},
		"lapsed, and there already": {[]onboarding.Held{lapsed, manual}, onboarding.Done, []string{"Ada Lovelace loses memory/team/payments as member, lapsed (invited in May) (account x, verified)"}, 1},
		"lapsed":                    {[]onboarding.Held{lapsed, lapsed}, onboarding.Planned, []string{"Ada Lovelace loses memory/team/payments as member, lapsed (invited in May) (account x, verified)"}, 0},
		"of names nobody can use":   {[]onboarding.Held{odd, foreign}, onboarding.Planned, nil, 2},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := twofold{onboardingtest.NewMemory(onboardingtest.Elsewhere, team), c.held}
			o := &onboarding.Onboarder{Providers: []onboarding.Provider{p}}
			r, err := o.Join(t.Context(), ada(), []onboarding.Grant{team})
			require.NoError(t, err)
			require.Len(t, r.Items, 1)
			assert.Equal(t, c.give, r.Items[0].State)
			r, err = o.Leave(t.Context(), ada())
			require.NoError(t, err)
			var taken []string
			for _, s := range r.Plan.Steps {
				taken = append(taken, s.Summary)
			}
			assert.Equal(t, c.taken, taken)
			assert.Len(t, r.Items, len(c.taken)+c.manuals)
		})
	}
}

// TestJournalFaults: without its journal nothing is planned or settled.
func TestJournalFaults(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	journal := &plan.Memory{}
	w.Journal = journal
	unlock, err := journal.Lock(t.Context())
	require.NoError(t, err)
	r := w.join(t)
	_, err = w.Apply(t.Context(), r, nil)
	require.ErrorIs(t, err, plan.ErrLocked)
	require.ErrorIs(t, w.Settle(t.Context(), "chat-messages", r.Changes[0], true), plan.ErrLocked)
	unlock()
	ctx, cancel := context.WithCancel(t.Context())
	w.apply(t, r)
	cancel()
	_, err = w.Join(ctx, ada(), wants())
	require.ErrorContains(t, err, "read the journal")
	require.ErrorContains(t, w.Undo(t.Context(), plan.Receipt{Key: "x", Undo: []byte("{")}), "read how to take it back")
	require.ErrorContains(t, w.Undo(t.Context(), plan.Receipt{Key: "x", Undo: []byte(`{"grant":{"provider":"gone","kind":"x"}}`)}), "there is no provider")
	require.ErrorContains(t, w.Undo(t.Context(), plan.Receipt{Key: "x", Undo: []byte(`{"grant":{"provider":"hub","kind":"account"}}`)}), "needs the address")
}
