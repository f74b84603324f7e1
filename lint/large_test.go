package lint_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/lint"
	"github.com/goldenpath-go/goldenpath/lint/report"
)

// Files of nearly a mebibyte, full of one thing. Were the work for each of them in proportion to all of them, these
// would take minutes.

func TestManyIgnores(t *testing.T) {
	t.Parallel()
	const n = 10000
	text := groupYAML("bad") + strings.Repeat("# catalog-lint: ignore=name-bad -- why\n", n/2) + strings.Repeat("# catalog-lint: ignore=name-bat -- why\n", n/2)
	r := run(t, lint.Linter{Rules: []*lint.Rule{nameBad}, MaxPerRule: -1}, files("a.yaml", text), "a.yaml")
	assert.Len(t, r.Diagnostics, n+1)
}

func TestManyFindings(t *testing.T) {
	t.Parallel()
	const n = 20000
	text := "# " + strings.Repeat("FIXME ", n) + "\n" + groupYAML("a")
	replace := &lint.Rule{Name: "text-replace", File: func(p *lint.FilePass) {
		data := p.File.Text.Data
		for at := 2; at < 2+6*n; at += 6 {
			if string(data[at:at+5]) == "FIXME" {
				r := p.File.Text.Range(2, 7) // one column for all: counting columns is not what this is about
				r.Offset, r.EndOffset, r.Column, r.EndColumn = at, at+5, at+1, at+6
				p.Report(lint.Finding{Range: r, Message: "fix me", Fixes: []lint.Fix{
					{Safe: true, Edits: []lint.Edit{lint.Replace(r, "FIXED")}},
				}})
			}
		}
	}}
	l := lint.Linter{Rules: []*lint.Rule{replace}, MaxPerRule: -1}
	fsys := files("a.yaml", text)
	r := run(t, l, fsys, "a.yaml")
	require.Len(t, r.Diagnostics, n)
	var out strings.Builder
	require.NoError(t, report.Text(&out, r, &report.Options{Open: fsys}))
	assert.Equal(t, n, strings.Count(out.String(), "^~~~~\n"))
	fixed, err := l.Fix(t.Context(), fsys, []string{"a.yaml"}, false)
	require.NoError(t, err)
	assert.Equal(t, strings.ReplaceAll(text, "FIXME", "FIXED"), string(fixed.Files["a.yaml"]))
}
