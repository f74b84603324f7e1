package compare_test

import (
	"io"
	"io/fs"
	"os"
	"path"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/helmfile"
	"github.com/goldenpath-go/goldenpath/helmfile/compare"
	"github.com/goldenpath-go/goldenpath/internal/beside"
)

// TestCorpus compares, tabulates and explains the environments of all helmfiles at hand: cases and files from public
// repositories. Nothing may fail, no environment may differ from itself, and what one side says of the other holds the
// other way round.
func TestCorpus(t *testing.T) {
	t.Parallel()
	tried := 0
	for _, folder := range []string{"corpus/helmfile", "corpus/helmfile-real"} {
		top, ok := beside.Path(t, folder)
		if !ok {
			continue
		}
		fsys := os.DirFS(top)
		for _, name := range stateFiles(t, fsys) {
			tried++
			t.Run(folder+"/"+name, func(t *testing.T) {
				t.Parallel()
				checkReports(t, fsys, name)
			})
		}
	}
	if tried == 0 {
		text, err := os.ReadFile("testdata/shop.txtar")
		require.NoError(t, err)
		checkReports(t, archive(t, string(text)), "helmfile.yaml.gotmpl")
	}
}

func stateFiles(t *testing.T, fsys fs.FS) []string {
	t.Helper()
	var out []string
	require.NoError(t, fs.WalkDir(fsys, ".", func(name string, _ fs.DirEntry, err error) error {
		if strings.Contains(path.Base(name), "helmfile") && slices.Contains([]string{".yaml", ".yml", ".gotmpl"}, path.Ext(name)) {
			out = append(out, name)
		}
		return err
	}))
	return out
}

func checkReports(t *testing.T, fsys fs.FS, name string) {
	s, err := helmfile.Load(fsys, name, &helmfile.Options{Compatible: true})
	require.NoError(t, err)
	rs, err := s.ResolveAll(t.Context())
	require.NoError(t, err)
	if len(rs) > 6 {
		rs = rs[:6]
	}
	reports := []report{compare.NewMatrix(rs, nil)}
	for _, a := range rs {
		assert.True(t, compare.Compare(a, a, nil).Empty())
		reports = append(reports, compare.List(a))
		for _, b := range rs {
			reports = append(reports, compare.Compare(a, b, nil), compare.Promote(a, b, nil))
			assert.Equal(t, compare.Compare(a, b, nil).Empty(), compare.Compare(b, a, nil).Empty())
		}
		for _, x := range a.Releases() {
			reports = append(reports, compare.Explain(rs, x.Key(), nil), compare.ListValues(a, x, nil))
		}
	}
	for _, r := range reports {
		require.NoError(t, r.WriteText(io.Discard))
		require.NoError(t, r.WriteMarkdown(io.Discard))
		require.NoError(t, r.WriteJSON(io.Discard))
	}
}
