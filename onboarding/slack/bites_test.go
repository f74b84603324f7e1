package slack_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	standin "github.com/goldenpath-go/goldenpath/internal/standin/slack"
)

// TestBites sends what nobody should send, past the provider: the workspace finds fault with it. Else the tests would prove nothing
// about what the provider sends.
func TestBites(t *testing.T) {
	t.Parallel()
	const form, asJSON = "application/x-www-form-urlencoded", "application/json"
	long := strings.Repeat("x", 3001)
	tests := []struct{ name, method, path, kind, body, says string }{
		{"no such method", "POST", "/api/usergroups.users.add", form, "usergroup=S1&user=U1", "there is no such method"},
		{"GET for POST", "GET", "/api/users.info", form, "user=U0001", "there is no such method"},
		{"JSON for a form", "POST", "/api/users.info", asJSON, `{"user": "U0001"}`, "are no form"},
		{"an argument that is none", "POST", "/api/users.lookupByEmail", form, "email=a@example.com&mail=x", "there is no argument mail"},
		{"an argument twice", "POST", "/api/users.info", form, "user=U0001&user=U0002", "or it is there twice"},
		{"an argument missing", "POST", "/api/conversations.kick", form, "channel=C0002", "the argument user is missing"},
		{"nobody left", "POST", "/api/usergroups.users.update", form, "usergroup=S0003&users=", "nobody would be left"},
		{"somebody twice", "POST", "/api/usergroups.users.update", form, "usergroup=S0003&users=U0001,U0001", "or there twice"},
		{"no text", "POST", "/api/chat.postMessage", form, "channel=U0001&text=", "there is no text"},
		{"too many blocks", "POST", "/api/chat.postMessage", form, "channel=U0001&text=x&blocks=[" + strings.Repeat(`{"type":"divider"},`, 50) + `{"type":"divider"}]`, "more than 50 blocks"},
		{"a section that is too long", "POST", "/api/chat.postMessage", form, `channel=U0001&text=x&blocks=[{"type":"section","text":{"type":"mrkdwn","text":"` + long + `"}}]`, "1 to 3000 characters"},
		{"a header that is too long", "POST", "/api/chat.postMessage", form, `channel=U0001&text=x&blocks=[{"type":"header","text":{"type":"plain_text","text":"` + long[:151] + `"}}]`, "1 to 150 characters"},
		{"a header with markup", "POST", "/api/chat.postMessage", form, `channel=U0001&text=x&blocks=[{"type":"header","text":{"type":"mrkdwn","text":"x"}}]`, "no block of header mrkdwn"},
		{"metadata without a type", "POST", "/api/chat.postMessage", form, `channel=U0001&text=x&metadata={"event_payload":{}}`, "no type or no payload"},
		{"a webhook without text", "POST", hook, asJSON, `{"blocks": []}`, "there is no text"},
		{"a webhook as a form", "POST", hook, form, `payload={"text": "x"}`, "the payload cannot be read"},
		{"SCIM with PUT", "PUT", "/scim/v2/Users/U0001", asJSON, `{"active": false}`, "there is no such operation"},
		{"SCIM without a schema", "PATCH", "/scim/v2/Users/U0001", asJSON, `{"active": false}`, "the change cannot be read"},
		{"SCIM with another filter", "GET", "/scim/v2/Users?filter=email+co+x", asJSON, ``, "cannot be read"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			w := &standin.Workspace{Token: token, SCIMToken: scimToken, Webhook: hook}
			zoe := w.Join("Zoe", "zoe@example.com")
			w.AddChannel("platform", zoe)
			w.AddGroup("platform", zoe)
			r, err := http.NewRequestWithContext(t.Context(), tt.method, "https://slack.example.com"+tt.path, strings.NewReader(tt.body))
			require.NoError(t, err)
			r.Header.Set("Content-Type", tt.kind)
			r.Header.Set("Authorization", "Bearer "+token)
			if strings.HasPrefix(tt.path, "/scim") {
				r.Header.Set("Authorization", "Bearer "+scimToken)
			}
			got, err := inProcess{w}.RoundTrip(r)
			require.NoError(t, err)
			require.NoError(t, got.Body.Close())
			assert.Contains(t, strings.Join(w.Faults(), "\n"), tt.says)
		})
	}
}
