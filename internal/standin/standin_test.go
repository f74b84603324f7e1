package standin_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/internal/standin"
)

// client asks a world.
type client struct {
	t   *testing.T
	url string
}

func open(t *testing.T) (*standin.World, *client) {
	t.Helper()
	w := standin.New(t.TempDir())
	server := httptest.NewServer(w)
	t.Cleanup(server.Close)
	return w, &client{t, server.URL}
}

// ask returns the status and the body of an answer. The header is that for authentication.
func (c *client) ask(line, authorization, body string) (int, string) {
	c.t.Helper()
	method, path, _ := strings.Cut(line, " ")
	r, err := http.NewRequestWithContext(c.t.Context(), method, c.url+path, strings.NewReader(body))
	require.NoError(c.t, err)
	r.Header.Set("Authorization", authorization)
	r.Header.Set("Accept", "application/vnd.pagerduty+json;version=2")
	r.Header.Set("Content-Type", "application/json")
	answer, err := http.DefaultClient.Do(r)
	require.NoError(c.t, err)
	defer func() { _ = answer.Body.Close() }()
	data, err := io.ReadAll(answer.Body)
	require.NoError(c.t, err)
	return answer.StatusCode, string(data)
}

func git(t *testing.T, args ...string) string {
	t.Helper()
	out, err := exec.CommandContext(t.Context(), "git", args...).CombinedOutput()
	require.NoError(t, err, "%s", out)
	return strings.TrimSpace(string(out))
}

// TestRepositoriesAreGits has git check and read what was made by way of the API.
func TestRepositoriesAreGits(t *testing.T) {
	t.Parallel()
	const hub = "Bearer " + standin.GitHubToken
	w, c := open(t)
	code, _ := c.ask("POST /api/v3/orgs/acme/repos", hub, `{"name": "orders"}`)
	require.Equal(t, 201, code)
	code, _ = c.ask("POST /api/v3/repos/acme/orders/git/blobs", hub, `{"content": ""}`)
	assert.Equal(t, 422, code, "there is nothing of git in an empty repository")
	code, _ = c.ask("PUT /api/v3/repos/acme/orders/contents/docs/a.md", hub, `{"message": "first", "content": "aGk="}`)
	require.Equal(t, 201, code)
	dir := "--git-dir=" + w.GitHub.Folder("acme/orders")
	git(t, dir, "fsck", "--strict")
	head := git(t, dir, "rev-parse", "main")
	tree := git(t, dir, "rev-parse", "main^{tree}")
	code, answer := c.ask("POST /api/v3/repos/acme/orders/git/trees", hub, `{"base_tree": "`+tree+`", "tree": [
		{"path": "docs/b.md", "mode": "100755", "content": "b"}, {"path": "a", "mode": "120000", "content": "docs/a.md"}, {"path": "docs/a.md", "sha": null}]}`)
	require.Equal(t, 201, code)
	tree = strings.Split(answer, `"`)[3]
	code, answer = c.ask("POST /api/v3/repos/acme/orders/git/commits", hub, `{"message": "second", "tree": "`+tree+`", "parents": ["`+head+`"]}`)
	require.Equal(t, 201, code)
	next := strings.Split(answer, `"`)[3]
	code, _ = c.ask("PATCH /api/v3/repos/acme/orders/git/refs/heads%2Fmain", hub, `{"sha": "`+next+`"}`)
	require.Equal(t, 200, code)
	git(t, dir, "fsck", "--strict")
	assert.Equal(t, "120000 a\n100755 docs/b.md", git(t, dir, "ls-tree", "-r", "--format=%(objectmode) %(path)", "main"))
	assert.Equal(t, "second\nfirst", git(t, dir, "log", "--format=%s", "main"))
	data, err := w.GitHub.File("acme/orders", "main", "docs/b.md")
	require.NoError(t, err)
	assert.Equal(t, "b", string(data))

	clone := filepath.Join(t.TempDir(), "clone")
	git(t, "clone", "--quiet", w.GitHub.Folder("acme/orders"), clone)
	git(t, "-C", clone, "-c", "user.name=a", "-c", "user.email=a@example.com", "commit", "--quiet", "--allow-empty", "-m", "third")
	git(t, "-C", clone, "push", "--quiet", "origin", "main", "main:other")
	_, answer = c.ask("GET /api/v3/repos/acme/orders/branches", hub, "")
	assert.Contains(t, answer, git(t, "-C", clone, "rev-parse", "HEAD"))
	code, _ = c.ask("DELETE /api/v3/repos/acme/orders/git/refs/heads%2Fmain", hub, "")
	assert.Equal(t, 422, code, "the default branch stays")
	code, _ = c.ask("DELETE /api/v3/repos/acme/orders/git/refs/heads%2Fother", hub, "")
	assert.Equal(t, 204, code)
	code, _ = c.ask("DELETE /api/v3/repos/acme/orders", hub, "")
	assert.Equal(t, 204, code)
	assert.NoDirExists(t, w.GitHub.Folder("acme/orders"))
}

// TestRefusals asks for what the services would refuse.
func TestRefusals(t *testing.T) {
	t.Parallel()
	const hub, duty, bot, portal = "Bearer " + standin.GitHubToken, "Token token=" + standin.PagerDutyToken, "Bearer " + standin.SlackToken, "Bearer " + standin.BackstageToken
	_, c := open(t)
	tests := []struct {
		line, authorization, body string
		code                      int
		want                      string
	}{
		{"GET /api/v3/users/acme", "", "", 401, "authentication"},
		{"POST /api/v3/orgs/acme/repos", hub, `{"name": "a/b"}`, 422, "creation failed"},
		{"POST /api/v3/orgs/acme/repos", hub, `{`, 422, "creation failed"},
		{"GET /api/v3/repos/acme/none", hub, "", 404, "Not Found"},
		{"GET /api/v3/zen", hub, "", 404, "Not Found"},
		{"GET /pagerduty/services", "", "", 401, "not authenticated"},
		{"POST /pagerduty/services", duty, `{"service": {"name": "x", "escalation_policy": {"id": "P-TIER9"}}}`, 400, "policy not found"},
		{"POST /pagerduty/services", duty, `{`, 400, "unexpected end"},
		{"GET /pagerduty/services/PX", duty, "", 404, "Not Found"},
		{"PATCH /pagerduty/services", duty, "", 404, "Not Found"},
		{"POST /slack/chat.postMessage", "", `{}`, 200, "invalid_auth"},
		{"POST /slack/chat.postMessage", bot, `{"channel": "#none"}`, 200, "channel_not_found"},
		{"POST /slack/chat.delete", bot, `{"channel": "C1", "ts": "1"}`, 200, "message_not_found"},
		{"POST /slack/chat.update", bot, `{}`, 200, "unknown_method"},
		{"POST /api/slack/send", "", `{}`, 401, "AuthenticationError"},
		{"POST /api/slack/send", portal, `{`, 400, "InputError"},
		{"POST /api/slack/send", portal, `{"channel": "#none"}`, 404, "no channel"},
		{"POST /api/catalog/locations?dryRun=true", portal, `{"type": "url", "target": "https://h/x.yaml"}`, 400, "is not allowed"},
		{"POST /api/catalog/locations?dryRun=true", portal, `{"type": "url", "target": "https://github.com/a/b/blob/main/x.yaml"}`, 400, "no repository a/b"},
		{"GET /api/catalog/locations", "", "", 401, "Missing credentials"},
	}
	for _, tt := range tests {
		code, answer := c.ask(tt.line, tt.authorization, tt.body)
		assert.Equal(t, tt.code, code, "%s: %s", tt.line, answer)
		assert.Contains(t, answer, tt.want, tt.line)
	}
}

// TestCatalogReadsRepositories registers a file that was pushed.
func TestCatalogReadsRepositories(t *testing.T) {
	t.Parallel()
	const hub, portal = "Bearer " + standin.GitHubToken, "Bearer " + standin.BackstageToken
	w, c := open(t)
	entity := "YXBpVmVyc2lvbjogYmFja3N0YWdlLmlvL3YxYWxwaGExCmtpbmQ6IENvbXBvbmVudAptZXRhZGF0YTogeyBuYW1lOiBhIH0Kc3BlYzogeyB0eXBlOiBzLCBsaWZlY3ljbGU6IHAsIG93bmVyOiBnIH0K"
	for _, line := range []string{"POST /api/v3/orgs/acme/repos {\"name\": \"a\"}", `PUT /api/v3/repos/acme/a/contents/x.yaml {"message": "m", "content": "` + entity + `"}`} {
		at, body, _ := strings.Cut(line, " {")
		code, answer := c.ask(at, hub, "{"+body)
		require.Equal(t, 201, code, answer)
	}
	code, answer := c.ask("POST /api/catalog/locations", portal, `{"type": "url", "target": "https://github.com/acme/a/blob/main/x.yaml"}`)
	require.Equal(t, 201, code, answer)
	s, err := w.State(t.Context())
	require.NoError(t, err)
	assert.Equal(t, []string{"component:default/a"}, s.Entities)
	assert.Equal(t, []string{"https://github.com/acme/a/blob/main/x.yaml"}, s.Locations)
	assert.Len(t, s.Repositories["acme/a"].Refs["heads/main"], 1)
	code, _ = c.ask("POST /api/slack/send", portal, `{"channel": "#platform-new-services", "text": "hi"}`)
	require.Equal(t, 200, code)
	assert.Equal(t, "hi", w.Slack.Messages()[0].Text)
}
