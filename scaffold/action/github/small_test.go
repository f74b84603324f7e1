package github_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	gh "github.com/google/go-github/v62/github"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/plan"
	"github.com/goldenpath-go/goldenpath/scaffold"
	"github.com/goldenpath-go/goldenpath/scaffold/action/github"
)

func TestSmallActions(t *testing.T) {
	t.Parallel()
	tests := []struct {
		id         string
		input      map[string]any
		want, undo string // requests that write
	}{
		{
			"github:webhook", map[string]any{"webhookUrl": "https://ci.acme.com", "webhookSecret": "s3cret-hook", "contentType": "json", "events": []string{"push", "release"}},
			`POST /repos/acme/orders/hooks {"active":true,"config":{"content_type":"json","insecure_ssl":"0","secret":"s3cret-hook","url":"https://ci.acme.com"},"events":["push","release"],"name":"web"}`,
			`DELETE /repos/acme/orders/hooks/103`,
		},
		{
			"github:autolinks:create", map[string]any{"keyPrefix": "ACME-", "urlTemplate": "https://t/<num>"},
			`POST /repos/acme/orders/autolinks {"is_alphanumeric":true,"key_prefix":"ACME-","url_template":"https://t/<num>"}`,
			`DELETE /repos/acme/orders/autolinks/103`,
		},
		{
			"github:issues:label", map[string]any{"number": 5, "labels": []string{"old", "new/one"}},
			`POST /repos/acme/orders/issues/5/labels {"labels":["old","new/one"]}`,
			`DELETE /repos/acme/orders/issues/5/labels/new%2Fone`,
		},
		{
			"github:pages:enable", map[string]any{},
			`POST /repos/acme/orders/pages {"build_type":"workflow","source":{"branch":"main","path":"/"}}`,
			`DELETE /repos/acme/orders/pages`,
		},
		{
			"github:environment:create", map[string]any{
				"name": "prod/eu", "deploymentBranchPolicy": map[string]any{"protected_branches": false, "custom_branch_policies": true},
				"customBranchPolicyNames": []string{"main"}, "customTagPolicyNames": []string{"v*"}, "waitTimer": 5, "preventSelfReview": true,
				"environmentVariables": map[string]any{"A": "1"}, "reviewers": []string{"user:default/ada", "group:default/platform"},
			},
			`PUT /repos/acme/orders/environments/prod%2Feu {"deployment_branch_policy":{"custom_branch_policies":true,"protected_branches":false},` +
				`"prevent_self_review":true,"reviewers":[{"id":7,"type":"User"},{"id":9,"type":"Team"}],"wait_timer":5}
POST /repos/acme/orders/environments/prod%2Feu/deployment-branch-policies {"name":"main","type":"branch"}
POST /repos/acme/orders/environments/prod%2Feu/deployment-branch-policies {"name":"v*","type":"tag"}
POST /repos/acme/orders/environments/prod%2Feu/variables {"name":"A","value":"1"}`,
			`DELETE /repos/acme/orders/environments/prod%2Feu`,
		},
		{
			"github:branch-protection:create", map[string]any{"enforceAdmins": false},
			`PUT /repos/acme/orders/branches/main/protection {"block_creations":false,"enforce_admins":false,"required_conversation_resolution":false,` +
				`"required_linear_history":false,"required_pull_request_reviews":{"dismiss_stale_reviews":false,"require_code_owner_reviews":false,` +
				`"require_last_push_approval":false},"required_status_checks":{"contexts":[],"strict":true},"restrictions":null}`,
			`DELETE /repos/acme/orders/branches/main/protection`,
		},
	}
	for _, tt := range tests {
		t.Run(tt.id, func(t *testing.T) {
			t.Parallel()
			f := withMain(t)
			f.repos["acme/orders"].labels = []string{"old"}
			b := bench(t, f.services(), tt.id)
			o := run(t, b, tt.input)
			require.NoError(t, o.Err)
			assert.Equal(t, tt.want, strings.Join(f.tape, "\n"))
			journal, err := b.Journal(t.Context())
			require.NoError(t, err)
			assert.NotContains(t, journal, "s3cret")
			f.tape = nil
			require.NoError(t, b.Undo(t.Context()))
			assert.Equal(t, tt.undo, strings.Join(f.tape, "\n"))
		})
	}
}

func TestSecretsOfEnvironment(t *testing.T) {
	t.Parallel()
	f := withMain(t)
	f.repos["acme/orders"].environments["prod"] = true
	b := bench(t, f.services(), "github:environment:create")
	require.NoError(t, run(t, b, map[string]any{"name": "prod", "secrets": map[string]any{"A": "ü"}}).Err)
	assert.Equal(t, map[string]string{"A": "ü"}, f.repos["acme/orders"].secrets)
	require.NoError(t, b.Undo(t.Context()))
	assert.True(t, f.repos["acme/orders"].environments["prod"], "it was there before")
}

func TestDispatch(t *testing.T) {
	t.Parallel()
	f := withMain(t)
	b := bench(t, f.services(), "github:actions:dispatch")
	o := run(t, b, map[string]any{
		"workflowId": "ci.yaml", "branchOrTagName": "main", "workflowInputs": map[string]any{"a": "b"}, "returnWorkflowRunDetails": true,
	})
	require.NoError(t, o.Err)
	assert.Equal(t, `{"workflowRunId":5,"workflowRunUrl":"https://api/run/5","workflowRunHtmlUrl":"https://web/run/5"}`, scaffold.JSON(o.Output, ""))
	assert.Equal(t, []string{`POST /repos/acme/orders/actions/workflows/ci.yaml/dispatches {"inputs":{"a":"b"},"ref":"main","return_run_details":true}`}, f.tape)
	require.ErrorIs(t, b.Undo(t.Context()), plan.ErrIrreversible)

	o = run(t, bench(t, f.services(), "github:actions:dispatch"), map[string]any{"workflowId": "ci.yaml", "branchOrTagName": "main"})
	require.NoError(t, o.Err)
	assert.Zero(t, o.Output.Len())
}

// TestNamesStayInTheirPlace proves that no name makes a request go elsewhere.
func TestNamesStayInTheirPlace(t *testing.T) {
	t.Parallel()
	f := withMain(t)
	for _, name := range []string{"..", "../../x", "a/../b", "a\x00b", "/a", "a/"} {
		for id, field := range map[string]string{"github:environment:create": "name", "github:actions:dispatch": "workflowId", "github:branch-protection:create": "branch"} {
			in := map[string]any{field: name}
			if id == "github:actions:dispatch" {
				in["branchOrTagName"] = "main"
			}
			require.ErrorIs(t, run(t, bench(t, f.services(), id), in).Err, scaffold.ErrInput, "%s %q", id, name)
		}
	}
	assert.Empty(t, f.tape)
}

// TestTokenStays says that a redirect does not carry the token to another server.
func TestTokenStays(t *testing.T) {
	t.Parallel()
	other := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		assert.Fail(t, "asked", "%s", r.Header.Get("Authorization"))
	}))
	t.Cleanup(other.Close)
	server := httptest.NewServer(http.RedirectHandler(other.URL, http.StatusTemporaryRedirect))
	t.Cleanup(server.Close)
	client, err := gh.NewClient(nil).WithEnterpriseURLs(server.URL, server.URL)
	require.NoError(t, err)
	s := github.Services{Clients: github.Hosts{"github.com": {Client: client, Token: "t0ken"}}}
	o := run(t, bench(t, s, "publish:github"), map[string]any{})
	require.ErrorContains(t, o.Err, "is not followed")
	assert.NotContains(t, o.Err.Error(), "t0ken")
}
