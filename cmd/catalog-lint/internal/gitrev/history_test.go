package gitrev_test

import (
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/cmd/catalog-lint/internal/gitrev"
)

// branched returns a repository with a branch work that has left main one commit ago.
func branched(t *testing.T) *repository {
	t.Helper()
	r := newRepository(t)
	r.write(map[string]string{"a/kept.yaml": "kept: 1\n", "a/old.yaml": "some: text\nthat: is\nlong: enough\n", "gone.yaml": "x", "ignored/x": ""})
	r.commit()
	r.git("checkout", "-q", "-b", "work")
	r.write(map[string]string{"a/new.yaml": "new"})
	r.git("rm", "-q", "gone.yaml")
	r.git("mv", "a/old.yaml", "b.yaml")
	r.commit()
	return r
}

func TestChanged(t *testing.T) {
	t.Parallel()
	r := branched(t)
	base, err := gitrev.MergeBase(t.Context(), r.dir, "main")
	require.NoError(t, err)
	r.write(map[string]string{"a/kept.yaml": "changed", "untracked/ü \".yaml": "x", ".gitignore": "ignored.yaml\n", "ignored.yaml": ""})
	r.git("add", "a/kept.yaml")
	files, err := gitrev.Changed(t.Context(), r.dir, base)
	require.NoError(t, err)
	assert.Equal(t, []string{".gitignore", "a/kept.yaml", "a/new.yaml", "a/old.yaml", "b.yaml", "gone.yaml", "untracked/ü \".yaml"}, files)
	files, err = gitrev.Changed(t.Context(), filepath.Join(r.dir, "a"), base)
	require.NoError(t, err)
	assert.Equal(t, []string{"kept.yaml", "new.yaml", "old.yaml"}, files, "from the folder")

	was, err := gitrev.Renamed(t.Context(), r.dir, base)
	require.NoError(t, err)
	assert.Equal(t, map[string]string{"b.yaml": "a/old.yaml"}, was)
}

// TestMergeBase says that what main has got since does not count.
func TestMergeBase(t *testing.T) {
	t.Parallel()
	r := branched(t)
	left := r.git("rev-parse", "main")
	r.git("checkout", "-q", "main")
	r.write(map[string]string{"later.yaml": "x"})
	r.commit()
	r.git("checkout", "-q", "work")
	base, err := gitrev.MergeBase(t.Context(), r.dir, "main")
	require.NoError(t, err)
	assert.Equal(t, left, base)

	r.git("checkout", "-q", "--orphan", "other")
	r.git("commit", "-q", "--allow-empty", "-m", "alone")
	_, err = gitrev.MergeBase(t.Context(), r.dir, "main")
	require.ErrorIs(t, err, gitrev.ErrRevision)
	assert.EqualError(t, err, "HEAD and main have no common ancestor")
}

func TestUpstream(t *testing.T) {
	t.Parallel()
	r := branched(t)
	upstream := func(dir string) string {
		name, err := gitrev.Upstream(t.Context(), dir)
		require.NoError(t, err)
		return name
	}
	assert.Equal(t, "main", upstream(r.dir))
	clone := r.clone("--branch", "main")
	assert.Equal(t, "origin/main", upstream(clone.dir))
	clone.git("checkout", "-q", "-b", "feature")
	assert.Equal(t, "origin/work", upstream(clone.dir), "where the remote's HEAD is")
	r.git("checkout", "-q", "--orphan", "lone")
	r.git("branch", "-q", "-D", "main")
	assert.Empty(t, upstream(r.dir))
	_, err := gitrev.Upstream(t.Context(), t.TempDir())
	assert.ErrorContains(t, err, "not a git repository")
}

// clone returns a clone of r.
func (r *repository) clone(args ...string) *repository {
	r.t.Helper()
	c := &repository{r.t, filepath.Join(r.t.TempDir(), "clone")}
	cmd := exec.CommandContext(r.t.Context(), "git", append(append([]string{"clone", "-q"}, args...), "file://"+r.dir, c.dir)...)
	cmd.Env = append(os.Environ(), "GIT_CONFIG_GLOBAL=/dev/null", "GIT_CONFIG_NOSYSTEM=1")
	out, err := cmd.CombinedOutput()
	require.NoError(r.t, err, string(out))
	return c
}

func TestWhatIsNotThere(t *testing.T) {
	t.Parallel()
	r := branched(t)
	whole, part := r.clone(), r.clone("--depth=1")
	const help = " in this shallow clone; fetch the rest with git fetch --unshallow (fetch-depth: 0 of actions/checkout, GIT_DEPTH: 0 in GitLab)"
	for _, tt := range []struct {
		dir, rev, want string
	}{
		{r.dir, "nope", `there is no revision "nope"; if it is on a remote, fetch it with git fetch`},
		{whole.dir, "main", `there is no revision "main"; did you mean origin/main?`},
		{part.dir, "origin/main", `there is no revision "origin/main"` + help},
		{r.dir, "", `unknown revision ""`},
		{r.dir, "--all", `unknown revision "--all"`},
		{r.dir, "HEAD:a", `there is no revision "HEAD:a"; if it is on a remote, fetch it with git fetch`},
	} {
		_, err := gitrev.Commit(t.Context(), tt.dir, tt.rev)
		require.ErrorIs(t, err, gitrev.ErrRevision)
		assert.EqualError(t, err, tt.want)
	}
	part.git("fetch", "-q", "--depth=1", "origin", "main")
	_, err := gitrev.MergeBase(t.Context(), part.dir, "FETCH_HEAD")
	require.ErrorIs(t, err, gitrev.ErrRevision)
	assert.EqualError(t, err, "HEAD and FETCH_HEAD have no common ancestor"+help)

	_, err = gitrev.Commit(t.Context(), t.TempDir(), "HEAD")
	assert.ErrorContains(t, err, "not a git repository")
}

func TestOpenFolder(t *testing.T) {
	t.Parallel()
	r := branched(t)
	for folder, want := range map[string][]string{"": {"a", "gone.yaml", "ignored"}, "a": {"kept.yaml", "old.yaml"}, "later": nil} {
		dir := filepath.Join(r.dir, folder)
		require.NoError(t, os.MkdirAll(dir, 0o755))
		tree, err := gitrev.OpenFolder(t.Context(), dir, r.git("rev-parse", "main"))
		require.NoError(t, err)
		entries, err := fs.ReadDir(tree, ".")
		require.NoError(t, err)
		var got []string
		for _, e := range entries {
			got = append(got, e.Name())
		}
		assert.Equal(t, want, got, folder)
		tree.Close()
	}
}
