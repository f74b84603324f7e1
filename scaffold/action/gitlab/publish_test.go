package gitlab_test

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/http/cgi"
	"net/http/httptest"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/internal/standin"
	"github.com/goldenpath-go/goldenpath/scaffold"
	"github.com/goldenpath-go/goldenpath/scaffold/action/gitlab"
	"github.com/goldenpath-go/goldenpath/scaffold/action/internal/actiontest"
)

const (
	orders = "gitlab.com?owner=acme%2Fteam&repo=orders"
	path   = "acme/team/orders"
)

// newGitLab returns a GitLab with the groups acme and acme/team and the user bob.
func newGitLab(t *testing.T) *standin.GitLab {
	t.Helper()
	return &standin.GitLab{
		Dir: t.TempDir(), Token: "t0ken", Users: map[string]string{"usert0ken": "bob"},
		Owners: map[string]string{"acme": "group", "acme/team": "group", "bob": "user", "other/team": "group"},
	}
}

// services are those of a GitLab, as a process that k may kill has them.
func services(t *testing.T, g *standin.GitLab, k *actiontest.Killer) gitlab.Services {
	t.Helper()
	server := httptest.NewServer(g)
	t.Cleanup(server.Close)
	client := server.Client()
	if k != nil {
		client.Transport = k.Transport(client.Transport)
	}
	return gitlab.Services{
		Hosts:   map[string]gitlab.Host{"gitlab.com": {Base: server.URL + "/api/v4", Token: "t0ken", HTTP: client}},
		Confirm: func(context.Context, string) (bool, error) { return true, nil },
	}
}

func bench(t *testing.T, s gitlab.Services) *actiontest.Bench {
	t.Helper()
	return &actiontest.Bench{Action: s.Publish(), Dir: t.TempDir(), Files: fstest.MapFS{
		"README.md": {Data: []byte("# orders\n")}, ".gitignore": {Data: []byte("*.log\n")}, "a.log": {Data: []byte("x")},
		"sub/run": {Data: []byte("#!/bin/sh\n"), Mode: 0o755},
	}}
}

func run(t *testing.T, b *actiontest.Bench, input map[string]any) *actiontest.Outcome {
	t.Helper()
	with := map[string]any{"repoUrl": orders}
	maps.Copy(with, input)
	o, err := b.Run(t.Context(), with)
	require.NoError(t, err)
	return o
}

// everything is an input with all that the action takes.
func everything() map[string]any {
	return map[string]any{
		"defaultBranch": "main", "topics": []string{"old"}, "gitCommitMessage": "begin", "gitAuthorName": "Ada",
		"settings":         map[string]any{"topics": []string{"go", "service"}, "visibility": "internal", "merge_method": "ff", "ci_config_path": "ci.yml"},
		"branches":         []any{map[string]any{"name": "dev/one", "create": true, "protect": true, "ref": "main"}, map[string]any{"name": "main", "protect": true}},
		"projectVariables": []any{map[string]any{"key": "A", "value": "s3cret", "masked": true}, map[string]any{"key": "A", "value": "two", "environment_scope": "prod"}},
		"setUserAsOwner":   true, "token": "usert0ken", "ownerUsername": "ada",
	}
}

func TestPublish(t *testing.T) {
	t.Parallel()
	g := newGitLab(t)
	b := bench(t, services(t, g, nil))
	o := run(t, b, everything())
	require.NoError(t, o.Err)
	p := g.Projects()[path]
	require.NotNil(t, p)
	refs, err := g.Refs(path)
	require.NoError(t, err)
	assert.Len(t, refs, 2)
	assert.Equal(t, refs["heads/main"], refs["heads/dev/one"])
	remote := strings.TrimSuffix(g.Folder(path), ".git")
	assert.JSONEq(t, fmt.Sprintf(`{"commitHash":%q,"remoteUrl":%q,"repoContentsUrl":%q,"projectId":1,"created":true}`,
		refs["heads/main"], remote, remote+"/-/blob/main"), scaffold.JSON(o.Output, ""))
	files, err := g.Files(path, "main")
	require.NoError(t, err)
	assert.Equal(t, []string{".gitignore", "README.md", "sub/run"}, files)
	assert.Equal(t, "internal", p.Settings["visibility"])
	assert.Equal(t, []any{"go", "service"}, p.Settings["topics"])
	assert.Equal(t, "ff", p.Settings["merge_method"])
	assert.Equal(t, []string{"dev/one", "main"}, p.Protected)
	assert.Equal(t, []string{"7:50", "8:50"}, p.Members)
	assert.Equal(t, map[string]string{"A *": "s3cret", "A prod": "two"}, p.Variables)
	journal, err := b.Journal(t.Context())
	require.NoError(t, err)
	for _, secret := range []string{"t0ken", "s3cret"} {
		assert.NotContains(t, journal, secret)
		assert.NotContains(t, o.Log, secret)
	}
	require.NoError(t, b.Undo(t.Context()))
	assert.Empty(t, g.Projects())
	assert.NoDirExists(t, g.Folder(path))
	require.NoError(t, b.Undo(t.Context()))
}

func TestPublishLittle(t *testing.T) {
	t.Parallel()
	g := newGitLab(t)
	g.Delay = true
	b := bench(t, services(t, g, nil))
	o := run(t, b, map[string]any{"repoUrl": "gitlab.com?owner=bob&repo=orders", "sourcePath": false})
	require.NoError(t, o.Err)
	assert.Empty(t, o.Output.Text("commitHash"))
	assert.Equal(t, "private", g.Projects()["bob/orders"].Settings["visibility"])
	require.NoError(t, b.Undo(t.Context()))
	assert.Empty(t, g.Projects(), "it is marked")

	o = run(t, bench(t, services(t, g, nil)), map[string]any{"sourcePath": "sub"})
	require.NoError(t, o.Err)
	files, err := g.Files(path, "master")
	require.NoError(t, err)
	assert.Equal(t, []string{"run"}, files)

	b = bench(t, services(t, g, nil))
	o = run(t, b, map[string]any{"skipExisting": true})
	require.NoError(t, o.Err)
	assert.Equal(t, false, o.Output.Get("created"))
	require.NoError(t, b.Undo(t.Context()))
	assert.Len(t, g.Projects(), 1, "it was there before")
}

// TestPath says that the settings may give a project another path than its name.
func TestPath(t *testing.T) {
	t.Parallel()
	g := newGitLab(t)
	b := bench(t, services(t, g, nil))
	require.NoError(t, run(t, b, map[string]any{"settings": map[string]any{"path": "orders-2"}}).Err)
	p := g.Projects()["acme/team/orders-2"]
	require.NotNil(t, p)
	assert.Equal(t, "orders", p.Settings["name"])
	require.NoError(t, b.Undo(t.Context()))
	assert.Empty(t, g.Projects())
}

// TestPushByHTTP pushes to git's own server, which wants the token.
func TestPushByHTTP(t *testing.T) {
	t.Parallel()
	g := newGitLab(t)
	backend, err := exec.CommandContext(t.Context(), "git", "--exec-path").Output()
	require.NoError(t, err)
	repositories := &cgi.Handler{
		Path: filepath.Join(strings.TrimSpace(string(backend)), "git-http-backend"),
		Env:  []string{"GIT_PROJECT_ROOT=" + g.Dir, "GIT_HTTP_EXPORT_ALL=1", "REMOTE_USER=oauth2"},
	}
	refused := 0
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		user, token, _ := r.BasicAuth()
		switch {
		case strings.HasPrefix(r.URL.Path, "/api/v4/"):
			g.ServeHTTP(w, r)
		case user != "oauth2" || token != "t0ken":
			refused++
			w.WriteHeader(http.StatusForbidden)
		default:
			repositories.ServeHTTP(w, r)
		}
	}))
	t.Cleanup(server.Close)
	g.URL = server.URL
	s := services(t, g, nil)
	s.Hosts["gitlab.com"] = gitlab.Host{Base: server.URL + "/api/v4", Token: "t0ken"}
	b := bench(t, s)
	o := run(t, b, nil)
	require.NoError(t, o.Err)
	assert.Zero(t, refused)
	assert.Equal(t, server.URL+"/acme/team/orders/-/blob/master", o.Output.Text("repoContentsUrl"))
	files, err := g.Files(path, "master")
	require.NoError(t, err)
	assert.Len(t, files, 3)
	require.NoError(t, b.Undo(t.Context()))

	s.Hosts["gitlab.com"] = gitlab.Host{Base: strings.Replace(server.URL, "127.0.0.1", "localhost", 1) + "/api/v4", Token: "t0ken"}
	o = run(t, bench(t, s), nil)
	require.ErrorContains(t, o.Err, "push to gitlab.com/acme/team/orders", "the token is for the server of the API alone")
	assert.NotContains(t, o.Err.Error(), "t0ken")
	assert.Equal(t, 1, refused)
}

func TestRefused(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name  string
		input map[string]any
		class error
		want  string
	}{
		{"no owner", map[string]any{"repoUrl": "gitlab.com?repo=orders"}, scaffold.ErrInput, "missing or wrong owner"},
		{"a path", map[string]any{"repoUrl": "gitlab.com?owner=acme%2F..&repo=orders"}, scaffold.ErrInput, "missing or wrong owner"},
		{"no name", map[string]any{"repoUrl": "gitlab.com?owner=acme&repo=a%2Fb"}, scaffold.ErrInput, "missing or wrong repo"},
		{"a user", map[string]any{"repoUrl": "a@gitlab.com?owner=acme&repo=a"}, scaffold.ErrInput, "Invalid repo URL"},
		{"another host", map[string]any{"repoUrl": "evil.com?owner=acme&repo=a"}, scaffold.ErrInput, "No matching integration configuration for host evil.com"},
		{"no such group", map[string]any{"repoUrl": "gitlab.com?owner=team&repo=a"}, scaffold.ErrInput, "The namespace team is not found"},
		{"no such user", map[string]any{"ownerUsername": "eve"}, scaffold.ErrInput, "there is no user eve"},
		{"no path", map[string]any{"settings": map[string]any{"path": "../b"}}, scaffold.ErrInput, "cannot be the path"},
		{"a wrong token", map[string]any{"token": "wr0ng"}, nil, "401 Unauthorized"},
		{"a branch of nothing", map[string]any{"branches": []any{map[string]any{"name": "x", "create": true, "ref": "none"}}}, nil, "create branch x"},
		{"a value that is refused", map[string]any{"projectVariables": []any{
			map[string]any{"key": "A", "value": "s3cret", "environment_scope": "a"}, map[string]any{"key": "A", "value": "", "environment_scope": "b"},
		}}, nil, "set variable A"},
		{"no such folder", map[string]any{"sourcePath": "none"}, nil, "none"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			g := newGitLab(t)
			b := bench(t, services(t, g, nil))
			o := run(t, b, tt.input)
			require.ErrorContains(t, o.Err, tt.want)
			assert.NotContains(t, o.Err.Error(), "s3cret")
			assert.NotContains(t, o.Err.Error(), "wr0ng")
			if tt.class != nil {
				require.ErrorIs(t, o.Err, tt.class)
			}
			require.NoError(t, b.Undo(t.Context()))
			assert.Empty(t, g.Projects())
		})
	}
}

// TestExisting says that a project of others is none to publish to, and none to take back.
func TestExisting(t *testing.T) {
	t.Parallel()
	g := newGitLab(t)
	require.NoError(t, run(t, bench(t, services(t, g, nil)), nil).Err)
	b := bench(t, services(t, g, nil))
	require.ErrorIs(t, run(t, b, nil).Err, scaffold.ErrConflict)
	require.NoError(t, b.Undo(t.Context()))
	assert.Len(t, g.Projects(), 1)
}

// TestStays says when a project is not deleted.
func TestStays(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		do   func(t *testing.T, g *standin.GitLab, s *gitlab.Services)
		want error
	}{
		{"nobody confirms", func(_ *testing.T, _ *standin.GitLab, s *gitlab.Services) { s.Confirm = nil }, gitlab.ErrUnconfirmed},
		{"somebody says no", func(_ *testing.T, _ *standin.GitLab, s *gitlab.Services) {
			s.Confirm = func(_ context.Context, name string) (bool, error) { return name != "gitlab.com/"+path, nil }
		}, gitlab.ErrUnconfirmed},
		{"an issue", func(_ *testing.T, g *standin.GitLab, _ *gitlab.Services) { g.Projects()[path].Issues = 1 }, gitlab.ErrChanged},
		{"a fork", func(_ *testing.T, g *standin.GitLab, _ *gitlab.Services) { g.Projects()[path].Forks = 1 }, gitlab.ErrChanged},
		{"a merge request", func(_ *testing.T, g *standin.GitLab, _ *gitlab.Services) { g.Projects()[path].Requests = 1 }, gitlab.ErrChanged},
		{"a tag", func(t *testing.T, g *standin.GitLab, _ *gitlab.Services) { git(t, g, "tag", "v1", "master") }, gitlab.ErrChanged},
		{"a commit", func(t *testing.T, g *standin.GitLab, _ *gitlab.Services) {
			next := git(t, g, "-c", "user.name=a", "-c", "user.email=a@example.com", "commit-tree", "-p", "master", "-m", "x", "master^{tree}")
			git(t, g, "update-ref", "refs/heads/feature", next)
		}, gitlab.ErrChanged},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			g := newGitLab(t)
			s := services(t, g, nil)
			b := bench(t, s)
			require.NoError(t, run(t, b, nil).Err)
			tt.do(t, g, &s)
			b.Action = s.Publish()
			require.ErrorIs(t, b.Undo(t.Context()), tt.want)
			assert.Len(t, g.Projects(), 1)
		})
	}
}

func git(t *testing.T, g *standin.GitLab, args ...string) string {
	t.Helper()
	out, err := exec.CommandContext(t.Context(), "git", append([]string{"--git-dir=" + g.Folder(path)}, args...)...).CombinedOutput()
	require.NoError(t, err, "%s", out)
	return strings.TrimSpace(string(out))
}

// state returns all that there is.
func state(t *testing.T, g *standin.GitLab) string {
	t.Helper()
	all := map[string]any{}
	for name, p := range g.Projects() {
		refs, err := g.Refs(name)
		require.NoError(t, err)
		all[name] = []any{refs, p.Settings, p.Protected, p.Members, p.Variables}
	}
	text, err := json.Marshal(all)
	require.NoError(t, err)
	return string(text)
}

// TestKilled lets the process die after each line of the journal and after each request that changed something, and then
// resumes it or takes it back.
func TestKilled(t *testing.T) {
	t.Parallel()
	whole := newGitLab(t)
	require.NoError(t, run(t, bench(t, services(t, whole, nil)), everything()).Err)
	want, events := state(t, whole), 0
	killed := func(after int) (*standin.GitLab, *actiontest.Bench) {
		g, k := newGitLab(t), &actiontest.Killer{After: after}
		b := bench(t, services(t, g, k))
		b.Killer = k
		o := run(t, b, everything())
		journal, err := b.Journal(t.Context())
		require.NoError(t, err)
		if strings.Contains(journal, `"finished"`) {
			return nil, nil
		}
		require.ErrorIs(t, o.Err, actiontest.ErrKilled)
		return g, b
	}
	for after := 1; ; after++ {
		g, b := killed(after)
		if g == nil {
			break
		}
		events++
		require.NoError(t, run(t, b, everything()).Err, "resumed after %d", after)
		assert.Equal(t, want, state(t, g), "resumed after %d", after)
		require.NoError(t, b.Undo(t.Context()), "undone after %d", after)
		assert.Empty(t, g.Projects(), "undone after %d", after)
		g, b = killed(after)
		require.NoError(t, b.Undo(t.Context()), "undone after %d", after)
		assert.Empty(t, g.Projects(), "undone after %d", after)
	}
	assert.Greater(t, events, 8)
}

// TestCannotRun says that without hosts there is nothing to run.
func TestCannotRun(t *testing.T) {
	t.Parallel()
	a := gitlab.Services{}.Publish()
	assert.Nil(t, a.Run)
	assert.NotEmpty(t, a.Input)
}
