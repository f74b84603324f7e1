package github_test

import (
	"maps"
	"net/http"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/scaffold"
	"github.com/goldenpath-go/goldenpath/scaffold/action/github"
)

// withMain returns a GitHub with a repository that has a commit on main.
func withMain(t *testing.T) *fake {
	t.Helper()
	f := newFake(t)
	f.create("acme", map[string]any{"name": "orders"})
	entry := func(path, text string) map[string]any {
		return map[string]any{"path": path, "mode": "100644", "content": text}
	}
	tree := f.tree("", []any{entry("go.mod", "module x"), entry("svc/old", "o"), entry("svc/README.md", "# old")})
	f.repos["acme/orders"].refs["heads/main"] = f.commit(tree, nil, nil)
	return f
}

func proposal(more map[string]any) map[string]any {
	in := map[string]any{"branchName": "feature/x", "title": "Add", "description": "Why"}
	maps.Copy(in, more)
	return in
}

func TestPullRequest(t *testing.T) {
	t.Parallel()
	f := withMain(t)
	b := bench(t, f.services(), "publish:github:pull-request")
	o := run(t, b, proposal(map[string]any{
		"targetPath": "svc", "sourcePath": "sub", "filesToDelete": []string{"old", "never"}, "draft": true, "commitMessage": "Do it",
		"reviewers": []string{"ada"}, "teamReviewers": []string{"platform"}, "assignees": []string{"ada"},
	}))
	require.NoError(t, o.Err)
	at := f.repos["acme/orders"]
	assert.Equal(t, map[string]string{"go.mod": "100644 module x", "svc/README.md": "100644 # old", "svc/build/in": "100644 x"}, f.files("acme/orders", "feature/x"))
	assert.Equal(t, []any{at.refs["heads/main"]}, f.heads[at.refs["heads/feature/x"]].parents)
	assert.JSONEq(t, `{"targetBranchName": "main", "remoteUrl": "https://github.com/pull/1", "pullRequestNumber": 1}`, scaffold.JSON(o.Output, ""))
	assert.Contains(t, f.tape, `POST /repos/acme/orders/pulls/1/requested_reviewers {"reviewers":["ada"],"team_reviewers":["platform"]}`)
	assert.Contains(t, f.tape, `POST /repos/acme/orders/issues/1/assignees {"assignees":["ada"]}`)

	again := run(t, bench(t, f.services(), "publish:github:pull-request"), proposal(nil))
	require.ErrorIs(t, again.Err, scaffold.ErrConflict, "the branch is not overwritten")

	require.NoError(t, b.Undo(t.Context()))
	assert.Equal(t, "closed", at.pulls[0]["state"])
	assert.NotContains(t, at.refs, "heads/feature/x")
}

func TestUpdateOfPullRequest(t *testing.T) {
	t.Parallel()
	f := withMain(t)
	require.NoError(t, run(t, bench(t, f.services(), "publish:github:pull-request"), proposal(nil)).Err)
	at := f.repos["acme/orders"]
	before := at.refs["heads/feature/x"]
	b := bench(t, f.services(), "publish:github:pull-request")
	o := run(t, b, proposal(map[string]any{"update": true, "filesToDelete": []string{"README.md"}}))
	require.NoError(t, o.Err)
	assert.Equal(t, []any{before}, f.heads[at.refs["heads/feature/x"]].parents, "what is there stays")
	assert.NotContains(t, f.files("acme/orders", "feature/x"), "README.md", "deleting wins")
	assert.Len(t, at.pulls, 1)
	require.NoError(t, b.Undo(t.Context()))
	assert.Equal(t, before, at.refs["heads/feature/x"])
	assert.Equal(t, "open", at.pulls[0]["state"])
}

func TestUndoOfPullRequest(t *testing.T) {
	t.Parallel()
	for name, since := range map[string]func(*repo){
		"merged": func(at *repo) { at.pulls[0]["merged"] = true },
		"pushed": func(at *repo) { at.refs["heads/feature/x"] = "other" },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := withMain(t)
			b := bench(t, f.services(), "publish:github:pull-request")
			require.NoError(t, run(t, b, proposal(nil)).Err)
			since(f.repos["acme/orders"])
			require.ErrorIs(t, b.Undo(t.Context()), github.ErrChanged)
			assert.Contains(t, f.repos["acme/orders"].refs, "heads/feature/x")
		})
	}
	f := withMain(t)
	f.fail[http.MethodPost+" /repos/acme/orders/pulls"] = answer{422, "no"}
	b := bench(t, f.services(), "publish:github:pull-request")
	require.Error(t, run(t, b, proposal(nil)).Err)
	require.NoError(t, b.Undo(t.Context()))
	assert.NotContains(t, f.repos["acme/orders"].refs, "heads/feature/x")
}

func TestPullRequestWithoutChange(t *testing.T) {
	t.Parallel()
	f := withMain(t)
	b := bench(t, f.services(), "publish:github:pull-request")
	b.Files = nil
	o := run(t, b, proposal(map[string]any{"createWhenEmpty": false}))
	require.NoError(t, o.Err)
	assert.Contains(t, o.Log, "No changes to commit")
	assert.Zero(t, o.Output.Len())
	assert.Empty(t, f.repos["acme/orders"].pulls)
}

func TestPullRequestRefuses(t *testing.T) {
	t.Parallel()
	f := withMain(t)
	for _, more := range []map[string]any{
		{"branchName": "main"}, {"targetBranchName": "none"}, {"forceFork": true}, {"branchName": "../x"}, {"branchName": "a//b"},
	} {
		o := run(t, bench(t, f.services(), "publish:github:pull-request"), proposal(more))
		require.Error(t, o.Err, "%v", more)
	}
	assert.Len(t, f.repos["acme/orders"].refs, 1)
}

// TestDryRun says that nothing is asked of GitHub in a dry run, and what outputs later steps see.
func TestDryRun(t *testing.T) {
	t.Parallel()
	for id, want := range map[string]string{
		"publish:github":              `{"remoteUrl": "<example>", "repoContentsUrl": "<example>", "commitHash": "<example>"}`,
		"publish:github:pull-request": `{"targetBranchName": "feature/x", "remoteUrl": "` + orders + `", "pullRequestNumber": 43}`,
		"github:webhook":              `{}`,
	} {
		t.Run(id, func(t *testing.T) {
			t.Parallel()
			for _, s := range []github.Services{newFake(t).services(), {}} {
				in := map[string]any{"repoUrl": orders}
				switch id {
				case "publish:github:pull-request":
					in = proposal(in)
				case "github:webhook":
					in["webhookUrl"] = "https://ci.acme.com"
				}
				o, err := bench(t, s, id).DryRun(t.Context(), in)
				require.NoError(t, err)
				require.NoError(t, o.Err)
				assert.JSONEq(t, want, scaffold.JSON(o.Output, ""))
			}
		})
	}
}
