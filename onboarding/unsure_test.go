package onboarding_test

import (
	"context"
	"iter"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/onboarding"
	"github.com/goldenpath-go/goldenpath/onboarding/onboardingtest"
	"github.com/goldenpath-go/goldenpath/plan"
)

// as returns Ada with what somebody said she is in the hub; empty: that she is nobody there.
func as(login string) onboarding.Person {
	p := ada()
	p.Identities = map[string]onboarding.Identity{"hub": {ID: login, Source: onboarding.FromFile}}
	return p
}

// anonymous is a world in which Ada has accepted an invitation to a system that does not tell who did.
func anonymous(t *testing.T) *world {
	t.Helper()
	w := newWorld(t)
	w.hub.Silent = true
	w.apply(t, w.join(t))
	require.NoError(t, w.hub.Accept(ada().Email, "countess"))
	return w
}

// invitations returns how many the hub has sent.
func (w *world) invitations() (n int) {
	for _, line := range w.hub.Log() {
		if line == "invite ada@example.com hub/account as member" {
			n++
		}
	}
	return n
}

// TestNotInvitedTwice: who has accepted under a name that nobody knows is not sent another invitation, run after run.
func TestNotInvitedTwice(t *testing.T) {
	t.Parallel()
	w := anonymous(t)
	r := w.join(t)
	assert.Empty(t, r.Plan.Steps)
	for _, i := range r.Items {
		if i.Grant.Kind == onboardingtest.AccountKind && i.Grant.Provider == "hub" {
			assert.Equal(t, onboarding.Blocked, i.State)
			assert.Contains(t, i.Note, "say who the person is there")
		}
	}
	assert.Contains(t, r.Notes[ada().Email], "hub: who accepted an invitation is not told")
	w.apply(t, r)
	assert.Equal(t, 1, w.invitations())

	r, err := w.Join(t.Context(), as("countess"), wants())
	require.NoError(t, err)
	assert.Equal(t, onboarding.Done, states(r.Items)["give hub/account as member"], "somebody has said it")
}

// TestInvitedAgain: what was taken, or taken back, is asked for again.
func TestInvitedAgain(t *testing.T) {
	t.Parallel()
	for name, end := range map[string]func(*testing.T, *world){
		"who left": func(t *testing.T, w *world) { w.apply(t, w.leave(t)) },
		"whose invitation had lapsed": func(t *testing.T, w *world) {
			require.NoError(t, w.hub.Expire(ada().Email))
			w.apply(t, w.leave(t))
		},
		"whose run was undone": func(t *testing.T, w *world) {
			require.NoError(t, ignore(plan.Undo(t.Context(), w.Journal, w, nil), plan.ErrIrreversible))
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			w.hub.Silent = true
			w.apply(t, w.join(t))
			end(t, w)
			w.apply(t, w.join(t))
			assert.Equal(t, 2, w.invitations())
		})
	}
}

// TestLeavingUnsure: where nobody can tell who somebody is, leaving is not done, and neither Verify nor the status says so.
func TestLeavingUnsure(t *testing.T) {
	t.Parallel()
	w := anonymous(t)
	r := w.leave(t)
	result := w.apply(t, r)
	assert.Equal(t, onboarding.Blocked, states(result.Items)["look hub"])
	assert.Equal(t, onboarding.ExitWaiting, result.ExitStatus())
	left, _, err := w.Verify(t.Context(), ada())
	assert.Empty(t, left)
	require.ErrorIs(t, err, onboarding.ErrUnsure)
	var call *onboarding.CallError
	require.ErrorAs(t, err, &call)
	assert.Equal(t, "hub", call.Provider)

	_, _, err = w.Verify(t.Context(), as(""))
	require.NoError(t, err, "somebody says that she is nobody there")
	r, err = w.Leave(t.Context(), as(""))
	require.NoError(t, err)
	assert.NotContains(t, states(r.Items), "look hub")

	r, err = w.Leave(t.Context(), as("countess"))
	require.NoError(t, err)
	assert.Contains(t, keys(r), "hub/account/ada@example.com")
}

// unreadable is a journal that cannot be read.
type unreadable struct{ plan.Memory }

func (*unreadable) All(context.Context) iter.Seq2[plan.Receipt, error] {
	return func(yield func(plan.Receipt, error) bool) { yield(plan.Receipt{}, errDied) }
}

// TestRecalled: who a system itself said somebody is, is remembered when it says so no more: with the membership it may forget whose
// the address was, and there is more to take.
func TestRecalled(t *testing.T) {
	t.Parallel()
	w := settled(t)
	w.hub.After = hook(func(e onboardingtest.Event) error {
		if e.Method == "take" {
			w.hub.Silent = true
		}
		return nil
	})
	w.apply(t, w.leave(t))
	left, _, err := w.Verify(t.Context(), ada())
	require.NoError(t, err)
	assert.Empty(t, left)
	w.hub.Add("ada@home.example", "countess", onboardingtest.Member) // she is back, by hand
	left, _, err = w.Verify(t.Context(), ada())
	require.NoError(t, err)
	assert.Len(t, left, 1)
	assert.Equal(t, []string{"hub/account/ada@example.com"}, keys(w.leave(t))[:1])

	w.Journal = &plan.Memory{}
	_, _, err = w.Verify(t.Context(), ada())
	require.ErrorIs(t, err, onboarding.ErrUnsure, "without the journal nobody knows")
	w.Journal = &unreadable{}
	_, _, err = w.Verify(t.Context(), ada())
	require.ErrorIs(t, err, errDied, "nor where it cannot be read")
}

// TestLeavingInvited: the invitation goes first, and what it names with it; taking that back sends one that names it again.
func TestLeavingInvited(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.apply(t, w.join(t))
	journal := &plan.Memory{}
	w.Journal = journal
	r := w.leave(t)
	assert.Equal(t, []string{"hub/account/ada@example.com", "hub/team/all-engineers/ada@example.com", "hub/team/payments/ada@example.com"}, keys(r)[4:7])
	result := w.apply(t, r)
	assert.Equal(t, onboarding.ExitDone, result.ExitStatus(), "%v", result.Items)
	require.ErrorIs(t, plan.Undo(t.Context(), journal, w, nil), plan.ErrIrreversible)
	got := states(w.join(t).Items)
	assert.Equal(t, onboarding.Pending, got["give hub/account as member"])
	assert.Equal(t, onboarding.Pending, got["give hub/team/payments as member"])
}

// byHand is a system whose accounts no call gives.
type byHand struct{ onboarding.Provider }

func (b byHand) Observe(ctx context.Context, p onboarding.Person) (*onboarding.Holding, error) {
	h, err := b.Provider.Observe(ctx, p)
	if err == nil {
		h.ByHand = map[string]string{onboardingtest.AccountKind: "is invited by an administrator"}
	}
	return h, err
}

// TestByHand: what only a human can give is no step, and waits; who has it has it.
func TestByHand(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.Providers[0] = byHand{w.hub}
	r := w.join(t)
	assert.NotContains(t, keys(r), "hub/account/ada@example.com")
	assert.Equal(t, onboarding.Manual, states(r.Items)["give hub/account as member"])
	assert.Equal(t, onboarding.Blocked, states(r.Items)["give hub/team/payments as member"])
	assert.Equal(t, onboarding.ExitWaiting, w.apply(t, r).ExitStatus())
}

// TestSelf: those in whose name a provider acts do not leave by it.
func TestSelf(t *testing.T) {
	t.Parallel()
	w := settled(t)
	w.hub.Self = "countess"
	_, err := w.Leave(t.Context(), ada())
	var refused *onboarding.GuardError
	require.ErrorAs(t, err, &refused)
	assert.Equal(t, "Self", refused.Guard)
	assert.Contains(t, refused.Reason, "hub")
	w.Guards.AllowSelf = true
	w.leave(t)
}
