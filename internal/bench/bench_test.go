package main

import (
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/goccy/go-yaml/parser"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/internal/bench/monorepo"
	"github.com/goldenpath-go/goldenpath/lint"
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
