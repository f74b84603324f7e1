package gitrev_test

import (
	"context"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/cmd/catalog-lint/internal/gitrev"
)

// repository is a git repository to be read.
type repository struct {
	t   *testing.T
	dir string
}

func newRepository(t *testing.T) *repository {
	t.Helper()
	r := &repository{t, t.TempDir()}
	r.git("init", "-q", "-b", "main")
	return r
}

func (r *repository) git(args ...string) string {
	r.t.Helper()
	c := exec.CommandContext(r.t.Context(), "git", args...)
	c.Dir = r.dir
	c.Env = append(os.Environ(), "GIT_CONFIG_GLOBAL=/dev/null", "GIT_CONFIG_NOSYSTEM=1",
		"GIT_AUTHOR_NAME=a", "GIT_AUTHOR_EMAIL=a@example.com", "GIT_COMMITTER_NAME=a", "GIT_COMMITTER_EMAIL=a@example.com")
	out, err := c.CombinedOutput()
	require.NoError(r.t, err, string(out))
	return strings.TrimSpace(string(out))
}

func (r *repository) write(files map[string]string) {
	r.t.Helper()
	for name, text := range files {
		file := filepath.Join(r.dir, name)
		require.NoError(r.t, os.MkdirAll(filepath.Dir(file), 0o755))
		require.NoError(r.t, os.WriteFile(file, []byte(text), 0o644))
	}
}

func (r *repository) commit() {
	r.t.Helper()
	r.git("add", "-A")
	r.git("commit", "-q", "-m", "change")
}

func (r *repository) open(rev string) *gitrev.Tree {
	r.t.Helper()
	tree, err := gitrev.Open(r.t.Context(), r.dir, rev)
	require.NoError(r.t, err)
	r.t.Cleanup(tree.Close)
	return tree
}

func TestTreeIsAFileSystem(t *testing.T) {
	t.Parallel()
	r := newRepository(t)
	r.write(map[string]string{
		"catalog-info.yaml": "a: 1\r\n", "a/b/c/deep.yaml": "x", "a/b.yaml": "", "a b/ü\t\"q\".yaml": "names", "a.yaml": "sorts before a/",
	})
	r.commit()
	require.NoError(t, fstest.TestFS(r.open("HEAD"), "catalog-info.yaml", "a/b/c/deep.yaml", "a/b.yaml", "a b/ü\t\"q\".yaml", "a.yaml"))
}

func TestTreeIsTheRevisionAndNotTheWorkTree(t *testing.T) {
	t.Parallel()
	r := newRepository(t)
	r.write(map[string]string{"a.yaml": "one\r\n", "gone.yaml": "x", ".gitattributes": "* text=auto eol=lf\n"})
	r.git("config", "core.autocrlf", "false")
	r.commit()
	r.git("tag", "v1")
	r.write(map[string]string{"a.yaml": "two", "b.yaml": "new"})
	r.git("rm", "-q", "gone.yaml")
	r.commit()
	r.write(map[string]string{"a.yaml": "three", "untracked.yaml": "x"})
	before := r.git("status", "--porcelain")

	for _, rev := range []string{"v1", "HEAD~1", "main^", "HEAD^{/change}~1"} {
		tree := r.open(rev)
		data, err := fs.ReadFile(tree, "gone.yaml")
		require.NoError(t, err, rev)
		assert.Equal(t, "x", string(data))
		_, err = fs.Stat(tree, "b.yaml")
		require.ErrorIs(t, err, fs.ErrNotExist)
	}
	data, err := fs.ReadFile(r.open("main"), "a.yaml")
	require.NoError(t, err)
	assert.Equal(t, "two", string(data))
	assert.Equal(t, before, r.git("status", "--porcelain"))
}

func TestTreeReadsAtOnce(t *testing.T) {
	t.Parallel()
	r := newRepository(t)
	r.write(map[string]string{"a": strings.Repeat("a", 1<<17), "b": "b\n\n", "c": ""})
	r.commit()
	tree := r.open("HEAD")
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			for name, want := range map[string]int{"a": 1 << 17, "b": 3, "c": 0} {
				data, err := fs.ReadFile(tree, name)
				assert.NoError(t, err)
				assert.Len(t, data, want)
				assert.Empty(t, strings.Trim(string(data), name+"\n"))
			}
		})
	}
	group.Wait()
}

func TestLinksAndSubmodules(t *testing.T) {
	t.Parallel()
	r := newRepository(t)
	r.write(map[string]string{"docs/real.yaml": "real", "sub/readme": "x"})
	for name, target := range map[string]string{
		"catalog-info.yaml": "docs/real.yaml", "docs/up.yaml": "../catalog-info.yaml", "out.yaml": "../../etc/passwd", "abs.yaml": "/etc/passwd",
		"loop.yaml": "loop.yaml", "nowhere.yaml": "missing",
	} {
		require.NoError(t, os.Symlink(target, filepath.Join(r.dir, name)))
	}
	r.commit()
	r.git("update-index", "--add", "--cacheinfo", "160000,"+r.git("rev-parse", "HEAD")+",module")
	r.git("commit", "-q", "-m", "module")
	tree := r.open("HEAD")

	for _, name := range []string{"catalog-info.yaml", "docs/up.yaml"} {
		data, err := fs.ReadFile(tree, name)
		require.NoError(t, err, name)
		assert.Equal(t, "real", string(data))
	}
	for _, name := range []string{"out.yaml", "abs.yaml", "loop.yaml", "nowhere.yaml", "module", "../x", "sub/readme/x"} {
		_, err := fs.Stat(tree, name)
		require.Error(t, err, name)
		_, err = tree.Open(name)
		require.Error(t, err, name)
	}
	target, err := tree.ReadLink("docs/up.yaml")
	require.NoError(t, err)
	assert.Equal(t, "../catalog-info.yaml", target)
	_, err = tree.ReadLink("docs/real.yaml")
	require.Error(t, err)
	info, err := tree.Lstat("out.yaml")
	require.NoError(t, err)
	assert.Equal(t, fs.ModeSymlink, info.Mode().Type())
	_, err = tree.ReadFile("docs")
	require.Error(t, err)
	_, err = tree.ReadDir("sub/readme")
	require.Error(t, err)
}

func TestOpenSaysWhatIsWrong(t *testing.T) {
	t.Parallel()
	r := newRepository(t)
	r.write(map[string]string{"a": "x"})
	r.commit()
	for _, rev := range []string{"nope", "", "-h", "--all", "HEAD:a", "HEAD\nHEAD", "0123456789012345678901234567890123456789"} {
		_, err := gitrev.Open(t.Context(), r.dir, rev)
		require.Error(t, err, rev)
		if !strings.HasPrefix(rev, "0") {
			require.ErrorIs(t, err, gitrev.ErrRevision, rev)
		}
	}
	_, err := gitrev.Open(t.Context(), t.TempDir(), "HEAD")
	require.ErrorContains(t, err, "not a git repository")
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	_, err = gitrev.Open(ended, r.dir, "HEAD")
	require.ErrorIs(t, err, context.Canceled)
}

func TestReadAfterTheEnd(t *testing.T) {
	t.Parallel()
	r := newRepository(t)
	r.write(map[string]string{"a": "x", "b": "y"})
	r.commit()
	ctx, cancel := context.WithCancel(t.Context())
	tree, err := gitrev.Open(ctx, r.dir, "HEAD")
	require.NoError(t, err)
	_, err = tree.ReadFile("a")
	require.NoError(t, err)
	tree.Close()
	_, err = tree.ReadFile("b")
	require.ErrorContains(t, err, "closed")
	tree.Close()

	tree, err = gitrev.Open(ctx, r.dir, "HEAD")
	require.NoError(t, err)
	_, err = tree.ReadFile("a")
	require.NoError(t, err)
	cancel()
	assert.Eventually(t, func() bool { _, err := tree.ReadFile("a"); return err != nil }, 10e9, 1e6, "the process ends with its context")
	tree.Close()
}
