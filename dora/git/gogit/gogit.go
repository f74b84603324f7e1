// Package gogit reads a clone where the git command is not installed, with
// go-git:
//
//	clone := &git.Clone{Dir: ".", Repo: "acme/orders", Fallback: gogit.Reader{}}
//
// The results are those of the git command, with these exceptions: a branch is
// a name or a whole SHA, without ^ and ~; patterns of tags have no classes such
// as [[:alpha:]]; authors' names are read as UTF-8, whatever the commit says;
// a commit that breaks the format is an error. Only SHA-1 repositories with
// refs in files are read; others are an error.
//
// It is several times slower than git. What a query already has is walked as
// well, so that asking for few commits costs as much as asking for all.
package gogit

import (
	"context"
	"fmt"
	"iter"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/object"

	"github.com/goldenpath-go/goldenpath/dora"
	"github.com/goldenpath-go/goldenpath/dora/git"
)

// Reader reads clones. The zero value is ready, and of use to many at once.
type Reader struct{}

var _ git.Fallback = Reader{}

// Shallow says that the history of the clone is cut off.
func (Reader) Shallow(ctx context.Context, dir string) (bool, error) {
	shallow := false
	err := reading(ctx, dir, func(s *storage) error {
		shallow = len(s.cut) > 0
		return nil
	})
	return shallow, err
}

// Tags yields the tags of commits that match, in the order of their names.
// One that is of something else, such as a tree or a signing key, is left out.
func (Reader) Tags(ctx context.Context, dir, pattern string) iter.Seq2[git.Point, error] {
	return sequence(ctx, dir, func(s *storage, yield func(git.Point) bool) error {
		return s.tags(ctx, pattern, yield)
	})
}

// Line yields a branch by first parents. It is found as git finds a name: HEAD,
// a whole ref, a tag, a branch, a remote's.
func (Reader) Line(ctx context.Context, dir, branch string, paths []string) iter.Seq2[git.Point, error] {
	return sequence(ctx, dir, func(s *storage, yield func(git.Point) bool) error {
		return s.line(ctx, branch, paths, yield)
	})
}

// Commits yields the commits of a query, each once, in no certain order.
func (Reader) Commits(ctx context.Context, dir string, q dora.ChangeQuery) iter.Seq2[dora.Change, error] {
	return sequence(ctx, dir, func(s *storage, yield func(dora.Change) bool) error {
		return s.changes(ctx, q, yield)
	})
}

// sequence yields what read yields, and its error.
func sequence[T any](ctx context.Context, dir string, read func(*storage, func(T) bool) error) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		stopped := false
		err := reading(ctx, dir, func(s *storage) error {
			return read(s, func(v T) bool {
				stopped = !yield(v, nil)
				return !stopped
			})
		})
		if err != nil && !stopped {
			var none T
			yield(none, err)
		}
	}
}

// reading opens the clone for read.
func reading(ctx context.Context, dir string, read func(*storage) error) (err error) {
	if err := ctx.Err(); err != nil {
		return err
	}
	s, err := open(dir)
	if err != nil {
		return fmt.Errorf("open the clone in %s: %w", dir, err)
	}
	defer s.close()
	if err := read(s); err != nil {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		return fmt.Errorf("read the clone in %s: %w", dir, err)
	}
	return nil
}

// maxObject is the size of the largest object that is read.
const maxObject = 16 << 20

// commit returns a commit, without parents where the history is cut off.
func (s *storage) commit(sha plumbing.Hash) (*object.Commit, error) {
	c, err := object.GetCommit(s, sha)
	if err != nil {
		return nil, fmt.Errorf("commit %s: %w", sha, err)
	}
	if s.cut[sha] {
		c.ParentHashes = nil
	}
	return c, nil
}
