package update_test

import (
	"io/fs"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/scaffold"
	"github.com/goldenpath-go/goldenpath/scaffold/update"
)

// generate puts into dir what a template makes, with the answers.
func generate(t *testing.T, fsys fs.FS, dir string, from update.Origin, values map[string]any) {
	t.Helper()
	data, err := fs.ReadFile(fsys, "template.yaml")
	require.NoError(t, err)
	tmpl, err := scaffold.Parse("template.yaml", data)
	require.NoError(t, err)
	all := tmpl.Defaults(values)
	r := runner()
	r.PassUnknown = true
	result, err := r.DryRun(t.Context(), tmpl, scaffold.Request{Values: all, Source: fsys})
	require.NoError(t, err)
	w, err := scaffold.OpenWorkspace(dir)
	require.NoError(t, err)
	defer func() { _ = w.Close() }()
	for _, f := range result.Files {
		switch {
		case f.Mode&fs.ModeSymlink != 0:
			require.NoError(t, w.Link(string(f.Data), f.Path))
		case f.Mode.IsRegular():
			require.NoError(t, w.WriteNew(f.Path, f.Data, f.Mode))
		}
	}
	answers := update.Generated(tmpl, from, all, result.Files, "")
	require.NoError(t, w.WriteNew(update.AnswersFile, answers.YAML(), 0o644))
}
