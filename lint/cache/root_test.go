package cache_test

import (
	"os"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/lint"
	"github.com/goldenpath-go/goldenpath/lint/cache"
	"github.com/goldenpath-go/goldenpath/lint/rules/helmfile"
)

// TestRoots changes the files of a helmfile, one after the other, and lints it with and without the cache each time.
func TestRoots(t *testing.T) {
	t.Parallel()
	w := newTree(t, map[string]string{
		"helmfile.yaml.gotmpl": "environments:\n  one: {values: [env/*.yaml]}\n  two: {values: [two.yaml]}\n---\nhelmfiles:\n  - path: apps/helmfile.yaml\n" +
			"releases:\n  - name: web\n    namespace: n\n    chart: charts/web\n    condition: web.enabled\n    values: [values.yaml]\n",
		"apps/helmfile.yaml": "environments: {one: {}, two: {}}\n---\nreleases:\n  - name: api\n    chart: ./api\n    namespace: n\n",
		"env/a.yaml":         "web: {enabled: true}\n",
		"two.yaml":           "web: {enabled: true}\n",
		"values.yaml":        "a: 1\n",
	})
	d := newDir(t)
	steps := []struct {
		name, file, text string // without a text the file is removed
		findings         int
	}{
		{"the first run", "values.yaml", "a: 1\n", 1},
		{"nothing", "values.yaml", "a: 1\n", 1},
		{"a word in a values file", "values.yaml", "a: yes\n", 2},
		{"a comment that silences it", "values.yaml", "a: yes # catalog-lint: ignore=helmfile-yaml11-word\n", 1},
		{"another file for a pattern", "env/b.yaml", "web: {enabled: \"true\"}\n", 2},
		{"a file that is gone", "two.yaml", "", 3},
		{"a file that is there again", "two.yaml", "web: {enabled: false}\n", 3},
		{"a folder that was missing", "charts/web/Chart.yaml", "name: web\n", 2},
		{"a part", "apps/helmfile.yaml", "environments: {one: {}, two: {}}\n---\nreleases:\n  - name: api\n    chart: ./api\n    namespce: n\n", 3},
	}
	l := lint.Linter{Rules: helmfile.All()}
	for _, step := range steps {
		if step.text == "" {
			require.NoError(t, os.Remove(w.path(step.file)))
		} else {
			w.write(step.file, step.text)
		}
		fresh := &cache.Dir{Path: d.Path, Version: d.Version, Now: d.Now}
		want := roots(t, w, l)
		l.Cache = fresh
		got := roots(t, w, l)
		l.Cache = nil
		require.Equal(t, w.output(want), w.output(got), step.name)
		require.Equal(t, want, got, step.name)
		assert.Len(t, got.Diagnostics, step.findings, "%s: %v", step.name, places(got))
		if step.name == "nothing" {
			require.Zero(t, fresh.Stats().Added, step.name)
		}
	}
}

func roots(t *testing.T, w *tree, l lint.Linter) *lint.Result {
	t.Helper()
	r, err := l.Run(t.Context(), os.DirFS(w.dir), []string{"helmfile.yaml.gotmpl", "apps/helmfile.yaml"})
	require.NoError(t, err)
	require.NoError(t, r.Errors.Err())
	return r
}

func places(r *lint.Result) []string {
	var out []string
	for _, d := range r.Diagnostics {
		out = append(out, d.Range.String()+" "+d.Message)
	}
	return out
}
