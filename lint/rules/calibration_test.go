package rules_test

import (
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/catalog/load"
	"github.com/goldenpath-go/goldenpath/lint"
	"github.com/goldenpath-go/goldenpath/lint/rules"
)

// needTree are the rules that look for files. The corpus holds catalog files only, and those of some repositories come
// from different commits, so they are left out of the figures.
var needTree = []string{"location-target", "location-pattern", "techdocs-dir"}

// TestCalibration holds the preset recommended to its promise over public catalogs: of 100 documents that Backstage
// accepts, fewer than one has an error and fewer than five a warning. Every finding behind these figures was looked at
// and stands in testdata/calibration.golden, under the reason why it is right; -update writes the findings anew.
func TestCalibration(t *testing.T) {
	t.Parallel()
	c := openCorpus(t)
	hits, accepted := c.hits(t, nil)
	require.NotZero(t, accepted)
	count := map[lint.Severity]int{}
	var lines []string
	for _, h := range hits {
		if !h.OK || slices.Contains(needTree, h.Rule) {
			continue
		}
		count[h.Severity]++
		if h.Severity > lint.Info {
			lines = append(lines, fmt.Sprintf("%s %s %s:%d:%d", h.Severity, h.Rule, h.verdict.File, h.Range.Line, h.Range.Column))
		}
	}
	per100 := func(s lint.Severity) float64 { return 100 * float64(count[s]) / float64(accepted) }
	t.Logf("%d accepted documents; of 100 have: errors %.2f, warnings %.2f, infos %.2f", accepted, per100(lint.Error), per100(lint.Warning), per100(lint.Info))
	assert.Less(t, per100(lint.Error), 1.0)
	assert.Less(t, per100(lint.Warning), 5.0)
	if c.shared {
		checkGolden(t, "testdata/calibration.golden", lines)
	}
}

var update = flag.Bool("update", false, "write the golden files anew")

// checkGolden compares lines with those of a file, in any order; comments and blank lines do not count.
func checkGolden(t *testing.T, name string, lines []string) {
	t.Helper()
	slices.Sort(lines)
	if *update {
		require.NoError(t, os.WriteFile(name, []byte(strings.Join(lines, "\n")+"\n"), 0o600))
	}
	data, err := os.ReadFile(name)
	require.NoError(t, err)
	var want []string
	for line := range strings.Lines(string(data)) {
		if line = strings.TrimSpace(line); line != "" && line[0] != '#' {
			want = append(want, line)
		}
	}
	slices.Sort(want)
	assert.Equal(t, strings.Join(want, "\n"), strings.Join(lines, "\n"))
}

// refusals returns the rules that report what Backstage refuses.
func refusals() []string {
	names := map[string]string{"placeholder": "schema-placeholder", "location-target": "location-type"}
	var list []string
	for _, name := range load.RuleNames() {
		if other, ok := names[name]; ok {
			name = other
		}
		list = append(list, name)
	}
	return list
}

// TestRefusals says that the rules about what Backstage refuses agree with its verdict.
func TestRefusals(t *testing.T) {
	t.Parallel()
	c := openCorpus(t)
	hits, _ := c.hits(t, nil)
	refused := map[string]bool{}
	for _, h := range hits {
		if h.OK {
			assert.NotContains(t, refusals(), h.Rule, "%s:%d: %s", h.verdict.File, h.Range.Line, h.Message)
		} else if h.Severity == lint.Error {
			refused[fmt.Sprintf("%s#%d", h.verdict.File, h.Doc)] = true
		}
	}
	for file, verdicts := range c.verdicts {
		for _, v := range verdicts {
			if !v.OK && !skeleton.MatchString(file) {
				assert.True(t, refused[fmt.Sprintf("%s#%d", file, v.Doc)], "no error for %s, document %d", file, v.Doc)
			}
		}
	}
}

// mutation is a catalog file that was changed on purpose, with Backstage's verdict.
type mutation struct {
	ID   string    `json:"id"`
	YAML string    `json:"yaml"`
	Docs []verdict `json:"docs"`
}

// TestRefusalsOfMutations says for files that were broken on purpose that every problem is reported as an error at its
// place, and that nothing is where Backstage accepts the document.
func TestRefusalsOfMutations(t *testing.T) {
	t.Parallel()
	options := load.Options{
		BaseURL:  "https://github.com/acme/catalog/blob/main/mutations/",
		ReadFile: func(string) ([]byte, error) { return []byte("{}"), nil },
	}
	linter := lint.Linter{Rules: rules.All(), Load: options}
	for _, m := range openMutations(t) {
		r, err := linter.Run(t.Context(), memory{fuzzed: m.YAML}.fs(), []string{fuzzed})
		require.NoError(t, err)
		require.Empty(t, r.Errors, m.ID)
		file := load.Parse(t.Context(), fuzzed, []byte(m.YAML), &options)
		for _, v := range m.Docs {
			if v.Doc >= len(file.Documents) {
				continue // another test's matter
			}
			problems := file.Documents[v.Doc].Problems
			assert.Equal(t, v.OK, len(problems) == 0, "%s, document %d:\n%s", m.ID, v.Doc, m.YAML)
			for _, p := range problems {
				assert.True(t, reports(r, p), "%s: %s: %s is not reported", m.ID, p.Range, p.Message)
			}
		}
	}
}

// reports reports whether a problem is among the errors of a run.
func reports(r *lint.Result, p load.Problem) bool {
	return slices.ContainsFunc(r.Diagnostics, func(d lint.Diagnostic) bool {
		return d.Severity == lint.Error && d.Range == p.Range && d.Message == p.Message && slices.Contains(refusals(), d.Rule)
	})
}
