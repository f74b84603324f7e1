package helmfileconf_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/internal/beside"
	"github.com/goldenpath-go/goldenpath/internal/conformance/helmfileconf"
)

func check(t *testing.T, path string) (helmfileconf.Result, []helmfileconf.Difference) {
	t.Helper()
	var all []helmfileconf.Difference
	result, err := helmfileconf.Check(t.Context(), path, func(d helmfileconf.Difference) { all = append(all, d) })
	require.NoError(t, err)
	return result, all
}

// folders returns our own cases, and those recorded from the real helmfile where they are at hand.
func folders(t *testing.T, own, recorded string) []string {
	t.Helper()
	dirs := []string{filepath.Join("testdata", own)}
	if dir, ok := beside.Path(t, recorded); ok {
		return append(dirs, dir)
	}
	t.Logf("the recorded answers %s are not at hand", recorded)
	return dirs
}

func TestCases(t *testing.T) {
	t.Parallel()
	for _, dir := range folders(t, "cases", "corpus/helmfile") {
		result, differences := check(t, dir)
		assert.Empty(t, differences)
		assert.Positive(t, result.Passed)
	}
}

func TestRealFiles(t *testing.T) {
	t.Parallel()
	for _, dir := range folders(t, "real", "corpus/helmfile-real") {
		result, differences := check(t, dir)
		assert.Empty(t, differences)
		assert.Positive(t, result.Passed)
	}
}

// Every difference from an answer is told: of data, of a class, of an exit code.
func TestDifferences(t *testing.T) {
	t.Parallel()
	for name, change := range map[string][2]string{
		"value":     {`"B"`, `"b"`},
		"order":     {`["2", "front/web"`, `["3", "front/web"`},
		"class":     {`"no-match"`, `"bad-selector"`},
		"exit code": {`"exitCode": 3`, `"exitCode": 1`},
		"missing":   {`"image": null, `, ``},
		"more":      {`"replicas": 3`, `"replicas": 3, "x": 1`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			require.NoError(t, os.CopyFS(dir, os.DirFS("testdata/cases")))
			file := filepath.Join(dir, "layers", "expected.json")
			data, err := os.ReadFile(file)
			require.NoError(t, err)
			changed := strings.Replace(string(data), change[0], change[1], 1)
			require.NotEqual(t, string(data), changed)
			require.NoError(t, os.WriteFile(file, []byte(changed), 0o600))
			result, differences := check(t, filepath.Join(dir, "layers"))
			assert.Equal(t, helmfileconf.Result{Failed: 1}, result)
			assert.NotEmpty(t, differences)
			for _, d := range differences {
				assert.Contains(t, d.String(), "layers")
			}
		})
	}
}
