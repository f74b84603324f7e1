//go:build unix

package docs_test

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/internal/fence"
)

// TestDoraReport does what the page says in clones of two repositories: one with releases, of which one is taken back,
// and one that has never had a tag.
func TestDoraReport(t *testing.T) {
	t.Parallel()
	top := t.TempDir()
	run := shell(t, top)
	do := func(line string) {
		out, err := run(line)
		require.NoError(t, err)
		require.Empty(t, out, line)
	}
	at := time.Date(2026, 1, 5, 9, 0, 0, 0, time.UTC)
	commit := func(dir, more string) {
		at = at.Add(7 * time.Hour)
		do(fmt.Sprintf("cd %[1]s && echo %[2]s > file && git add file && export GIT_AUTHOR_DATE=%[2]s GIT_COMMITTER_DATE=%[2]s && git commit -qm %[3]s", dir, at.Format(time.RFC3339), more))
	}
	do("git init -q -b main orders && git init -q -b main billing")
	for n := range 8 {
		commit("orders", "first")
		commit("orders", "second")
		if n == 4 {
			commit("orders", `"Revert first" -m "This reverts commit $(git rev-parse v1.3.0~1)."`)
		}
		at = at.Add(20 * time.Hour)
		do(fmt.Sprintf("cd orders && GIT_COMMITTER_DATE=%s git tag -am release v1.%d.0", at.Format(time.RFC3339), n))
		at = at.Add(5 * 24 * time.Hour)
		commit("billing", "change")
	}
	do("git clone -q --depth 2 file://" + top + "/orders cut-off")
	checkPage(t, "dora-report.md", func(b fence.Block) (string, error) {
		switch {
		case b.File != "":
			return b.Text, os.WriteFile(filepath.Join(top, b.File), []byte(b.Text), 0o644)
		case b.Info == "console":
			return fence.Run(b.Text, run)
		}
		return b.Text, nil
	})
	picture, err := os.Stat("images/dora-report.png")
	require.NoError(t, err)
	assert.Less(t, picture.Size(), int64(150_000))
	assert.FileExists(t, filepath.Join(top, "delivery.html"))
}
