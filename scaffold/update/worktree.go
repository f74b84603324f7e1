package update

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"strings"

	"github.com/goldenpath-go/goldenpath/scaffold"
)

// errInTheWay says that something else than a file is where one is to be.
var errInTheWay = errors.New("something else is in the way")

// errNoFolder is the errInTheWay of a path that leads through something that is no folder.
var errNoFolder = fmt.Errorf("%w of its folder", errInTheWay)

// worktree is what was generated and edited since, as it was before an update that was interrupted.
type worktree struct {
	w       *scaffold.Workspace
	store   store
	pending map[string]effect
}

// openWorktree reads a tree in which an update was perhaps begun.
func openWorktree(w *scaffold.Workspace, run string) (*worktree, error) {
	s := store{w}
	begun, err := s.pending(run)
	return &worktree{w, s, begun}, err
}

// file returns the file called name as it was before the update; nil if there was none.
func (t *worktree) file(name string) (*file, error) {
	f, err := onDisk(t.w, name)
	if e, begun := t.pending[name]; begun && err == nil && f.state().equal(e.After) {
		return t.store.load(e.Before)
	}
	return f, err
}

// onDisk returns the file called name as it is now.
func onDisk(w *scaffold.Workspace, name string) (*file, error) {
	for dir := path.Dir(name); dir != "."; dir = path.Dir(dir) {
		if info, err := w.Lstat(dir); err == nil && !info.IsDir() {
			return nil, errNoFolder
		}
	}
	info, err := w.Lstat(name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, nil
	case err != nil:
		return nil, err
	case info.Mode()&fs.ModeSymlink != 0:
		target, err := w.Readlink(name)
		return &file{link, []byte(target)}, err
	case !info.Mode().IsRegular():
		return nil, errInTheWay
	}
	data, err := w.ReadFile(name)
	return &file{modeOf(info.Mode()), data}, err
}

// maxListed is how many files are looked at for one that was renamed.
const maxListed = 50_000

// list returns the names of all files but those of git and of this package; nothing if there are too many.
func (t *worktree) list() ([]string, error) {
	var out []string
	err := fs.WalkDir(t.w.FS(), ".", func(name string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && (entry.Name() == ".git" || entry.Name() == "node_modules" || name == path.Dir(AnswersFile)):
			return fs.SkipDir
		case !entry.IsDir():
			out = append(out, name)
		}
		if len(out) > maxListed {
			return fs.SkipAll
		}
		return nil
	})
	for name, e := range t.pending {
		if e.Before != nil && e.After == nil {
			out = append(out, name)
		}
	}
	if len(out) > maxListed {
		out = nil
	}
	return out, err
}

// own tells whether a path belongs to this package or to git, and is never a template's.
func own(name string) bool {
	return strings.HasPrefix(name, ".git/") || name == ".git" || name == AnswersFile || strings.HasPrefix(name, KeptFolder+"/")
}

// small returns a file if it is not so large that it could be none of those that are gone.
func (t *worktree) small(name string, gone map[string]*file) (*file, error) {
	largest := 0
	for _, f := range gone {
		largest = max(largest, len(f.data))
	}
	info, err := t.w.Lstat(name)
	if err == nil && info.Size()*leastLikeness > 100*int64(largest) {
		return nil, nil
	}
	return t.file(name)
}
