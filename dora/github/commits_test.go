package github_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/dora"
	"github.com/goldenpath-go/goldenpath/dora/github"
)

// commit adds one an hour after those before.
func (at *fakeRepo) commit(n int, parents ...int) *fakeCommit {
	when := time.Date(2025, 1, 1, 0, 0, 0, 0, time.UTC).Add(time.Duration(len(at.commits)) * time.Hour)
	c := &fakeCommit{sha: sha(n), author: "Ada", message: "change", authored: when, committed: when}
	for _, p := range parents {
		c.parents = append(c.parents, sha(p))
	}
	at.commits[c.sha] = c
	return c
}

// line adds the commits from first to last, each on the one before it.
func (at *fakeRepo) line(first, last int) {
	for n := first; n <= last; n++ {
		at.commit(n, n-1)
	}
}

func changesOf(t *testing.T, source dora.ChangeSource, q dora.ChangeQuery) (map[string]dora.Change, all[dora.Change]) {
	t.Helper()
	q.Repo = "acme/orders"
	got := mustRead(t, source.Changes(t.Context(), q))
	of := map[string]dora.Change{}
	for _, c := range got.items {
		of[c.SHA] = c
	}
	return of, got
}

// TestCompare has more commits than a comparison shows without pages.
func TestCompare(t *testing.T) {
	t.Parallel()
	f := newFake(t)
	r := f.repo("acme/orders")
	r.commit(0)
	r.line(1, 1000)
	source := &github.Commits{API: f.api()}
	found, got := changesOf(t, source, dora.ChangeQuery{Heads: []string{sha(1000)}, Have: []string{sha(400), sha(100), sha(5000)}})
	assert.Len(t, found, 600)
	assert.Len(t, got.items, 600, "none comes twice")
	tape := f.requests()
	assert.Len(t, tape, 1+1+1+6)
	assert.Contains(t, tape[3], "/compare/"+sha(400)+"..."+sha(1000))

	found, _ = changesOf(t, source, dora.ChangeQuery{Heads: []string{sha(1000)}, Have: []string{sha(990)}})
	assert.Len(t, found, 10)
	assert.Len(t, f.requests(), 2, "the first page of the list tells all")
}

// TestCompareOfMergedBranch has a branch that began before what we have.
func TestCompareOfMergedBranch(t *testing.T) {
	t.Parallel()
	f := newFake(t)
	r := f.repo("acme/orders")
	r.commit(0)
	r.line(1, 300)
	r.commit(301, 50)
	r.line(302, 310)
	r.commit(400, 300, 310)
	source := &github.Commits{API: f.api()}
	found, _ := changesOf(t, source, dora.ChangeQuery{Heads: []string{sha(400)}, Have: []string{sha(300)}})
	for n := 301; n <= 310; n++ {
		assert.Contains(t, found, sha(n))
	}
	assert.Contains(t, found, sha(400))
	assert.Contains(t, strings.Join(f.requests(), "\n"), "/compare/"+sha(300))
	assert.Len(t, found, 11)
}

// TestNothingInCommon has a head that no comparison reaches.
func TestNothingInCommon(t *testing.T) {
	t.Parallel()
	f := newFake(t)
	r := f.repo("acme/orders")
	r.commit(0)
	r.line(1, 10)
	r.commit(1000)
	r.line(1001, 1150)
	found, _ := changesOf(t, &github.Commits{API: f.api()}, dora.ChangeQuery{Heads: []string{sha(1150)}, Have: []string{sha(10)}})
	assert.Len(t, found, 151)
}

// TestComparisonThatEndsTooEarly lists fewer commits than it counts.
func TestComparisonThatEndsTooEarly(t *testing.T) {
	t.Parallel()
	f := newFake(t)
	r := f.repo("acme/orders")
	r.commit(0)
	r.line(1, 500)
	r.most = 250
	found, _ := changesOf(t, &github.Commits{API: f.api()}, dora.ChangeQuery{Heads: []string{sha(500)}, Have: []string{sha(0)}})
	assert.Len(t, found, 500)
}

// TestManyHeads costs no request for each: the newest comes first.
func TestManyHeads(t *testing.T) {
	t.Parallel()
	f := newFake(t)
	r := f.repo("acme/orders")
	r.commit(0)
	r.line(1, 450)
	r.commit(500, 100) // a release line
	r.line(501, 520)
	var heads []string
	for n := range 45 {
		heads = append(heads, sha(n*10))
	}
	heads = append(heads, sha(450), sha(520))
	found, got := changesOf(t, &github.Commits{API: f.api()}, dora.ChangeQuery{Heads: heads})
	assert.Len(t, found, 472)
	assert.Len(t, got.items, 472)
	assert.Len(t, f.requests(), 1+2+4, "one for the dates, and the lists of two lines")
}

func TestWhatCommitsSay(t *testing.T) {
	t.Parallel()
	f := newFake(t)
	r := f.repo("acme/orders")
	r.commit(0)
	squash := r.commit(1, 0)
	squash.web, squash.message = true, "Add a price (#1)"
	early := squash.authored.Add(-72 * time.Hour)
	r.pulls = append(r.pulls, &fakePull{merge: sha(1), authored: []time.Time{early.Add(time.Hour), early, early.Add(2 * time.Hour)}})
	r.pulls = append(r.pulls, &fakePull{merge: sha(1000), on: sha(1), authored: []time.Time{early.AddDate(-1, 0, 0)}})
	revert := r.commit(2, 1)
	revert.web, revert.message = true, "Revert \"Add a price\" (#2)\n\nReverts acme/orders#1"
	plain := r.commit(3, 2)
	plain.message = "Revert\n\nThis reverts commit " + sha(2) + "."
	pick := r.commit(4, 3)
	pick.message = "fix\n\n(cherry picked from commit " + sha(77) + ")"
	r.commit(5, 4).bot = true
	r.commit(6, 5).author = "renovate[bot]"
	r.commit(7, 6, 1)
	r.commit(8, 7).message = "Reverts acme/other#1"
	unknown := r.commit(9, 8)
	unknown.message = "Reverts #99"
	source := &github.Commits{API: f.api()}
	found, _ := changesOf(t, source, dora.ChangeQuery{Heads: []string{sha(9)}})
	require.Len(t, found, 10)
	assert.Equal(t, early, found[sha(1)].FirstAuthored)
	assert.Equal(t, squash.authored, found[sha(1)].Authored)
	assert.Zero(t, found[sha(0)].FirstAuthored)
	assert.Equal(t, sha(1), found[sha(2)].Reverts)
	assert.Equal(t, sha(2), found[sha(3)].Reverts)
	assert.Equal(t, sha(77), found[sha(4)].PickedFrom)
	assert.True(t, found[sha(5)].Bot)
	assert.True(t, found[sha(6)].Bot)
	assert.False(t, found[sha(4)].Bot)
	assert.Equal(t, []string{sha(6), sha(1)}, found[sha(7)].Parents)
	assert.Empty(t, found[sha(8)].Reverts)
	assert.Empty(t, found[sha(9)].Reverts)
	assert.Len(t, f.requests(), 4)

	source.NoPullRequests = true
	found, _ = changesOf(t, source, dora.ChangeQuery{Heads: []string{sha(9)}})
	assert.Zero(t, found[sha(1)].FirstAuthored)
	assert.Len(t, f.requests(), 2)
}

func TestPaths(t *testing.T) {
	t.Parallel()
	f := newFake(t)
	r := f.repo("acme/orders")
	file := func(name string) map[string]any { return filled("diff-entry", map[string]any{"filename": name}) }
	large := r.commit(0)
	for n := range 150 {
		large.files = append(large.files, file(fmt.Sprintf("a/%d.txt", n)))
	}
	moved := file("new/name.txt")
	moved["previous_filename"] = "old/name.txt"
	r.commit(1, 0).files = []any{moved}
	r.commit(2, 1, 0)
	source := &github.Commits{API: f.api()}
	found, _ := changesOf(t, source, dora.ChangeQuery{Heads: []string{sha(2)}, Paths: true})
	assert.Len(t, found[sha(0)].Paths, 150)
	assert.Equal(t, []string{"new/name.txt", "old/name.txt"}, found[sha(1)].Paths)
	assert.Empty(t, found[sha(2)].Paths)
	assert.Len(t, f.requests(), 1+1+2+1)
}
