package update_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"sort"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/scaffold/update"
)

// TestDiffIsAPatch checks that git applies the diff of an update, and that this gives what the update gives.
func TestDiffIsAPatch(t *testing.T) {
	t.Parallel()
	if !needGit(t) {
		return
	}
	w := newWorld(t, strings.Replace(lively1, "-- bin --\n\\0\n", "-- a b/empty --\n", 1), strings.Replace(lively2, "-- bin --\n\\0x\n", "-- empty --\n-- a b/c \\ d --\nx\n", 1))
	write(t, w.dir, strings.Replace(livelyH, "-- bin --\n\\0h\n", "", 1))
	x := w.plan(t, nil)
	var b strings.Builder
	require.NoError(t, x.WriteDiff(&b))
	patched := t.TempDir()
	require.NoError(t, os.CopyFS(patched, os.DirFS(w.dir)))
	patch := filepath.Join(t.TempDir(), "patch")
	require.NoError(t, os.WriteFile(patch, []byte(b.String()), 0o600))
	mustGit(t, patched, "init", "--quiet")
	mustGit(t, patched, "apply", patch)
	w.apply(t, nil)
	assert.Equal(t, read(t, w.dir), read(t, patched))
}

func TestDiffOfBinaryFiles(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "-- a --\n\\0\n", "-- a --\n\\0x\n")
	var b strings.Builder
	require.NoError(t, w.plan(t, nil).WriteDiff(&b))
	assert.Equal(t, "diff --git a/a b/a\nBinary files a/a and b/a differ\n", b.String())
}

// TestRenamesAsGit compares which files count as renamed with git, on skeletons whose files are alike to all degrees.
func TestRenamesAsGit(t *testing.T) {
	t.Parallel()
	if !needGit(t) {
		return
	}
	rnd := rand.New(rand.NewPCG(1, 2))
	renamed := 0
	for range 6 {
		dir, v1, v2 := t.TempDir(), "", ""
		mustGit(t, dir, "init", "--quiet", "-b", "main")
		for i := range 8 {
			lines := make([]string, 20)
			for k := range lines {
				lines[k] = fmt.Sprintf("file %d line %02d\n", i, k)
			}
			v1 += fmt.Sprintf("-- old/f%d --\n%s", i, strings.Join(lines, ""))
			for range rnd.IntN(20) {
				lines[rnd.IntN(len(lines))] = fmt.Sprintf("other %d line\n", rnd.IntN(1000))
			}
			v2 += fmt.Sprintf("-- new/g%d --\n%s", i, strings.Join(lines, ""))
		}
		write(t, dir, v1)
		commit(t, dir, "one")
		require.NoError(t, os.RemoveAll(filepath.Join(dir, "old")))
		write(t, dir, v2)
		commit(t, dir, "two")
		var want, got []string
		for line := range strings.Lines(mustGit(t, dir, "diff", "--find-renames", "--name-status", "--diff-filter=R", "HEAD~1", "HEAD")) {
			fields := strings.Fields(line)
			want = append(want, fields[1]+" "+fields[2])
		}
		for _, f := range newWorld(t, v1, v2).plan(t, nil).Files {
			if f.From != "" {
				assert.Contains(t, []update.Outcome{update.Moved, update.Updated}, f.Outcome)
				got = append(got, f.From+" "+f.Path)
			}
		}
		sort.Strings(want)
		sort.Strings(got)
		assert.Equal(t, want, got)
		renamed += len(got)
	}
	assert.Greater(t, renamed, 10)
	assert.Less(t, renamed, 8*6)
}
