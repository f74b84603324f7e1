// Package docs_test holds the documents of this folder against what they are about: commands are run, files are
// compared, tables are proven.
package docs_test

import (
	"context"
	"flag"
	"os"
	"os/exec"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/tools/txtar"

	"github.com/goldenpath-go/goldenpath/internal/fence"
)

var update = flag.Bool("update", false, "write what commands print and files hold into the documents")

// checkPage holds the blocks of a document against what f returns for them, or with -update writes that into it.
func checkPage(t *testing.T, name string, f func(fence.Block) (string, error)) {
	t.Helper()
	page := read(t, name)
	got, err := fence.Rewrite(page, f)
	require.NoError(t, err, name)
	if *update {
		require.NoError(t, os.WriteFile(name, []byte(got), 0o644))
		return
	}
	if got != page {
		want, shown := strings.Split(got, "\n"), strings.Split(page, "\n")
		i := 0
		for i < min(len(want), len(shown))-1 && want[i] == shown[i] {
			i++
		}
		t.Errorf("%s:%d shows %q instead of %q; go test ./docs -update writes what there is", name, i+1, shown[i], want[i])
	}
}

func read(t *testing.T, name string) string {
	t.Helper()
	data, err := os.ReadFile(name)
	require.NoError(t, err)
	return string(data)
}

// unpack returns a new folder with the files of an archive.
func unpack(t *testing.T, archive string) string {
	t.Helper()
	a, err := txtar.ParseFile(archive)
	require.NoError(t, err)
	files, err := txtar.FS(a)
	require.NoError(t, err)
	dir := t.TempDir()
	require.NoError(t, os.CopyFS(dir, files))
	return dir
}

// inModule returns what runs command lines in the root of the module, and returns what they print. One that fails is an error.
func inModule(ctx context.Context) func(line string) (string, error) {
	return func(line string) (string, error) {
		cmd := exec.CommandContext(ctx, "sh", "-c", line)
		cmd.Dir = ".."
		out, err := cmd.CombinedOutput()
		return string(out), err
	}
}
