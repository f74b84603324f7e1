package gitrev

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"path"
	"slices"
	"syscall"
)

// maxLinks is how many symbolic links may lead to each other.
const maxLinks = 40

var errLoop = errors.New("too many symbolic links")

// Open opens a file or folder; a symbolic link, what it leads to.
func (t *Tree) Open(name string) (fs.File, error) {
	name, f, err := t.resolve("open", name)
	if err != nil {
		return nil, err
	}
	if f.IsDir() {
		return &openFolder{info: f, entries: t.folders[name]}, nil
	}
	data, err := t.content(name, f)
	if err != nil {
		return nil, err
	}
	return &openFile{bytes.NewReader(data), f}, nil
}

// ReadFile returns a file's content.
func (t *Tree) ReadFile(name string) ([]byte, error) {
	name, f, err := t.resolve("read", name)
	if err != nil {
		return nil, err
	}
	if f.IsDir() {
		return nil, &fs.PathError{Op: "read", Path: name, Err: syscall.EISDIR}
	}
	return t.content(name, f)
}

// ReadDir lists a folder.
func (t *Tree) ReadDir(name string) ([]fs.DirEntry, error) {
	name, f, err := t.resolve("readdir", name)
	if err != nil {
		return nil, err
	}
	if !f.IsDir() {
		return nil, &fs.PathError{Op: "readdir", Path: name, Err: syscall.ENOTDIR}
	}
	return slices.Clone(t.folders[name]), nil
}

// Stat describes a file or folder; of a symbolic link, what it leads to.
func (t *Tree) Stat(name string) (fs.FileInfo, error) {
	_, f, err := t.resolve("stat", name)
	if err != nil {
		return nil, err
	}
	return f, nil
}

// Lstat describes a file, folder or symbolic link.
func (t *Tree) Lstat(name string) (fs.FileInfo, error) {
	f, err := t.lookup("lstat", name)
	if err != nil {
		return nil, err
	}
	return f, nil
}

// ReadLink returns what a symbolic link says.
func (t *Tree) ReadLink(name string) (string, error) {
	f, err := t.lookup("readlink", name)
	if err != nil {
		return "", err
	}
	if f.mode&fs.ModeSymlink == 0 {
		return "", &fs.PathError{Op: "readlink", Path: name, Err: fs.ErrInvalid}
	}
	data, err := t.content(name, f)
	return string(data), err
}

// lookup returns what is at name, links not followed.
func (t *Tree) lookup(op, name string) (*file, error) {
	if !fs.ValidPath(name) {
		return nil, &fs.PathError{Op: op, Path: name, Err: fs.ErrInvalid}
	}
	if f, ok := t.files[name]; ok {
		return f, nil
	}
	if _, ok := t.folders[name]; ok {
		return folder(name), nil
	}
	return nil, &fs.PathError{Op: op, Path: name, Err: fs.ErrNotExist}
}

// resolve returns what is at name and what it is called in the end, links followed within the tree. Links of folders on
// the way are not: nothing here walks through them.
func (t *Tree) resolve(op, name string) (string, *file, error) {
	at := name
	for range maxLinks {
		f, err := t.lookup(op, at)
		if err != nil {
			return "", nil, &fs.PathError{Op: op, Path: name, Err: errors.Unwrap(err)}
		}
		if f.mode&fs.ModeSymlink == 0 {
			return at, f, nil
		}
		data, err := t.content(at, f)
		if err != nil {
			return "", nil, err
		}
		if at = path.Join(path.Dir(at), string(data)); path.IsAbs(string(data)) || !fs.ValidPath(at) {
			return "", nil, &fs.PathError{Op: op, Path: name, Err: fs.ErrNotExist} // leads out of the repository
		}
	}
	return "", nil, &fs.PathError{Op: op, Path: name, Err: errLoop}
}

func (t *Tree) content(name string, f *file) ([]byte, error) {
	data, err := t.blobs.read(f.id)
	if err != nil {
		return nil, &fs.PathError{Op: "read", Path: name, Err: err}
	}
	return data, nil
}

type openFile struct {
	*bytes.Reader
	info *file
}

func (f *openFile) Stat() (fs.FileInfo, error) { return f.info, nil }
func (f *openFile) Close() error               { return nil }

type openFolder struct {
	info    *file
	entries []fs.DirEntry // those that were not listed yet
}

func (f *openFolder) Stat() (fs.FileInfo, error) { return f.info, nil }
func (f *openFolder) Close() error               { return nil }
func (f *openFolder) Read([]byte) (int, error) {
	return 0, &fs.PathError{Op: "read", Path: f.info.name, Err: syscall.EISDIR}
}

// ReadDir lists the next n entries, or all that are left.
func (f *openFolder) ReadDir(n int) ([]fs.DirEntry, error) {
	if n <= 0 || n > len(f.entries) {
		if n > 0 && len(f.entries) == 0 {
			return nil, io.EOF
		}
		n = len(f.entries)
	}
	some := slices.Clone(f.entries[:n])
	f.entries = f.entries[n:]
	return some, nil
}
