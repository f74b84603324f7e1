package slack_test

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/plan"
	"github.com/goldenpath-go/goldenpath/scaffold"
	"github.com/goldenpath-go/goldenpath/scaffold/action/internal/actiontest"
	"github.com/goldenpath-go/goldenpath/scaffold/action/slack"
)

// served returns the address of a Slack that answers so, and what was sent to it.
func served(t *testing.T, code int, answers map[string]string) (string, *[]string) {
	t.Helper()
	tape := &[]string{}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		*tape = append(*tape, r.URL.Path+" "+string(body))
		if h := r.Header.Get("Authorization"); h != "" && h != "Bearer xoxb-s3cret" || !json.Valid(body) {
			w.WriteHeader(http.StatusTeapot)
			return
		}
		w.WriteHeader(code)
		_, _ = io.WriteString(w, answers[r.URL.Path])
	}))
	t.Cleanup(server.Close)
	return server.URL, tape
}

func send(t *testing.T, s slack.Sender, input map[string]any) (*actiontest.Bench, *actiontest.Outcome) {
	t.Helper()
	b := &actiontest.Bench{Action: slack.Actions(s)[0], Dir: t.TempDir()}
	o, err := b.Run(t.Context(), input)
	require.NoError(t, err)
	return b, o
}

func TestBot(t *testing.T) {
	t.Parallel()
	address, tape := served(t, 200, map[string]string{
		"/chat.postMessage": `{"ok": true, "channel": "C1", "ts": "1.5"}`, "/chat.delete": `{"ok": false, "error": "message_not_found"}`,
	})
	b, o := send(t, &slack.Bot{Token: "xoxb-s3cret", Base: address}, map[string]any{
		"channel": "#x", "text": "hi", "threadTs": "1.4", "blocks": []any{map[string]any{"type": "divider"}},
	})
	require.NoError(t, o.Err)
	assert.Equal(t, `{"channel":"C1","ts":"1.5"}`, scaffold.JSON(o.Output, ""))
	require.NoError(t, b.Undo(t.Context()))
	assert.Equal(t, []string{
		`/chat.postMessage {"blocks":[{"type":"divider"}],"channel":"#x","text":"hi","thread_ts":"1.4"}`, `/chat.delete {"channel":"C1","ts":"1.5"}`,
	}, *tape)
}

func TestWebhook(t *testing.T) {
	t.Parallel()
	address, tape := served(t, 200, map[string]string{"/services/s3cret": "ok"})
	b, o := send(t, &slack.Webhook{URL: address + "/services/s3cret"}, map[string]any{"text": "hi"})
	require.NoError(t, o.Err)
	assert.Equal(t, []string{`/services/s3cret {"text":"hi"}`}, *tape)
	require.ErrorIs(t, b.Undo(t.Context()), plan.ErrIrreversible)
}

func TestFailures(t *testing.T) {
	t.Parallel()
	refusing, _ := served(t, 200, map[string]string{"/chat.postMessage": `{"ok": false, "error": "channel_not_found"}`})
	limited, tape := served(t, 429, map[string]string{"/services/s3cret": "rate limited"})
	tests := []struct {
		name   string
		sender slack.Sender
		input  map[string]any
		want   string
	}{
		{"refused", &slack.Bot{Token: "xoxb-s3cret", Base: refusing}, map[string]any{"text": "x", "channel": "#none"}, "channel_not_found"},
		{"no channel", &slack.Bot{Token: "xoxb-s3cret", Base: refusing}, map[string]any{"text": "x"}, "needs a channel"},
		{"limited", &slack.Webhook{URL: limited + "/services/s3cret"}, map[string]any{"text": "x"}, "429 Too Many Requests: rate limited"},
		{"nobody there", &slack.Webhook{URL: "http://127.0.0.1:1/services/s3cret"}, map[string]any{"text": "x"}, "refused"},
		{"no address", &slack.Webhook{URL: "http://a b/s3cret"}, map[string]any{"text": "x"}, "no URL"},
		{"no text", &slack.Webhook{}, map[string]any{"text": ""}, "minimum length"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, o := send(t, tt.sender, tt.input)
			require.ErrorContains(t, o.Err, tt.want)
			assert.NotContains(t, o.Err.Error()+o.Log, "s3cret")
		})
	}
	t.Cleanup(func() { assert.Len(t, *tape, 1, "no message is sent again") })
}

// TestUnclear says that a message whose answer was lost is neither sent again nor taken for not sent.
func TestUnclear(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }))
	t.Cleanup(server.Close)
	for _, s := range []slack.Sender{&slack.Bot{Token: "xoxb-s3cret", Base: server.URL}, &slack.Webhook{URL: server.URL + "/s3cret"}} {
		_, err := s.Send(t.Context(), slack.Message{Channel: "#x", Text: "hi"})
		require.ErrorIs(t, err, plan.ErrUnclear)
		assert.NotContains(t, err.Error(), "s3cret")
		_, o := send(t, s, map[string]any{"channel": "#x", "text": "hi"})
		require.ErrorIs(t, o.Err, plan.ErrUnclear)
	}
}

func TestDryRun(t *testing.T) {
	t.Parallel()
	b := &actiontest.Bench{Action: slack.Actions(nil)[0], Dir: t.TempDir()}
	o, err := b.DryRun(t.Context(), map[string]any{"text": "hi"})
	require.NoError(t, err)
	require.NoError(t, o.Err)
	assert.Contains(t, o.Log, "does not support dry-run")
}
