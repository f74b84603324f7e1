package rules_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/tools/txtar"

	"github.com/goldenpath-go/goldenpath/lint"
	"github.com/goldenpath-go/goldenpath/lint/rules"
)

// FuzzRules holds all rules, each switched on, to what they promise whatever a file has in it: none breaks, findings lie
// within the file, and fixing twice is fixing once.
func FuzzRules(f *testing.F) {
	cases, err := filepath.Glob("testdata/*.txtar")
	require.NoError(f, err)
	for _, name := range cases {
		archive, err := txtar.ParseFile(name)
		require.NoError(f, err)
		for _, file := range archive.Files {
			if filepath.Ext(file.Name) == ".yaml" {
				f.Add(file.Data)
			}
		}
	}
	config := &lint.Config{Rules: map[string]lint.RuleConfig{}, References: lint.References{Catalog: "closed"}}
	for _, r := range rules.All() {
		config.Rules[r.Name] = lint.RuleConfig{Severity: lint.Error}
	}
	linter := lint.Linter{Rules: rules.All(), Config: config}
	f.Fuzz(func(t *testing.T, data []byte) {
		fsys := memory{fuzzed: string(data)}.fs()
		r, err := linter.Run(t.Context(), fsys, []string{fuzzed})
		require.NoError(t, err)
		require.Empty(t, r.Errors)
		for _, d := range r.Diagnostics {
			require.LessOrEqual(t, d.Range.EndOffset, len(data), d.Rule)
			require.NotEmpty(t, d.Message, d.Rule)
		}
		fixed, err := linter.Fix(t.Context(), fsys, []string{fuzzed}, false)
		require.NoError(t, err)
		if text, changed := fixed.Files[fuzzed]; changed {
			again, err := linter.Fix(t.Context(), memory{fuzzed: string(text)}.fs(), []string{fuzzed}, false)
			require.NoError(t, err)
			require.Empty(t, again.Files)
		}
	})
}

const fuzzed = "catalog-info.yaml"

// TestFixesAreSafe says that safe fixes never turn a file that Backstage accepts into one that it refuses.
func TestFixesAreSafe(t *testing.T) {
	t.Parallel()
	c := openCorpus(t)
	config := &lint.Config{Rules: map[string]lint.RuleConfig{}}
	for _, r := range rules.All() {
		config.Rules[r.Name] = lint.RuleConfig{Severity: lint.Error}
	}
	linter := lint.Linter{Rules: rules.All(), Config: config}
	for repository, files := range c.repositories() {
		fsys := os.DirFS(filepath.Join(c.dir, repository))
		fixed, err := linter.Fix(t.Context(), fsys, files, false)
		require.NoError(t, err, repository)
		for name, text := range fixed.Files {
			before, err := linter.Run(t.Context(), fsys, []string{name})
			require.NoError(t, err)
			after, err := linter.Run(t.Context(), memory{name: string(text)}.fs(), []string{name})
			require.NoError(t, err)
			require.LessOrEqual(t, refused(after), refused(before), "%s/%s:\n%s", repository, name, text)
		}
	}
}

// refused returns the number of findings about what Backstage refuses.
func refused(r *lint.Result) int {
	n := 0
	for _, d := range r.Diagnostics {
		for _, name := range refusals() {
			if d.Rule == name && name != "schema-placeholder" {
				n++
			}
		}
	}
	return n
}
