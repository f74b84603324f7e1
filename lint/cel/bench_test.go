package cel_test

import (
	"os"
	"path/filepath"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/internal/bench/monorepo"
	"github.com/goldenpath-go/goldenpath/lint"
	"github.com/goldenpath-go/goldenpath/lint/rules"
)

// sample is the folder of the sample configuration with its twelve rules.
const sample = "../../examples/customrules"

// sampleConfig returns the sample configuration.
func sampleConfig(t testing.TB) *lint.Config {
	t.Helper()
	c, err := lint.LoadConfig(os.DirFS(filepath.FromSlash(sample)), lint.ConfigName, rules.All(), &lint.ConfigOptions{Compile: compile})
	require.NoError(t, err)
	require.Len(t, c.Own, 12)
	return c
}

func generated(count int) (fsys fstest.MapFS, names []string) {
	fsys = fstest.MapFS{}
	for _, f := range monorepo.Files(count, 1) {
		fsys[f.Path] = &fstest.MapFile{Data: f.Data}
		names = append(names, f.Path)
	}
	return fsys, names
}

// BenchmarkLint lints ten thousand files with the built-in rules alone, and with the twelve custom ones beside them.
func BenchmarkLint(b *testing.B) {
	fsys, names := generated(10_000)
	with := sampleConfig(b)
	without := *with
	without.Custom, without.Own, without.Rules = nil, nil, nil
	for _, bm := range []struct {
		name   string
		config *lint.Config
	}{{"custom=0", &without}, {"custom=12", with}} {
		b.Run(bm.name, func(b *testing.B) {
			l := lint.Linter{Rules: rules.All(), Config: bm.config, Workers: 1}
			b.ReportAllocs()
			findings := 0
			for b.Loop() {
				r, err := l.Run(b.Context(), fsys, names)
				require.NoError(b, err)
				require.Empty(b, r.Errors)
				findings = len(r.Diagnostics)
			}
			b.ReportMetric(float64(findings), "findings")
		})
	}
}

// BenchmarkCompile reads and compiles the twelve rules.
func BenchmarkCompile(b *testing.B) {
	for b.Loop() {
		sampleConfig(b)
	}
}
