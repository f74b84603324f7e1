package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/stretchr/testify/require"
)

// act runs a command of a transcript that changes files, and reports whether words is one: git, mv, rm, ln, replace FILE
// OLD NEW, where \n stands for a line feed, and components N, which writes N components with two faults each.
func (s *script) act(words []string) bool {
	path := func(i int) string { return filepath.Join(s.work, words[i]) }
	switch words[0] {
	case "git":
		s.git(words[1:]...)
	case "mv":
		require.NoError(s.t, os.MkdirAll(filepath.Dir(path(2)), 0o755))
		require.NoError(s.t, os.Rename(path(1), path(2)))
	case "rm":
		require.NoError(s.t, os.Remove(path(1)))
	case "ln":
		require.NoError(s.t, os.Symlink(words[1], path(2)))
	case "replace":
		from, to := strings.ReplaceAll(words[2], `\n`, "\n"), strings.ReplaceAll(words[3], `\n`, "\n")
		text := string(s.read(words[1]))
		require.Contains(s.t, text, from)
		require.NoError(s.t, os.WriteFile(path(1), []byte(strings.Replace(text, from, to, 1)), 0o644))
	case "components":
		s.components(words[1])
	default:
		return false
	}
	return true
}

// components writes services/s001/catalog-info.yaml and so on.
func (s *script) components(number string) {
	n, err := strconv.Atoi(number)
	require.NoError(s.t, err)
	for i := 1; i <= n; i++ {
		dir := filepath.Join(s.work, "services", fmt.Sprintf("s%03d", i))
		require.NoError(s.t, os.MkdirAll(dir, 0o755))
		text := fmt.Sprintf("apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata:\n  name: s%03d\n  tags: [Go]\nspec:\n"+
			"  type: service\n  lifecycle: production\n  owner: group:default/shop\n  system: component:default/shop\n", i)
		require.NoError(s.t, os.WriteFile(filepath.Join(dir, "catalog-info.yaml"), []byte(text), 0o644))
	}
}

// git runs git, with nothing of what is configured on this machine.
func (s *script) git(args ...string) {
	s.t.Helper()
	cmd := exec.CommandContext(s.t.Context(), "git", args...)
	cmd.Dir = s.work
	cmd.Env = append(os.Environ(), "GIT_CONFIG_GLOBAL=/dev/null", "GIT_CONFIG_NOSYSTEM=1",
		"GIT_AUTHOR_NAME=a", "GIT_AUTHOR_EMAIL=a@example.com", "GIT_COMMITTER_NAME=a", "GIT_COMMITTER_EMAIL=a@example.com",
		"GIT_AUTHOR_DATE=2026-01-02T03:04:05Z", "GIT_COMMITTER_DATE=2026-01-02T03:04:05Z")
	out, err := cmd.CombinedOutput()
	require.NoError(s.t, err, "git %s: %s", strings.Join(args, " "), out)
}
