package main

import (
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestRun(t *testing.T) {
	t.Parallel()
	remote, state := filepath.Join(t.TempDir(), "bare.git"), t.TempDir()
	require.NoError(t, exec.CommandContext(t.Context(), "git", "init", "--quiet", "--bare", remote).Run())
	refs := func() string {
		out, err := exec.CommandContext(t.Context(), "git", "--git-dir="+remote, "for-each-ref").Output()
		require.NoError(t, err)
		return string(out)
	}
	var out strings.Builder
	require.NoError(t, run(t.Context(), &out, remote, state, false))
	assert.Contains(t, out.String(), "+ create  02/publish  Publish them (publish:git)\n    {\n      \"remoteUrl\": ")
	assert.Contains(t, out.String(), `{"branch":"main"}`)
	assert.Contains(t, refs(), "refs/heads/main")

	require.NoError(t, run(t.Context(), &out, remote, state, true))
	assert.Empty(t, refs())
}
