package github_test

import (
	"context"
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/scaffold"
	"github.com/goldenpath-go/goldenpath/scaffold/action/github"
	"github.com/goldenpath-go/goldenpath/scaffold/action/internal/actiontest"
)

const orders = "github.com?owner=acme&repo=orders"

// bench returns what runs an action with the files of a small service.
func bench(t *testing.T, s github.Services, id string) *actiontest.Bench {
	t.Helper()
	for _, a := range github.Actions(s) {
		if a.ID == id {
			return &actiontest.Bench{
				Action: a, Dir: t.TempDir(), Secrets: map[string]string{"npm": "s3cret-npm"}, Files: fstest.MapFS{
					"README.md":    {Data: []byte("# orders\n")},
					"bin/run":      {Data: []byte("#!/bin/sh\n"), Mode: 0o755},
					"logo.png":     {Data: []byte("\x89PNG\x00\xff")},
					"empty":        {Data: nil},
					"empty2":       {Data: nil},
					".gitignore":   {Data: []byte("*.log\n/build/\n!keep.log\n")},
					"a.log":        {Data: []byte("x")},
					"keep.log":     {Data: []byte("x")},
					"build/out":    {Data: []byte("x")},
					"sub/build/in": {Data: []byte("x")},
				},
			}
		}
	}
	require.Fail(t, "no such action", id)
	return nil
}

func run(t *testing.T, b *actiontest.Bench, input map[string]any) *actiontest.Outcome {
	t.Helper()
	if input["repoUrl"] == nil {
		input["repoUrl"] = orders
	}
	o, err := b.Run(t.Context(), input)
	require.NoError(t, err)
	return o
}

func yes(context.Context, string) (bool, error) { return true, nil }

func published() map[string]string {
	return map[string]string{
		"README.md": "100644 # orders\n", "bin/run": "100755 #!/bin/sh\n", "logo.png": "100644 \x89PNG\x00\xff", "empty": "100644 ", "empty2": "100644 ",
		".gitignore": "100644 *.log\n/build/\n!keep.log\n", "keep.log": "100644 x", "sub/build/in": "100644 x",
	}
}

func TestPublish(t *testing.T) {
	t.Parallel()
	f := newFake(t)
	s := f.services()
	s.Confirm = func(_ context.Context, repository string) (bool, error) {
		return repository == "github.com/acme/orders", nil
	}
	b := bench(t, s, "publish:github")
	o := run(t, b, map[string]any{
		"defaultBranch": "trunk", "description": "Orders", "topics": []string{"Go", "microservice"}, "access": "acme/platform",
		"collaborators": []any{
			map[string]any{"user": "user:default/ada", "access": "push"}, map[string]any{"user": "stranger", "access": "pull"},
		},
		"requireCodeOwnerReviews": true, "dismissStaleReviews": true, "requiredApprovingReviewCount": 2, "requiredCommitSigning": true,
		"restrictions": map[string]any{"users": []string{}, "teams": []string{"platform"}}, "gitAuthorName": "Ada",
		"repoVariables": map[string]any{"REGION": "eu"}, "secrets": map[string]any{"NPM_TOKEN": "${{ secrets.npm }}"},
		"oidcCustomization": map[string]any{"useDefault": false, "includeClaimKeys": []string{"repo"}}, "subscribe": true,
		"customProperties": map[string]any{"tier": "1"}, "hasWiki": false, "allowUpdateBranch": true,
	})
	require.NoError(t, o.Err)
	at := f.repos["acme/orders"]
	assert.Equal(t, published(), f.files("acme/orders", "trunk"))
	assert.Equal(t, []string{"heads/trunk"}, slices.Collect(maps.Keys(at.refs)), "the branch to begin with is gone")
	assert.Equal(t, "trunk", at.branch)
	made := f.heads[at.refs["heads/trunk"]]
	assert.Empty(t, made.parents)
	assert.Equal(t, map[string]any{"name": "Ada", "email": "scaffolder@backstage.io"}, made.body["author"])
	assert.Equal(t, map[string]string{"NPM_TOKEN": "s3cret-npm"}, at.secrets)
	assert.True(t, at.protected["trunk"])
	assert.JSONEq(t, `{"remoteUrl": "https://github.com/acme/orders.git", "repoContentsUrl": "https://github.com/acme/orders/blob/trunk",
		"commitHash": "`+at.refs["heads/trunk"]+`"}`, scaffold.JSON(o.Output, ""))
	assert.Contains(t, f.tape, `PUT /repos/acme/orders/topics {"names":["go","microservice"]}`)
	assert.Contains(t, f.tape, `PUT /orgs/acme/teams/platform/repos/acme/orders {"permission":"admin"}`)
	assert.Contains(t, f.tape, `PUT /repos/acme/orders/collaborators/ada {"permission":"push"}`)
	assert.Contains(t, o.Log, "Skipping pull access for stranger")
	journal, err := b.Journal(t.Context())
	require.NoError(t, err)
	for _, secret := range []string{"s3cret", "t0ken"} {
		assert.NotContains(t, o.Log+journal+strings.Join(f.tape, "\n"), secret)
	}
	require.NoError(t, b.Undo(t.Context()))
	assert.Empty(t, f.repos)
}

// TestDefaults says what a repository has if a template says nothing, as in Backstage.
func TestDefaults(t *testing.T) {
	t.Parallel()
	f := newFake(t)
	o := run(t, bench(t, f.services(), "publish:github"), map[string]any{})
	require.NoError(t, o.Err)
	assert.Equal(t, published(), f.files("acme/orders", "master"))
	assert.JSONEq(t, `{"name": "orders", "private": true, "visibility": "private", "delete_branch_on_merge": false,
		"allow_merge_commit": true, "allow_squash_merge": true, "squash_merge_commit_title": "COMMIT_OR_PR_TITLE",
		"squash_merge_commit_message": "COMMIT_MESSAGES", "allow_rebase_merge": true,
		"allow_auto_merge": false}`, strings.TrimPrefix(f.tape[0], "POST /orgs/acme/repos "))
	last := f.tape[len(f.tape)-1]
	assert.JSONEq(t, `{"required_status_checks": {"strict": true, "contexts": []}, "restrictions": null, "enforce_admins": true,
		"required_pull_request_reviews": {"require_code_owner_reviews": false, "dismiss_stale_reviews": false,
		"require_last_push_approval": false}, "required_conversation_resolution": false, "required_linear_history": false,
		"block_creations": false}`, strings.TrimPrefix(last, "PUT /repos/acme/orders/branches/master/protection "))
}

func TestPublishForUser(t *testing.T) {
	t.Parallel()
	f := newFake(t)
	s := f.services()
	s.Confirm = yes
	b := bench(t, s, "publish:github")
	o := run(t, b, map[string]any{"repoUrl": "github.com?owner=ada&repo=orders", "protectDefaultBranch": false, "sourcePath": "sub"})
	require.NoError(t, o.Err)
	assert.Equal(t, map[string]string{"build/in": "100644 x"}, f.files("ada/orders", "master"))
	assert.Empty(t, f.repos["ada/orders"].protected)
}

func TestUndoOfPublish(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		since  func(f *fake)
		refuse bool // to confirm
		want   error
		left   bool
	}{
		{"nothing happened", func(*fake) {}, false, nil, false},
		{"nobody confirms", func(*fake) {}, true, github.ErrUnconfirmed, true},
		{"a push", func(f *fake) { f.repos["acme/orders"].refs["heads/main"] = "other" }, false, github.ErrChanged, true},
		{"a branch", func(f *fake) { f.repos["acme/orders"].refs["heads/x"] = "other" }, false, github.ErrChanged, true},
		{"a tag", func(f *fake) { f.repos["acme/orders"].refs["tags/v1"] = "other" }, false, github.ErrChanged, true},
		{"an issue", func(f *fake) { f.repos["acme/orders"].issues = 1 }, false, github.ErrChanged, true},
		{"a fork", func(f *fake) { f.repos["acme/orders"].forks = 1 }, false, github.ErrChanged, true},
		{"it is gone", func(f *fake) { clear(f.repos) }, false, nil, false},
		{"another took the name", func(f *fake) { f.repos["acme/orders"].id = 1 }, true, nil, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			f := newFake(t)
			s := f.services()
			if !tt.refuse {
				s.Confirm = yes
			}
			b := bench(t, s, "publish:github")
			require.NoError(t, run(t, b, map[string]any{"defaultBranch": "main"}).Err)
			tt.since(f)
			require.ErrorIs(t, b.Undo(t.Context()), tt.want)
			assert.Equal(t, tt.left, f.repos["acme/orders"] != nil)
		})
	}
}

// TestPublishInterrupted undoes a publication that failed at each request in turn.
func TestPublishInterrupted(t *testing.T) {
	t.Parallel()
	for _, at := range []string{
		"POST /orgs/acme/repos", "PUT /repos/acme/orders/contents/.gitkeep", "POST /repos/acme/orders/git/blobs", "POST /repos/acme/orders/git/trees",
		"POST /repos/acme/orders/git/commits", "POST /repos/acme/orders/git/refs", "PATCH /repos/acme/orders",
		"DELETE /repos/acme/orders/git/refs/heads%2Fmain",
	} {
		t.Run(strings.ReplaceAll(at, "/", " "), func(t *testing.T) {
			t.Parallel()
			f := newFake(t)
			f.fail[at] = answer{422, "no"}
			s := f.services()
			s.Confirm = yes
			b := bench(t, s, "publish:github")
			require.ErrorContains(t, run(t, b, map[string]any{}).Err, "no")
			require.NoError(t, b.Undo(t.Context()))
			assert.Empty(t, f.repos)
		})
	}
}

func TestPublishRefuses(t *testing.T) {
	t.Parallel()
	f := newFake(t)
	f.create("acme", map[string]any{"name": "orders"})
	s := f.services()
	s.Confirm = yes
	b := bench(t, s, "publish:github")
	require.ErrorIs(t, run(t, b, map[string]any{}).Err, scaffold.ErrConflict)
	require.NoError(t, b.Undo(t.Context()))
	assert.Len(t, f.repos, 1, "it was there before")
	assert.Empty(t, f.tape)

	for _, input := range []map[string]any{
		{"repoUrl": "github.com?owner=acme"}, {"repoUrl": "github.com?owner=..&repo=orders"}, {"repoUrl": "github.com?owner=acme&repo=a%2Fb"},
		{"repoUrl": "git.acme.com?owner=acme&repo=x"}, {"repoUrl": "github.com?owner=acme&repo=..%2F..%2Fuser"},
		{"repoUrl": "github.com?owner=acme&repo=x", "access": "acme/../../user"}, {"sourcePath": "nothing"}, {"sourcePath": "../x"},
	} {
		o := run(t, bench(t, s, "publish:github"), input)
		require.Error(t, o.Err, "%v", input)
	}
	assert.Empty(t, f.tape, "nothing is made")
}

func TestSecretsStayOutOfErrors(t *testing.T) {
	t.Parallel()
	f := newFake(t)
	f.fail["POST /orgs/acme/repos"] = answer{422, "no s3cret-npm and no given-token"}
	o := run(t, bench(t, f.services(), "publish:github"), map[string]any{"token": "given-token", "secrets": map[string]any{"A": "s3cret-npm"}})
	require.ErrorContains(t, o.Err, "422 no *** and no ***")
}

func TestRepositoryApart(t *testing.T) {
	t.Parallel()
	f := newFake(t)
	s := f.services()
	s.Confirm = yes
	first := bench(t, s, "github:repo:create")
	o := run(t, first, map[string]any{"workflowAccess": "organization"})
	require.NoError(t, o.Err)
	second := bench(t, s, "github:repo:push")
	o = run(t, second, map[string]any{"defaultBranch": "trunk"})
	require.NoError(t, o.Err)
	assert.Equal(t, published(), f.files("acme/orders", "trunk"))
	require.ErrorIs(t, first.Undo(t.Context()), github.ErrChanged, "there is a push")
	require.NoError(t, second.Undo(t.Context()))
	require.NoError(t, first.Undo(t.Context()))
	assert.Empty(t, f.repos)
}

// TestSchemas says that inputs and outputs are Backstage's.
func TestSchemas(t *testing.T) {
	t.Parallel()
	data, err := os.ReadFile(filepath.Join("..", "..", "..", "..", "shared", "spec", "scaffolder-actions-modules.json"))
	if err != nil {
		t.Log("Backstage's own list of actions is not present")
		data = []byte("[]")
	}
	theirs, err := scaffold.ParseActions(data)
	require.NoError(t, err)
	for _, a := range github.Actions(github.Services{}) {
		require.True(t, json.Valid(a.Input), a.ID)
		i := slices.IndexFunc(theirs, func(b *scaffold.Action) bool { return a.ID == b.ID })
		if i < 0 {
			continue
		}
		assert.JSONEq(t, string(theirs[i].Input), string(a.Input), a.ID)
		if theirs[i].Output == nil {
			assert.Nil(t, a.Output, a.ID)
			continue
		}
		assert.JSONEq(t, string(theirs[i].Output), string(a.Output), a.ID)
	}
}
