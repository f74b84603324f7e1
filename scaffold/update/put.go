package update

import (
	"errors"
	"io/fs"
	"os"
	"path"
)

// put makes a file what it is to be; nil removes it, with folders that become empty. A file is written aside first, and then
// takes the place of the old one in one step.
func (s store) put(name string, f *file) error {
	if f == nil {
		return s.remove(name)
	}
	if f.isLink() {
		return s.w.Link(string(f.data), name)
	}
	if err := s.w.MkdirAll(path.Dir(name), 0o755); err != nil {
		return s.w.Wrap(err)
	}
	if err := s.aside(f.data); err != nil {
		return err
	}
	if err := s.permit(name, f.mode); err != nil {
		return err
	}
	return s.w.Wrap(s.w.Rename(asideFile, name))
}

// aside writes what is to take a file's place.
func (s store) aside(data []byte) error {
	if err := s.open(); err != nil {
		return err
	}
	if err := s.w.Remove(asideFile); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return s.flush(asideFile, os.O_EXCL, 0o666, data)
}

// permit gives what was written aside the permissions of the file whose place it takes, or those that the umask leaves, with or
// without that to run it.
func (s store) permit(name string, m mode) error {
	info, err := s.w.Lstat(name)
	if err != nil || !info.Mode().IsRegular() {
		if info, err = s.w.Lstat(asideFile); err != nil {
			return err
		}
	}
	perm := info.Mode().Perm() &^ 0o111
	if m == executable {
		perm |= perm & 0o444 >> 2
	}
	return s.w.Chmod(asideFile, perm)
}

func (s store) remove(name string) error {
	if err := s.w.Remove(name); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	for dir := path.Dir(name); dir != "."; dir = path.Dir(dir) {
		if s.w.Remove(dir) != nil {
			return nil // it is not empty
		}
	}
	return nil
}
