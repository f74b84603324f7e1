package gitrev

import (
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strconv"
	"strings"
	"time"
)

// The modes of git that a tree's files may have.
const (
	modeLink       = "120000"
	modeExecutable = "100755"
)

// file is what git says of a file or folder. It is its own [fs.FileInfo].
type file struct {
	name string // the last element of its path
	id   string // of the blob; "" of a folder
	size int64
	mode fs.FileMode
}

// fill reads the output of git ls-tree: MODE TYPE ID SIZE<tab>PATH<NUL> for each file.
func (t *Tree) fill(listing string) error {
	for record := range strings.SplitSeq(strings.TrimSuffix(listing, "\x00"), "\x00") {
		if record == "" {
			continue
		}
		about, name, ok := strings.Cut(record, "\t")
		columns := strings.Fields(about)
		if !ok || len(columns) != 4 {
			return fmt.Errorf("git ls-tree: line not understood: %q", record)
		}
		if columns[1] != "blob" || !fs.ValidPath(name) {
			continue // a submodule, or a name that no file system takes
		}
		size, err := strconv.ParseInt(columns[3], 10, 64)
		if err != nil {
			return fmt.Errorf("git ls-tree: size not understood: %q", record)
		}
		t.add(name, &file{name: path.Base(name), id: columns[2], size: size, mode: modeOf(columns[0])})
	}
	for _, entries := range t.folders {
		slices.SortFunc(entries, func(a, b fs.DirEntry) int { return strings.Compare(a.Name(), b.Name()) })
	}
	return nil
}

func modeOf(git string) fs.FileMode {
	switch git {
	case modeLink:
		return fs.ModeSymlink | 0o777
	case modeExecutable:
		return 0o755
	}
	return 0o644
}

// add puts a file into its folder, and that into the one above if it is new.
func (t *Tree) add(name string, f *file) {
	t.files[name] = f
	for dir := path.Dir(name); ; name, dir = dir, path.Dir(dir) {
		_, known := t.folders[dir]
		t.folders[dir] = append(t.folders[dir], fs.FileInfoToDirEntry(f))
		if known {
			return
		}
		f = folder(dir)
	}
}

func folder(name string) *file { return &file{name: path.Base(name), mode: fs.ModeDir | 0o755} }

// Name returns the last element of the path.
func (f *file) Name() string { return f.name }

// Size returns the size in bytes.
func (f *file) Size() int64 { return f.size }

// Mode returns what the file is.
func (f *file) Mode() fs.FileMode { return f.mode }

// ModTime returns the zero time: git does not keep it.
func (f *file) ModTime() time.Time { return time.Time{} }

// IsDir reports whether it is a folder.
func (f *file) IsDir() bool { return f.mode.IsDir() }

// Sys returns nil.
func (f *file) Sys() any { return nil }
