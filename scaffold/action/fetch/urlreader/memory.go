package urlreader

import (
	"errors"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"
	"time"
)

// memory is a tree of files that is held in memory, by name. It is not changed once it is read.
type memory map[string]*node

// node is a file, link or folder; also what describes it.
type node struct {
	name    string // the last part
	mode    fs.FileMode
	data    string // of a link its target
	entries []fs.DirEntry
}

var (
	_ fs.ReadLinkFS = memory(nil)
	_ fs.ReadDirFS  = memory(nil)
	_ fs.ReadFileFS = memory(nil)
)

func (n *node) Name() string               { return n.name }
func (n *node) Size() int64                { return int64(len(n.data)) }
func (n *node) Mode() fs.FileMode          { return n.mode }
func (n *node) ModTime() time.Time         { return time.Time{} }
func (n *node) IsDir() bool                { return n.mode.IsDir() }
func (n *node) Sys() any                   { return nil }
func (n *node) Type() fs.FileMode          { return n.mode.Type() }
func (n *node) Info() (fs.FileInfo, error) { return n, nil }
func (n *node) String() string             { return fs.FormatDirEntry(n) }

// maxLinks is how many links are followed to open one file.
const maxLinks = 40

// resolve returns what is at name, links followed.
func (m memory) resolve(op, name string) (*node, error) {
	if !fs.ValidPath(name) {
		return nil, &fs.PathError{Op: op, Path: name, Err: fs.ErrInvalid}
	}
	at, rest := ".", name
	for links := 0; rest != "." && rest != ""; {
		var part string
		part, rest, _ = strings.Cut(rest, "/")
		at = path.Join(at, part)
		n := m[at]
		if n == nil {
			return nil, &fs.PathError{Op: op, Path: name, Err: fs.ErrNotExist}
		}
		if n.mode&fs.ModeSymlink == 0 {
			continue
		}
		if links++; links > maxLinks {
			return nil, &fs.PathError{Op: op, Path: name, Err: errors.New("too many links")}
		}
		at, rest = ".", path.Join(path.Dir(at), n.data, rest)
	}
	return m[at], nil
}

// Open opens a file or folder.
func (m memory) Open(name string) (fs.File, error) {
	n, err := m.resolve("open", name)
	if err != nil {
		return nil, err
	}
	return &opened{node: n, name: name, Reader: strings.NewReader(n.data)}, nil
}

// ReadFile returns the content of a file.
func (m memory) ReadFile(name string) ([]byte, error) {
	n, err := m.resolve("read", name)
	if err != nil {
		return nil, err
	}
	if n.IsDir() {
		return nil, &fs.PathError{Op: "read", Path: name, Err: errors.New("is a directory")}
	}
	return []byte(n.data), nil
}

// ReadDir lists a folder.
func (m memory) ReadDir(name string) ([]fs.DirEntry, error) {
	n, err := m.resolve("readdir", name)
	if err != nil {
		return nil, err
	}
	if !n.IsDir() {
		return nil, &fs.PathError{Op: "readdir", Path: name, Err: errors.New("not a directory")}
	}
	return slices.Clone(n.entries), nil
}

// Lstat describes what is at name; a link is not followed.
func (m memory) Lstat(name string) (fs.FileInfo, error) {
	folder, err := m.resolve("lstat", path.Dir(name))
	if err != nil || !fs.ValidPath(name) {
		return nil, &fs.PathError{Op: "lstat", Path: name, Err: fs.ErrInvalid}
	}
	if name == "." {
		return folder, nil
	}
	for _, e := range folder.entries {
		if e.Name() == path.Base(name) {
			return e.Info()
		}
	}
	return nil, &fs.PathError{Op: "lstat", Path: name, Err: fs.ErrNotExist}
}

// ReadLink returns the target of a link.
func (m memory) ReadLink(name string) (string, error) {
	info, err := m.Lstat(name)
	if err != nil {
		return "", err
	}
	if info.Mode()&fs.ModeSymlink == 0 {
		return "", &fs.PathError{Op: "readlink", Path: name, Err: fs.ErrInvalid}
	}
	return info.(*node).data, nil // all that is here
}

// size returns about how much memory the tree takes.
func (m memory) size() int64 {
	const each = 256
	total := int64(len(m) * each)
	for name, n := range m {
		total += int64(len(name) + len(n.data))
	}
	return total
}

// opened is an open file or folder.
type opened struct {
	*node
	*strings.Reader
	name string
	next int // of entries
}

func (o *opened) Size() int64                { return o.node.Size() }
func (o *opened) Stat() (fs.FileInfo, error) { return o.node, nil }
func (o *opened) Close() error               { return nil }

// Read reads from a file.
func (o *opened) Read(p []byte) (int, error) {
	if o.IsDir() {
		return 0, &fs.PathError{Op: "read", Path: o.name, Err: errors.New("is a directory")}
	}
	return o.Reader.Read(p)
}

// ReadDir returns the next n entries of a folder, all if n is not above 0.
func (o *opened) ReadDir(n int) ([]fs.DirEntry, error) {
	if !o.IsDir() {
		return nil, &fs.PathError{Op: "readdir", Path: o.name, Err: errors.New("not a directory")}
	}
	left := o.entries[o.next:]
	if n > 0 && len(left) == 0 {
		return nil, io.EOF
	}
	if n > 0 {
		left = left[:min(n, len(left))]
	}
	o.next += len(left)
	return slices.Clone(left), nil
}
