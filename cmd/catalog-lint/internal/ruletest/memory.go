package ruletest

import (
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"
	"time"
)

// memory is a file system of a few files, by path.
type memory map[string]content

// Open opens a file or folder.
func (m memory) Open(name string) (fs.File, error) {
	if !fs.ValidPath(name) {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrInvalid}
	}
	if c, ok := m[name]; ok {
		return &memoryFile{strings.NewReader(c.text), memoryInfo{path.Base(name), int64(len(c.text)), false}, nil}, nil
	}
	entries := m.entries(name)
	if len(entries) == 0 && name != "." {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
	}
	return &memoryFile{strings.NewReader(""), memoryInfo{path.Base(name), 0, true}, entries}, nil
}

// entries returns what is in a folder, sorted.
func (m memory) entries(dir string) []fs.DirEntry {
	found := map[string]memoryInfo{}
	for name, c := range m {
		rest, ok := strings.CutPrefix(name, dir+"/")
		if dir == "." {
			rest, ok = name, true
		}
		switch first, _, deeper := strings.Cut(rest, "/"); {
		case !ok:
		case deeper:
			found[first] = memoryInfo{first, 0, true}
		default:
			found[first] = memoryInfo{first, int64(len(c.text)), false}
		}
	}
	var entries []fs.DirEntry
	for _, info := range found {
		entries = append(entries, fs.FileInfoToDirEntry(info))
	}
	slices.SortFunc(entries, func(a, b fs.DirEntry) int { return strings.Compare(a.Name(), b.Name()) })
	return entries
}

type memoryFile struct {
	io.Reader
	info    memoryInfo
	entries []fs.DirEntry // not read yet
}

func (f *memoryFile) Stat() (fs.FileInfo, error) { return f.info, nil }
func (f *memoryFile) Close() error               { return nil }

// ReadDir returns the next entries of a folder.
func (f *memoryFile) ReadDir(n int) ([]fs.DirEntry, error) {
	if n > 0 && len(f.entries) == 0 {
		return nil, io.EOF
	}
	if n <= 0 || n > len(f.entries) {
		n = len(f.entries)
	}
	next := f.entries[:n]
	f.entries = f.entries[n:]
	return next, nil
}

type memoryInfo struct {
	name   string
	size   int64
	folder bool
}

func (i memoryInfo) Name() string       { return i.name }
func (i memoryInfo) Size() int64        { return i.size }
func (i memoryInfo) IsDir() bool        { return i.folder }
func (i memoryInfo) ModTime() time.Time { return time.Time{} }
func (i memoryInfo) Sys() any           { return nil }
func (i memoryInfo) Mode() fs.FileMode {
	if i.folder {
		return fs.ModeDir | 0o555
	}
	return 0o444
}
