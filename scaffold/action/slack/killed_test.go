package slack_test

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/internal/standin"
	"github.com/goldenpath-go/goldenpath/plan"
	"github.com/goldenpath-go/goldenpath/scaffold/action/internal/actiontest"
	"github.com/goldenpath-go/goldenpath/scaffold/action/slack"
)

// TestKilled lets the process die after each event. Between the intent and what Slack answered nobody knows whether the message was
// sent; at no event is it sent twice.
func TestKilled(t *testing.T) {
	t.Parallel()
	const intent, begun, sent, known, ended = 1, 2, 3, 4, 5
	tests := []struct {
		after           int
		resumed, undone error
		resent, left    int // messages
	}{
		{intent, nil, nil, 1, 0}, {begun, plan.ErrUnclear, plan.ErrUnclear, 0, 0}, {sent, plan.ErrUnclear, plan.ErrUnclear, 1, 1},
		{known, nil, nil, 1, 0}, {ended, nil, nil, 1, 0},
	}
	for _, tt := range tests {
		s, b := killed(t, tt.after)
		o, err := b.Run(t.Context(), hello())
		require.NoError(t, err)
		require.ErrorIs(t, o.Err, tt.resumed, "resumed after %d", tt.after)
		assert.Len(t, s.Messages(), tt.resent, "resumed after %d", tt.after)
		s, b = killed(t, tt.after)
		require.ErrorIs(t, b.Undo(t.Context()), tt.undone, "undone after %d", tt.after)
		assert.Len(t, s.Messages(), tt.left, "undone after %d", tt.after)
	}
}

func hello() map[string]any { return map[string]any{"channel": "#x", "text": "hi"} }

func killed(t *testing.T, after int) (*standin.Slack, *actiontest.Bench) {
	t.Helper()
	s, k := &standin.Slack{Token: "xoxb-s3cret", Channels: map[string]string{"#x": "C1"}}, &actiontest.Killer{After: after}
	server := httptest.NewServer(s)
	t.Cleanup(server.Close)
	bot := &slack.Bot{Token: "xoxb-s3cret", Base: server.URL, HTTP: &http.Client{Transport: k.Transport(http.DefaultTransport)}}
	b := &actiontest.Bench{Action: slack.Actions(bot)[0], Dir: t.TempDir(), Killer: k}
	o, err := b.Run(t.Context(), hello())
	require.NoError(t, err)
	require.ErrorIs(t, o.Err, actiontest.ErrKilled)
	return s, b
}
