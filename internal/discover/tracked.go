package discover

import (
	"errors"
	"io/fs"
	"path"
	"slices"
	"sync"
)

// Tracked returns fsys with folders listing only what git would take from them: not what .gitignore and
// .git/info/exclude leave out, not .git and node_modules, and nothing of further work trees inside a work tree. The
// folders among asked are listed even if they lie in one. Files can be opened whatever git thinks of them.
//
// Each folder is read once, so that a run sees one state of it however often it looks. What Tracked returns may be used
// by several goroutines.
func Tracked(fsys fs.FS, asked ...string) fs.FS {
	return &tracked{FS: fsys, asked: asked, scopes: map[string]scope{}, listings: map[string][]fs.DirEntry{}}
}

type tracked struct {
	fs.FS
	asked []string

	mu       sync.Mutex
	scopes   map[string]scope         // what applies to the entries of a folder
	listings map[string][]fs.DirEntry // of the folders that could be read
}

// scope is what a folder passes on to what is in it.
type scope struct {
	repository bool // it lies in a git work tree
	ignores    ignores
}

// ReadDir lists a folder. What can be listed is, even if there is an error. The list is not to be changed.
func (t *tracked) ReadDir(dir string) ([]fs.DirEntry, error) {
	t.mu.Lock()
	listed, known := t.listings[dir]
	t.mu.Unlock()
	if known {
		return listed, nil
	}
	listed, err := t.readDir(dir)
	if err == nil {
		t.mu.Lock()
		defer t.mu.Unlock()
		t.listings[dir] = listed
	}
	return listed, err
}

func (t *tracked) readDir(dir string) ([]fs.DirEntry, error) {
	entries, err := fs.ReadDir(t.FS, dir)
	s := t.above(dir)
	repository := has(entries, ".git")
	if repository && s.repository && !slices.Contains(t.asked, dir) {
		return nil, err // a submodule, or another work tree
	}
	if repository || has(entries, ".gitignore") {
		var ignoreErr error
		s, ignoreErr = t.within(dir, s, repository)
		err = errors.Join(err, ignoreErr)
	}
	t.remember(dir, s)
	listed := make([]fs.DirEntry, 0, len(entries))
	for _, e := range entries {
		if e.Name() != ".git" && e.Name() != "node_modules" && !s.ignores.ignored(path.Join(dir, e.Name()), e.IsDir()) {
			listed = append(listed, e)
		}
	}
	return listed, err
}

func has(entries []fs.DirEntry, name string) bool {
	return slices.ContainsFunc(entries, func(e fs.DirEntry) bool { return e.Name() == name })
}

func (t *tracked) remember(dir string, s scope) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.scopes[dir] = s
}

// above returns the scope that dir gets from the folder it lies in.
func (t *tracked) above(dir string) scope {
	if dir == "." {
		return scope{}
	}
	parent := path.Dir(dir)
	t.mu.Lock()
	s, known := t.scopes[parent]
	t.mu.Unlock()
	if known {
		return s
	}
	_, err := fs.Stat(t.FS, path.Join(parent, ".git"))
	s, _ = t.within(parent, t.above(parent), err == nil) // reported to whoever lists the folder itself
	t.remember(parent, s)
	return s
}

// within returns the scope of what is in dir, which gets outer.
func (t *tracked) within(dir string, outer scope, repository bool) (scope, error) {
	s := outer
	if repository {
		s = scope{repository: true}
		s.ignores, _ = s.ignores.with(t.FS, dir, path.Join(dir, ".git/info/exclude")) // absent where .git is a file
	}
	with, err := s.ignores.with(t.FS, dir, path.Join(dir, ".gitignore"))
	s.ignores = with
	return s, err
}

// The rest is what fsys has to offer: the fallbacks of package fs open files to look at them, and opening a pipe may
// wait for ever.

// ReadFile returns a file's content.
func (t *tracked) ReadFile(name string) ([]byte, error) { return fs.ReadFile(t.FS, name) }

// Stat describes a file, or what a symbolic link leads to.
func (t *tracked) Stat(name string) (fs.FileInfo, error) { return fs.Stat(t.FS, name) }

// Lstat describes a file or symbolic link.
func (t *tracked) Lstat(name string) (fs.FileInfo, error) { return fs.Lstat(t.FS, name) }

// ReadLink returns what a symbolic link leads to.
func (t *tracked) ReadLink(name string) (string, error) { return fs.ReadLink(t.FS, name) }
