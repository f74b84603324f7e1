package main

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/onboarding"
	"github.com/goldenpath-go/goldenpath/onboarding/onepassword/optest"
	"github.com/goldenpath-go/goldenpath/plan"
)

// keys returns the steps of a plan about Mary.
func keys(r *onboarding.Review) (out []string) {
	for _, s := range r.Plan.Steps {
		out = append(out, strings.TrimSuffix(s.Key, "/"+newcomer))
	}
	return out
}

// TestThereAndBack follows Mary from the first day to the last, on the real providers.
func TestThereAndBack(t *testing.T) {
	t.Parallel()
	w := open(t)
	before := w.there()
	_, review, err := w.look(t, join())
	require.NoError(t, err)
	assert.Empty(t, w.wire.writes, "a plan only reads")
	assert.Equal(t, []string{
		"github/organization/my-org", "pagerduty/user", "onepassword/account", "github/team/my-org/all-engineers",
		"github/team/my-org/on-call-rotation", "github/team/my-org/payments", "google/group/gcp-readers@example.com",
		"onepassword/group/Engineers", "pagerduty/schedule/PS0002", "message/slack-webhook/join",
	}, keys(review), "the script's steps, in an order that works")

	result := w.run(t, join())
	assert.Equal(t, onboarding.ExitWaiting, result.ExitStatus())
	assert.Equal(t, []string{newcomer}, w.hub.Invited(), "by mail, not as a login that belongs to a stranger")
	for _, team := range []string{"", "all-engineers", "payments", "on-call-rotation"} {
		assert.NotContains(t, strings.Join(w.hub.Members(team), "\n")+"\n", "mary ", "the stranger")
	}
	assert.Equal(t, 1, w.count("POST api.github.com/orgs/my-org/invitations"), "one invitation names all three teams")
	w.welcomed(t)
	w.nothing(t, join())

	require.NoError(t, w.accept())
	assert.Equal(t, onboarding.ExitDone, w.run(t, join()).ExitStatus())
	w.nothing(t, join())
	for _, team := range []string{"all-engineers", "payments", "on-call-rotation"} {
		assert.Equal(t, []string{"mj-codes as member"}, w.hub.Members(team))
	}
	assert.Equal(t, [][]string{{colleague, newcomer}}, w.pager.State().Schedules["On call"], "not the first to be called")

	w.merge(t)
	_, review, err = w.look(t, w.move())
	require.NoError(t, err)
	assert.Equal(t, []string{
		"github/team/my-org/orders", "slack/channel/C0003", "slack/channel/C0002", "github/team/my-org/payments",
	}, keys(review)[:4], "what is new first")
	w.run(t, w.move())
	w.nothing(t, w.move())
	w.nothing(t, join())

	_, review, err = w.look(t, leave())
	require.NoError(t, err)
	assert.Equal(t, []string{
		"onepassword/group/Engineers", "onepassword/account", "pagerduty/schedule/PS0002", "pagerduty/user", "slack/channel/C0001",
		"slack/channel/C0003", "slack/usergroup/S0005", "slack/account", "google/group/gcp-readers@example.com",
		"github/team/my-org/all-engineers", "github/team/my-org/on-call-rotation", "github/team/my-org/orders",
		"github/organization/my-org", "message/slack-webhook/leave",
	}, keys(review), "access first, messages last")
	w.run(t, leave())
	w.nothing(t, leave())
	assert.Equal(t, []string{
		"Slack: mary@example.com is deactivated", "1Password: mary@example.com is " + optest.Suspended,
	}, strings.Split(added(before, w.there()), "\n"), "what can be taken back is not deleted")
	o, _, err := w.look(t, leave())
	require.NoError(t, err)
	left, notes, err := o.Verify(t.Context(), onboarding.Person{Email: newcomer, Identities: map[string]onboarding.Identity{
		"github": {ID: "mj-codes", Source: onboarding.FromCatalog},
	}})
	require.NoError(t, err)
	assert.Empty(t, left)
	assert.Empty(t, notes)
	assert.Len(t, w.chat.Messages(), 3)
}

// welcomed checks the message: the script's, but of what is so.
func (w *world) welcomed(t *testing.T) {
	t.Helper()
	require.Len(t, w.chat.Messages(), 1)
	text := w.chat.Messages()[0].Text
	for _, line := range []string{
		"👋 Welcome Mary Jackson!", "⏳ GitHub my-org: was invited", "⏳ GitHub team my-org/payments: the invitation names it",
		"✅ GCP, by the group gcp-readers@example.com", "⏳ 1Password: was invited", "✅ PagerDuty schedule PS0002", "https://wiki.example.com/onboarding", "https://wiki.example.com/local-dev",
	} {
		assert.Contains(t, text, line)
	}
}

// TestUndo takes back by the journal what was done, whether people have answered or not.
func TestUndo(t *testing.T) {
	t.Parallel()
	for name, answered := range map[string]bool{"before she answers": false, "after": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := open(t)
			before := w.there()
			w.run(t, join())
			if answered {
				require.NoError(t, w.accept())
				w.run(t, join())
			}
			o, _, err := w.look(t, join())
			require.NoError(t, err)
			err = plan.Undo(t.Context(), w.journal, o, nil)
			require.ErrorIs(t, err, plan.ErrIrreversible)
			var report *plan.Error
			require.ErrorAs(t, err, &report)
			require.Len(t, report.Failed, 1, "%v", err)
			assert.Equal(t, "message/slack-webhook/join/"+newcomer, report.Failed[0].Key, "it was read")
			left := []string{"1Password: mary@example.com is TRANSFER_SUSPENDED"}
			if answered {
				left = []string{"Slack: mary@example.com is active", "1Password: mary@example.com is " + optest.Suspended} // she joined Slack by herself
			}
			assert.Equal(t, left, strings.Split(added(before, w.there()), "\n"))
		})
	}
}
