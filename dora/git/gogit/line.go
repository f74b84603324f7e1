package gogit

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/filemode"
	"github.com/go-git/go-git/v5/plumbing/object"
	"github.com/go-git/go-git/v5/plumbing/storer"

	"github.com/goldenpath-go/goldenpath/dora/git"
)

func (s *storage) line(ctx context.Context, branch string, paths []string, yield func(git.Point) bool) error {
	sha, err := s.resolve(branch)
	if err != nil {
		return fmt.Errorf("branch %q: %w", branch, err)
	}
	next, err := s.commit(sha)
	for next != nil && err == nil {
		if err := ctx.Err(); err != nil {
			return err
		}
		c := next
		if next, err = s.firstParent(c); err != nil {
			return err
		}
		touched, err := s.touches(c, next, paths)
		if err != nil {
			return fmt.Errorf("commit %s: %w", c.Hash, err)
		}
		if touched && !yield(git.Point{Name: c.Hash.String(), SHA: c.Hash.String(), At: date(c.Committer.When)}) {
			return nil
		}
	}
	return err
}

func (s *storage) firstParent(c *object.Commit) (*object.Commit, error) {
	if len(c.ParentHashes) == 0 {
		return nil, nil
	}
	return s.commit(c.ParentHashes[0])
}

// resolve returns the commit of a name, by the order in which git tries.
func (s *storage) resolve(name string) (plumbing.Hash, error) {
	sha := plumbing.NewHash(name)
	if !plumbing.IsHash(name) {
		ref, err := s.reference(name)
		if err != nil {
			return plumbing.ZeroHash, err
		}
		sha = ref.Hash()
	}
	o, _, err := s.peel(sha)
	if err != nil {
		return plumbing.ZeroHash, err
	}
	if o.Type() != plumbing.CommitObject {
		return plumbing.ZeroHash, errors.New("it is no commit")
	}
	return o.Hash(), nil
}

// reference finds a ref. A form that a name does not fit is as good as a ref
// that is not there.
func (s *storage) reference(name string) (*plumbing.Reference, error) {
	var failed error
	for _, form := range plumbing.RefRevParseRules {
		ref, err := storer.ResolveReference(s, plumbing.ReferenceName(fmt.Sprintf(form, name)))
		if err == nil {
			return ref, nil
		}
		failed = err
	}
	return nil, failed
}

// touches says whether a commit changes, against its first parent, anything at
// or below one of the paths. Without paths it always does.
func (s *storage) touches(c, parent *object.Commit, paths []string) (bool, error) {
	if len(paths) == 0 {
		return true, nil
	}
	now, err := c.Tree()
	if err != nil {
		return false, err
	}
	before := &object.Tree{}
	if parent != nil {
		if before, err = parent.Tree(); err != nil {
			return false, err
		}
	}
	for _, p := range paths {
		a, err := s.entry(now, p)
		if err != nil {
			return false, err
		}
		b, err := s.entry(before, p)
		if err != nil || a != b {
			return err == nil, err
		}
	}
	return false, nil
}

// entry returns what a tree has at a path; the zero entry where it has
// nothing.
func (s *storage) entry(t *object.Tree, path string) (object.TreeEntry, error) {
	at := object.TreeEntry{Mode: filemode.Dir, Hash: t.Hash}
	for name := range strings.SplitSeq(strings.Trim(path, "/"), "/") {
		if name == "" {
			continue
		}
		if at.Mode != filemode.Dir {
			return object.TreeEntry{}, nil
		}
		if at.Hash != t.Hash {
			var err error
			if t, err = object.GetTree(s, at.Hash); err != nil {
				return object.TreeEntry{}, fmt.Errorf("%s: %w", path, err)
			}
		}
		i := slices.IndexFunc(t.Entries, func(e object.TreeEntry) bool { return e.Name == name })
		if i < 0 {
			return object.TreeEntry{}, nil
		}
		at = t.Entries[i]
	}
	at.Mode = mode(at)
	return at, nil
}
