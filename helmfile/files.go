package helmfile

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"sync"
)

// files reads each file once, and counts them.
type files struct {
	fsys   fs.FS
	limits Limits
	mu     sync.Mutex
	known  map[string]file
}

type file struct {
	data []byte
	err  error
}

// errOutside is what a path is refused with that leads out of the file system.
var errOutside = errors.New("the path leads out of the folder that may be read")

func (f *files) read(name string) ([]byte, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if known, ok := f.known[name]; ok {
		return known.data, known.err
	}
	if len(f.known) >= f.limits.Files {
		return nil, &Error{Class: ClassLimit, Stages: stageAll, Err: fmt.Errorf("more than %d files are read", f.limits.Files)}
	}
	data, err := f.open(name)
	if f.known == nil {
		f.known = map[string]file{}
	}
	f.known[name] = file{data, err}
	return data, err
}

func (f *files) open(name string) ([]byte, error) {
	if !fs.ValidPath(name) {
		return nil, &fs.PathError{Op: "open", Path: name, Err: errOutside}
	}
	info, err := fs.Stat(f.fsys, name)
	if err != nil {
		return nil, err
	}
	if info.Size() > int64(f.limits.FileSize) {
		return nil, &Error{Class: ClassLimit, Stages: stageAll, Err: fmt.Errorf("%s has more than %d bytes", name, f.limits.FileSize)}
	}
	return fs.ReadFile(f.fsys, name)
}

// stat tells whether a path is there, and whether it is a folder.
func (f *files) stat(name string) (dir, ok bool) {
	if !fs.ValidPath(name) {
		return false, false
	}
	info, err := fs.Stat(f.fsys, name)
	return err == nil && info.IsDir(), err == nil
}

// glob returns what a pattern matches, sorted by name.
func (f *files) glob(pattern string) ([]string, error) {
	if !fs.ValidPath(path.Clean(pattern)) {
		return nil, nil
	}
	names, err := fs.Glob(f.fsys, path.Clean(pattern))
	slices.Sort(names)
	return names, err
}
