// Package gittest builds repositories for tests. It needs the git command.
package gittest

import (
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// Repository is a clone that a test builds, with a clock of its own.
type Repository struct {
	// Dir is where the repository lies.
	Dir string
	t   *testing.T
	now time.Time
	n   int
}

// New returns an empty repository.
func New(t *testing.T) *Repository {
	t.Helper()
	r := &Repository{t: t, Dir: t.TempDir(), now: time.Date(2026, 1, 5, 9, 0, 0, 0, time.UTC)}
	r.Git("init", "-q", "-b", "main")
	r.Git("config", "gc.auto", "0")
	return r
}

// Git runs git in the repository, at the time of its clock, and returns what it
// prints.
func (r *Repository) Git(args ...string) string {
	r.t.Helper()
	return r.run(nil, args...)
}

// Import adds a stream that git fast-export could have written.
func (r *Repository) Import(stream io.Reader) {
	r.t.Helper()
	r.run(stream, "fast-import", "--quiet")
}

func (r *Repository) run(in io.Reader, args ...string) string {
	r.t.Helper()
	cmd := exec.CommandContext(r.t.Context(), "git", append([]string{"-C", r.Dir}, args...)...)
	date := r.now.Format(time.RFC3339)
	cmd.Env = append(os.Environ(),
		"GIT_CONFIG_GLOBAL="+os.DevNull, "GIT_CONFIG_NOSYSTEM=1",
		"GIT_AUTHOR_NAME=Ada", "GIT_AUTHOR_EMAIL=ada@example.com", "GIT_AUTHOR_DATE="+date,
		"GIT_COMMITTER_NAME=Ada", "GIT_COMMITTER_EMAIL=ada@example.com", "GIT_COMMITTER_DATE="+date)
	cmd.Stdin = in
	out, err := cmd.CombinedOutput()
	require.NoError(r.t, err, "git %s: %s", args, out)
	return strings.TrimSpace(string(out))
}

// Commit writes a file and commits it an hour after what was before; it returns
// the SHA.
func (r *Repository) Commit(path, message string) string {
	r.t.Helper()
	r.n++
	r.now = r.now.Add(time.Hour)
	name := filepath.Join(r.Dir, filepath.FromSlash(path))
	require.NoError(r.t, os.MkdirAll(filepath.Dir(name), 0o750))
	require.NoError(r.t, os.WriteFile(name, fmt.Appendf(nil, "%d\n", r.n), 0o600))
	r.Git("add", "-A")
	r.Git("commit", "-q", "-m", message)
	return r.Git("rev-parse", "HEAD")
}

// Tag tags what is checked out, a minute later.
func (r *Repository) Tag(name string, annotated bool) {
	r.t.Helper()
	r.now = r.now.Add(time.Minute)
	if annotated {
		r.Git("tag", "-a", "-m", name, name)
		return
	}
	r.Git("tag", name)
}

// Alternating builds two release lines that take turns, with everything that
// makes commits hard to attribute, and fifty tags.
func Alternating(t *testing.T) *Repository {
	t.Helper()
	r := New(t)
	r.Commit("a.txt", "first")
	r.Tag("v1.0.0", true)
	r.Git("branch", "release-1")
	for i := range 48 {
		switch i % 4 {
		case 0: // a merge on main, with a renamed file
			r.Git("switch", "-q", "main")
			r.Git("switch", "-q", "-c", fmt.Sprintf("topic-%d", i))
			r.Commit(fmt.Sprintf("topic/%d.txt", i), "topic")
			r.Git("mv", fmt.Sprintf("topic/%d.txt", i), fmt.Sprintf("topic/renamed-%d.txt", i))
			r.Commit("topic/other.txt", "rename")
			r.Git("switch", "-q", "main")
			r.now = r.now.Add(time.Hour)
			r.Git("merge", "-q", "--no-ff", "-m", "merge", fmt.Sprintf("topic-%d", i))
		case 1: // a fix on main, picked to the release line
			r.Git("switch", "-q", "main")
			fix := r.Commit(fmt.Sprintf("fix/%d.txt", i), "fix")
			r.Git("switch", "-q", "release-1")
			r.now = r.now.Add(time.Hour)
			r.Git("cherry-pick", "-x", fix)
		case 2: // a squash on main
			r.Git("switch", "-q", "main")
			r.Git("switch", "-q", "-c", fmt.Sprintf("squash-%d", i))
			r.Commit(fmt.Sprintf("s/%d.txt", i), "one")
			r.Commit(fmt.Sprintf("s/%d.txt", i), "two")
			r.Git("switch", "-q", "main")
			r.Git("merge", "-q", "--squash", fmt.Sprintf("squash-%d", i))
			r.now = r.now.Add(time.Hour)
			r.Git("commit", "-q", "-m", "squashed")
		case 3: // work on the release line alone
			r.Git("switch", "-q", "release-1")
			r.Commit(fmt.Sprintf("old/%d.txt", i), "old line")
		}
		r.Tag(fmt.Sprintf("v%d.0.%d", 1+i%2, i+1), i%3 > 0)
	}
	r.Git("switch", "-q", "main")
	r.Commit("last.txt", "last")
	r.Tag("v3.0.0", false)
	return r
}
