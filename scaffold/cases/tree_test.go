package cases_test

import (
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/scaffold"
	"github.com/goldenpath-go/goldenpath/scaffold/cases"
)

const treeTemplate = `apiVersion: scaffolder.backstage.io/v1beta3
kind: Template
metadata: {name: tree}
spec:
  type: service
  steps:
    - {id: make, action: "acme:make"}
`

// maker returns an action that makes the files, folders and links there are of.
func maker(files func(w *scaffold.Workspace) error) []*scaffold.Action {
	return []*scaffold.Action{{ID: "acme:make", DryRun: true, Run: func(_ context.Context, c *scaffold.Call) error {
		return files(c.Workspace)
	}}}
}

func everyKind(w *scaffold.Workspace) error {
	for _, f := range []struct {
		name, text string
		mode       fs.FileMode
	}{{"a.txt", "a\n", 0o644}, {"bin/run", "#!/bin/sh\n", 0o755}, {"private", "p", 0o600}, {"pixels", "\x00\xff\x00", 0o644}, {"no-end", "x", 0o664}} {
		if err := w.WriteNew(f.name, []byte(f.text), f.mode); err != nil {
			return err
		}
	}
	for name, target := range map[string]string{"link": "a.txt", "nowhere": "../../outside", "folder-link": "bin"} {
		if err := w.Link(target, name); err != nil {
			return err
		}
	}
	return w.MkdirAll("empty/deep", 0o755)
}

func TestTree(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		change func(w *scaffold.Workspace) error
		want   []string
	}{
		{"nothing", nil, nil},
		{"text", func(w *scaffold.Workspace) error { return w.WriteNew("a.txt", []byte("b\n"), 0o644) }, []string{
			"tests/x/want/a.txt: differs\n--- a/a.txt\n+++ b/a.txt\n@@ -1 +1 @@\n-a\n+b\n",
		}},
		{"end of line", func(w *scaffold.Workspace) error { return w.WriteNew("no-end", []byte("x\n"), 0o644) }, []string{
			"tests/x/want/no-end: differs\n--- a/no-end\n+++ b/no-end\n@@ -1 +1 @@\n-x\n\\ No newline at end of file\n+x\n",
		}},
		{"binary", func(w *scaffold.Workspace) error { return w.WriteNew("pixels", []byte("\x00\xfe\x00\x00"), 0o644) }, []string{
			"tests/x/want/pixels: differs from byte 1 on: 4 bytes, not 3",
		}},
		{"link", func(w *scaffold.Workspace) error { return w.Link("bin/run", "link") }, []string{
			`tests/x/want/link: the link leads to "bin/run", not to "a.txt"`,
		}},
		{"file for link", func(w *scaffold.Workspace) error { return w.WriteNew("link", nil, 0o644) }, []string{
			"tests/x/want/link: the run makes a file, not a link",
		}},
		{"mode", func(w *scaffold.Workspace) error { return w.Chmod("bin/run", 0o644) }, []string{
			"tests/x/want.yaml: differs\n--- a/want.yaml\n+++ b/want.yaml\n@@ -4,7 +4,5 @@\n   - id: make\n     action: acme:make\n     status: completed\n-executable:\n-  - bin/run\n emptyFolders:\n   - empty/deep\n",
		}},
		{"mode that git does not keep", func(w *scaffold.Workspace) error { return w.Chmod("a.txt", 0o600) }, nil},
		{"empty folder", func(w *scaffold.Workspace) error { return w.RemoveAll("empty") }, []string{
			"tests/x/want.yaml: differs\n--- a/want.yaml\n+++ b/want.yaml\n@@ -6,5 +6,3 @@\n     status: completed\n executable:\n   - bin/run\n-emptyFolders:\n-  - empty/deep\n",
		}},
		{"missing and extra", func(w *scaffold.Workspace) error { return w.Rename("a.txt", "b.txt") }, []string{
			"tests/x/want/a.txt: the run does not make this file", "tests/x/want/b.txt: the run makes this file, which is not wanted",
		}},
		{"ignored", func(w *scaffold.Workspace) error { return w.WriteNew("logs/today.log", []byte("now"), 0o644) }, nil},
	}
	dir := t.TempDir()
	require.NoError(t, os.MkdirAll(filepath.Join(dir, "tests/x"), 0o755))
	require.NoError(t, os.WriteFile(filepath.Join(dir, "template.yaml"), []byte(treeTemplate), 0o644))
	require.NoError(t, os.WriteFile(filepath.Join(dir, "tests/x/case.yaml"), []byte("ignore: ['**/*.log', logs]\n"), 0o644))
	made := runAll(t, &cases.Runner{Update: dir, Actions: maker(everyKind)}, dir)
	require.Equal(t, []string{"tests/x/want.yaml", "tests/x/want"}, made[0].Updated)
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			actions := maker(func(w *scaffold.Workspace) error {
				if err := everyKind(w); err != nil || tt.change == nil {
					return err
				}
				return tt.change(w)
			})
			var got []string
			for _, p := range runAll(t, &cases.Runner{Actions: actions}, dir)[0].Problems {
				got = append(got, p.String())
			}
			assert.Equal(t, tt.want, got)
		})
	}
}

// TestUpdateWritesWhatChanged: a second update writes nothing, and one of a run without files removes the folder.
func TestUpdateWritesWhatChanged(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	require.NoError(t, os.MkdirAll(filepath.Join(dir, "tests/x"), 0o755))
	require.NoError(t, os.WriteFile(filepath.Join(dir, "template.yaml"), []byte(treeTemplate), 0o644))
	require.NoError(t, os.WriteFile(filepath.Join(dir, "tests/x/case.yaml"), nil, 0o644))
	r := &cases.Runner{Update: dir, Actions: maker(everyKind)}
	require.Len(t, runAll(t, r, dir)[0].Updated, 2)
	assert.Empty(t, runAll(t, r, dir)[0].Updated)
	target, err := os.Readlink(filepath.Join(dir, "tests/x/want/nowhere"))
	require.NoError(t, err)
	assert.Equal(t, "../../outside", target)

	r.Actions = maker(func(*scaffold.Workspace) error { return nil })
	assert.Equal(t, []string{"tests/x/want.yaml", "tests/x/want"}, runAll(t, r, dir)[0].Updated)
	assert.NoDirExists(t, filepath.Join(dir, "tests/x/want"))
	entries, err := os.ReadDir(filepath.Join(dir, "tests/x"))
	require.NoError(t, err)
	assert.Len(t, entries, 2, "nothing is left aside")
}

func TestRunIsCancelled(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	c, err := cases.Load(os.DirFS("../../examples/templatetests/golden-path"), "tests/tier-1/case.yaml", nil)
	require.NoError(t, err)
	_, err = (&cases.Runner{}).RunAll(ctx, []*cases.Case{c})
	assert.ErrorIs(t, err, context.Canceled)
}
