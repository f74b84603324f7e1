package cache_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/catalog/load"
	"github.com/goldenpath-go/goldenpath/lint"
	"github.com/goldenpath-go/goldenpath/lint/cache"
	"github.com/goldenpath-go/goldenpath/lint/cel"
	"github.com/goldenpath-go/goldenpath/lint/rules"
)

func parse(t *testing.T, text string) *lint.Config {
	t.Helper()
	c, err := lint.ParseConfig("c.yaml", []byte("version: 1\n"+text), rules.All(), &lint.ConfigOptions{
		Compile: func(custom []lint.CustomRule) ([]*lint.Rule, error) { return cel.Rules(custom, nil) },
	})
	require.NoError(t, err)
	return c
}

// TestDependsOn changes one thing after another that results may depend on, and looks for how many of two files they are
// taken from the cache.
func TestDependsOn(t *testing.T) {
	t.Parallel()
	rule := func(name, check string) string {
		return "custom: [{name: " + name + ", check: '" + check + "', message: m}]\n"
	}
	tests := []struct {
		name          string
		before, after string // configurations
		change        func(w *tree, l *lint.Linter, d *cache.Dir)
		reused        int
	}{
		{name: "nothing", reused: 2},
		{name: "a severity", before: "rules: {name-style: info}", after: "rules: {name-style: {severity: error, required: true}}", reused: 2},
		{name: "what fails", after: "fail-on: warning", reused: 2},
		{name: "an override of what is on", after: "overrides: [{paths: ['a/**'], rules: {schema-kind: info}}]", reused: 2},
		{name: "an ignore", after: "ignores: [{paths: ['a/**'], rules: [schema-kind], reason: r}]", reused: 2},
		{name: "closed references", after: "references: {catalog: closed}", reused: 2},
		{name: "a parameter of a rule that is off", after: "rules: {name-style: {severity: off, max: 5}}", reused: 2},
		{name: "a rule about the catalog", before: "rules: {ref-exists: error}", after: "rules: {ref-exists: off}", reused: 2},
		{name: "a rule is on", after: "rules: {name-style: info}"},
		{name: "a rule is on in some files", after: "overrides: [{paths: ['a/**'], rules: {name-style: info}}]"},
		{name: "a parameter", before: "rules: {name-style: {severity: info, max: 5}}", after: "rules: {name-style: {severity: info, max: 6}}"},
		{name: "a preset", after: "extends: [preset:strict]"},
		{name: "tier keys", after: "tier: {keys: ['spec:tier']}"},
		{name: "tier order", before: "tier: {order: [a, b]}", after: "tier: {order: [b, a]}"},
		{name: "a form of an annotation", before: "schemas: {annotations: {a/b: {pattern: x}}}", after: "schemas: {annotations: {a/b: {pattern: y}}}"},
		{name: "values of an annotation", before: "schemas: {annotations: {a/b: {values: [x]}}}", after: "schemas: {annotations: {a/b: {values: [x, y]}}}"},
		{name: "a custom kind", after: "schemas: {kinds: [{kind: Cell}]}"},
		{name: "a custom rule", before: rule("acme-a", "spec.a == 1"), after: rule("acme-a", "spec.a == 2")},
		{name: "what a custom rule of the catalog reads", before: rule("acme-a", "catalog.exists(ref) && spec.a == 1"), after: rule("acme-a", "catalog.exists(ref) && spec.b == 1")},
		{name: "base URL", change: func(_ *tree, l *lint.Linter, _ *cache.Dir) { l.Load.BaseURL = "https://github.com/a/b/blob/main/" }},
		{name: "OpenAPI", change: func(_ *tree, l *lint.Linter, _ *cache.Dir) { l.Load.OpenAPI = true }},
		{name: "location type", change: func(_ *tree, l *lint.Linter, _ *cache.Dir) { l.Load.LocationType = "file" }},
		{name: "kinds", change: func(_ *tree, l *lint.Linter, _ *cache.Dir) { l.Load.Kinds = []*load.CustomKind{{Kind: "Cell"}} }},
		{name: "no ignores", change: func(_ *tree, l *lint.Linter, _ *cache.Dir) { l.NoIgnores = true }},
		{name: "the clock of ignores", change: func(_ *tree, l *lint.Linter, _ *cache.Dir) { l.Now = later }, reused: 2},
		{name: "fewer findings", change: func(_ *tree, l *lint.Linter, _ *cache.Dir) { l.MaxPerRule = 1 }, reused: 2},
		{name: "a smaller limit", change: func(_ *tree, l *lint.Linter, _ *cache.Dir) { l.MaxFileSize = 170 }, reused: 1},
		{name: "a number of workers", change: func(_ *tree, l *lint.Linter, _ *cache.Dir) { l.Workers = 7 }, reused: 2},
		{name: "the program", change: func(_ *tree, _ *lint.Linter, d *cache.Dir) { d.Version += "x" }},
		{name: "no program", change: func(_ *tree, _ *lint.Linter, d *cache.Dir) { d.Version = "" }},
		{name: "the scope", change: func(_ *tree, _ *lint.Linter, d *cache.Dir) { d.Scope = "x" }},
		{name: "no clock", change: func(_ *tree, _ *lint.Linter, d *cache.Dir) { d.Now = nil }, reused: 2},
		{name: "time passes", change: func(_ *tree, _ *lint.Linter, d *cache.Dir) {
			d.Now = func() time.Time { return later().Add(20 * 24 * time.Hour) }
		}, reused: 2},
		{name: "a file", change: func(w *tree, _ *lint.Linter, _ *cache.Dir) { w.write("b/catalog-info.yaml", component("bb", "")) }, reused: 1},
		{name: "the time of a file", change: func(w *tree, _ *lint.Linter, _ *cache.Dir) {
			require.NoError(w.t, os.Chtimes(w.path("a/catalog-info.yaml"), time.Time{}, time.Unix(1e9, 0)))
		}, reused: 2},
		{name: "the same length and time", change: func(w *tree, _ *lint.Linter, _ *cache.Dir) {
			name := w.path("b/catalog-info.yaml")
			info, err := os.Stat(name)
			require.NoError(w.t, err)
			time.Sleep(20 * time.Millisecond) // by which the system's clock ticks
			w.write("b/catalog-info.yaml", component("B", ""))
			require.NoError(w.t, os.Chtimes(name, time.Time{}, info.ModTime()))
		}, reused: 1},
		{name: "a placeholder's file", change: func(w *tree, _ *lint.Linter, _ *cache.Dir) { w.write("a/spec.json", "{") }, reused: 1},
		{name: "a placeholder's file is gone", change: func(w *tree, _ *lint.Linter, _ *cache.Dir) { _ = os.Remove(w.path("a/spec.json")) }, reused: 1},
		{name: "where placeholders are read", change: func(_ *tree, l *lint.Linter, _ *cache.Dir) {
			l.Load.ReadFile = func(string) ([]byte, error) { return []byte("[]"), nil }
		}, reused: 1},
		{name: "a file whose presence matters", change: func(w *tree, _ *lint.Linter, _ *cache.Dir) { _ = os.RemoveAll(w.path("docs")) }, reused: 1},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			w := newTree(t, map[string]string{
				"a/catalog-info.yaml": component("a", "  definition: {$json: ./spec.json}\n---\napiVersion: backstage.io/v1alpha1\nkind: API\nmetadata: {name: x, annotations: {backstage.io/techdocs-ref: 'dir:../docs'}}\n"),
				"b/catalog-info.yaml": component("b", ""),
				"a/spec.json":         "{}", "docs/mkdocs.yml": "x",
			})
			l, d := linter(), newDir(t)
			l.Config = parse(t, tt.before+"\n")
			w.same(l, d, "before")
			if tt.after != "" {
				l.Config = parse(t, tt.after+"\n")
			}
			now := &cache.Dir{Path: d.Path, Version: d.Version, Now: d.Now}
			if tt.change != nil {
				tt.change(w, &l, now)
			}
			w.same(l, now, "after")
			assert.Equal(t, tt.reused, now.Stats().Reused)
			w.same(l, now, "again")
		})
	}
}

// TestNotKept lists what is looked at each time.
func TestNotKept(t *testing.T) {
	t.Parallel()
	failing := func(check func(p *lint.EntityPass)) []*lint.Rule {
		return append(rules.All(), &lint.Rule{Name: "acme-x", Entity: check})
	}
	var once sync.Once
	tests := []struct {
		name, text string
		rules      []*lint.Rule
		config     *lint.Config
		kept       int
	}{
		{name: "a usual file", text: component("a", ""), kept: 1},
		{name: "broken YAML", text: "a: [", kept: 1},
		{name: "a secret", text: component("a", "  token: "+secret+"\n")},
		{name: "a failure", text: component("a", ""), rules: failing(func(p *lint.EntityPass) { p.Fail("/kind", errors.New("no")) })},
		{name: "a rule that panics", text: component("a", ""), rules: failing(func(*lint.EntityPass) { panic("no") })},
		{name: "a rule that is stopped", text: component("a", ""), rules: failing(func(p *lint.EntityPass) { p.Stop(errors.New("no")) })},
		{name: "a failure that passes", text: component("a", ""), rules: failing(func(p *lint.EntityPass) {
			once.Do(func() { p.Fail("/kind", errors.New("no")) })
		})},
		{name: "more findings than are kept", text: component("a", "  dependsOn:\n"+many(1200, "    - component:b\n"))},
		{name: "a rule made elsewhere", text: component("a", ""), config: &lint.Config{Own: []*lint.Rule{{Name: "acme-y", Entity: func(*lint.EntityPass) {}}}}},
		{name: "parameters with a function", text: component("a", ""), rules: append(rules.All(), &lint.Rule{
			Name: "acme-z", Entity: func(*lint.EntityPass) {}, Params: func() any { return &struct{ F func() }{func() {}} },
		})},
		{name: "parameters without end", text: component("a", ""), rules: append(rules.All(), &lint.Rule{
			Name: "acme-z", Entity: func(*lint.EntityPass) {}, Params: func() any { c := &circle{}; c.Next = c; return c },
		})},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			w := newTree(t, map[string]string{"a/catalog-info.yaml": tt.text})
			l, d := lint.Linter{Rules: tt.rules, Config: tt.config}, newDir(t)
			if l.Rules == nil {
				l.Rules = rules.All()
			}
			l.Cache = d
			w.lint(l)
			assert.Equal(t, cache.Stats{Added: tt.kept}, d.Stats())
			w.same(l, d, "again")
		})
	}
}

// TestNoSecrets looks for a secret in all that is kept.
func TestNoSecrets(t *testing.T) {
	t.Parallel()
	w := newTree(t, map[string]string{
		"a/catalog-info.yaml": component("a", "  dependsOn: ["+secret+"]\n  type: "+secret+"\n"),
		"b/catalog-info.yaml": component("b", ""),
	})
	d := newDir(t)
	r := w.same(linter(), d, "secret")
	require.NotEmpty(t, r.Secrets)
	assert.Equal(t, 1, d.Stats().Added)
	packs, err := filepath.Glob(filepath.Join(d.Path, "*.pack"))
	require.NoError(t, err)
	require.Len(t, packs, 1)
	data, err := os.ReadFile(packs[0])
	require.NoError(t, err)
	assert.Contains(t, string(data), "group:default/a")
	assert.NotContains(t, string(data), secret)
}

// secret looks like one.
const secret = "ghp_" + "kq7Zr2Lw9Vb4Tn6Xs8Yd1Fh3Jg5Pm0Qc2Ra4"

type circle struct{ Next *circle }

func many(n int, line string) string {
	text := ""
	for range n {
		text += line
	}
	return text
}

// TestFix makes sure that what --fix has in memory is not taken for what is on disk.
func TestFix(t *testing.T) {
	t.Parallel()
	w := newTree(t, map[string]string{"a/catalog-info.yaml": component("a", "  dependsOn: [component:b, component:b]\n")})
	l := linter()
	want, err := l.Fix(t.Context(), os.DirFS(w.dir), w.catalogFiles(), true)
	require.NoError(t, err)
	require.NotEmpty(t, want.Files)
	l.Cache = newDir(t)
	for i := range 3 {
		got, err := l.Fix(t.Context(), os.DirFS(w.dir), w.catalogFiles(), true)
		require.NoError(t, err)
		assert.Equal(t, want, got, fmt.Sprint(i))
	}
	w.same(l, newDir(t), "unfixed")
}
