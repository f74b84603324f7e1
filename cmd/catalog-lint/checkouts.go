package main

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// checkout is one repository, or folder outside of any, of which something is to be read.
type checkout struct {
	root  string   // absolute; "" for the folder that paths outside of any repository have in common
	paths []string // what is to be read of it, absolute
	apart []string // folders in it that are checkouts of their own, absolute
	found bool     // nobody has named it, so it may have no catalog file
}

// checkouts returns the repositories in which paths lie, and those that lie in them: a folder may hold the checkouts of
// a whole organisation. Their order is that of paths, then of names.
func (p *program) checkouts(paths []string) ([]*checkout, error) {
	var all []*checkout
	for _, path := range paths {
		abs := p.absolute(path)
		info, err := os.Stat(abs)
		switch {
		case errors.Is(err, fs.ErrNotExist):
			return nil, usageError("%s: no such file or folder", path)
		case err != nil:
			return nil, err
		}
		top := gitTop(folderOf(abs))
		var inside []string
		if info.IsDir() && top != abs {
			if inside, err = repositoriesIn(abs); err != nil {
				return nil, err
			}
		}
		all = addCheckout(all, &checkout{root: top, paths: []string{abs}, apart: inside, found: len(inside) > 0})
		for _, root := range inside {
			all = addCheckout(all, &checkout{root: root, paths: []string{root}, found: true})
		}
	}
	return all, nil
}

// addCheckout adds c to all, or what it wants to one of the same root.
func addCheckout(all []*checkout, c *checkout) []*checkout {
	i := slices.IndexFunc(all, func(other *checkout) bool { return other.root == c.root })
	if i < 0 {
		return append(all, c)
	}
	all[i].paths = append(all[i].paths, c.paths...)
	all[i].apart = append(all[i].apart, c.apart...)
	all[i].found = all[i].found && c.found
	return all
}

// repositoriesIn returns the git work trees below folder, sorted; what is in one of them is a matter of its own.
func repositoriesIn(folder string) ([]string, error) {
	var found []string
	err := filepath.WalkDir(folder, func(path string, e fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case !e.IsDir() || path == folder:
			return nil
		}
		if _, err := os.Lstat(filepath.Join(path, ".git")); err == nil {
			found = append(found, path)
			return fs.SkipDir
		}
		if e.Name() == "node_modules" || e.Name() == ".git" {
			return fs.SkipDir
		}
		return nil
	})
	slices.Sort(found)
	return found, err
}

// without returns disk without the folders that are called names: they are not listed, and nothing in them can be read.
func without(disk diskFS, names []string) diskFS {
	if len(names) == 0 {
		return disk
	}
	return &partFS{disk, names}
}

type partFS struct {
	diskFS
	hidden []string
}

// hides returns the error for what is not to be seen; nil for the rest.
func (f *partFS) hides(op, name string) error {
	for _, folder := range f.hidden {
		if name == folder || strings.HasPrefix(name, folder+"/") {
			return &fs.PathError{Op: op, Path: name, Err: fs.ErrNotExist}
		}
	}
	return nil
}

// Open opens a file.
func (f *partFS) Open(name string) (fs.File, error) {
	if err := f.hides("open", name); err != nil {
		return nil, err
	}
	return f.diskFS.Open(name)
}

// ReadFile returns a file's content.
func (f *partFS) ReadFile(name string) ([]byte, error) {
	if err := f.hides("open", name); err != nil {
		return nil, err
	}
	return f.diskFS.ReadFile(name)
}

// Stat describes a file.
func (f *partFS) Stat(name string) (fs.FileInfo, error) {
	if err := f.hides("stat", name); err != nil {
		return nil, err
	}
	return f.diskFS.Stat(name)
}

// ReadDir lists a folder.
func (f *partFS) ReadDir(name string) ([]fs.DirEntry, error) {
	entries, err := f.diskFS.ReadDir(name)
	return slices.DeleteFunc(entries, func(e fs.DirEntry) bool {
		return f.hides("readdir", strings.TrimPrefix(name+"/", "./")+e.Name()) != nil
	}), err
}
