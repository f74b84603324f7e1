package template_test

import (
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/lint"
	"github.com/goldenpath-go/goldenpath/lint/rules/template"
)

var update = flag.Bool("update", false, "write the golden file anew")

// needTree is the rule that looks for files: the corpus holds templates without what they fetch.
const needTree = "template-skeleton"

// TestCalibration looks at public templates with all rules on. Every finding was looked at and stands in
// testdata/calibration.golden; -update writes the findings anew, without the reasons.
func TestCalibration(t *testing.T) {
	t.Parallel()
	dir := corpus(t)
	if _, err := os.Stat(dir); errors.Is(err, fs.ErrNotExist) {
		t.Log("the shared corpus is not present: the samples of the rules stand for it")
		assert.NotEmpty(t, template.All())
		return
	}
	lines := findings(t, dir)
	const name = "testdata/calibration.golden"
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

// corpus returns the folder of templates that lies beside the module.
func corpus(t *testing.T) string {
	t.Helper()
	dir, err := os.Getwd()
	require.NoError(t, err)
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return filepath.Join(filepath.Dir(dir), "shared", "corpus", "templates")
		}
		up := filepath.Dir(dir)
		require.NotEqual(t, dir, up, "there is no go.mod above")
		dir = up
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
		if d.Rule != needTree {
			lines = append(lines, fmt.Sprintf("%s %s:%d:%d %s", d.Rule, d.Range.File, d.Range.Line, d.Range.Column, d.Message))
		}
	}
	t.Logf("%d files, %d findings", len(files), len(lines))
	slices.Sort(lines)
	return lines
}
