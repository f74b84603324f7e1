package git_test

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/dora"
	"github.com/goldenpath-go/goldenpath/dora/git"
	"github.com/goldenpath-go/goldenpath/dora/git/internal/gittest"
)

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
	r := gittest.Alternating(t)
	clone := &git.Clone{Dir: r.Dir, Repo: "acme/orders"}
	h := collect(t, clone, &git.Tags{Clone: clone}, service())
	report := dora.Calculate(h, window(), nil)
	orders := report.Services["orders"]

	tags := strings.Fields(r.Git("tag", "--sort=creatordate"))
	require.Len(t, tags, 50)
	assert.Equal(t, 50, orders.Deployments.Count)

	union := r.Git(append([]string{"rev-list", "--count"}, tags...)...)
	baseline := r.Git("rev-list", "--count", "v1.0.0")
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
		own := strings.Fields(r.Git(args...))
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
	r := gittest.New(t)
	r.Commit("services/orders/a.txt", "base")
	r.Commit("services/orders/b.txt", "orders")
	r.Commit("services/ordersx/b.txt", "another's")
	revert := r.Commit("services/orders/c.txt", "mistake")
	r.Commit("services/orders/c.txt", "Revert \"mistake\"\n\nThis reverts commit "+revert+".")
	clone := &git.Clone{Dir: r.Dir, Repo: "acme/orders"}
	s := service()
	s.Paths = []string{"services/orders"}
	h := collect(t, clone, &git.Merges{Clone: clone}, s)
	report := dora.Calculate(h, window(), &dora.Options{Signals: []dora.Signal{dora.ByRevert}})
	orders := report.Services["orders"]
	assert.Equal(t, 4, orders.Deployments.Count)
	assert.Equal(t, 3, orders.LeadTime.N)
	assert.Equal(t, []string{revert}, orders.FailedIDs)
}

// A merge is one deployment, of what it brings to the main branch.
func TestMergesOfTopics(t *testing.T) {
	t.Parallel()
	r := gittest.New(t)
	first := r.Commit("a.txt", "base")
	r.Git("switch", "-q", "-c", "topic")
	r.Commit("a.txt", "orders")
	r.Commit("b.txt", "more")
	r.Git("switch", "-q", "main")
	r.Git("merge", "-q", "--no-ff", "-m", "merge", "topic")
	merge := r.Git("rev-parse", "HEAD")
	for _, path := range []string{"a.txt", ""} {
		s := service()
		s.Paths = []string{path}
		merges := &git.Merges{Clone: &git.Clone{Dir: r.Dir, Repo: "acme/orders"}}
		for page, err := range merges.Deployments(t.Context(), dora.Query{Services: []dora.Service{s}}) {
			require.NoError(t, err)
			require.Len(t, page.Items, 2)
			assert.Equal(t, merge, page.Items[0].SHA)
			assert.Equal(t, first, page.Items[1].SHA)
		}
	}
}

func TestShallowCloneIsRefused(t *testing.T) {
	t.Parallel()
	r := gittest.New(t)
	r.Commit("a.txt", "one")
	r.Commit("a.txt", "two")
	r.Tag("v1", true)
	dir := filepath.Join(t.TempDir(), "shallow")
	r.Git("clone", "-q", "--depth", "1", "file://"+r.Dir, dir)
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
	r := gittest.New(t)
	r.Commit("a.txt", "one")
	clone := &git.Clone{Dir: r.Dir, Repo: "acme/orders"}
	for range clone.Changes(t.Context(), dora.ChangeQuery{Repo: "acme/orders", Heads: []string{"--all", "HEAD", "HEAD..", "$(touch x)"}}) {
		t.Error("a head that is no SHA yields nothing")
	}
	merges := &git.Merges{Clone: clone, Branch: "--output=x"}
	for _, err := range merges.Deployments(t.Context(), dora.Query{Services: []dora.Service{service()}}) {
		require.Error(t, err)
	}
}
