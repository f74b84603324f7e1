package compare_test

import (
	"io/fs"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"
	"golang.org/x/tools/txtar"

	"github.com/goldenpath-go/goldenpath/helmfile"
)

// archive returns the files of a txtar archive.
func archive(t testing.TB, text string) fs.FS {
	t.Helper()
	files, err := txtar.FS(txtar.Parse([]byte(text)))
	require.NoError(t, err)
	return files
}

// resolve resolves the helmfile of a file system in environments.
func resolve(t testing.TB, fsys fs.FS, o *helmfile.Options, environments ...string) []*helmfile.Resolution {
	t.Helper()
	s, err := helmfile.Load(fsys, "", o)
	require.NoError(t, err)
	var out []*helmfile.Resolution
	for _, e := range environments {
		r, err := s.Resolve(t.Context(), e)
		require.NoError(t, err)
		out = append(out, r)
	}
	return out
}

// two returns a helmfile with one release, whose values are those texts in the environments a and b.
func two(t testing.TB, a, b string) (*helmfile.Resolution, *helmfile.Resolution) {
	t.Helper()
	fsys := fstest.MapFS{
		"helmfile.yaml": {Data: []byte("environments:\n  a: {}\n  b: {}\n---\nreleases:\n" +
			"- name: app\n  chart: ./chart\n  values: ['{{ .Environment.Name }}.yaml']\n")},
		"chart/Chart.yaml": {Data: []byte("name: app\n")},
		"a.yaml":           {Data: []byte(a)},
		"b.yaml":           {Data: []byte(b)},
	}
	rs := resolve(t, fsys, nil, "a", "b")
	return rs[0], rs[1]
}
