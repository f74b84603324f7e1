package git

import (
	"context"
	"errors"
	"io/fs"
	"iter"
	"os/exec"
	"time"

	"github.com/goldenpath-go/goldenpath/dora"
)

// Fallback reads clones without the git command. Dir is any folder of a clone,
// or of a bare one; sequences end at their first error, and with the context's
// error when the context ends.
type Fallback interface {
	// Shallow says that the history of the clone is cut off.
	Shallow(ctx context.Context, dir string) (bool, error)
	// Tags yields the tags of commits that match a pattern as [Tags] has it,
	// with {service} filled in.
	Tags(ctx context.Context, dir, pattern string) iter.Seq2[Point, error]
	// Line yields a branch by first parents, from its end back: all commits,
	// or those that change something at or below one of the paths.
	Line(ctx context.Context, dir, branch string, paths []string) iter.Seq2[Point, error]
	// Commits yields the commits of a query of [Clone.Changes], each once.
	// Repo is left for the caller to fill in.
	Commits(ctx context.Context, dir string, q dora.ChangeQuery) iter.Seq2[dora.Change, error]
}

// Point is a commit that has a name.
type Point struct {
	// Name is that of a tag, or the SHA.
	Name string
	// SHA is that of the commit.
	SHA string
	// At is the date of an annotated tag, else the committer's.
	At time.Time
}

// fallback returns what reads the clone in place of git; nil where git does.
func (c *Clone) fallback() Fallback {
	if c.Fallback == nil {
		return nil
	}
	_, err := exec.LookPath(or(c.Command, "git"))
	if errors.Is(err, exec.ErrNotFound) || errors.Is(err, fs.ErrNotExist) {
		return c.Fallback
	}
	return nil
}
