package gogit_test

import (
	"context"
	"fmt"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/dora"
	"github.com/goldenpath-go/goldenpath/dora/doratest"
	"github.com/goldenpath-go/goldenpath/dora/git"
	"github.com/goldenpath-go/goldenpath/dora/git/gogit"
	"github.com/goldenpath-go/goldenpath/dora/git/internal/gittest"
)

const repo = "acme/orders"

// Repositories are built by git, which these tests need; they are read with a
// command that is nowhere.
func without(dir string) *git.Clone {
	return &git.Clone{Dir: dir, Repo: repo, Command: "no-such-git", Fallback: gogit.Reader{}}
}

func with(dir string) *git.Clone {
	return &git.Clone{Dir: dir, Repo: repo, Fallback: refuse{}}
}

// refuse is a fallback that nobody may ask.
type refuse struct{ git.Fallback }

func query(paths ...string) dora.Query {
	return dora.Query{Services: []dora.Service{{Name: "orders", Repo: repo, Paths: paths}, {Name: "other", Repo: "acme/other"}}}
}

func all[T any](t *testing.T, pages iter.Seq2[dora.Page[T], error]) []T {
	t.Helper()
	var out []T
	for page, err := range pages {
		require.NoError(t, err)
		out = append(out, page.Items...)
	}
	return out
}

// sameTags compares the releases of all tags of a pattern one by one.
func sameTags(t *testing.T, dir, pattern string) []dora.Deployment {
	t.Helper()
	want := all(t, (&git.Tags{Clone: with(dir), Pattern: pattern}).Deployments(t.Context(), query()))
	got := all(t, (&git.Tags{Clone: without(dir), Pattern: pattern}).Deployments(t.Context(), query()))
	require.Len(t, got, len(want), "tags of %q", pattern)
	for i := range want {
		assert.Equal(t, want[i], got[i])
	}
	return got
}

func sameLine(t *testing.T, dir, branch string, paths ...string) []dora.Deployment {
	t.Helper()
	want := all(t, (&git.Merges{Clone: with(dir), Branch: branch}).Deployments(t.Context(), query(paths...)))
	got := all(t, (&git.Merges{Clone: without(dir), Branch: branch}).Deployments(t.Context(), query(paths...)))
	require.Len(t, got, len(want), "line %q of %q", branch, paths)
	for i := range want {
		assert.Equal(t, want[i], got[i])
	}
	return got
}

// sameChanges compares commits one by one, by their names.
func sameChanges(t *testing.T, dir string, q dora.ChangeQuery) []dora.Change {
	t.Helper()
	q.Repo = repo
	want := all(t, with(dir).Changes(t.Context(), q))
	got := all(t, without(dir).Changes(t.Context(), q))
	by := func(a, b dora.Change) int { return strings.Compare(a.SHA, b.SHA) }
	slices.SortFunc(want, by)
	slices.SortFunc(got, by)
	require.Len(t, got, len(want))
	for i := range want {
		assert.Equal(t, want[i], got[i])
	}
	return got
}

func heads(of []dora.Deployment) []string {
	var out []string
	for _, d := range of {
		out = append(out, d.SHA)
	}
	return out
}

func TestSameAsGit(t *testing.T) {
	t.Parallel()
	r := gittest.Alternating(t)
	r.Git("tag", "tree", "HEAD^{tree}")
	r.Git("tag", "-a", "-m", "a key", "key", r.Git("hash-object", "-w", "a.txt"))
	r.Git("tag", "orders/v1", "HEAD~3")
	r.Git("tag", "orders/beta/v2", "HEAD~2")
	r.Git("commit", "-q", "--allow-empty", "-m", "nothing")
	r.Git("mv", "last.txt", "first.txt")
	r.Git("rm", "-q", "-r", "fix")
	r.Commit("fix", "a folder becomes a file")
	r.Git("update-index", "--chmod=+x", "a.txt")
	r.Git("-c", "user.name=renovate[bot]", "commit", "-q", "--author", "renovate[bot] <r@example.com>", "-m", "mode")
	r.Commit("ünïcode/ß ü.txt", "Revert \"x\"\n\nThis reverts commit "+r.Git("rev-parse", "HEAD")+".")
	packed := filepath.Join(t.TempDir(), "packed")
	r.Git("clone", "-q", "--bare", "--no-local", r.Dir, packed)
	tree := filepath.Join(t.TempDir(), "tree")
	r.Git("worktree", "add", "-q", "--detach", tree, "release-1")
	lent := filepath.Join(t.TempDir(), "lent")
	r.Git("clone", "-q", "--shared", r.Dir, lent)
	again := filepath.Join(t.TempDir(), "again")
	r.Git("clone", "-q", "--shared", lent, again)
	partial := filepath.Join(t.TempDir(), "partial")
	r.Git("config", "uploadpack.allowFilter", "true")
	r.Git("clone", "-q", "--bare", "--filter=blob:none", "file://"+r.Dir, partial)
	t.Run("report", func(t *testing.T) {
		t.Parallel()
		sameReport(t, r.Dir)
	})
	dirs := map[string]string{
		"loose": r.Dir, "below": filepath.Join(r.Dir, "topic"), "packed": packed, "worktree": tree, "borrowed": lent, "borrowed twice": again,
		"partial": partial,
	}
	for name, dir := range dirs {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			sameAsGit(t, dir)
		})
	}
}

func sameAsGit(t *testing.T, dir string) {
	t.Helper()
	tags := sameTags(t, dir, "")
	require.Len(t, tags, 52)
	for _, pattern := range []string{"v1*", "v*.0.[0-9]", "v*.0.[!0-9]*", "v?.0.0", "*", "**", "orders", "orders/", "{service}/v*", "orders/*", "orders/**", "**/v2", "[", "none"} {
		sameTags(t, dir, pattern)
	}
	for _, branch := range []string{"", "HEAD", "v1.0.0", "refs/tags/v3.0.0", tags[3].SHA} {
		assert.NotEmpty(t, sameLine(t, dir, branch), branch)
	}
	assert.Len(t, sameLine(t, dir, "v3.0.0", "fix/"), 12)
	for _, paths := range [][]string{{"topic"}, {"fix/1.txt", "old"}, {"fi"}, {"topic/renamed-4.txt", "a.txt"}, {"none/at/all"}, {""}} {
		sameLine(t, dir, "", paths...)
	}
	whole := sameLine(t, dir, "")
	ends := append(heads(tags), whole[0].SHA)
	changes := sameChanges(t, dir, dora.ChangeQuery{Heads: ends})
	assert.Greater(t, len(changes), 80)
	assert.Equal(t, dora.Change{}.Paths, changes[0].Paths, "paths are had when they are asked for")
	sameChanges(t, dir, dora.ChangeQuery{Heads: ends, Paths: true})
	part := sameChanges(t, dir, dora.ChangeQuery{Heads: ends, Have: heads(tags[:20]), Paths: true})
	assert.Less(t, len(part), len(changes))
	assert.Len(t, sameChanges(t, dir, dora.ChangeQuery{Heads: []string{ends[0][:12]}}), len(sameChanges(t, dir, dora.ChangeQuery{Heads: ends[:1]})))
}

// sameReport compares what is computed in the end.
func sameReport(t *testing.T, dir string) {
	t.Helper()
	window := dora.Window{From: time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC), To: time.Date(2027, 1, 1, 0, 0, 0, 0, time.UTC)}
	report := func(clone *git.Clone) *dora.ServiceMetrics {
		h, err := dora.Collect(t.Context(), dora.Sources{
			Deployments: map[string]dora.DeploymentSource{"git": &git.Tags{Clone: clone}}, Changes: clone,
		}, dora.Scope{Services: query("fix", "topic").Services[:1]}, window, nil)
		require.NoError(t, err)
		return dora.Calculate(h, window, nil).Services["orders"]
	}
	want, got := report(with(dir)), report(without(dir))
	assert.Equal(t, 52, got.Deployments.Count)
	assert.NotEmpty(t, got.ChangeIDs())
	assert.Equal(t, want.ChangeIDs(), got.ChangeIDs())
	assert.Equal(t, want.LeadTime, got.LeadTime)
	assert.Equal(t, want.Quality, got.Quality)
}

func TestShallowCloneIsRefused(t *testing.T) {
	t.Parallel()
	r := gittest.New(t)
	r.Commit("a.txt", "one")
	r.Commit("a.txt", "two")
	r.Tag("v1", true)
	dir := filepath.Join(t.TempDir(), "shallow")
	r.Git("clone", "-q", "--depth", "1", "file://"+r.Dir, dir)
	clone := without(dir)
	q := dora.ChangeQuery{Repo: repo, Heads: []string{r.Git("rev-parse", "HEAD")}}
	for _, err := range clone.Changes(t.Context(), q) {
		require.ErrorIs(t, err, dora.ErrShallow)
		assert.Contains(t, err.Error(), "--unshallow")
	}
	clone.AllowShallow = true
	got := all(t, clone.Changes(t.Context(), q))
	require.Len(t, got, 1)
	assert.Empty(t, got[0].Parents)
	assert.Len(t, all(t, (&git.Merges{Clone: clone}).Deployments(t.Context(), query("a.txt"))), 1)
}

func TestErrors(t *testing.T) {
	t.Parallel()
	r := gittest.New(t)
	r.Commit("a.txt", "one")
	r.Tag("v1", true)
	sha256 := t.TempDir()
	r.Git("init", "-q", "--object-format=sha256", sha256)
	broken := gittest.New(t)
	broken.Commit("a.txt", "one")
	first := broken.Git("rev-parse", "HEAD")
	broken.Commit("a.txt", "two")
	require.NoError(t, os.Remove(filepath.Join(broken.Dir, ".git", "objects", first[:2], first[2:])))
	tests := []struct{ name, dir, branch, want string }{
		{"no folder", filepath.Join(r.Dir, "none"), "", "none"},
		{"no repository", t.TempDir(), "", "no git repository"},
		{"no such branch", r.Dir, "none", `branch "none"`},
		{"no commit", r.Dir, r.Git("rev-parse", "HEAD^{tree}"), "no commit"},
		{"an option", r.Dir, "--all", "does not begin with -"},
		{"other names", sha256, "", "sha256"},
		{"a commit is missing", broken.Dir, "", first},
		{"no commit yet", gittest.New(t).Dir, "", `branch "HEAD"`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var failed error
			for _, err := range (&git.Merges{Clone: without(tt.dir), Branch: tt.branch}).Deployments(t.Context(), query()) {
				failed = err
			}
			require.ErrorContains(t, failed, tt.want)
		})
	}
	t.Run("names are no options", func(t *testing.T) {
		t.Parallel()
		assert.Empty(t, sameChanges(t, r.Dir, dora.ChangeQuery{Heads: []string{"--all", "HEAD", "HEAD..", strings.Repeat("0", 40), strings.Repeat("a", 64)}}))
	})
	t.Run("the context ends it", func(t *testing.T) {
		t.Parallel()
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		for _, err := range (gogit.Reader{}).Tags(ctx, r.Dir, "**") {
			require.ErrorIs(t, err, context.Canceled)
		}
	})
	t.Run("nobody wants more", func(t *testing.T) {
		t.Parallel()
		for range (gogit.Reader{}).Line(t.Context(), r.Dir, "HEAD", nil) {
			break
		}
	})
}

// With git installed nobody asks the fallback: see refuse. Without one, what is
// missing is said.
func TestNoFallback(t *testing.T) {
	t.Parallel()
	clone := without(t.TempDir())
	clone.Fallback = nil
	for _, err := range (&git.Tags{Clone: clone}).Deployments(t.Context(), query()) {
		require.ErrorContains(t, err, "no-such-git")
	}
}

func TestChanges(t *testing.T) {
	t.Parallel()
	doratest.TestChanges(t, func(t *testing.T, w doratest.World) dora.ChangeSource {
		t.Helper()
		return newMapped(t, w)
	})
}

// mapped is a clone of a world's commits, whose names it translates: git
// chooses its own.
type mapped struct {
	clone      *git.Clone
	ours, gits map[string]string
}

func newMapped(t *testing.T, w doratest.World) *mapped {
	t.Helper()
	r := gittest.New(t)
	var stream strings.Builder
	for i, c := range w.Changes {
		at := fmt.Sprintf("Ada <ada@example.com> %d +0000", c.Authored.Unix())
		fmt.Fprintf(&stream, "commit refs/heads/main\nauthor %s\ncommitter %s\ndata 1\n.\nM 100644 inline a\ndata <<E\n%d\nE\n\n", at, at, i)
	}
	r.Import(strings.NewReader(stream.String()))
	m := &mapped{clone: without(r.Dir), ours: map[string]string{}, gits: map[string]string{}}
	for i, sha := range strings.Fields(r.Git("rev-list", "--reverse", "main")) {
		m.ours[sha], m.gits[w.Changes[i].SHA] = w.Changes[i].SHA, sha
	}
	require.Len(t, m.ours, len(w.Changes))
	return m
}

func translate(names map[string]string, all []string) []string {
	var out []string
	for _, n := range all {
		if to, ok := names[n]; ok {
			n = to
		}
		out = append(out, n)
	}
	return out
}

func (m *mapped) Changes(ctx context.Context, q dora.ChangeQuery) iter.Seq2[dora.Page[dora.Change], error] {
	q.Repo, q.Heads, q.Have = repo, translate(m.gits, q.Heads), translate(m.gits, q.Have)
	return func(yield func(dora.Page[dora.Change], error) bool) {
		for page, err := range m.clone.Changes(ctx, q) {
			for i, c := range page.Items {
				page.Items[i].SHA, page.Items[i].Parents = m.ours[c.SHA], translate(m.ours, c.Parents)
			}
			if !yield(page, err) {
				return
			}
		}
	}
}
