package lint_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/lint"
	"github.com/goldenpath-go/goldenpath/source"
)

// each returns a rule that reports n places in the text "x x x …" after the first line; half of them ask first.
func each(name string, n int, change func(i int, f *lint.Finding)) *lint.Rule {
	return &lint.Rule{Name: name, File: func(p *lint.FilePass) {
		start := p.File.Text.LineStart(2) + len("# ")
		for i := range n {
			f := lint.Finding{Range: p.File.Text.Range(start+2*i, start+2*i+1), Message: fmt.Sprintf("finding %d", i)}
			if change != nil {
				change(i, &f)
			}
			if f.Secret == nil && i%2 == 0 && p.Full(f.Range) {
				continue
			}
			p.Report(f)
		}
	}}
}

func exes(n int) string { return "# many\n# " + strings.Repeat("x ", n) + "\n" + groupYAML("a") }

func TestMaxPerRule(t *testing.T) {
	t.Parallel()
	tests := []struct {
		found, limit int
		listed       int
		last         string
	}{
		{100, 0, 100, "finding 99"},
		{101, 0, 101, "1 more finding of this rule in this file, this one, is not listed"},
		{499, 0, 101, "399 more findings of this rule in this file, from here on, are not listed"},
		{3000, 0, 101, "2900 more findings of this rule in this file, from here on, are not listed"},
		{3000, -1, 3000, "finding 2999"},
		{3000, 7, 8, "2993 more findings of this rule in this file, from here on, are not listed"},
	}
	for _, tt := range tests {
		t.Run(fmt.Sprintf("%d of %d", tt.limit, tt.found), func(t *testing.T) {
			t.Parallel()
			l := lint.Linter{Rules: []*lint.Rule{each("count-x", tt.found, nil), nameBad}, MaxPerRule: tt.limit, Workers: 1}
			fsys := files("a.yaml", exes(3000), "b.yaml", exes(3000)+"---\n"+groupYAML("bad"))
			r := run(t, l, fsys, "a.yaml", "b.yaml")
			require.Len(t, r.Diagnostics, 2*tt.listed+1)
			last := r.Diagnostics[tt.listed-1]
			assert.Equal(t, tt.last, last.Message)
			assert.Equal(t, "a.yaml", last.Range.File)
			assert.Equal(t, 3+2*(tt.listed-1), last.Range.Column, "it stands where the first that is not listed stands")
			assert.Equal(t, lint.Warning, last.Severity)
			l.Workers = 4
			assert.Equal(t, r, run(t, l, fsys, "b.yaml", "a.yaml"))
		})
	}
}

func TestMaxPerRuleCountsWhatMatters(t *testing.T) {
	t.Parallel()
	r := run(t, lint.Linter{Rules: []*lint.Rule{each("count-x", 300, nil)}},
		files("a.yaml", strings.Replace(exes(300), "# many\n", "# catalog-lint: ignore-file=count-x -- a test\n", 1)), "a.yaml")
	assert.Empty(t, r.Diagnostics)
	assert.Len(t, r.Suppressed, 300)
	r = run(t, lint.Linter{Rules: []*lint.Rule{each("count-x", 3000, nil)}},
		files("a.yaml", strings.Replace(exes(3000), "# many\n", "# catalog-lint: ignore-file=count-x -- a test\n", 1)), "a.yaml")
	assert.Empty(t, r.Diagnostics, "what stands for the rest is ignored as well")
}

func TestMaxPerRuleOfCatalogChecks(t *testing.T) {
	t.Parallel()
	twice := &lint.Rule{Name: "count-refs", Catalog: func(p *lint.CatalogPass) {
		for e := range p.All() {
			for i := range 600 {
				at := e.Range
				at.Column += i
				p.ReportAt(e, &lint.RefFact{Range: at}, "finding %d", i)
			}
		}
	}}
	r := run(t, lint.Linter{Rules: []*lint.Rule{twice}}, files("a.yaml", groupYAML("a"), "b.yaml", groupYAML("b")), "a.yaml", "b.yaml")
	require.Len(t, r.Diagnostics, 202)
	for _, i := range []int{100, 201} {
		assert.Equal(t, "500 more findings of this rule in this file, from here on, are not listed", r.Diagnostics[i].Message)
	}
}

// TestMaxPerRuleLeaksNothing has secrets among the findings that are not kept, of which other rules speak.
func TestMaxPerRuleLeaksNothing(t *testing.T) {
	t.Parallel()
	const text = "secret-word"
	hide := func(i int, f *lint.Finding) {
		if i == 2500 {
			at := source.Range{Position: source.Position{File: "a.yaml", Line: 1, Column: 3}, EndLine: 1, EndColumn: 3 + len(text), Offset: 2, EndOffset: 2 + len(text)}
			f.Secret = &at
		}
	}
	chatty := &lint.Rule{Name: "name-chatty", Entity: func(p *lint.EntityPass) { p.Reportf("/metadata/name", "it is %s", text) }}
	r := run(t, lint.Linter{Rules: []*lint.Rule{each("count-x", 3000, hide), chatty}},
		files("a.yaml", strings.Replace(exes(3000), "many", text, 1)), "a.yaml")
	require.Len(t, r.Diagnostics, 102)
	assert.Equal(t, "it is ***", r.Diagnostics[101].Message)
	require.Len(t, r.Secrets, 1)
	assert.Equal(t, 2, r.Secrets[0].Offset)
}
