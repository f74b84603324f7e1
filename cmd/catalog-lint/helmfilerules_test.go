package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestHelmfileInAllFormats looks for a finding in a values file that a helmfile leads to: rule, file and what it says.
func TestHelmfileInAllFormats(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	for name, text := range map[string]string{
		"helmfile.yaml":   "releases:\n  - name: web\n    namespace: shop\n    chart: ./web\n    values: [env/values.yaml]\n",
		"env/values.yaml": "a: 1\na: 2\n",
	} {
		require.NoError(t, os.MkdirAll(filepath.Dir(filepath.Join(dir, name)), 0o750))
		require.NoError(t, os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600))
	}
	for _, format := range formatNames() {
		t.Run(format, func(t *testing.T) {
			t.Parallel()
			stdout, stderr, code := lintIn(t, dir, "--format", format, "--color", "never")
			assert.Equal(t, exitFindings, code, stderr)
			for _, want := range []string{"helmfile-duplicate-key", "values.yaml", "already defined"} {
				assert.Contains(t, stdout, want)
			}
		})
	}
}
