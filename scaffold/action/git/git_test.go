package git_test

import (
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/plan"
	"github.com/goldenpath-go/goldenpath/scaffold"
	"github.com/goldenpath-go/goldenpath/scaffold/action/fetch"
	"github.com/goldenpath-go/goldenpath/scaffold/action/git"
	"github.com/goldenpath-go/goldenpath/scaffold/dialect"
	"github.com/goldenpath-go/goldenpath/scaffold/nunjucks"
)

const template = `
apiVersion: scaffolder.backstage.io/v1beta3
kind: Template
metadata: { name: t }
spec:
  type: service
  steps:
    - { id: files, action: 'fetch:template', input: { url: ./skeleton, values: { name: rocket } } }
    - { id: publish, action: 'publish:git', input: { remoteUrl: '${{ parameters.remote }}' } }
  output: { hash: '${{ steps.publish.output.commitHash }}' }
`

func run(t *testing.T, args ...string) string {
	t.Helper()
	out, err := exec.CommandContext(t.Context(), "git", args...).CombinedOutput()
	require.NoError(t, err, "%s", out)
	return strings.TrimSpace(string(out))
}

// world is a bare repository and a runner that publishes to it.
type world struct {
	remote, dir string
	runner      *scaffold.Runner
}

func open(t *testing.T) *world {
	t.Helper()
	w := &world{remote: filepath.Join(t.TempDir(), "remote.git"), dir: t.TempDir()}
	run(t, "init", "--quiet", "--bare", w.remote)
	w.runner = &scaffold.Runner{
		Renderer: dialect.New(nunjucks.Backstage4, nil), Actions: append(fetch.Actions(nil), git.Publisher{}.Action()),
	}
	return w
}

func (w *world) plan(t *testing.T) *scaffold.Run {
	t.Helper()
	tmpl, err := scaffold.Parse("template.yaml", []byte(template))
	require.NoError(t, err)
	source := fstest.MapFS{"skeleton/${{ values.name }}/run.sh": {Data: []byte("echo"), Mode: 0o755}, "skeleton/.gitignore": {Data: []byte("rocket")}}
	r, err := w.runner.Plan(t.Context(), tmpl, scaffold.Request{Values: map[string]any{"remote": w.remote}, Source: source}, w.dir)
	require.NoError(t, err)
	t.Cleanup(func() { _ = r.Close() })
	return r
}

func TestPublishAndUndo(t *testing.T) {
	t.Parallel()
	w := open(t)
	r, journal := w.plan(t), &plan.Memory{}
	require.NoError(t, r.Apply(t.Context(), journal, nil))
	assert.Equal(t, ".gitignore\nrocket/run.sh", run(t, "--git-dir="+w.remote, "ls-tree", "-r", "--name-only", "main"))
	assert.Contains(t, run(t, "--git-dir="+w.remote, "ls-tree", "-r", "main"), "100755 blob")
	result, err := r.Result(t.Context())
	require.NoError(t, err)
	assert.Equal(t, run(t, "--git-dir="+w.remote, "rev-parse", "main"), result.Output.Text("hash"))

	require.NoError(t, plan.Undo(t.Context(), journal, w.runner.Undoer(w.dir), nil))
	assert.Empty(t, run(t, "--git-dir="+w.remote, "for-each-ref"))
}

func TestOthersWorkIsNotDeletedNorOverwritten(t *testing.T) {
	t.Parallel()
	w := open(t)
	journal := &plan.Memory{}
	require.NoError(t, w.plan(t).Apply(t.Context(), journal, nil))
	clone := filepath.Join(t.TempDir(), "clone")
	run(t, "clone", "--quiet", "--branch", "main", w.remote, clone)
	run(t, "-C", clone, "-c", "user.name=a", "-c", "user.email=a@example.com", "commit", "--quiet", "--allow-empty", "-m", "more")
	run(t, "-C", clone, "push", "--quiet")
	require.ErrorIs(t, plan.Undo(t.Context(), journal, w.runner.Undoer(w.dir), nil), scaffold.ErrConflict)

	w.dir = t.TempDir()
	require.ErrorIs(t, w.plan(t).Apply(t.Context(), &plan.Memory{}, nil), scaffold.ErrConflict)
	assert.Equal(t, "more", run(t, "--git-dir="+w.remote, "log", "-1", "--format=%s", "main"))
}

// TestOptionsAreNoRemotes checks that what a template gives is not taken for an option of git.
func TestOptionsAreNoRemotes(t *testing.T) {
	t.Parallel()
	w := open(t)
	for _, remote := range []string{"--upload-pack=touch x", "ext::sh -c false"} {
		w.remote, w.dir = remote, t.TempDir()
		require.Error(t, w.plan(t).Apply(t.Context(), &plan.Memory{}, nil))
	}
}
