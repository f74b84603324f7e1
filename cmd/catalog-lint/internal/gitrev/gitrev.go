// Package gitrev reads a revision of a git repository as a file system, by the git command and without touching the work
// tree or the index.
//
//	tree, err := gitrev.Open(ctx, "/src/shop", "origin/main")
//	…
//	defer tree.Close()
//	found := discover.Find(ctx, tree, []string{"."}, nil)
//
// A [Tree] lists all folders and files of the revision, as they were committed: no filters are applied and no line ends
// changed. Contents are read when they are asked for. Submodules are left out.
package gitrev

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os/exec"
	"strings"

	"github.com/goldenpath-go/goldenpath/internal/gitcmd"
)

// Why a revision cannot be read.
var (
	// ErrNoGit means that there is no git command.
	ErrNoGit = errors.New("git is needed to read a revision, and is not in the PATH")
	// ErrRevision means that the repository does not have the revision.
	ErrRevision = errors.New("unknown revision")
)

// Tree is a revision as a file system. It may be used by several goroutines.
type Tree struct {
	ID string // of the tree in git, in hexadecimal

	files   map[string]*file
	folders map[string][]fs.DirEntry // sorted by name
	blobs   *blobs
}

var (
	_ fs.StatFS     = (*Tree)(nil)
	_ fs.ReadFileFS = (*Tree)(nil)
	_ fs.ReadDirFS  = (*Tree)(nil)
	_ fs.ReadLinkFS = (*Tree)(nil)
)

// Open returns revision rev, in any of the forms that git rev-parse takes for a commit or tree, of the repository whose
// work tree dir lies in. It fails with [ErrNoGit], [ErrRevision], and with what git says. The processes that it starts
// end with ctx, or with Close.
func Open(ctx context.Context, dir, rev string) (*Tree, error) {
	if rev == "" || strings.HasPrefix(rev, "-") || strings.ContainsAny(rev, "\n\x00") {
		return nil, fmt.Errorf("%w %q", ErrRevision, rev)
	}
	id, err := output(ctx, dir, "rev-parse", "--verify", "--quiet", rev+"^{tree}")
	if err != nil {
		var failed *exec.ExitError
		if errors.As(err, &failed) && len(failed.Stderr) == 0 {
			err = fmt.Errorf("%w %q", ErrRevision, rev)
		}
		return nil, err
	}
	t := &Tree{ID: strings.TrimSpace(id), files: map[string]*file{}, folders: map[string][]fs.DirEntry{".": nil}}
	listing, err := output(ctx, dir, "ls-tree", "-r", "-z", "-l", "--full-tree", t.ID)
	if err != nil {
		return nil, err
	}
	if err := t.fill(listing); err != nil {
		return nil, err
	}
	t.blobs = &blobs{command: func() *exec.Cmd { return gitcmd.Command(ctx, dir, "cat-file", "--batch") }}
	return t, nil
}

// Close ends what was started. Nothing can be read afterwards.
func (t *Tree) Close() { t.blobs.close() }

// output returns what git prints.
func output(ctx context.Context, dir string, args ...string) (string, error) {
	out, err := gitcmd.Command(ctx, dir, args...).Output()
	if err == nil {
		return string(out), nil
	}
	var failed *exec.ExitError
	switch {
	case errors.Is(err, exec.ErrNotFound):
		return "", ErrNoGit
	case ctx.Err() != nil:
		return "", ctx.Err()
	case errors.As(err, &failed) && len(failed.Stderr) > 0:
		return "", fmt.Errorf("git %s: %s: %w", args[0], strings.TrimSpace(string(failed.Stderr)), err)
	}
	return "", fmt.Errorf("git %s: %w", args[0], err)
}
