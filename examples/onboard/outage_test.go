package main

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/onboarding"
)

// hosts returns where each service is asked.
func hosts() map[string]string {
	return map[string]string{
		"github": "api.github.com", "google": "cloudidentity.googleapis.com", "slack": "slack.com", "pagerduty": "api.pagerduty.com", "onepassword": "op",
	}
}

// TestOneIsDown: whichever service is down, when the plan is made or only afterwards, the others do their part, the result lists every
// item, the error names the cause, and a later run does the rest.
func TestOneIsDown(t *testing.T) {
	t.Parallel()
	whole := joined(t)
	for name, host := range hosts() {
		for when, early := range map[string]bool{"from the beginning": true, "after the plan": false} {
			t.Run(name+" "+when, func(t *testing.T) {
				t.Parallel()
				w := open(t)
				if name == "slack" {
					w.chat.Join("Mary Jackson", newcomer)
				}
				down := map[string]bool{host: true}
				if early {
					w.wire.down = down
				}
				o, review, err := w.look(t, join())
				if early {
					assert.Equal(t, []string{name}, causes(t, err))
				} else {
					require.NoError(t, err)
				}
				w.wire.down = down
				result, err := o.Apply(t.Context(), review, nil)
				assert.Contains(t, causes(t, err), name)
				require.NotNil(t, result)
				assert.Equal(t, onboarding.ExitFailed, result.ExitStatus())
				w.others(t, name, result, len(review.Items))

				w.wire.down = nil
				w.run(t, join())
				require.NoError(t, w.accept())
				last := w.run(t, join())
				assert.Equal(t, onboarding.ExitDone, last.ExitStatus())
				assert.Equal(t, whole.end(), w.end())
				w.nothing(t, join())
			})
		}
	}
}

// others checks that all but one service did their part, and that nobody is told meanwhile.
func (w *world) others(t *testing.T, down string, r *onboarding.Result, items int) {
	t.Helper()
	assert.GreaterOrEqual(t, len(r.Items), items)
	for _, i := range r.Items {
		switch {
		case i.Action == onboarding.Tell:
			assert.Contains(t, []onboarding.State{onboarding.Skipped, onboarding.Blocked}, i.State)
		case i.Grant.Provider == down:
			assert.Contains(t, []onboarding.State{onboarding.Failed, onboarding.Skipped, onboarding.Blocked}, i.State, i.Title())
		default:
			assert.Contains(t, []onboarding.State{onboarding.Done, onboarding.Pending, onboarding.Blocked}, i.State, i.Title())
		}
	}
	assert.Empty(t, w.chat.Messages())
	if down != "github" {
		assert.Equal(t, []string{newcomer}, w.hub.Invited())
	}
	if down != "google" {
		assert.NotEmpty(t, w.mail.Members("gcp-readers@example.com"))
	}
	if down != "pagerduty" {
		assert.Len(t, w.pager.State().Users, 2)
	}
	if down != "onepassword" {
		assert.Equal(t, []string{newcomer}, w.vault.Mails())
	}
}

// TestMessageLater: where Slack takes no message, all else is done, and the message is sent by the next run.
func TestMessageLater(t *testing.T) {
	t.Parallel()
	w := open(t)
	w.wire.down = map[string]bool{"hooks.slack.com": true}
	o, review, err := w.look(t, join())
	require.NoError(t, err)
	result, err := o.Apply(t.Context(), review, nil)
	assert.Equal(t, []string{"slack-webhook"}, causes(t, err))
	for _, i := range result.Items {
		assert.Equal(t, i.Action == onboarding.Tell, i.State == onboarding.Failed, i.Title())
	}
	w.wire.down = nil
	_, review, err = w.look(t, join())
	require.NoError(t, err)
	assert.Equal(t, []string{"message/slack-webhook/join"}, keys(review))
	w.run(t, join())
	assert.Len(t, w.chat.Messages(), 1)
}

// causes returns the services whose errors an error is made of.
func causes(t *testing.T, err error) (names []string) {
	t.Helper()
	require.Error(t, err)
	seen := map[string]bool{}
	walk(err, func(e error) {
		if c, ok := e.(*onboarding.CallError); ok && !seen[c.Provider] {
			assert.Equal(t, onboarding.ClassTransient, c.Class, "%v", c)
			seen[c.Provider], names = true, append(names, c.Provider)
		}
	})
	return names
}

// walk visits all that an error wraps.
func walk(err error, visit func(error)) {
	visit(err)
	switch e := err.(type) {
	case interface{ Unwrap() error }:
		if next := e.Unwrap(); next != nil {
			walk(next, visit)
		}
	case interface{ Unwrap() []error }:
		for _, next := range e.Unwrap() {
			walk(next, visit)
		}
	}
}
