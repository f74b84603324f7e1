package main

import (
	"fmt"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/onboarding"
)

// stage is a run that dies, in a world where what comes before it is done.
type stage struct {
	open  func(*testing.T) *world
	what  func(*world) request
	after func(*testing.T, *world) // what people do then, and the run that follows
}

func stages() map[string]stage {
	return map[string]stage{
		"joining": {open, func(*world) request { return join() }, func(t *testing.T, w *world) {
			require.NoError(t, w.accept())
			w.run(t, join())
		}},
		"having accepted": {func(t *testing.T) *world {
			w := open(t)
			w.run(t, join())
			require.NoError(t, w.accept())
			return w
		}, func(*world) request { return join() }, nil},
		"moving": {func(t *testing.T) *world {
			w := joined(t)
			w.merge(t)
			return w
		}, (*world).move, nil},
		"leaving": {joined, func(*world) request { return leave() }, nil},
	}
}

// end is all there is in the end, and what must not have happened twice.
func (w *world) end() []string {
	return append(w.there(), fmt.Sprint(len(w.chat.Messages()), " messages, mails of 1Password to ", w.vault.Mails()),
		fmt.Sprint(w.count("POST api.github.com/orgs/my-org/invitations"), " invitations"),
		fmt.Sprint(w.count("POST api.pagerduty.com/users"), " users of PagerDuty, ", w.count("op user"), " changes of accounts"))
}

// TestKilled has the process die after each line of its journal and after each request that changes something: a new one goes on to
// the same end, and nothing happens twice that must not. With -short it dies after every fourth.
func TestKilled(t *testing.T) {
	t.Parallel()
	for name, s := range stages() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			whole := s.open(t)
			before := whole.wire.events
			whole.run(t, s.what(whole))
			events := whole.wire.events - before
			if s.after != nil {
				s.after(t, whole)
			}
			assert.Greater(t, events, 8)
			step := 1
			if testing.Short() {
				step = 4
			}
			for at := 1; at <= events; at += step {
				w := s.open(t)
				sent := len(w.chat.Messages())
				w.die(t, s.what(w), at)
				w.goOn(t, s.what(w), sent)
				if s.after != nil {
					s.after(t, w)
				}
				assert.Equal(t, whole.end(), w.end(), "event %d", at)
				w.nothing(t, s.what(w))
			}
		})
	}
}

// die applies until the process dies.
func (w *world) die(t *testing.T, r request, at int) {
	t.Helper()
	o, review, err := w.look(t, r)
	require.NoError(t, err)
	w.wire.dieAt = w.wire.events + at
	_, err = o.Apply(t.Context(), review, nil)
	require.ErrorIs(t, err, errDied)
	require.True(t, w.wire.dead)
	w.wire.dead = false
}

// goOn runs it again. If the process died while the message was sent, somebody looks whether there is one more than before it, and
// says so.
func (w *world) goOn(t *testing.T, r request, before int) {
	t.Helper()
	found := len(w.chat.Messages())
	result := w.run(t, r)
	assert.False(t, result.Failed())
	i := slices.IndexFunc(result.Items, func(i onboarding.Item) bool { return i.Action == onboarding.Tell })
	if result.Items[i].State != onboarding.Manual {
		return
	}
	assert.Len(t, w.chat.Messages(), found, "nobody knows whether it arrived: it is not sent again")
	o, review, err := w.look(t, r)
	require.NoError(t, err)
	require.NoError(t, o.Settle(t.Context(), "slack-webhook", review.Changes[0], found > before))
	w.run(t, r)
}
