package cache_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/lint"
	"github.com/goldenpath-go/goldenpath/lint/cache"
	"github.com/goldenpath-go/goldenpath/lint/report"
	"github.com/goldenpath-go/goldenpath/lint/rules"
)

// later is a clock by which every file has been as it is for long. Tests that use it change files only to other sizes.
func later() time.Time { return time.Now().Add(time.Hour) }

// tree is a folder of catalog files.
type tree struct {
	t   testing.TB
	dir string
}

func newTree(t testing.TB, files map[string]string) *tree {
	t.Helper()
	w := &tree{t, t.TempDir()}
	for name, text := range files {
		w.write(name, text)
	}
	return w
}

func (w *tree) path(name string) string { return filepath.Join(w.dir, filepath.FromSlash(name)) }

func (w *tree) write(name, text string) {
	w.t.Helper()
	require.NoError(w.t, os.MkdirAll(filepath.Dir(w.path(name)), 0o755))
	require.NoError(w.t, os.WriteFile(w.path(name), []byte(text), 0o644))
}

// catalogFiles returns the files to lint, sorted.
func (w *tree) catalogFiles() []string {
	w.t.Helper()
	found, err := filepath.Glob(filepath.Join(w.dir, "*", "catalog-info.yaml"))
	require.NoError(w.t, err)
	for i := range found {
		found[i] = filepath.Base(filepath.Dir(found[i])) + "/catalog-info.yaml"
	}
	return found
}

// lint lints the files with l.
func (w *tree) lint(l lint.Linter) *lint.Result {
	w.t.Helper()
	r, err := l.Run(context.Background(), os.DirFS(w.dir), w.catalogFiles())
	require.NoError(w.t, err)
	return r
}

// output returns all that there is to see of a result.
func (w *tree) output(r *lint.Result) string {
	w.t.Helper()
	var b strings.Builder
	o := &report.Options{Open: os.DirFS(w.dir)}
	require.NoError(w.t, report.JSON(&b, r, o))
	for _, e := range r.Errors {
		b.WriteString(e.Error() + "\n")
	}
	return b.String()
}

// same checks that l with d as its cache gives what it gives without, and returns that.
func (w *tree) same(l lint.Linter, d *cache.Dir, about string) *lint.Result {
	w.t.Helper()
	want := w.lint(l)
	l.Cache = d
	got := w.lint(l)
	require.Equal(w.t, w.output(want), w.output(got), about)
	require.Equal(w.t, want, got, about)
	return want
}

func newDir(t testing.TB) *cache.Dir {
	return &cache.Dir{Path: filepath.Join(t.TempDir(), "cache"), Version: "test", Now: later}
}

func linter() lint.Linter { return lint.Linter{Rules: rules.All()} }

// counted checks for how many files a run has found something in the cache, and for how many not.
func counted(t *testing.T, d *cache.Dir, run func(d *cache.Dir), reused, added int) {
	t.Helper()
	fresh := &cache.Dir{Path: d.Path, Version: d.Version, Scope: d.Scope, MaxSize: d.MaxSize, Now: d.Now}
	run(fresh)
	assert.Equal(t, cache.Stats{Reused: reused, Added: added}, fresh.Stats())
}

// component returns a component with more below its spec.
func component(name, more string) string {
	return "apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata:\n  name: " + name +
		"\nspec:\n  type: service\n  lifecycle: production\n  owner: group:default/a\n" + more
}
