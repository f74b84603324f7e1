package git_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/dora"
	"github.com/goldenpath-go/goldenpath/dora/git"
)

// repository is a clone that a test builds, with a clock of its own.
type repository struct {
	t   *testing.T
	dir string
	now time.Time
	n   int
}

func newRepository(t *testing.T) *repository {
	t.Helper()
	r := &repository{t: t, dir: t.TempDir(), now: time.Date(2026, 1, 5, 9, 0, 0, 0, time.UTC)}
	r.git("init", "-q", "-b", "main")
	r.git("config", "gc.auto", "0")
	return r
}

func (r *repository) git(args ...string) string {
	r.t.Helper()
	cmd := exec.CommandContext(r.t.Context(), "git", append([]string{"-C", r.dir}, args...)...)
	date := r.now.Format(time.RFC3339)
	cmd.Env = append(os.Environ(),
		"GIT_CONFIG_GLOBAL="+os.DevNull, "GIT_CONFIG_NOSYSTEM=1",
		"GIT_AUTHOR_NAME=Ada", "GIT_AUTHOR_EMAIL=ada@example.com", "GIT_AUTHOR_DATE="+date,
		"GIT_COMMITTER_NAME=Ada", "GIT_COMMITTER_EMAIL=ada@example.com", "GIT_COMMITTER_DATE="+date)
	out, err := cmd.CombinedOutput()
	require.NoError(r.t, err, "git %s: %s", args, out)
	return strings.TrimSpace(string(out))
}

// commit writes a file and commits it an hour after what was before.
func (r *repository) commit(path, message string) string {
	r.t.Helper()
	r.n++
	r.now = r.now.Add(time.Hour)
	name := filepath.Join(r.dir, filepath.FromSlash(path))
	require.NoError(r.t, os.MkdirAll(filepath.Dir(name), 0o750))
	require.NoError(r.t, os.WriteFile(name, fmt.Appendf(nil, "%d\n", r.n), 0o600))
	r.git("add", "-A")
	r.git("commit", "-q", "-m", message)
	return r.git("rev-parse", "HEAD")
}

func (r *repository) tag(name string, annotated bool) {
	r.t.Helper()
	r.now = r.now.Add(time.Minute)
	if annotated {
		r.git("tag", "-a", "-m", name, name)
		return
	}
	r.git("tag", name)
}

// alternating builds two release lines that take turns, with everything that
// makes commits hard to attribute, and fifty tags.
func alternating(t *testing.T) *repository {
	t.Helper()
	r := newRepository(t)
	r.commit("a.txt", "first")
	r.tag("v1.0.0", true)
	r.git("branch", "release-1")
	for i := range 48 {
		switch i % 4 {
		case 0: // a merge on main, with a renamed file
			r.git("switch", "-q", "main")
			r.git("switch", "-q", "-c", fmt.Sprintf("topic-%d", i))
			r.commit(fmt.Sprintf("topic/%d.txt", i), "topic")
			r.git("mv", fmt.Sprintf("topic/%d.txt", i), fmt.Sprintf("topic/renamed-%d.txt", i))
			r.commit("topic/other.txt", "rename")
			r.git("switch", "-q", "main")
			r.now = r.now.Add(time.Hour)
			r.git("merge", "-q", "--no-ff", "-m", "merge", fmt.Sprintf("topic-%d", i))
		case 1: // a fix on main, picked to the release line
			r.git("switch", "-q", "main")
			fix := r.commit(fmt.Sprintf("fix/%d.txt", i), "fix")
			r.git("switch", "-q", "release-1")
			r.now = r.now.Add(time.Hour)
			r.git("cherry-pick", "-x", fix)
		case 2: // a squash on main
			r.git("switch", "-q", "main")
			r.git("switch", "-q", "-c", fmt.Sprintf("squash-%d", i))
			r.commit(fmt.Sprintf("s/%d.txt", i), "one")
			r.commit(fmt.Sprintf("s/%d.txt", i), "two")
			r.git("switch", "-q", "main")
			r.git("merge", "-q", "--squash", fmt.Sprintf("squash-%d", i))
			r.now = r.now.Add(time.Hour)
			r.git("commit", "-q", "-m", "squashed")
		case 3: // work on the release line alone
			r.git("switch", "-q", "release-1")
			r.commit(fmt.Sprintf("old/%d.txt", i), "old line")
		}
		r.tag(fmt.Sprintf("v%d.0.%d", 1+i%2, i+1), i%3 > 0)
	}
	r.git("switch", "-q", "main")
	r.commit("last.txt", "last")
	r.tag("v3.0.0", false)
	return r
}

func service() dora.Service { return dora.Service{Name: "orders", Repo: "acme/orders"} }

func collect(t *testing.T, clone *git.Clone, source dora.DeploymentSource, services ...dora.Service) *dora.History {
	t.Helper()
	h, err := dora.Collect(t.Context(), dora.Sources{
		Deployments: map[string]dora.DeploymentSource{"git": source}, Changes: clone,
	}, dora.Scope{Services: services}, window(), nil)
	require.NoError(t, err)
	return h
}

func window() dora.Window {
	return dora.Window{From: time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC), To: time.Date(2027, 1, 1, 0, 0, 0, 0, time.UTC)}
}

// Each commit belongs to the first release that contains it, so that all
// shares together are the commits of all releases.
func TestAlternatingLines(t *testing.T) {
	t.Parallel()
	r := alternating(t)
	clone := &git.Clone{Dir: r.dir, Repo: "acme/orders"}
	h := collect(t, clone, &git.Tags{Clone: clone}, service())
	report := dora.Calculate(h, window(), nil)
	orders := report.Services["orders"]

	tags := strings.Fields(r.git("tag", "--sort=creatordate"))
	require.Len(t, tags, 50)
	assert.Equal(t, 50, orders.Deployments.Count)

	union := r.git(append([]string{"rev-list", "--count"}, tags...)...)
	baseline := r.git("rev-list", "--count", "v1.0.0")
	changes := 0
	for _, shas := range orders.ChangeIDs() {
		changes += len(shas)
	}
	left := orders.Quality.Merges + orders.Quality.Duplicates + orders.LeadTime.Negative
	assert.Equal(t, union, fmt.Sprint(number(t, baseline)+changes+left))
	assert.Equal(t, 12, orders.Quality.Merges)
	assert.Equal(t, 12, orders.Quality.Duplicates)
	assert.Zero(t, orders.LeadTime.Negative)

	// Git says the same of each tag: what it has and no tag before it had.
	for i, tag := range tags[1:] {
		args := append([]string{"rev-list", "--no-merges", tag, "--not"}, tags[:i+1]...)
		own := strings.Fields(r.git(args...))
		assert.Subset(t, own, orders.ChangeIDs()[tag], tag)
	}
}

func number(t *testing.T, s string) int {
	t.Helper()
	var n int
	_, err := fmt.Sscan(s, &n)
	require.NoError(t, err)
	return n
}

func TestMergesAreDeployments(t *testing.T) {
	t.Parallel()
	r := newRepository(t)
	r.commit("services/orders/a.txt", "base")
	r.commit("services/orders/b.txt", "orders")
	r.commit("services/ordersx/b.txt", "another's")
	revert := r.commit("services/orders/c.txt", "mistake")
	r.commit("services/orders/c.txt", "Revert \"mistake\"\n\nThis reverts commit "+revert+".")
	clone := &git.Clone{Dir: r.dir, Repo: "acme/orders"}
	s := service()
	s.Paths = []string{"services/orders"}
	h := collect(t, clone, &git.Merges{Clone: clone}, s)
	report := dora.Calculate(h, window(), &dora.Options{Signals: []dora.Signal{dora.ByRevert}})
	orders := report.Services["orders"]
	assert.Equal(t, 4, orders.Deployments.Count)
	assert.Equal(t, 3, orders.LeadTime.N)
	assert.Equal(t, []string{revert}, orders.FailedIDs)
}

func TestShallowCloneIsRefused(t *testing.T) {
	t.Parallel()
	r := newRepository(t)
	r.commit("a.txt", "one")
	r.commit("a.txt", "two")
	r.tag("v1", true)
	dir := filepath.Join(t.TempDir(), "shallow")
	r.git("clone", "-q", "--depth", "1", "file://"+r.dir, dir)
	clone := &git.Clone{Dir: dir, Repo: "acme/orders"}
	_, err := dora.Collect(t.Context(), dora.Sources{
		Deployments: map[string]dora.DeploymentSource{"git": &git.Tags{Clone: clone}}, Changes: clone,
	}, dora.Scope{Services: []dora.Service{service()}}, window(), nil)
	require.ErrorIs(t, err, dora.ErrShallow)
	assert.Contains(t, err.Error(), "--unshallow")
}

// Names that look like options or ranges never reach git's command line.
func TestNamesAreNoOptions(t *testing.T) {
	t.Parallel()
	r := newRepository(t)
	r.commit("a.txt", "one")
	clone := &git.Clone{Dir: r.dir, Repo: "acme/orders"}
	for range clone.Changes(t.Context(), dora.ChangeQuery{Repo: "acme/orders", Heads: []string{"--all", "HEAD", "HEAD..", "$(touch x)"}}) {
		t.Error("a head that is no SHA yields nothing")
	}
	merges := &git.Merges{Clone: clone, Branch: "--output=x"}
	for _, err := range merges.Deployments(t.Context(), dora.Query{Services: []dora.Service{service()}}) {
		require.Error(t, err)
	}
}
