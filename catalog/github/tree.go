package github

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"

	gh "github.com/google/go-github/v62/github"

	"github.com/goldenpath-go/goldenpath/catalog/load"
)

// The modes of a tree's entries that are not plain files.
const (
	modeLink   = "120000"
	modeModule = "160000"
)

// object is a file, link or submodule of a tree.
type object struct {
	sha  string
	size int
	mode string
}

// tree is the files of a checkout by their paths.
type tree struct {
	objects map[string]object
	names   []string // sorted
}

var errTooWide = errors.New("a folder has more entries than GitHub lists")

// tree returns the files of a checkout; none when nothing was ever committed.
func (a *api) tree(ctx context.Context, c *checkout) (*tree, error) {
	t := &tree{objects: map[string]object{}}
	err := a.addTree(ctx, c, t, "", c.ref)
	if err != nil && !isEmpty(err) {
		return nil, err
	}
	for name := range t.objects {
		t.names = append(t.names, name)
	}
	slices.Sort(t.names)
	return t, nil
}

// addTree adds what lies below a folder: with one request, or where that is too much for one, with one for the folder
// itself and one for each of its folders.
func (a *api) addTree(ctx context.Context, c *checkout, t *tree, folder, sha string) error {
	whole, _, err := get[gh.Tree](ctx, a, c.path("trees", sha)+"?recursive=1")
	if err != nil {
		return err
	}
	if !whole.GetTruncated() {
		t.add(folder, whole.Entries)
		return nil
	}
	own, _, err := get[gh.Tree](ctx, a, c.path("trees", sha))
	if err != nil {
		return err
	}
	if own.GetTruncated() {
		return fmt.Errorf("%s: %w", path.Join("/", folder), errTooWide)
	}
	t.add(folder, own.Entries)
	for _, e := range own.Entries {
		if e.GetType() != "tree" {
			continue
		}
		if err := a.addTree(ctx, c, t, path.Join(folder, e.GetPath()), e.GetSHA()); err != nil {
			return err
		}
	}
	return nil
}

// add adds entries, whose paths are below folder.
func (t *tree) add(folder string, entries []*gh.TreeEntry) {
	for _, e := range entries {
		name := path.Join(folder, e.GetPath())
		if e.GetType() != "tree" && fs.ValidPath(name) {
			t.objects[name] = object{sha: e.GetSHA(), size: e.GetSize(), mode: e.GetMode()}
		}
	}
}

// matches returns the files that a target names, sorted.
func (t *tree) matches(target load.Target) []string {
	if !load.IsPattern(target.Path) {
		if o, ok := t.objects[path.Clean(target.Path)]; ok && o.mode != modeModule {
			return []string{path.Clean(target.Path)}
		}
	}
	var found []string
	for _, name := range t.names {
		if t.objects[name].mode != modeModule && target.Matches(name) {
			found = append(found, name)
		}
	}
	return found
}

// module returns the submodule that a path leads into.
func (t *tree) module(name string) (string, bool) {
	for at := path.Clean(name); at != "." && at != "/"; at = path.Dir(at) {
		if t.objects[at].mode == modeModule {
			return at, true
		}
	}
	return "", false
}
