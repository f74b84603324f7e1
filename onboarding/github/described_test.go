package github_test

import (
	"net/http"
	"strings"
	"testing"

	gh "github.com/google/go-github/v62/github"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/internal/inprocess"
	"github.com/goldenpath-go/goldenpath/onboarding/github/githubtest"
)

// TestDescriptionBites says that requests which GitHub would refuse are caught: those that programs make by mistake.
func TestDescriptionBites(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, method, path, body, want string }{
		{"the role of a member in an invitation", "POST", "/orgs/acme/invitations", `{"email": "a@example.com", "role": "member"}`, "/role: value must be one of"},
		{"slugs of teams in place of numbers", "POST", "/orgs/acme/invitations", `{"email": "a@example.com", "team_ids": ["payments"]}`, "expected integer, but got string"},
		{"PUT in place of POST", "PUT", "/orgs/acme/invitations", `{"email": "a@example.com"}`, "there is no such operation"},
		{"a body that is null", "PUT", "/orgs/acme/teams/payments/memberships/owner-1", `null`, "expected object, but got null"},
		{"a role that teams do not have", "PUT", "/orgs/acme/teams/payments/memberships/owner-1", `{"role": "admin"}`, "/role: value must be one of"},
		{"a role that organizations do not have", "PUT", "/orgs/acme/memberships/owner-1", `{"role": "maintainer"}`, "/role: value must be one of"},
		{"an address as the number of an invitation", "DELETE", "/orgs/acme/invitations/a@example.com", "", "expected integer, but got string"},
		{"a path of old", "PUT", "/teams/1005/memberships/owner-1", `{"role": "member"}`, "there is no such operation"},
		{"a member that is none", "POST", "/orgs/acme/invitations", `{"mail": "a@example.com"}`, "there is no member /mail"},
		{"a parameter that is none", "GET", "/orgs/acme/members?roles=admin", "", "there is no parameter roles"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			o := githubtest.New("acme", "payments")
			var found []string
			handler := described(t, o, func(fault string) { found = append(found, fault) })
			r, err := http.NewRequestWithContext(t.Context(), tt.method, "https://api.github.com"+tt.path, strings.NewReader(tt.body))
			require.NoError(t, err)
			r.Header.Set("Authorization", "Bearer "+o.Token)
			answer, err := inprocess.Transport{Handler: handler}.RoundTrip(r)
			require.NoError(t, err)
			require.NoError(t, answer.Body.Close())
			assert.Contains(t, strings.Join(found, "\n"), tt.want)
		})
	}
}

// TestNullOptions shows what go-github makes of options that are nil, and why the provider has none.
func TestNullOptions(t *testing.T) {
	t.Parallel()
	o := githubtest.New("acme", "payments")
	var found []string
	handler := described(t, o, func(fault string) { found = append(found, fault) })
	client := gh.NewClient(&http.Client{Transport: inprocess.Transport{Handler: handler}}).WithAuthToken(o.Token)
	_, _, err := client.Teams.AddTeamMembershipBySlug(t.Context(), "acme", "payments", "owner-1", nil)
	require.NoError(t, err)
	assert.NotEmpty(t, found)
}
