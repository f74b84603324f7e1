package slack_test

import (
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	standin "github.com/goldenpath-go/goldenpath/internal/standin/slack"
	"github.com/goldenpath-go/goldenpath/onboarding"
	"github.com/goldenpath-go/goldenpath/onboarding/slack"
	"github.com/goldenpath-go/goldenpath/plan"
)

func give(provider, kind, object, role string, s onboarding.State, note string) onboarding.Item {
	return onboarding.Item{
		Person: "ada@example.com", Action: onboarding.Give, State: s, Note: note,
		Grant: onboarding.Grant{Provider: provider, Kind: kind, Object: object, Role: role},
	}
}

// welcome is the message of the script that everybody has.
func welcome() onboarding.Message {
	return onboarding.Message{
		Op: onboarding.Joining, Person: ada(),
		Items: []onboarding.Item{
			give("github", "org", "acme", "member", onboarding.Done, ""),
			give("google", "group", "gcp-readers@example.com", "member", onboarding.Done, ""),
			give("onepassword", "account", "", "", onboarding.Pending, "invitation sent"),
			give("pagerduty", "schedule", "PS1", "", onboarding.Blocked, "waits for a PagerDuty user"),
			give("slack", "account", "", "", onboarding.Failed, "a long story with <secrets>"),
		},
		Tasks: []onboarding.Task{
			{Title: "📖 Read", URL: "https://wiki.example.com/onboarding"},
			{Title: "🔧 Set up local dev", URL: "https://wiki.example.com/local-dev?a=1&b=2"},
			{Title: "Say hello"},
		},
	}
}

const welcomeText = `👋 Welcome Ada Lovelace! Your access so far:
• ✅ github org acme, as member
• ✅ google group gcp-readers@example.com, as member
• ⏳ onepassword account: invitation sent
• 🚧 pagerduty schedule PS1: waits for a PagerDuty user
• ❌ slack account: not done yet
• 📖 Read: https://wiki.example.com/onboarding
• 🔧 Set up local dev: https://wiki.example.com/local-dev?a=1&amp;b=2
• Say hello`

// TestWelcome shows the message, as blocks and as text.
func TestWelcome(t *testing.T) {
	t.Parallel()
	w := open(t)
	id, err := w.webhook().Send(t.Context(), welcome())
	require.NoError(t, err)
	assert.Empty(t, id)
	m := w.Messages()[0]
	assert.Equal(t, welcomeText, m.Text)
	lines := strings.Split(welcomeText, "\n")
	data, err := json.Marshal(m.Blocks)
	require.NoError(t, err)
	list, err := json.Marshal(strings.Join(lines[1:6], "\n"))
	require.NoError(t, err)
	assert.JSONEq(t, `[
		{"type": "header", "text": {"type": "plain_text", "text": "👋 Welcome Ada Lovelace! Your access so far:", "emoji": false}},
		{"type": "section", "text": {"type": "plain_text", "text": `+string(list)+`, "emoji": false}},
		{"type": "section", "text": {"type": "mrkdwn", "verbatim": true, "text":
			"• <https://wiki.example.com/onboarding|📖 Read>\n• <https://wiki.example.com/local-dev?a=1&amp;b=2|🔧 Set up local dev>\n• Say hello"}}
	]`, string(data))
}

func TestHeadings(t *testing.T) {
	t.Parallel()
	done := []onboarding.Item{give("github", "org", "acme", "", onboarding.Done, "")}
	taken := []onboarding.Item{{Action: onboarding.Take, State: onboarding.Done, Grant: onboarding.Grant{Provider: "github", Kind: "org"}}}
	tests := []struct {
		message onboarding.Message
		want    string
	}{
		{onboarding.Message{Op: onboarding.Joining, Person: ada(), Items: done}, "👋 Welcome Ada Lovelace! Your access has been provisioned.\n• ✅ github org acme"},
		{onboarding.Message{Op: onboarding.Moving, Person: ada(), Items: done}, "👋 Ada Lovelace has moved. This is your access now:\n• ✅ github org acme"},
		{onboarding.Message{Op: onboarding.Leaving, Person: ada(), Items: taken}, "Ada Lovelace leaves. Access is taken back:\n• ✅ github org: taken back"},
		{onboarding.Message{Op: onboarding.Joining, Person: onboarding.Person{Email: "ada@example.com"}}, "👋 Welcome ada! Your access has been provisioned."},
	}
	for _, tt := range tests {
		w := open(t)
		_, err := w.webhook().Send(t.Context(), tt.message)
		require.NoError(t, err)
		assert.Equal(t, tt.want, w.Messages()[0].Text)
	}
}

// TestOwnLabels says that items bear the names that somebody gave them.
func TestOwnLabels(t *testing.T) {
	t.Parallel()
	w := open(t)
	h := w.webhook()
	h.Label = func(i onboarding.Item) string {
		return map[string]string{"github": "GitHub access granted"}[i.Grant.Provider]
	}
	_, err := h.Send(t.Context(), onboarding.Message{Op: onboarding.Joining, Person: ada(), Items: welcome().Items[:1]})
	require.NoError(t, err)
	assert.Contains(t, w.Messages()[0].Text, "• ✅ GitHub access granted")
}

// TestLimits says that a message of any size is one that Slack takes, and says how much it leaves out.
func TestLimits(t *testing.T) {
	t.Parallel()
	m := welcome()
	m.Person.Name = strings.Repeat("<&>", 60)
	for range 2000 {
		m.Items = append(m.Items, give("github", "team", strings.Repeat("&", 400), "", onboarding.Done, ""))
		m.Tasks = append(m.Tasks, onboarding.Task{Title: strings.Repeat("_", 400), URL: "https://example.com/" + strings.Repeat("&", 250)})
	}
	w := open(t)
	_, err := w.webhook().Send(t.Context(), m)
	require.NoError(t, err)
	got := w.Messages()[0]
	assert.LessOrEqual(t, len(got.Blocks), 50)
	assert.Contains(t, got.Text, "… and ")
	data, err := json.Marshal(got.Blocks)
	require.NoError(t, err)
	assert.Equal(t, 2, strings.Count(string(data), " more\""))
}

// TestWebhookWords says what each word of a webhook means, that the word is kept and the URL is not.
func TestWebhookWords(t *testing.T) {
	t.Parallel()
	for word, class := range map[string]onboarding.Class{
		"invalid_payload": onboarding.ClassInvalid, "user_not_found": onboarding.ClassNotFound, "action_prohibited": onboarding.ClassAuth,
		"invalid_token": onboarding.ClassAuth, "channel_not_found": onboarding.ClassNotFound, "no_service": onboarding.ClassNotFound,
		"channel_is_archived": onboarding.ClassConflict, "rollup_error": onboarding.ClassTransient,
	} {
		t.Run(word, func(t *testing.T) {
			t.Parallel()
			w := open(t)
			w.Break(word, 0)
			_, err := w.webhook().Send(t.Context(), welcome())
			assert.Equal(t, class, onboarding.ClassOf(err), "%v", err)
			assert.ErrorContains(t, err, word)
			assert.NotErrorIs(t, err, plan.ErrUnclear)
			quiet(t, err)
		})
	}
}

// quiet checks that an error shows nothing of the URL, at any depth.
func quiet(t *testing.T, err error) {
	t.Helper()
	for e := err; e != nil; e = errors.Unwrap(e) {
		assert.NotContains(t, e.Error(), "ThisIsSecretAsWell")
		assert.NotContains(t, e.Error(), "/services/")
	}
}

// TestWebhookLost says which failures leave open whether the message arrived: there is no looking.
func TestWebhookLost(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name    string
		answer  http.HandlerFunc
		class   onboarding.Class
		unclear bool
	}{
		{"a gateway", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusBadGateway) }, onboarding.ClassTransient, true},
		{"no server", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusServiceUnavailable) }, onboarding.ClassTransient, false},
		{"it hangs", func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }, onboarding.ClassTransient, true},
		{"a limit", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Retry-After", "9999")
			w.WriteHeader(http.StatusTooManyRequests)
		}, onboarding.ClassRate, false},
		{"elsewhere", func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "https://example.org"+r.URL.Path, http.StatusFound)
		}, onboarding.ClassInvalid, false},
		{"another page", func(w http.ResponseWriter, r *http.Request) {
			_, _ = w.Write([]byte("<html>" + r.URL.Path + strings.Repeat(" ", 500)))
		}, onboarding.ClassInvalid, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				calls := 0
				con := connection(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { calls++; tt.answer(w, r) }))
				con.Patience = 0
				h := &slack.Webhook{URL: "https://slack.example.com" + hook, Connection: con}
				_, err := h.Send(t.Context(), welcome())
				assert.Equal(t, tt.class, onboarding.ClassOf(err), "%v", err)
				assert.Equal(t, tt.unclear, errors.Is(err, plan.ErrUnclear), "%v", err)
				assert.Equal(t, 1, calls, "what may have arrived is not sent again")
				quiet(t, err)
				assert.Less(t, len(err.Error()), 500)
			})
		})
	}
}

// TestWebhookWaits says that a limit is waited for, since a refused message did not arrive.
func TestWebhookWaits(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		workspace, calls, start := &standin.Workspace{Token: token, Webhook: hook}, 0, time.Now()
		con := connection(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if calls++; calls == 1 {
				w.Header().Set("Retry-After", "20")
				w.WriteHeader(http.StatusTooManyRequests)
				return
			}
			workspace.ServeHTTP(w, r)
		}))
		con.Patience = time.Minute
		_, err := (&slack.Webhook{URL: "https://slack.example.com" + hook, Connection: con}).Send(t.Context(), welcome())
		require.NoError(t, err)
		assert.GreaterOrEqual(t, time.Since(start), 20*time.Second)
		assert.Len(t, workspace.Messages(), 1)
	})
}

func TestWebhookURL(t *testing.T) {
	t.Parallel()
	for _, url := range []string{"", "hooks.example.com/ThisIsSecretAsWell", "https://a b/ThisIsSecretAsWell", "ftp://example.com/ThisIsSecretAsWell", "https://example.com/\x00ThisIsSecretAsWell", "https://127.0.0.1:1/ThisIsSecretAsWell"} {
		_, err := (&slack.Webhook{URL: url, Connection: slack.Connection{Patience: -1}}).Send(t.Context(), welcome())
		require.Error(t, err)
		assert.NotErrorIs(t, err, plan.ErrUnclear, "nothing was sent")
		quiet(t, err)
	}
}

func TestNamesAndOps(t *testing.T) {
	t.Parallel()
	assert.Equal(t, "slack-webhook", (&slack.Webhook{}).Name())
	assert.Equal(t, "x", (&slack.Webhook{Called: "x"}).Name())
	assert.Equal(t, []onboarding.Op{onboarding.Joining}, (&slack.Webhook{}).Tells())
	assert.Equal(t, "slack", (&slack.Bot{}).Name())
	assert.Equal(t, "x", (&slack.Bot{Called: "x"}).Name())
	assert.Equal(t, []onboarding.Op{onboarding.Joining, onboarding.Moving}, (&slack.Bot{}).Tells())
	for _, ops := range [][]onboarding.Op{{}, {onboarding.Leaving}} {
		assert.Equal(t, ops, (&slack.Webhook{Ops: ops}).Tells())
		assert.Equal(t, ops, (&slack.Bot{Ops: ops}).Tells())
	}
}
