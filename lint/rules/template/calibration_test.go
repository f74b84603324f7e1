package template_test

import (
	"flag"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/internal/beside"

	"github.com/goldenpath-go/goldenpath/lint"
	"github.com/goldenpath-go/goldenpath/lint/rules/template"
)

var update = flag.Bool("update", false, "write the golden file anew")

// needTree are the rules that look for files: the corpus holds templates without what they fetch.
var needTree = []string{"template-skeleton", "template-value-unused"}

// TestCalibration looks at public templates with all rules on. Every finding was looked at and stands in
// testdata/calibration.golden; -update writes the findings anew, without the reasons.
func TestCalibration(t *testing.T) {
	t.Parallel()
	const name = "testdata/calibration.golden"
	dir, ok := beside.Path(t, "corpus/templates")
	if !ok {
		t.Log("the shared corpus is not present: what was found there is held against the list of rules")
		checkNames(t, name)
		return
	}
	lines := findings(t, dir)
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

// checkNames checks that the findings in a golden file are of rules that there are.
func checkNames(t *testing.T, name string) {
	t.Helper()
	data, err := os.ReadFile(name)
	require.NoError(t, err)
	for line := range strings.Lines(string(data)) {
		rule, _, _ := strings.Cut(line, " ")
		known := slices.ContainsFunc(template.All(), func(r *lint.Rule) bool { return r.Name == rule })
		assert.True(t, known || strings.TrimSpace(line) == "" || strings.HasPrefix(line, "#"), line)
	}
}

// findings returns what the rules find in the files below dir, in order.
func findings(t *testing.T, dir string) []string {
	t.Helper()
	var files []string
	require.NoError(t, fs.WalkDir(os.DirFS(dir), ".", func(name string, d fs.DirEntry, err error) error {
		if strings.HasSuffix(name, ".yaml") && !d.IsDir() {
			files = append(files, name)
		}
		return err
	}))
	linter := lint.Linter{Rules: template.All(), Config: &lint.Config{Preset: lint.Strict}}
	r, err := linter.Run(t.Context(), os.DirFS(dir), files)
	require.NoError(t, err)
	require.Empty(t, r.Errors)
	var lines []string
	for _, d := range r.Diagnostics {
		if !slices.Contains(needTree, d.Rule) {
			lines = append(lines, fmt.Sprintf("%s %s:%d:%d %s", d.Rule, d.Range.File, d.Range.Line, d.Range.Column, d.Message))
		}
	}
	t.Logf("%d files, %d findings", len(files), len(lines))
	slices.Sort(lines)
	return lines
}
