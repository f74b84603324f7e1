package update

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// maxNamed is how many files an error names.
const maxNamed = 5

// clean returns ErrDirty if the tree is in a git work tree with changes that are not committed, other than those that an
// interrupted update has made.
func (t *worktree) clean(ctx context.Context, dir string, force bool) error {
	if force || !inGit(dir) {
		return nil
	}
	out, err := runGit(ctx, dir, nil, "-c", "status.relativePaths=true", "status", "--porcelain=v1", "-z", "--no-renames", "--untracked-files=all", "--", ".")
	if err != nil {
		return fmt.Errorf("look for changes that are not committed: %w", err)
	}
	prefix, err := runGit(ctx, dir, nil, "rev-parse", "--show-prefix")
	if err != nil {
		return fmt.Errorf("look for changes that are not committed: %w", err)
	}
	var dirty []string
	for record := range strings.SplitSeq(string(out), "\x00") {
		if len(record) < len("XY n") {
			continue
		}
		name := strings.TrimPrefix(record[3:], strings.TrimSpace(string(prefix)))
		if !t.begun(name) {
			dirty = append(dirty, name)
		}
	}
	if len(dirty) == 0 {
		return nil
	}
	more := ""
	if len(dirty) > maxNamed {
		more = fmt.Sprintf(" and %d more", len(dirty)-maxNamed)
	}
	return fmt.Errorf("%w: %s%s", ErrDirty, strings.Join(dirty[:min(len(dirty), maxNamed)], ", "), more)
}

// begun tells whether an interrupted update has made the file as it is.
func (t *worktree) begun(name string) bool {
	e, ok := t.pending[name]
	f, err := onDisk(t.w, name)
	return ok && err == nil && f.state().equal(e.After)
}

// inGit tells whether a folder is in a git work tree.
func inGit(dir string) bool {
	abs, err := filepath.Abs(dir)
	if err != nil {
		return false
	}
	for ; ; abs = filepath.Dir(abs) {
		if _, err := os.Lstat(filepath.Join(abs, ".git")); !errors.Is(err, fs.ErrNotExist) {
			return true
		}
		if abs == filepath.Dir(abs) {
			return false
		}
	}
}
