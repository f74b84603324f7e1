package slack_test

import (
	"bytes"
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/onboarding"
	"github.com/goldenpath-go/goldenpath/onboarding/slack"
	"github.com/goldenpath-go/goldenpath/plan"
)

// TestBot says that the bot writes to the person, finds again what it wrote whatever the states are by then, and brings it up to date.
func TestBot(t *testing.T) {
	t.Parallel()
	w := open(t)
	w.Join("Ada", "ada@example.com")
	b := &slack.Bot{Provider: w.provider()}
	m := welcome()
	_, sent, err := b.Find(t.Context(), m)
	require.NoError(t, err)
	assert.False(t, sent)
	changed, err := b.Update(t.Context(), m)
	require.NoError(t, err)
	assert.False(t, changed, "there is nothing to bring up to date")
	id, err := b.Send(t.Context(), m)
	require.NoError(t, err)
	assert.Equal(t, "D0001/1767225600.000001", id)

	other := m
	other.Op = onboarding.Moving
	_, err = b.Send(t.Context(), other)
	require.NoError(t, err)

	m.Items = append([]onboarding.Item{}, m.Items...)
	m.Items[2].State, m.Items[2].Note = onboarding.Done, ""
	found, sent, err := b.Find(t.Context(), m)
	require.NoError(t, err)
	assert.True(t, sent)
	assert.Equal(t, id, found)
	for _, want := range []bool{true, false} {
		changed, err = b.Update(t.Context(), m)
		require.NoError(t, err)
		assert.Equal(t, want, changed)
	}
	all := w.Messages()
	require.Len(t, all, 2)
	assert.Equal(t, 1, all[0].Edited)
	assert.Contains(t, all[0].Text, "• ✅ onepassword account")

	m.Items = m.Items[:1]
	_, sent, err = b.Find(t.Context(), m)
	require.NoError(t, err)
	assert.False(t, sent, "a message about other grants is another message")
}

// TestBotInChannel says that the bot can write to a channel, and finds its message among hundreds.
func TestBotInChannel(t *testing.T) {
	t.Parallel()
	w := open(t)
	c := w.AddChannel("leavers")
	b := &slack.Bot{Provider: w.provider(), Channel: c, Ops: []onboarding.Op{onboarding.Leaving}}
	m := onboarding.Message{Op: onboarding.Leaving, Person: ada()}
	id, err := b.Send(t.Context(), m)
	require.NoError(t, err)
	for range 450 {
		_, err := b.Send(t.Context(), onboarding.Message{Op: onboarding.Leaving, Person: onboarding.Person{Email: "bob@example.com"}})
		require.NoError(t, err)
	}
	found, sent, err := b.Find(t.Context(), m)
	require.NoError(t, err)
	assert.True(t, sent)
	assert.Equal(t, id, found)
}

func TestBotWithoutPerson(t *testing.T) {
	t.Parallel()
	w := open(t)
	b := &slack.Bot{Provider: w.provider()}
	_, err := b.Send(t.Context(), welcome())
	assert.Equal(t, onboarding.ClassNotFound, onboarding.ClassOf(err))
	assert.ErrorContains(t, err, "ada@example.com has not joined the workspace yet")
	_, sent, err := b.Find(t.Context(), welcome())
	require.NoError(t, err)
	assert.False(t, sent)
}

// TestBotLost kills a run between the message and its answer: the next run finds the message, and sends no other.
func TestBotLost(t *testing.T) {
	t.Parallel()
	w := open(t)
	w.Join("Ada", "ada@example.com")
	lose := true
	con := connection(http.HandlerFunc(func(out http.ResponseWriter, r *http.Request) {
		if lose && r.URL.Path == "/api/chat.postMessage" {
			w.ServeHTTP(httptest.NewRecorder(), r)
			out.WriteHeader(http.StatusBadGateway)
			return
		}
		w.ServeHTTP(out, r)
	}))
	p := &slack.Provider{Client: slack.Connect(token, &con), Settle: -1}
	o := &onboarding.Onboarder{
		Providers: []onboarding.Provider{p}, Messengers: []onboarding.Messenger{&slack.Bot{Provider: p}}, Journal: &plan.Memory{},
		Tasks: welcome().Tasks,
	}
	g := w.AddChannel("platform")
	run := func() error {
		review, err := o.Join(t.Context(), ada(), []onboarding.Grant{{Provider: "slack", Kind: "channel", Object: g}})
		require.NoError(t, err)
		_, err = o.Apply(t.Context(), review, nil)
		return err
	}
	require.ErrorIs(t, run(), plan.ErrUnclear)
	lose = false
	require.NoError(t, run())
	require.NoError(t, run())
	assert.Len(t, w.Messages(), 1)
	assert.Equal(t, []string{"ada@example.com"}, w.State().Channels["platform"])
}

// TestBotErrors says which failures leave open whether the message arrived.
func TestBotErrors(t *testing.T) {
	t.Parallel()
	for word, unclear := range map[string]bool{"internal_error": true, "fatal_error": true, "msg_too_long": false, "not_in_channel": false} {
		con := connection(http.HandlerFunc(func(out http.ResponseWriter, _ *http.Request) {
			_, _ = out.Write([]byte(`{"ok": false, "error": "` + word + `"}`))
		}))
		b := &slack.Bot{Provider: &slack.Provider{Client: slack.Connect(token, &con)}, Channel: "C1"}
		_, err := b.Send(t.Context(), welcome())
		require.Error(t, err)
		assert.Equal(t, unclear, errors.Is(err, plan.ErrUnclear), word)
		_, _, err = b.Find(t.Context(), welcome())
		assert.ErrorContains(t, err, word)
	}
}

// TestLogsNoSecrets says that waits are told by host: the path of a webhook is its secret.
func TestLogsNoSecrets(t *testing.T) {
	t.Parallel()
	var log bytes.Buffer
	con := connection(http.HandlerFunc(func(out http.ResponseWriter, _ *http.Request) {
		out.Header().Set("Retry-After", "9999")
		out.WriteHeader(http.StatusTooManyRequests)
	}))
	con.Log = newLogger(&log)
	_, err := (&slack.Webhook{URL: "https://slack.example.com" + hook, Connection: con}).Send(context.WithoutCancel(t.Context()), welcome())
	require.Error(t, err)
	assert.Contains(t, log.String(), "slack.example.com")
	assert.NotContains(t, log.String(), "/services/")
}
