package main

import (
	"bytes"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// manyFiles writes n catalog files, each with a finding.
func manyFiles(t *testing.T, n int) string {
	t.Helper()
	dir := t.TempDir()
	for i := range n {
		writeService(t, dir, i, "nobody")
	}
	return dir
}

func writeService(t *testing.T, dir string, i int, dependency string) {
	t.Helper()
	name := filepath.Join(dir, fmt.Sprintf("s%d", i), "catalog-info.yaml")
	require.NoError(t, os.MkdirAll(filepath.Dir(name), 0o755))
	text := fmt.Sprintf("%s  dependsOn: [component:s%d, component:%s]\n", strings.Replace(head, "name: x", fmt.Sprintf("name: s%d", i), 1), i, dependency)
	require.NoError(t, os.WriteFile(name, []byte(text), 0o644))
}

// lintKeeping runs catalog-lint in this process.
func lintKeeping(t *testing.T, dir, user string, env map[string]string, args ...string) (stdout, stderr string) {
	t.Helper()
	var out, errs bytes.Buffer
	p := &program{
		stdin: strings.NewReader(""), stdout: &out, stderr: &errs, dir: dir, cacheDir: user,
		getenv: func(name string) string { return env[name] }, now: time.Now,
		isTerminal: func(io.Writer) bool { return false }, sized: func(int) {},
	}
	code := p.run(t.Context(), append([]string{"--no-config", "--format", "json"}, args...))
	require.LessOrEqual(t, code, exitFindings, errs.String())
	return out.String(), errs.String()
}

// TestCacheFlag says where results are kept, and when.
func TestCacheFlag(t *testing.T) {
	t.Parallel()
	many, few := manyFiles(t, cacheFrom), manyFiles(t, 3)
	tests := []struct {
		name, dir string
		env       map[string]string
		args      []string
		where     string // from the test's folder; "" when nothing is kept
	}{
		{name: "many files", dir: many, where: "user/catalog-lint/results"},
		{name: "few files", dir: few},
		{name: "off", dir: many, args: []string{"--cache", "off"}},
		{name: "in CI", dir: many, env: map[string]string{"CI": "true"}},
		{name: "in no CI", dir: many, env: map[string]string{"CI": "false"}, where: "user/catalog-lint/results"},
		{name: "asked for in CI", dir: few, env: map[string]string{"CI": "true"}, args: []string{"--cache", "TOP/own"}, where: "own"},
		{name: "fixes", dir: many, args: []string{"--fix", "--diff"}, where: "user/catalog-lint/results"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			top := t.TempDir()
			for i := range tt.args {
				tt.args[i] = strings.Replace(tt.args[i], "TOP", top, 1)
			}
			args := append(tt.args, "--verbose")
			before, _ := lintKeeping(t, tt.dir, filepath.Join(top, "user"), tt.env, args...)
			after, log := lintKeeping(t, tt.dir, filepath.Join(top, "user"), tt.env, args...)
			assert.Equal(t, before, after)
			found, err := filepath.Glob(filepath.Join(top, tt.where, "*.pack"))
			require.NoError(t, err)
			if tt.where == "" {
				entries, err := os.ReadDir(top)
				require.NoError(t, err)
				assert.Empty(t, entries)
				assert.NotContains(t, log, "cache:")
				return
			}
			assert.Len(t, found, 1)
			if !slices.Contains(tt.args, "--fix") { // which lints several times, of files that are on no disk
				assert.Contains(t, log, " files as before, 0 not, in "+filepath.Join(top, tt.where))
			}
		})
	}
}

// TestKilledRuns ends processes that share a cache at any moment, changes files meanwhile, and lints with and without
// what they have left.
func TestKilledRuns(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(1, 2))
	dir, kept := manyFiles(t, 150), t.TempDir()
	reused := 0
	for round := range 12 {
		for range 3 {
			writeService(t, dir, random.IntN(150), strings.Repeat("x", 1+random.IntN(9)))
		}
		var running []*exec.Cmd
		for range 2 {
			cmd := exec.Command(os.Args[0], "--no-config", "--cache", kept, dir)
			cmd.Env = append(os.Environ(), asCommand+"="+filepath.Join(t.TempDir(), "memory"))
			require.NoError(t, cmd.Start())
			running = append(running, cmd)
		}
		time.Sleep(time.Duration(random.IntN(120)) * time.Millisecond)
		for _, cmd := range running[round%2:] {
			_ = cmd.Process.Kill() // it may have ended
		}
		for _, cmd := range running {
			_ = cmd.Wait()
		}
		want, _ := lintKeeping(t, dir, "", nil, "--cache", "off")
		got, log := lintKeeping(t, dir, "", nil, "--cache", kept, "--verbose")
		require.Equal(t, want, got, round)
		var old, fresh int
		_, after, _ := strings.Cut(log, "cache: ")
		_, err := fmt.Sscanf(after, "%d files as before, %d not", &old, &fresh)
		require.NoError(t, err, log)
		assert.Equal(t, 150, old+fresh)
		reused += old
	}
	assert.Greater(t, reused, 1000)
}

// TestProgramVersion checks that this program can be told from others.
func TestProgramVersion(t *testing.T) {
	t.Parallel()
	assert.NotEmpty(t, programVersion())
	id := "abcDEF012-_/x/y/abc"
	for _, text := range []string{"\x7fELF....\x04\x00\x00\x00Go\x00\x00" + id + "\x00", "..\xff Go build ID: \"" + id + "\"\n \xff", "Go\x00\x00no/id Go\x00\x00" + id} {
		assert.Equal(t, id, linkedID([]byte(text)))
	}
	for _, text := range []string{"", "Go\x00\x00", "\xff Go build ID: \"\"\n \xff", "Go\x00\x00redacted"} {
		assert.Empty(t, linkedID([]byte(text)))
	}
}
