package gogit

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/filemode"
	"github.com/go-git/go-git/v5/plumbing/object"
)

// paths returns what a commit changes, sorted; nothing for a merge, which is no
// change.
func (s *storage) paths(ctx context.Context, c *object.Commit) ([]string, error) {
	if len(c.ParentHashes) > 1 {
		return nil, nil
	}
	parent, err := s.firstParent(c)
	if err != nil {
		return nil, err
	}
	var before plumbing.Hash
	if parent != nil {
		before = parent.TreeHash
	}
	d := difference{storage: s}
	if err := d.trees(ctx, before, c.TreeHash, "", 0); err != nil {
		return nil, err
	}
	slices.Sort(d.paths)
	return d.paths, nil
}

// difference is what two trees differ in. Go-git's own builds a tree of each,
// at several times the cost.
type difference struct {
	*storage
	paths []string
}

// maxDepth is that of git's core.maxTreeDepth.
const maxDepth = 2048

func (d *difference) trees(ctx context.Context, before, now plumbing.Hash, dir string, depth int) error {
	if before == now {
		return nil
	}
	if depth > maxDepth {
		return fmt.Errorf("folders are more than %d deep", maxDepth)
	}
	was, err := d.entries(ctx, before)
	if err != nil {
		return err
	}
	is, err := d.entries(ctx, now)
	if err != nil {
		return err
	}
	old := make(map[string]object.TreeEntry, len(was))
	for _, e := range was {
		old[e.Name] = e
	}
	for _, e := range is {
		if err := d.compare(ctx, old[e.Name], e, dir+e.Name, depth); err != nil {
			return err
		}
		delete(old, e.Name)
	}
	for name, e := range old {
		if err := d.compare(ctx, e, object.TreeEntry{}, dir+name, depth); err != nil {
			return err
		}
	}
	return nil
}

// compare compares what is at a path; the zero entry is nothing.
func (d *difference) compare(ctx context.Context, before, now object.TreeEntry, path string, depth int) error {
	a, b := mode(before), mode(now)
	if a == b && before.Hash == now.Hash {
		return nil
	}
	if a != filemode.Dir && a != filemode.Empty || b != filemode.Dir && b != filemode.Empty {
		d.paths = append(d.paths, strings.ToValidUTF8(path, "\uFFFD"))
	}
	var old, young plumbing.Hash
	if a == filemode.Dir {
		old = before.Hash
	}
	if b == filemode.Dir {
		young = now.Hash
	}
	return d.trees(ctx, old, young, path+"/", depth+1)
}

func (d *difference) entries(ctx context.Context, tree plumbing.Hash) ([]object.TreeEntry, error) {
	if tree.IsZero() {
		return nil, ctx.Err()
	}
	t, err := object.GetTree(d.storage, tree)
	if err != nil {
		return nil, fmt.Errorf("tree %s: %w", tree, err)
	}
	return t.Entries, ctx.Err()
}

// mode returns the mode of an entry; that of old commits is the usual one.
func mode(e object.TreeEntry) filemode.FileMode {
	if e.Mode == filemode.Deprecated {
		return filemode.Regular
	}
	return e.Mode
}
