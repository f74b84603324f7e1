package main

import (
	"io/fs"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/goccy/go-yaml/parser"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/catalog"
	"github.com/goldenpath-go/goldenpath/internal/bench/company"
	"github.com/goldenpath-go/goldenpath/internal/bench/monorepo"
	"github.com/goldenpath-go/goldenpath/lint"
	"github.com/goldenpath-go/goldenpath/lint/cache"
	"github.com/goldenpath-go/goldenpath/lint/report"
	"github.com/goldenpath-go/goldenpath/lint/rules"
)

func TestParseCosts(t *testing.T) {
	t.Parallel()
	costs, sum := parseCosts("init internal/bytealg @0.008 ms, 0 ms clock, 0 bytes, 0 allocs\n" +
		"init text/template @0.5 ms, 0.25 ms clock, 1000 bytes, 10 allocs\nsomething else\n" +
		"init regexp @0.6 ms, 0.5 ms clock, 24 bytes, 1 allocs\n")
	require.Len(t, costs, 3)
	assert.Equal(t, cost{"regexp", 0.5, 24, 1}, costs[0])
	assert.Equal(t, cost{"", 0.75, 1024, 11}, sum)
}

func TestMedian(t *testing.T) {
	t.Parallel()
	assert.Equal(t, 2*time.Second, median([]time.Duration{3 * time.Second, time.Second, 2 * time.Second}))
}

func TestWrongArguments(t *testing.T) {
	t.Parallel()
	require.ErrorContains(t, run(t.Context(), []string{"-sizes", "few"}, nil), "few")
	require.ErrorContains(t, run(t.Context(), []string{"commands", "-entities", "3"}, nil), "2000")
	require.ErrorContains(t, run(t.Context(), []string{"templates", "-files", "3"}, nil), "10")
}

func TestCommandsAreAskedForMuch(t *testing.T) {
	t.Parallel()
	c := company.New(5000)
	needed, needs := extremes(c)
	ref, err := catalog.ParseRef(needed, catalog.Ref{})
	require.NoError(t, err)
	var affected []string
	for _, a := range c.Graph().Impact(ref).Affected {
		affected = append(affected, a.Ref.String())
	}
	assert.Greater(t, len(affected), 1000)
	assert.Contains(t, affected, needs)
	count, changed := 0, 0
	for e := range earlier(c.Entries()) {
		count++
		if e.Lifecycle == "experimental" {
			changed++
		}
	}
	assert.Equal(t, 4990, count)
	assert.Equal(t, 50, changed)
}

// TestMonorepoIsClean makes sure that what is measured is reading and checking, not reporting.
func TestMonorepoIsClean(t *testing.T) {
	t.Parallel()
	fsys, names := memory(monorepo.Files(500, 1))
	for _, preset := range []string{lint.Recommended, lint.GoldenPath} {
		l := lint.Linter{Rules: rules.All(), Config: &lint.Config{Preset: preset}}
		r, err := l.Run(t.Context(), fsys, names)
		require.NoError(t, err)
		var text strings.Builder
		require.NoError(t, report.Compact(&text, r, nil))
		assert.Empty(t, text.String(), preset)
		assert.Equal(t, 500, r.Stats.Files)
	}
}

func memory(files []monorepo.File) (fs.FS, []string) {
	fsys := fstest.MapFS{}
	var names []string
	for _, f := range files {
		fsys[f.Path] = &fstest.MapFile{Data: f.Data}
		names = append(names, f.Path)
	}
	return fsys, names
}

// The two benchmarks are over the same 1,000 files in memory, on one core: their ratio is what a lint costs.

func BenchmarkBareParse(b *testing.B) {
	files := monorepo.Files(1000, 1)
	b.ReportAllocs()
	for b.Loop() {
		for _, f := range files {
			if _, err := parser.ParseBytes(f.Data, 0); err != nil {
				b.Fatal(err)
			}
		}
	}
}

func BenchmarkLint(b *testing.B) {
	fsys, names := memory(monorepo.Files(1000, 1))
	l := lint.Linter{Rules: rules.All(), Workers: 1}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := l.Run(b.Context(), fsys, names); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkLintKept is a lint of the same files on disk, which are found already, with the results of an earlier one at
// hand: what a file costs that has not changed, with the checks over the whole catalog.
func BenchmarkLintKept(b *testing.B) {
	dir, files := b.TempDir(), monorepo.Files(1000, 1)
	if err := monorepo.Write(dir, files); err != nil {
		b.Fatal(err)
	}
	_, names := memory(files)
	names = slices.DeleteFunc(names, func(name string) bool { return name == "catalog-info.yaml" }) // which has files looked for
	later := func() time.Time { return time.Now().Add(time.Hour) }                                  // the files are not new then
	l := lint.Linter{Rules: rules.All(), Workers: 1, Cache: &cache.Dir{Path: b.TempDir(), Version: "bench", Now: later}}
	if _, err := l.Run(b.Context(), os.DirFS(dir), names); err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := l.Run(b.Context(), os.DirFS(dir), names); err != nil {
			b.Fatal(err)
		}
	}
}
