package git_test

import (
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/scaffold"
	"github.com/goldenpath-go/goldenpath/scaffold/action/git"
	"github.com/goldenpath-go/goldenpath/scaffold/action/internal/actiontest"
)

// TestKilled lets the process die after each line of its journal.
func TestKilled(t *testing.T) {
	t.Parallel()
	start := func(after int) (remote string, input map[string]any, b *actiontest.Bench) {
		remote = filepath.Join(t.TempDir(), "remote.git")
		run(t, "init", "--quiet", "--bare", remote)
		b = &actiontest.Bench{
			Action: git.Publisher{}.Action(), Dir: t.TempDir(), Files: fstest.MapFS{"a": {Data: []byte("a")}}, Killer: &actiontest.Killer{After: after},
		}
		input = map[string]any{"remoteUrl": remote}
		o, err := b.Run(t.Context(), input)
		require.NoError(t, err)
		require.ErrorIs(t, o.Err, actiontest.ErrKilled)
		return remote, input, b
	}
	for after := 3; after <= 6; after++ { // before that the files are made
		remote, input, b := start(after)
		journal, err := b.Journal(t.Context())
		require.NoError(t, err)
		if strings.Contains(journal, `"finished"`) {
			break
		}
		o, err := b.Run(t.Context(), input)
		require.NoError(t, err)
		require.NoError(t, o.Err)
		assert.Equal(t, "a", run(t, "--git-dir="+remote, "ls-tree", "--name-only", "main"))
		require.NoError(t, b.Undo(t.Context()))
		assert.Empty(t, run(t, "--git-dir="+remote, "for-each-ref"))

		remote, _, b = start(after)
		require.NoError(t, b.Undo(t.Context()), "undone after %d", after)
		assert.Empty(t, run(t, "--git-dir="+remote, "for-each-ref"))
	}
}

// TestABranchOfOthersIsNoneToTakeBack fails since the branch is there, and is taken back without touching it.
func TestABranchOfOthersIsNoneToTakeBack(t *testing.T) {
	t.Parallel()
	w := open(t)
	b := &actiontest.Bench{Action: git.Publisher{}.Action(), Dir: t.TempDir(), Files: fstest.MapFS{"a": {Data: []byte("a")}}}
	o, err := b.Run(t.Context(), map[string]any{"remoteUrl": w.remote})
	require.NoError(t, err)
	require.NoError(t, o.Err)
	other := &actiontest.Bench{Action: git.Publisher{}.Action(), Dir: t.TempDir(), Files: fstest.MapFS{"b": {Data: []byte("b")}}}
	o, err = other.Run(t.Context(), map[string]any{"remoteUrl": w.remote})
	require.NoError(t, err)
	require.ErrorIs(t, o.Err, scaffold.ErrConflict)
	require.NoError(t, other.Undo(t.Context()))
	assert.Equal(t, "a", run(t, "--git-dir="+w.remote, "ls-tree", "--name-only", "main"))
}
