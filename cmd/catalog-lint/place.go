package main

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// place says where a run takes place: which folder is the root of its file system, and what is asked for in it.
type place struct {
	dir    string   // the working directory
	root   string   // absolute
	common string   // the folder that holds all that was asked for, absolute
	names  []string // what was asked for, slash-separated from root
}

// locate finds the root: the one given, else the git work tree that holds all paths, else the working directory, and if
// even that does not hold them, the folder that does. Without paths it is about the working directory.
func (p *program) locate(paths []string, root string) (*place, error) {
	if len(paths) == 0 {
		paths = []string{"."}
	}
	at := &place{dir: p.dir}
	abs := make([]string, len(paths))
	for i, path := range paths {
		abs[i] = p.absolute(path)
		at.common = commonFolder(at.common, folderOf(abs[i]))
	}
	switch {
	case root != "":
		at.root = p.absolute(root)
	case gitTop(at.common) != "":
		at.root = gitTop(at.common)
	case within(p.dir, at.common):
		at.root = p.dir
	default:
		at.root = at.common
	}
	for i, path := range paths {
		if !within(at.root, abs[i]) {
			return nil, usageError("%s is outside of the root, %s", path, root)
		}
		at.names = append(at.names, at.name(abs[i]))
	}
	return at, nil
}

func (p *program) absolute(path string) string {
	if filepath.IsAbs(path) {
		return filepath.Clean(path)
	}
	return filepath.Join(p.dir, path)
}

// name returns an absolute path as a name in the file system at the root.
func (a *place) name(abs string) string {
	rel, err := filepath.Rel(a.root, abs)
	if err != nil {
		return abs // on another volume, which within has ruled out
	}
	return filepath.ToSlash(rel)
}

// shown returns a name as people see it: from the working directory.
func (a *place) shown(name string) string {
	abs := filepath.Join(a.root, filepath.FromSlash(name))
	rel, err := filepath.Rel(a.dir, abs)
	if err != nil {
		return abs
	}
	return rel
}

// fsys returns the file system at the root.
func (a *place) fsys() diskFS {
	return os.DirFS(a.root).(diskFS) // what os.DirFS promises
}

// diskFS is what [os.DirFS] returns: wrappers must pass all of it on, for the fallbacks of package fs open files to
// look at them, and opening a pipe may wait for ever.
type diskFS interface {
	fs.StatFS
	fs.ReadFileFS
	fs.ReadDirFS
	fs.ReadLinkFS
}

// folderOf returns path if it is a folder, and else the folder it lies in.
func folderOf(path string) string {
	if info, err := os.Stat(path); err == nil && info.IsDir() {
		return path
	}
	return filepath.Dir(path)
}

// within reports whether path is folder or lies in it. Both are absolute.
func within(folder, path string) bool {
	rel, err := filepath.Rel(folder, path)
	return err == nil && rel != ".." && !strings.HasPrefix(rel, ".."+string(filepath.Separator))
}

// commonFolder returns the deepest folder that holds both; an empty one holds nothing.
func commonFolder(a, b string) string {
	if a == "" {
		return b
	}
	for !within(a, b) && a != filepath.Dir(a) {
		a = filepath.Dir(a)
	}
	return a
}

// gitTop returns the top of the git work tree that folder lies in, or "" when it lies in none.
func gitTop(folder string) string {
	for {
		if _, err := os.Lstat(filepath.Join(folder, ".git")); err == nil {
			return folder
		} else if !errors.Is(err, fs.ErrNotExist) {
			return ""
		}
		above := filepath.Dir(folder)
		if above == folder {
			return ""
		}
		folder = above
	}
}
