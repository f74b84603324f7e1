package main

import (
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/lint/report"
)

func TestSchemaOfReports(t *testing.T) {
	t.Parallel()
	stdout, stderr, code := lintIn(t, t.TempDir(), "schema", "report")
	require.Equal(t, exitClean, code, stderr)
	assert.Equal(t, string(report.Schema()), stdout)
}

func TestWriteReport(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	file, link := filepath.Join(dir, "a/b/out.txt"), filepath.Join(dir, "link.txt")
	require.NoError(t, writeReport(file, []byte("first"), false))
	require.NoError(t, os.Chmod(file, 0o640))
	require.NoError(t, os.Symlink(file, link))
	require.NoError(t, writeReport(link, []byte("second"), false))
	assert.Equal(t, "second", read(t, file))
	info, err := os.Lstat(link)
	require.NoError(t, err)
	assert.NotZero(t, info.Mode()&os.ModeSymlink, "a link stays a link")
	info, err = os.Stat(file)
	require.NoError(t, err)
	assert.Equal(t, os.FileMode(0o640), info.Mode().Perm())

	require.NoError(t, writeReport(file, []byte(" third"), true))
	assert.Equal(t, "second third", read(t, file))
	require.NoError(t, writeReport(filepath.Join(dir, "new"), []byte("x"), true))
	require.Error(t, writeReport(filepath.Join(file, "below"), []byte("x"), false))
	require.Error(t, writeReport(dir, []byte("x"), false))
	entries, err := os.ReadDir(filepath.Dir(file))
	require.NoError(t, err)
	assert.Len(t, entries, 1, "nothing is left behind")
}

// TestWriteReportToWhatIsNoFile writes to a device and to descriptors, which must not be replaced by files.
func TestWriteReportToWhatIsNoFile(t *testing.T) {
	t.Parallel()
	before, err := os.Stat(os.DevNull)
	require.NoError(t, err)
	require.NoError(t, writeReport(os.DevNull, []byte("x"), false))
	after, err := os.Stat(os.DevNull)
	require.NoError(t, err)
	assert.True(t, os.SameFile(before, after))
	assert.Equal(t, before.Mode(), after.Mode())
}

func TestSameFile(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	file, link := filepath.Join(dir, "a"), filepath.Join(dir, "b")
	assert.True(t, sameFile(file, file))
	assert.False(t, sameFile(file, link))
	require.NoError(t, os.WriteFile(file, nil, 0o644))
	assert.False(t, sameFile(file, link))
	require.NoError(t, os.Symlink(file, link))
	assert.True(t, sameFile(file, link))
}

func TestRuleURLs(t *testing.T) {
	t.Parallel()
	for version, at := range map[string]string{
		"v1.2.3": "v1.2.3", "(devel)": "main", "v0.0.0-20260101000000-0123456789ab": "main", "v1.2.3+dirty": "main",
	} {
		urls := ruleURLs(version)
		assert.Equal(t, "https://github.com/goldenpath-go/goldenpath/blob/"+at+"/docs/rules.md#owner-exists", urls("owner-exists"))
		assert.Empty(t, urls("acme-cost-centre"))
	}
}

// TestEveryFormatAtOnce writes all formats in one run, and again with nothing to say.
func TestEveryFormatAtOnce(t *testing.T) {
	t.Parallel()
	const good = "apiVersion: backstage.io/v1alpha1\nkind: Group\nmetadata: {name: a}\nspec: {type: team, children: []}\n"
	for name, text := range map[string]string{"findings": strings.Replace(good, "name: a", "name: a b", 1), "none": good} {
		dir := t.TempDir()
		require.NoError(t, os.WriteFile(filepath.Join(dir, "catalog-info.yaml"), []byte(text), 0o644))
		args := []string{"--no-config"}
		for _, format := range report.Names() {
			args = append(args, "--format", format+"=reports/"+format)
		}
		stdout, stderr, code := lintIn(t, dir, args...)
		assert.Empty(t, stdout+stderr, name)
		assert.Equal(t, name == "findings", code == exitFindings, name)
		for _, format := range report.Names() {
			data := read(t, filepath.Join(dir, "reports", format))
			assert.Equal(t, name == "findings", strings.Contains(data, "name-format"), "%s: %s", name, format)
		}
	}
}

// TestPipe writes a report to a reader that is no file.
func TestPipe(t *testing.T) {
	t.Parallel()
	r, w, err := os.Pipe()
	require.NoError(t, err)
	name := filepath.Join("/proc/self/fd", strconv.Itoa(int(w.Fd())))
	if _, err := os.Stat(name); err != nil {
		t.Log("pipes have no names here")
		name = os.DevNull
	}
	require.NoError(t, writeReport(name, []byte("x"), false))
	require.NoError(t, w.Close())
	got, err := io.ReadAll(r)
	require.NoError(t, err)
	if name != os.DevNull {
		assert.Equal(t, "x", string(got))
	}
}

func read(t *testing.T, name string) string {
	t.Helper()
	data, err := os.ReadFile(name)
	require.NoError(t, err)
	return string(data)
}
