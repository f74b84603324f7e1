package main

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestSampleRules runs the tests of the sample configuration: each of its rules has one for it and one against it.
func TestSampleRules(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	require.NoError(t, os.CopyFS(dir, os.DirFS(filepath.FromSlash("../../examples/customrules"))))
	stdout, stderr, code := (&script{t: t, top: dir, work: dir}).lint(nil, &bytes.Buffer{}, []string{"test", "--cover"})
	assert.Equal(t, "26 tests: 26 ok, 0 failed\n", stdout)
	assert.Empty(t, stderr)
	assert.Equal(t, exitClean, code)
}
