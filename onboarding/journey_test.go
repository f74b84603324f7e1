package onboarding_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/onboarding"
	"github.com/goldenpath-go/goldenpath/onboarding/onboardingtest"
	"github.com/goldenpath-go/goldenpath/plan"
)

func hook(do func(onboardingtest.Event) error) func(context.Context, onboardingtest.Event) error {
	if do == nil {
		return nil
	}
	return func(_ context.Context, e onboardingtest.Event) error { return do(e) }
}

// TestThereAndBack follows a person from the first day to the last.
func TestThereAndBack(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	before := w.state()
	r := w.join(t)
	assert.Equal(t, before, w.state(), "a plan only reads")
	assert.Equal(t, []string{
		"hub/account/ada@example.com", "pager/account/ada@example.com",
		"hub/team/all-engineers/ada@example.com", "hub/team/payments/ada@example.com", "mail/team/all/ada@example.com",
		"pager/team/payments/ada@example.com", "pager/rotation/primary/ada@example.com",
		"message/chat-messages/join/ada@example.com",
	}, keys(r), "accounts, memberships, rotations, messages; nothing for somebody unknown to the chat")
	assert.Equal(t, onboarding.Blocked, states(r.Items)["give chat/team/on-call as member"])

	result := w.apply(t, r)
	assert.True(t, result.Waiting())
	assert.False(t, result.Failed())
	got := states(result.Items)
	assert.Equal(t, onboarding.Pending, got["give hub/account as member"])
	assert.Equal(t, onboarding.Pending, got["give hub/team/payments as member"], "it rides on the invitation")
	assert.Equal(t, onboarding.Done, got["give pager/rotation/primary"])
	assert.Empty(t, w.join(t).Plan.Steps, "what waits for people is not asked for again")
	message := w.told.Sent()[0]
	assert.Equal(t, onboarding.Joining, message.Op)
	assert.Equal(t, onboarding.Blocked, states(message.Items)["give chat/team/on-call as member"], "the message tells what is so")
	assert.Equal(t, onboarding.Pending, states(message.Items)["give hub/account as member"])

	w.accept(t)
	r = w.join(t)
	assert.Equal(t, []string{"chat/team/on-call/ada@example.com"}, keys(r), "the next run goes on")
	result = w.apply(t, r)
	assert.False(t, result.Waiting())
	assert.Empty(t, w.join(t).Plan.Steps)
	w.once(t)

	w.hub.Join(ada().Email, "orders", onboardingtest.Maintainer) // by hand
	r = w.leave(t)
	assert.Equal(t, []string{
		"chat/team/on-call/ada@example.com", "pager/rotation/primary/ada@example.com", "pager/team/payments/ada@example.com",
		"pager/account/ada@example.com", "mail/team/all/ada@example.com", "hub/team/all-engineers/ada@example.com",
		"hub/team/orders/ada@example.com", "hub/team/payments/ada@example.com", "hub/account/ada@example.com",
		"message/chat-messages/leave/ada@example.com",
	}, keys(r), "access first, messages last, and what nobody remembers giving")
	w.apply(t, r)
	left, _, err := w.Verify(t.Context(), ada())
	require.NoError(t, err)
	assert.Empty(t, left)
	assert.Empty(t, w.leave(t).Plan.Steps)
	after := w.state()
	after[3].People = before[3].People // who joined by themselves stays
	assert.Equal(t, before, after)
}

// TestBackAgain: who comes back is welcomed again, and told of again when leaving.
func TestBackAgain(t *testing.T) {
	t.Parallel()
	w := settled(t)
	w.apply(t, w.leave(t))
	w.apply(t, w.join(t))
	require.NoError(t, w.hub.Accept(ada().Email, "countess"))
	w.apply(t, w.leave(t))
	var ops []onboarding.Op
	for _, m := range w.told.Sent() {
		ops = append(ops, m.Op)
	}
	assert.Equal(t, []onboarding.Op{onboarding.Joining, onboarding.Leaving, onboarding.Joining, onboarding.Leaving}, ops)
}

func TestMove(t *testing.T) {
	t.Parallel()
	w := settled(t)
	w.hub.Join(ada().Email, "all-engineers", onboardingtest.Member)
	from := []onboarding.Grant{onboardingtest.Account("hub", ""), onboardingtest.Team("hub", "payments", ""), onboardingtest.Rotation("pager", "primary")}
	to := []onboarding.Grant{onboardingtest.Account("hub", ""), onboardingtest.Team("hub", "orders", onboardingtest.Maintainer), onboardingtest.Team("mail", "orders", "")}
	r, err := w.Move(t.Context(), ada(), from, to)
	require.NoError(t, err)
	assert.Equal(t, []string{
		"hub/team/orders/ada@example.com", "mail/team/orders/ada@example.com", "pager/rotation/primary/ada@example.com",
		"hub/team/payments/ada@example.com", r.Plan.Steps[4].Key,
	}, keys(r), "what is new first, then what was before")
	got := states(r.Items)
	assert.Equal(t, onboarding.Done, got["give hub/account as member"])
	assert.Equal(t, onboarding.Done, got["stay hub/team/all-engineers as member"])
	assert.Equal(t, onboarding.Done, got["stay pager/account as member"])
	w.apply(t, r)
	assert.Equal(t, map[string]string{ada().Email: onboardingtest.Maintainer}, w.hub.State().Teams["orders"])
	assert.Empty(t, w.hub.State().Teams["payments"])
	again, err := w.Move(t.Context(), ada(), from, to)
	require.NoError(t, err)
	assert.Empty(t, again.Plan.Steps)
	back, err := w.Move(t.Context(), ada(), to, from)
	require.NoError(t, err)
	w.apply(t, back)
	assert.Len(t, w.told.Sent(), 3, "each move is told")
}

// TestUndo takes back a join and a leave by the journal.
func TestUndo(t *testing.T) {
	t.Parallel()
	w := settled(t)
	before := newWorld(t).state()
	err := plan.Undo(t.Context(), w.Journal, w, nil)
	require.ErrorIs(t, err, plan.ErrIrreversible, "the message was read")
	var report *plan.Error
	require.ErrorAs(t, err, &report)
	assert.Len(t, report.Failed, 1)
	got := w.state()
	got[3].People = before[3].People
	assert.Equal(t, before, got)

	w = settled(t)
	there := w.state()
	journal := &plan.Memory{}
	w.reopen(journal)
	w.hub.Promote(ada().Email, onboardingtest.Owner)
	w.apply(t, w.leave(t))
	err = plan.Undo(t.Context(), journal, w, nil)
	require.ErrorAs(t, err, &report)
	assert.ErrorIs(t, err, plan.ErrIrreversible)
	assert.ErrorContains(t, err, "hub/account as owner is pending")
	got = w.state()
	assert.Equal(t, there[1:], got[1:], "what needs nobody is as it was")
	assert.Equal(t, "pending owner", got[0].People[ada().Email], "an invitation waits to be accepted")
	require.NoError(t, plan.Undo(t.Context(), journal, w, nil), "undo again")
}

// TestUndoRole: a role is what it was before, also after a run that died.
func TestUndoRole(t *testing.T) {
	t.Parallel()
	for _, dies := range []bool{false, true} {
		w := settled(t)
		journal := &plan.Memory{}
		w.reopen(journal)
		r, err := w.Join(t.Context(), ada(), []onboarding.Grant{onboardingtest.Team("hub", "payments", onboardingtest.Maintainer)})
		require.NoError(t, err)
		assert.Contains(t, r.Plan.Steps[0].Diff, "- hub/team/payments as member\n+ hub/team/payments as maintainer\n")
		if dies {
			w.Journal = &dying{Journal: journal, at: 1}
			_, err = w.Apply(t.Context(), r, nil)
			require.ErrorIs(t, err, errDied)
			w.reopen(journal)
		} else {
			w.apply(t, r)
		}
		assert.Equal(t, onboardingtest.Maintainer, w.hub.State().Teams["payments"][ada().Email])
		require.NoError(t, ignore(plan.Undo(t.Context(), journal, w, nil), plan.ErrIrreversible))
		assert.Equal(t, onboardingtest.Member, w.hub.State().Teams["payments"][ada().Email])
	}
}

// TestRoles: a role that nobody asked for is left as it is.
func TestRoles(t *testing.T) {
	t.Parallel()
	w := settled(t)
	w.hub.Join(ada().Email, "payments", onboardingtest.Maintainer)
	assert.Empty(t, w.join(t).Plan.Steps)
	w.hub.Inherit(ada().Email, "orders")
	r, err := w.Join(t.Context(), ada(), []onboarding.Grant{onboardingtest.Team("hub", "orders", "")})
	require.NoError(t, err)
	assert.Empty(t, r.Plan.Steps)
	assert.Equal(t, onboarding.Done, r.Items[0].State, "who is in a team by way of another is in it")
	r, err = w.Join(t.Context(), ada(), []onboarding.Grant{onboardingtest.Team("hub", "orders", onboardingtest.Maintainer)})
	require.NoError(t, err)
	assert.Len(t, r.Plan.Steps, 1, "but not in another role")
	leave := w.leave(t)
	assert.Equal(t, onboarding.Manual, states(leave.Items)["take hub/team/orders as member"], "and nobody can take it")

	both := append(wants(), onboardingtest.Team("hub", "payments", onboardingtest.Maintainer), onboardingtest.Team("hub", "payments", onboardingtest.Member))
	_, err = w.Join(t.Context(), ada(), both)
	require.ErrorContains(t, err, "wanted as member too")
	w.hub.Drop(ada().Email, "payments")
	r, err = w.Join(t.Context(), ada(), append(wants(), onboardingtest.Team("hub", "payments", onboardingtest.Maintainer)))
	require.NoError(t, err)
	assert.Equal(t, []string{"hub/team/payments/ada@example.com"}, keys(r))
	w.apply(t, r)
	assert.Equal(t, onboardingtest.Maintainer, w.hub.State().Teams["payments"][ada().Email], "who says a role goes before who does not")
}

func TestLapsed(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.apply(t, w.join(t))
	require.NoError(t, w.hub.Expire(ada().Email))
	r := w.join(t)
	assert.Equal(t, []string{"hub/account/ada@example.com", "hub/team/all-engineers/ada@example.com", "hub/team/payments/ada@example.com"}, keys(r))
	assert.Contains(t, r.Plan.Steps[0].Diff, "lapsed")
	w.apply(t, r)
	require.NoError(t, w.hub.Expire(ada().Email))
	journal := &plan.Memory{}
	w.Journal = journal
	w.apply(t, w.leave(t))
	left, _, err := w.Verify(t.Context(), ada())
	require.NoError(t, err)
	assert.Empty(t, left)
	invitations := len(w.hub.Log())
	require.NoError(t, ignore(plan.Undo(t.Context(), journal, w, nil), plan.ErrIrreversible))
	assert.Len(t, w.hub.Log(), invitations, "what had come to nothing is not asked for again")
}
