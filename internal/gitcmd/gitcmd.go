// Package gitcmd runs git in a working tree of the user's, with the user's settings.
package gitcmd

import (
	"context"
	"os"
	"os/exec"
	"slices"
	"strings"
)

// Command returns a call of git in dir. What a hook has set for its own repository does not count, git asks nobody for anything,
// and what it prints is in English.
func Command(ctx context.Context, dir string, args ...string) *exec.Cmd {
	c := exec.CommandContext(ctx, "git", append([]string{"-C", dir}, args...)...)
	c.Env = slices.DeleteFunc(os.Environ(), func(setting string) bool {
		name, _, _ := strings.Cut(setting, "=")
		return slices.Contains([]string{"GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_NAMESPACE"}, name)
	})
	c.Env = append(c.Env, "LC_ALL=C", "GIT_OPTIONAL_LOCKS=0", "GIT_TERMINAL_PROMPT=0")
	return c
}
