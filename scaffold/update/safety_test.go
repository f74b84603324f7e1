package update_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/plan"
	"github.com/goldenpath-go/goldenpath/plan/plantest"
	"github.com/goldenpath-go/goldenpath/scaffold/update"
)

const (
	lively1 = "-- a --\n1\n2\n3\n-- gone --\nx\n-- long --\n1\n2\n3\n4\n5\n6\n7\n-- run --\nr\n-- bin --\n\\0\n-- link --\n-> a\n-- same --\ns\n"
	lively2 = "-- a --\n1\nb\n3\n-- new/file* --\nn\n-- moved/long --\n0\n1\n2\n3\n4\n5\n6\n7\n-- run* --\nr\n-- bin --\n\\0x\n-- link --\n-> run\n-- same --\ns\n"
	livelyH = "-- a --\n1\nh\n3\n-- long --\n1\n2\n3\n4\n5\n6\n7\n8\n-- bin --\n\\0h\n"
)

// lively is a world in which an update does something of everything.
type lively struct {
	plan.Undoer
	*world
	t *testing.T
}

func (l lively) Plan(context.Context) (*plan.Plan, error) { return l.plan(l.t, nil).Plan, nil }

func (l lively) State(t *testing.T) any {
	answers, err := os.ReadFile(filepath.Join(l.dir, filepath.FromSlash(update.AnswersFile)))
	require.NoError(t, err)
	return read(t, l.dir) + string(answers)
}

// TestPlan kills the update between any two records of its journal, and goes on or takes it back.
func TestPlan(t *testing.T) {
	t.Parallel()
	plantest.Run(t, plantest.Suite{Open: func(t *testing.T) plantest.World {
		w := newWorld(t, "-- a --\n1\n2\n-- gone/x --\nx\n-- bin --\n\\0\n", "-- moved --\n1\n3\n-- bin --\n\\0x\n")
		write(t, w.dir, "-- a --\n1\n4\n-- bin --\n\\0h\n")
		return lively{update.Undoer(w.dir), w, t}
	}})
}

// TestKilledWithin lets the process die within steps, of which the journal then says nothing: half of them were done.
func TestKilledWithin(t *testing.T) {
	t.Parallel()
	whole := newWorld(t, lively1, lively2)
	write(t, whole.dir, livelyH)
	x, _ := whole.apply(t, nil)
	want := read(t, whole.dir)
	for n := range x.Plan.Steps {
		w := newWorld(t, lively1, lively2)
		write(t, w.dir, livelyH)
		first := w.plan(t, nil)
		for _, s := range first.Plan.Steps[:n] {
			_, err := s.Do(t.Context())
			require.NoError(t, err)
		}
		second, _ := w.apply(t, nil)
		assert.Equal(t, first.Plan.Digest(), second.Plan.Digest())
		assert.Equal(t, want, read(t, w.dir), "after %d steps", n)
	}
}

func TestDirty(t *testing.T) {
	t.Parallel()
	if !needGit(t) {
		return
	}
	w := newWorld(t, lively1, lively2)
	mustGit(t, w.dir, "init", "--quiet", "-b", "main")
	commit(t, w.dir, "first")
	write(t, w.dir, "-- a --\nedited\n-- some file --\nuntracked\n")
	_, err := w.updater.Plan(t.Context(), w.dir, nil)
	require.ErrorIs(t, err, update.ErrDirty)
	require.ErrorContains(t, err, "a, some file")
	w.plan(t, &update.Options{Force: true})
	commit(t, w.dir, "second")

	x := w.plan(t, nil)
	for _, s := range x.Plan.Steps[:4] { // then it dies
		_, err := s.Do(t.Context())
		require.NoError(t, err)
	}
	_, journal := w.apply(t, nil)
	status := mustGit(t, w.dir, "status", "--porcelain")
	assert.NotContains(t, status, "undo", "what is kept is nothing to commit")
	require.NoError(t, plan.Undo(t.Context(), journal, update.Undoer(w.dir), nil))
	assert.Empty(t, mustGit(t, w.dir, "status", "--porcelain"))
}

// TestDirtyElsewhere checks that a tree which is a folder of a repository is looked at alone.
func TestDirtyElsewhere(t *testing.T) {
	t.Parallel()
	if !needGit(t) {
		return
	}
	w := newWorld(t, lively1, lively2)
	top := w.dir
	w.dir = filepath.Join(top, "services", "pay ments")
	require.NoError(t, os.MkdirAll(w.dir, 0o755))
	w.generate(t, "v1", map[string]any{"name": "payments"})
	mustGit(t, top, "init", "--quiet", "-b", "main")
	commit(t, top, "first")
	write(t, top, "-- elsewhere --\nx\n")
	x := w.plan(t, nil)
	_, err := x.Plan.Steps[0].Do(t.Context())
	require.NoError(t, err)
	w.apply(t, nil)
	write(t, w.dir, "-- here --\nx\n")
	_, err = w.updater.Plan(t.Context(), w.dir, nil)
	require.ErrorIs(t, err, update.ErrDirty)
}

// TestEditsInBetween checks that what is edited after planning, or after the update, is neither overwritten nor undone.
func TestEditsInBetween(t *testing.T) {
	t.Parallel()
	w := newWorld(t, lively1, lively2)
	x, journal := w.plan(t, nil), &plan.Memory{}
	write(t, w.dir, "-- a --\nmeanwhile\n")
	err := plan.Apply(t.Context(), x.Plan, journal, nil)
	require.ErrorIs(t, err, update.ErrEdited)
	assert.Contains(t, read(t, w.dir), "meanwhile")

	_, journal = w.apply(t, nil)
	write(t, w.dir, "-- a --\nlater\n")
	err = plan.Undo(t.Context(), journal, update.Undoer(w.dir), &plan.Options{KeepGoing: true})
	require.ErrorIs(t, err, update.ErrEdited)
	assert.Contains(t, read(t, w.dir), "later")
	assert.Contains(t, read(t, w.dir), "-- gone --\n", "all else is restored")
}

// TestKeptIsWatched checks that what is kept is not restored once somebody has changed it.
func TestKeptIsWatched(t *testing.T) {
	t.Parallel()
	w := newWorld(t, lively1, lively2)
	_, journal := w.apply(t, nil)
	kept, err := filepath.Glob(filepath.Join(w.dir, filepath.FromSlash(update.KeptFolder), "*"))
	require.NoError(t, err)
	require.NotEmpty(t, kept)
	for _, name := range kept {
		require.NoError(t, os.WriteFile(name, []byte("forged"), 0o600))
	}
	before := read(t, w.dir)
	require.ErrorContains(t, plan.Undo(t.Context(), journal, update.Undoer(w.dir), nil), "was changed")
	assert.Equal(t, before, read(t, w.dir))
}

// TestOutside checks that neither names in templates nor links here lead out of the tree.
func TestOutside(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "-- a --\na\n", "-- a --\na\n-- out/file --\nx\n-- .git/hooks/post-commit* --\nx\n-- .goldenpath/answers.yaml --\nforged\n")
	elsewhere := t.TempDir()
	require.NoError(t, os.Symlink(elsewhere, filepath.Join(w.dir, "out")))
	x, _ := w.apply(t, nil)
	assert.Equal(t, "out/file: kept; conflict: in place\n", says(x))
	entries, err := os.ReadDir(elsewhere)
	require.NoError(t, err)
	assert.Empty(t, entries)
	assert.NoFileExists(t, filepath.Join(w.dir, ".git"))
	assert.NotContains(t, strings.Join(strings.Fields(lively{nil, w, t}.State(t).(string)), " "), "forged")
}

// TestPermissions checks that only the permission to run a file changes.
func TestPermissions(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "-- a --\na\n-- b* --\nb\n", "-- a* --\nA\n-- b --\nB\n-- c* --\nc\n")
	require.NoError(t, os.Chmod(filepath.Join(w.dir, "a"), 0o640))
	require.NoError(t, os.Chmod(filepath.Join(w.dir, "b"), 0o700))
	w.apply(t, nil)
	for name, want := range map[string]os.FileMode{"a": 0o750, "b": 0o600} {
		info, err := os.Stat(filepath.Join(w.dir, name))
		require.NoError(t, err)
		assert.Equal(t, want, info.Mode().Perm(), name)
	}
	info, err := os.Stat(filepath.Join(w.dir, "c"))
	require.NoError(t, err)
	assert.NotZero(t, info.Mode().Perm()&0o100)
}
