package helmfile_test

import (
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/internal/beside"
	"github.com/goldenpath-go/goldenpath/lint"
	"github.com/goldenpath-go/goldenpath/lint/rules/helmfile"
)

var update = flag.Bool("update", false, "write the golden file anew")

// TestCalibration looks at public helmfiles with all rules on. They are without their values files and sub-helmfiles: that
// these are missing is left out here. Every other finding was looked at and stands in testdata/calibration.golden; -update
// writes the findings anew, without the reasons.
func TestCalibration(t *testing.T) {
	t.Parallel()
	const name = "testdata/calibration.golden"
	dir, ok := beside.Path(t, "corpus/helmfile-real")
	if !ok {
		t.Log("the shared corpus is not present: what was found there is held against the list of rules")
		checkNames(t, name)
		return
	}
	lines := findings(t, public(t, dir))
	if *update {
		require.NoError(t, os.WriteFile(name, []byte(strings.Join(lines, "\n")+"\n"), 0o600))
	}
	assert.Equal(t, strings.Join(golden(t, name), "\n"), strings.Join(lines, "\n"))
}

// golden returns the lines of a golden file that are no comments, sorted.
func golden(t *testing.T, name string) []string {
	t.Helper()
	data, err := os.ReadFile(name)
	require.NoError(t, err)
	var want []string
	for line := range strings.Lines(string(data)) {
		if line = strings.TrimSpace(line); line != "" && line[0] != '#' {
			want = append(want, line)
		}
	}
	slices.Sort(want)
	return want
}

// checkNames checks that the findings in a golden file are of rules that there are.
func checkNames(t *testing.T, name string) {
	t.Helper()
	for _, line := range golden(t, name) {
		rule, _, _ := strings.Cut(line, " ")
		assert.True(t, slices.ContainsFunc(helmfile.All(), func(r *lint.Rule) bool { return r.Name == rule }), line)
	}
}

// public returns the files of the corpus as they lie in their repositories.
func public(t *testing.T, dir string) fstest.MapFS {
	t.Helper()
	manifest, err := os.ReadFile(filepath.Join(dir, "MANIFEST.tsv"))
	require.NoError(t, err)
	fsys := fstest.MapFS{}
	for _, line := range strings.Split(strings.TrimSpace(string(manifest)), "\n")[1:] {
		fields := strings.Split(line, "\t")
		data, err := os.ReadFile(filepath.Join(dir, fields[0]))
		require.NoError(t, err)
		fsys[path.Join(fields[1], fields[3])] = &fstest.MapFile{Data: data}
	}
	return fsys
}

// findings returns what the rules find, in order.
func findings(t *testing.T, fsys fstest.MapFS) []string {
	t.Helper()
	var roots []string
	require.NoError(t, fs.WalkDir(fsys, ".", func(name string, d fs.DirEntry, err error) error {
		if !d.IsDir() && helmfile.Tool().Matches(name) {
			roots = append(roots, name)
		}
		return err
	}))
	linter := lint.Linter{Rules: helmfile.All(), Config: &lint.Config{Preset: lint.Strict}}
	r, err := linter.Run(t.Context(), fsys, roots)
	require.NoError(t, err)
	require.Empty(t, r.Errors)
	var lines []string
	for _, d := range r.Diagnostics {
		if !isMissing(&d) {
			lines = append(lines, fmt.Sprintf("%s %s:%d:%d %s", d.Rule, d.Range.File, d.Range.Line, d.Range.Column, d.Message))
		}
	}
	t.Logf("%d files, %d roots, %d findings, %d of them that something is missing", len(fsys), len(roots), len(r.Diagnostics), len(r.Diagnostics)-len(lines))
	slices.Sort(lines)
	return lines
}

// isMissing reports whether a finding is that a file is not there.
func isMissing(d *lint.Diagnostic) bool {
	return d.Rule == "helmfile-values-file-missing" || d.Rule == "helmfile-load" &&
		(strings.HasPrefix(d.Message, "no matches for path") || strings.HasPrefix(d.Message, "there is no file"))
}
