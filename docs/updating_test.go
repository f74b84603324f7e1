//go:build unix

package docs_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/internal/fence"
)

// TestUpdating does what the page says: in a clone of a platform team's templates, and in a service that was made with one.
func TestUpdating(t *testing.T) {
	t.Parallel()
	top, versions := t.TempDir(), unpack(t, "testdata/updating.txtar")
	run := shell(t, top)
	for _, line := range []string{
		"git init -q -b main golden-paths && mkdir golden-paths/go-service",
		"cp -r V/v1/. golden-paths/go-service && cd golden-paths && git add . && git commit -qm v1 && git tag v1",
		"cp -r V/v2/. golden-paths/go-service && cd golden-paths && git add . && git commit -qm v2 && git tag v2",
		"cp -r V/v3/. golden-paths/go-service && cd golden-paths && git add . && git commit -qm v3 && git tag v3",
		"cp -r V/v4/. golden-paths/go-service && cd golden-paths && git rm -q go-service/skeleton/ci.sh && git add . && git commit -qm v4 && git tag v4",
	} {
		out, err := run(strings.ReplaceAll(line, "V/", versions+"/"))
		require.NoError(t, err)
		require.Empty(t, out)
	}
	checkPage(t, "updating.md", func(b fence.Block) (string, error) {
		switch {
		case b.File != "" && strings.HasPrefix(b.File, "go-service/"):
			data, err := os.ReadFile(filepath.Join(versions, "v1", strings.TrimPrefix(b.File, "go-service/")))
			return string(data), err
		case b.File != "":
			return b.Text, os.WriteFile(filepath.Join(top, filepath.FromSlash(b.File)), []byte(b.Text), 0o644)
		case b.Info == "console":
			return fence.Run(b.Text, run)
		}
		return b.Text, nil
	})
}
