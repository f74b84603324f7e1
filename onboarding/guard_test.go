package onboarding_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/catalog"
	"github.com/goldenpath-go/goldenpath/onboarding"
	"github.com/goldenpath-go/goldenpath/onboarding/onboardingtest"
	"github.com/goldenpath-go/goldenpath/plan"
)

// colleague is somebody who is there from the beginning; the first three own the hub.
func colleague(n int) onboarding.Person {
	p := onboarding.Person{Email: fmt.Sprintf("colleague%d@example.com", n)}
	p.Identities = map[string]onboarding.Identity{"hub": {ID: fmt.Sprintf("colleague-%d", n), Source: onboarding.FromCatalog}}
	return p
}

func leavers(numbers ...int) (out []onboarding.Change) {
	for _, n := range numbers {
		out = append(out, onboarding.Change{Op: onboarding.Leaving, Person: colleague(n)})
	}
	return out
}

func demotion(n int) onboarding.Change {
	return onboarding.Change{Op: onboarding.Joining, Person: colleague(n), Want: []onboarding.Grant{onboardingtest.Account("hub", onboardingtest.Member)}}
}

// TestGuards: each refuses in Plan; and in Apply, when things have become so since the review, with nothing done.
func TestGuards(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		guard   string
		changes []onboarding.Change
		before  func(w *world) // what makes the guard refuse
	}{
		"too many leave": {"MaxRemovals", leavers(4, 5), func(w *world) { w.Guards.MaxRemovals, w.Guards.MaxShare = 1, 1 }},
		"too great a part leaves": {"MaxShare", leavers(4, 5), func(w *world) {
			w.hub.Promote("colleague7@example.com", onboardingtest.Owner)
			w.Guards.MaxShare = 0.2
		}},
		"too few owners stay":             {"MinAdmins", leavers(1), func(w *world) { w.hub.Promote(colleague(2).Email, onboardingtest.Member) }},
		"the last owner":                  {"MinAdmins", leavers(2), lastOwner},
		"a demotion":                      {"MinAdmins", []onboarding.Change{demotion(1)}, func(w *world) { w.hub.Promote(colleague(2).Email, onboardingtest.Member) }},
		"protected by address":            {"Protected", leavers(4), func(w *world) { w.Guards.Protected = []string{"Colleague4@example.com"} }},
		"protected by identity":           {"Protected", leavers(4), func(w *world) { w.Guards.Protected = []string{"hub:Colleague-4"} }},
		"protected by another identity":   {"Protected", leavers(4), func(w *world) { w.Guards.Protected = []string{"mail:colleague4@example.com"} }},
		"protected where nobody can look": {"Protected", leavers(4), func(w *world) { w.Guards.Protected = []string{"pager:P1"}; down(w.pager, "observe") }},
		"protected, or not":               {"Protected", leavers(4), func(w *world) { w.Guards.Protected = []string{"user:root"} }},
		"self":                            {"Self", leavers(4), func(w *world) { w.Guards.Self = "COLLEAGUE4@example.com" }},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			r, err := w.Plan(t.Context(), c.changes...)
			require.NoError(t, err)
			require.NotEmpty(t, r.Plan.Steps)
			c.before(w)
			before := w.state()
			result, err := w.Apply(t.Context(), r, nil)
			assert.Nil(t, result)
			refused(t, c.guard, err)
			again, err := w.Plan(t.Context(), c.changes...)
			assert.Nil(t, again)
			refused(t, c.guard, err)
			assert.Equal(t, before, w.state())
			assert.Empty(t, w.told.Sent())
		})
	}
}

func lastOwner(w *world) {
	w.Guards.MinAdmins = -1
	w.hub.Promote(colleague(0).Email, onboardingtest.Member)
	w.hub.Promote(colleague(1).Email, onboardingtest.Member)
}

func refused(t *testing.T, guard string, err error) {
	t.Helper()
	require.ErrorIs(t, err, onboarding.ErrGuard)
	var g *onboarding.GuardError
	require.ErrorAs(t, err, &g)
	assert.Equal(t, guard, g.Guard)
}

// TestGuardsPermit: what they allow is done.
func TestGuardsPermit(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		changes []onboarding.Change
		guards  onboarding.Guards
	}{
		"one of three owners":    {leavers(1), onboarding.Guards{}},
		"two of eight":           {leavers(4, 5), onboarding.Guards{}},
		"four, when so many may": {leavers(4, 5, 6, 7), onboarding.Guards{MaxRemovals: 4, MaxShare: 0.5}},
		"any number":             {leavers(3, 4, 5, 6, 7), onboarding.Guards{MaxRemovals: -1, MaxShare: 1}},
		"all owners but one":     {leavers(1, 2), onboarding.Guards{MinAdmins: -1}},
		"self, when allowed":     {leavers(4), onboarding.Guards{Self: colleague(4).Email, AllowSelf: true}},
		"another is protected":   {leavers(4), onboarding.Guards{Protected: []string{"hub:colleague-5", "colleague5@example.com"}}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			w.Guards = c.guards
			r, err := w.Plan(t.Context(), c.changes...)
			require.NoError(t, err)
			w.apply(t, r)
			assert.Len(t, w.hub.State().People, 8-len(c.changes))
		})
	}
}

// TestWhoLeaves: an address and a reference that are not one person's are refused.
func TestWhoLeaves(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.Catalog = people(t)
	p := colleague(4)
	for ref, want := range map[string]string{
		"user:default/ada": "has another address", "user:default/nobody": "is not in the catalog", "group:default/payments": "is no User",
		"user:default/bare": "has another address",
	} {
		p.Ref, _ = catalog.ParseRef(ref, catalog.Ref{})
		r, err := w.Leave(t.Context(), p)
		assert.Nil(t, r)
		refused(t, "Catalog", err)
		assert.ErrorContains(t, err, want)
	}
	person := ada()
	person.Ref, _ = catalog.ParseRef("user:default/ada", catalog.Ref{})
	for _, protected := range []string{"user:default/ADA", "user:ada", "Ada"} {
		w.Guards.Protected = []string{"user:root", protected}
		_, err := w.Leave(t.Context(), person)
		refused(t, "Protected", err)
		_, err = w.Leave(t.Context(), ada())
		refused(t, "Protected", err)
	}
	for _, nobody := range []string{"", "hub:", "hubb:x", "group:payments", "a b", "ada@"} {
		w.Guards.Protected = []string{nobody}
		_, err := w.Leave(t.Context(), person)
		require.ErrorContains(t, err, "is neither an address nor a User", "what protects nobody is a mistake")
	}
	w.Guards.Protected = []string{"user:grace"}
	_, err := w.Leave(t.Context(), person)
	require.NoError(t, err)
	_, err = w.Leave(t.Context(), colleague(4))
	require.NoError(t, err, "the catalog says that this is no User at all")
	person.Email = "ADA@example.com"
	_, err = w.Leave(t.Context(), person)
	require.NoError(t, err)
	person.Email = "\u212aada@example.com"
	_, err = w.Leave(t.Context(), person)
	require.Error(t, err)
}

// TestGuardedUndo: a journal cannot do what a plan may not.
func TestGuardedUndo(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	journal := &plan.Memory{}
	w.Journal = journal
	want := []onboarding.Grant{onboardingtest.Account("hub", onboardingtest.Owner)}
	r, err := w.Join(t.Context(), ada(), want)
	require.NoError(t, err)
	w.apply(t, r)
	require.NoError(t, w.hub.Accept(ada().Email, "countess"))
	w.hub.Promote(colleague(1).Email, onboardingtest.Member)
	w.hub.Promote(colleague(2).Email, onboardingtest.Member)
	before := w.state()
	refused(t, "MinAdmins", plan.Undo(t.Context(), journal, w, nil))
	w.hub.Promote(colleague(1).Email, onboardingtest.Owner)
	w.Guards.Protected = []string{"hub:countess"}
	refused(t, "Protected", plan.Undo(t.Context(), journal, w, nil))
	w.hub.Promote(colleague(1).Email, onboardingtest.Member)
	assert.Equal(t, before, w.state())
	w.Guards = onboarding.Guards{MinAdmins: -1}
	require.NoError(t, plan.Undo(t.Context(), journal, w, nil))
	assert.NotContains(t, w.hub.State().People, ada().Email)
}

// TestChanged: Apply does what was reviewed, or nothing.
func TestChanged(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		change func(w *world)
		want   string
	}{
		"more to take":    {func(w *world) { w.hub.Join(ada().Email, "orders", onboardingtest.Member) }, "hub/team/orders/ada@example.com"},
		"less to take":    {func(w *world) { w.hub.Drop(ada().Email, "payments") }, "hub/team/payments/ada@example.com"},
		"another role":    {func(w *world) { w.hub.Join(ada().Email, "payments", onboardingtest.Maintainer) }, "hub/team/payments/ada@example.com"},
		"another account": {func(w *world) { w.hub.Rename(ada().Email, "somebody-else") }, "hub/team/all-engineers/ada@example.com, hub/team/payments/ada@example.com, hub/account/ada@example.com"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := settled(t)
			r := w.leave(t)
			c.change(w)
			before := w.state()
			result, err := w.Apply(t.Context(), r, nil)
			require.ErrorIs(t, err, onboarding.ErrChanged)
			require.ErrorContains(t, err, c.want)
			assert.Nil(t, result)
			assert.Equal(t, before, w.state())
		})
	}
	w := settled(t)
	_, err := w.Apply(t.Context(), w.leave(t), &onboarding.ApplyOptions{Digest: "sha256:other"})
	require.ErrorIs(t, err, plan.ErrDigest)
	r := w.leave(t)
	_, err = w.Apply(t.Context(), r, &onboarding.ApplyOptions{Digest: w.leave(t).Plan.Digest()})
	require.NoError(t, err, "a review made by another process has the same digest")
}

// TestTakenBackByHand: what a run that is not finished has done, and somebody undid, is done again.
func TestTakenBackByHand(t *testing.T) {
	t.Parallel()
	w := settled(t)
	w.hub.Drop(ada().Email, "payments")
	w.hub.Drop(ada().Email, "all-engineers")
	w.hub.Before = hook(func(e onboardingtest.Event) error {
		if e.Grant.Object == "payments" {
			return errDown
		}
		return nil
	})
	_, err := w.Apply(t.Context(), w.join(t), nil)
	require.ErrorIs(t, err, errDown)
	w.hub.Before = nil
	w.hub.Drop(ada().Email, "all-engineers")
	w.apply(t, w.join(t))
	assert.Equal(t, settled(t).state(), w.state())
}

// TestOneAccount: two people who are one account somewhere are refused.
func TestOneAccount(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	other := colleague(5)
	other.Identities = colleague(4).Identities
	_, err := w.Plan(t.Context(), onboarding.Change{Op: onboarding.Leaving, Person: colleague(4)}, onboarding.Change{Op: onboarding.Joining, Person: other})
	require.ErrorContains(t, err, "are both colleague-4 at hub")
	wrong := ada()
	w = settled(t)
	wrong.Identities = map[string]onboarding.Identity{"hub": {ID: "lovelace", Source: onboarding.FromFile}}
	r, err := w.Leave(t.Context(), wrong)
	require.NoError(t, err)
	assert.Equal(t, []string{"hub: it is countess there; it was said to be lovelace"}, r.Notes[ada().Email])
}
