package main

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/onboarding"
)

// TestGuards: what a guard refuses is refused in the plan, and when things have become so since, in Apply; and nothing is done.
func TestGuards(t *testing.T) {
	t.Parallel()
	onlyOwner := func(t *testing.T, w *world, o *onboarding.Onboarder) {
		w.hub.Promote("mj-codes")
		for i := 1; i <= 3; i++ {
			login := fmt.Sprint("owner-", i)
			who := onboarding.Person{Email: login + "@example.org", Identities: map[string]onboarding.Identity{"github": {ID: login, Source: onboarding.FromFile}}}
			organization := onboarding.Grant{Provider: "github", Kind: "organization", Object: "my-org", Role: "admin"}
			_, err := o.Providers[0].Take(t.Context(), onboarding.Call{Person: who, Grant: organization})
			require.NoError(t, err)
		}
		require.Equal(t, []string{"mj-codes as admin"}, w.hub.Members(""))
	}
	protect := func(entry string) func(*testing.T, *world, *onboarding.Onboarder) {
		return func(_ *testing.T, _ *world, o *onboarding.Onboarder) {
			o.Guards.Protected = append(o.Guards.Protected, entry)
		}
	}
	for name, tt := range map[string]struct {
		guard  string
		become func(*testing.T, *world, *onboarding.Onboarder)
		more   []onboarding.Change
	}{
		"the last owner":      {guard: "MinAdmins", become: onlyOwner},
		"a protected address": {guard: "Protected", become: protect(newcomer)},
		"a protected user":    {guard: "Protected", become: protect("user:mary")},
		"a protected account": {guard: "Protected", become: protect("github:mj-codes")},
		"oneself":             {guard: "Self", become: func(_ *testing.T, _ *world, o *onboarding.Onboarder) { o.Guards.Self = newcomer }},
		"somebody else's reference": {guard: "Catalog", become: func(t *testing.T, w *world, o *onboarding.Onboarder) {
			require.NoError(t, edit(w.now, "email: mary@example.com", "email: mary.j@example.com"))
			now, err := checkout(t.Context(), w.now)
			require.NoError(t, err)
			o.Catalog = now.Catalog
		}},
		"more than one in a plan": {guard: "MaxRemovals", become: func(_ *testing.T, _ *world, o *onboarding.Onboarder) { o.Guards.MaxRemovals = 1 },
			more: []onboarding.Change{{Op: onboarding.Leaving, Person: onboarding.Person{Email: "gone@example.com"}}}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := moved(t)
			o, review, err := w.look(t, leave())
			require.NoError(t, err)
			changes := append(review.Changes, tt.more...)
			if len(tt.more) > 0 {
				o.Guards.MaxRemovals, o.Guards.MaxShare = 2, 1
				review, err = o.Plan(t.Context(), changes...)
				require.NoError(t, err)
			}
			tt.become(t, w, o)
			before, there := len(w.wire.writes), w.there()
			_, err = o.Apply(t.Context(), review, nil)
			var refused *onboarding.GuardError
			require.ErrorAs(t, err, &refused)
			assert.Equal(t, tt.guard, refused.Guard)
			require.ErrorIs(t, err, onboarding.ErrGuard)
			review, err = o.Plan(t.Context(), changes...)
			require.ErrorAs(t, err, &refused)
			assert.Equal(t, tt.guard, refused.Guard)
			assert.Nil(t, review)
			assert.Len(t, w.wire.writes, before, "nothing was done")
			assert.Equal(t, there, w.there())
		})
	}
}

// TestShare: of few people a quarter is little.
func TestShare(t *testing.T) {
	t.Parallel()
	w := moved(t)
	o, _, err := w.look(t, leave())
	require.NoError(t, err)
	o.Guards.MaxRemovals = 2
	_, err = o.Plan(t.Context(), onboarding.Change{Op: onboarding.Leaving, Person: onboarding.Person{Email: newcomer}},
		onboarding.Change{Op: onboarding.Leaving, Person: onboarding.Person{Email: "linus@example.com", Identities: map[string]onboarding.Identity{
			"github": {ID: "owner-3", Source: onboarding.FromFile},
		}}})
	var refused *onboarding.GuardError
	require.ErrorAs(t, err, &refused)
	assert.Equal(t, "MaxShare", refused.Guard)
}
