package pagerduty_test

import (
	"bytes"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	standin "github.com/goldenpath-go/goldenpath/internal/standin/pagerduty"
)

// TestBites sends what nobody should send, past the provider: the tests' account and, where it is there, PagerDuty's description
// find fault with it. Else they would prove nothing about what the provider sends.
func TestBites(t *testing.T) {
	t.Parallel()
	const rotation = `"start": "2026-01-05T09:00:00Z", "rotation_virtual_start": "2026-01-05T09:00:00Z", "rotation_turn_length_seconds": 604800`
	schedule := func(layer string) string {
		return `{"schedule": {"type": "schedule", "name": "Primary", "time_zone": "UTC", "schedule_layers": [` + layer + `]}}`
	}
	const users = `"users": [{"user": {"id": "PU0001", "type": "user_reference"}}]`
	tests := []struct {
		name, method, path, body string
		from                     bool
		says                     string // by the account
		described                string // by the description; empty: it does not say
	}{
		{"no From", "POST", "/users", `{"user": {"type": "user", "name": "Ada", "email": "ada@example.com", "role": "user"}}`, false, "the header From is missing", "the header From is missing"},
		{"no such role of a user", "POST", "/users", `{"user": {"type": "user", "name": "Ada", "email": "ada@example.com", "role": "member"}}`, true, "Role is invalid", "value must be one of"},
		{"no wrapping", "POST", "/users", `{"name": "Ada", "email": "ada@example.com", "role": "user"}`, true, "the body has no user", "user"},
		{"no such role of a team", "PUT", "/teams/PT0003/users/PU0001", `{"role": "member"}`, true, "is none of a team", "value must be one of"},
		{"a body that is null", "PUT", "/teams/PT0003/users/PU0001", `null`, true, "the body is null", "expected object"},
		{"PATCH for PUT", "PATCH", "/teams/PT0003/users/PU0001", `{"role": "manager"}`, true, "no such operation", "no such operation"},
		{"a parameter that is none", "GET", "/users?email=ada@example.com", ``, true, "there is no parameter email", "there is no parameter email"},
		{"a layer without its id", "PUT", "/schedules/PS0004", schedule(`{"name": "Layer 1", ` + rotation + `, ` + users + `}`), true, "a layer without the id", ""},
		{"a layer left out", "PUT", "/schedules/PS0004", schedule(``), true, "is left out", ""},
		{"a layer without a rotation", "PUT", "/schedules/PS0004", schedule(`{"id": "PL0005", ` + users + `}`), true, "", "rotation_virtual_start"},
		{"what is computed", "PUT", "/schedules/PS0004", schedule(`{"id": "PL0005", "rendered_schedule_entries": [], ` + rotation + `, ` + users + `}`), true, "rendered_schedule_entries is computed", ""},
		{"one override", "POST", "/schedules/PS0004/overrides", `{"override": {"start": "2027-01-05T09:00:00Z", "end": "2027-01-06T09:00:00Z", "user": {"id": "PU0001", "type": "user_reference"}}}`, true, "has no overrides", "there is no member /override"},
		{"a rule without its id", "PUT", "/escalation_policies/PE0006", `{"escalation_policy": {"type": "escalation_policy", "name": "P", "escalation_rules": [{"escalation_delay_in_minutes": 30, "targets": [{"id": "PU0001", "type": "user_reference"}]}]}}`, true, "a rule without the id", ""},
		{"a strategy lost", "PUT", "/escalation_policies/PE0006", `{"escalation_policy": {"type": "escalation_policy", "name": "P", "escalation_rules": [{"id": "PR0007", "escalation_delay_in_minutes": 30, "targets": [{"id": "PU0001", "type": "user_reference"}]}]}}`, true, "the strategy of the rule PR0007 is lost", ""},
		{"a rule without targets", "PUT", "/escalation_policies/PE0006", `{"escalation_policy": {"type": "escalation_policy", "name": "P", "escalation_rules": [{"id": "PR0007", "escalation_delay_in_minutes": 30, "escalation_rule_assignment_strategy": "round_robin", "targets": []}]}}`, true, "", "targets"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			w := openFaulty(t)
			zoe := w.AddUser("Zoe", "zoe@example.com", "user")
			w.AddUser("Yan", "yan@example.com", "user")
			w.AddTeam("Platform")
			w.AddSchedule("Primary", []string{zoe})
			w.AddPolicy("P", []string{zoe})
			send(t, w, tt.method, tt.path, tt.body, tt.from)
			if tt.says != "" {
				assert.Contains(t, strings.Join(w.Faults(), "\n"), tt.says)
			}
			if official(t) != nil && tt.described != "" {
				assert.Contains(t, strings.Join(w.faults, "\n"), tt.described)
			}
		})
	}
}

func send(t *testing.T, w *world, method, path, body string, withFrom bool) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, w.server.URL+path, bytes.NewBufferString(body))
	require.NoError(t, err)
	r.Header.Set("Authorization", "Token token="+token)
	r.Header.Set("Accept", "application/vnd.pagerduty+json;version=2")
	r.Header.Set("Content-Type", "application/json")
	if withFrom {
		r.Header.Set("From", from)
	}
	got, err := http.DefaultClient.Do(r)
	require.NoError(t, err)
	require.NoError(t, got.Body.Close())
}

// TestHeaders says that the account refuses what bears no token or asks for no version.
func TestHeaders(t *testing.T) {
	t.Parallel()
	a := &standin.Account{Token: token}
	for _, header := range []string{"Authorization", "Accept", "Content-Type"} {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "https://pagerduty.example.com/users", nil)
		require.NoError(t, err)
		r.Header.Set("Authorization", "Token token="+token)
		r.Header.Set("Accept", "application/vnd.pagerduty+json;version=2")
		r.Header.Set("Content-Type", "application/json")
		r.Header.Del(header)
		got, err := inProcess{a}.Do(r)
		require.NoError(t, err)
		assert.GreaterOrEqual(t, got.StatusCode, 400, header)
		require.NoError(t, got.Body.Close())
	}
}
