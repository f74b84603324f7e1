package main

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// asCommand has the test's own program run as the command.
const asCommand = "DORAWEEKLY_TEST_AS_COMMAND"

func TestMain(m *testing.M) {
	if os.Getenv(asCommand) != "" {
		main()
	}
	os.Exit(m.Run())
}

// withoutGit runs the command in a process that finds no git.
func withoutGit(t *testing.T, args ...string) (code int, stdout, stderr string) {
	t.Helper()
	self, err := os.Executable()
	require.NoError(t, err)
	cmd := exec.CommandContext(t.Context(), self, append([]string{"-to", "2026-03-31", "-html", ""}, args...)...)
	cmd.Env = []string{"PATH=", asCommand + "=1"}
	var out, log bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &log
	_ = cmd.Run() // the exit code says it
	return cmd.ProcessState.ExitCode(), out.String(), log.String()
}

// TestWithoutGit prints the same where no git is installed.
func TestWithoutGit(t *testing.T) {
	t.Parallel()
	r := newClone(t).releases()
	shallow := filepath.Join(t.TempDir(), "orders")
	r.git("clone", "-q", "--depth=2", "file://"+r.dir, shallow)
	for name, args := range map[string][]string{
		"tags":    {r.dir},
		"explain": {"-explain", "lead_time", r.dir},
		"merges":  {"-merges", r.dir},
		"shallow": {shallow},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			wantCode, want, wantLog := weekly(t, append([]string{"-html", ""}, args...)...)
			code, stdout, stderr := withoutGit(t, args...)
			assert.Equal(t, wantCode, code)
			assert.Equal(t, want, stdout)
			assert.Equal(t, wantLog, stderr)
		})
	}
	code, _, stderr := withoutGit(t, t.TempDir())
	assert.Equal(t, 1, code)
	assert.Contains(t, stderr, "no git repository there or above", "it is not git that says so")
}
