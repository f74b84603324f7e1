package scaffold

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
)

// Workspace is the folder in which a run makes files. Nothing outside of it can be reached through it, neither by names nor
// by links. Names are slash-separated and relative to it.
type Workspace struct {
	*os.Root
}

// OpenWorkspace opens a folder as a workspace. Close it when done.
func OpenWorkspace(dir string) (*Workspace, error) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, err
	}
	return &Workspace{root}, nil
}

const outside = "Relative path is not allowed to refer to a directory outside its parent"

// Path returns a name that a template gave as a clean name within the workspace; "." is the workspace itself. A name that is
// absolute or leads outside is ErrNotAllowed.
func (w *Workspace) Path(name string) (string, error) {
	clean := path.Clean(name)
	if path.IsAbs(name) || filepath.IsAbs(name) || clean == ".." || strings.HasPrefix(clean, "../") || !filepath.IsLocal(clean) {
		return "", Errorf(ErrNotAllowed, "%s", outside)
	}
	return clean, nil
}

// FullPath returns the absolute path of a name, for outputs and logs.
func (w *Workspace) FullPath(name string) string {
	return filepath.Join(w.Name(), filepath.FromSlash(name))
}

// WriteNew writes a file with the folders it stands in, replacing what is there; a link there is replaced, not followed.
func (w *Workspace) WriteNew(name string, data []byte, mode fs.FileMode) error {
	if err := w.makeRoom(name); err != nil {
		return err
	}
	if err := w.WriteFile(name, data, mode.Perm()|0o200); err != nil {
		return w.Wrap(err)
	}
	return w.Wrap(w.Chmod(name, mode.Perm())) // whatever the umask
}

// Link makes a symbolic link, with the folders it stands in, replacing what is there.
func (w *Workspace) Link(target, name string) error {
	if err := w.makeRoom(name); err != nil {
		return err
	}
	return w.Wrap(w.Symlink(target, name))
}

// makeRoom makes the folders that name stands in, and removes a file or link of that name.
func (w *Workspace) makeRoom(name string) error {
	if err := w.MkdirAll(path.Dir(name), 0o755); err != nil {
		return w.Wrap(err)
	}
	if info, err := w.Lstat(name); err == nil && !info.IsDir() {
		return w.Wrap(w.Remove(name))
	}
	return nil
}

// Exists tells whether there is something called name, a link to nothing included.
func (w *Workspace) Exists(name string) bool {
	_, err := w.Lstat(name)
	return err == nil
}

// Wrap returns err, as ErrNotAllowed if it says that a link leads outside the workspace.
func (w *Workspace) Wrap(err error) error {
	var pathErr *fs.PathError
	var linkErr *os.LinkError
	inner := err
	switch {
	case errors.As(err, &pathErr):
		inner = pathErr.Err
	case errors.As(err, &linkErr):
		inner = linkErr.Err
	}
	if inner != nil && strings.Contains(inner.Error(), "escapes from parent") { // os has no name for this error
		return Errorf(ErrNotAllowed, "%s: %w", outside, err)
	}
	return err
}

// File is a file of a workspace.
type File struct {
	Path string
	Mode fs.FileMode // type and permissions
	Data []byte      // of a link its target; nil for folders
}

// Files returns all files, links and folders, sorted by path.
func (w *Workspace) Files() ([]File, error) {
	var out []File
	err := fs.WalkDir(w.FS(), ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || name == "." {
			return err
		}
		f, err := w.file(name, entry)
		out = append(out, f)
		return err
	})
	slices.SortFunc(out, func(a, b File) int { return strings.Compare(a.Path, b.Path) })
	return out, err
}

func (w *Workspace) file(name string, entry fs.DirEntry) (File, error) {
	info, err := entry.Info()
	if err != nil {
		return File{}, err
	}
	f := File{Path: name, Mode: info.Mode()}
	switch {
	case info.Mode().IsRegular():
		f.Data, err = w.ReadFile(name)
	case info.Mode()&fs.ModeSymlink != 0:
		var target string
		target, err = w.Readlink(name)
		f.Data = []byte(target)
	}
	return f, err
}

// restore makes the workspace hold just these files.
func (w *Workspace) restore(files []File) error {
	entries, err := fs.ReadDir(w.FS(), ".")
	if err != nil {
		return err
	}
	for _, entry := range entries {
		if err := w.RemoveAll(entry.Name()); err != nil {
			return err
		}
	}
	for _, f := range files {
		if err := w.put(f); err != nil {
			return err
		}
	}
	for _, f := range slices.Backward(files) { // a folder may be read-only
		if f.Mode.IsDir() {
			if err := w.Chmod(f.Path, f.Mode.Perm()); err != nil {
				return err
			}
		}
	}
	return nil
}

func (w *Workspace) put(f File) error {
	switch {
	case f.Mode.IsDir():
		return w.Mkdir(f.Path, f.Mode.Perm()|0o700)
	case f.Mode&fs.ModeSymlink != 0:
		return w.Symlink(string(f.Data), f.Path)
	}
	return w.WriteNew(f.Path, f.Data, f.Mode)
}

// Change is what became of one file of a workspace.
type Change struct {
	Path string
	Kind ChangeKind
}

// ChangeKind says what became of a file.
type ChangeKind string

// The kinds of changes.
const (
	Added    ChangeKind = "added"
	Modified ChangeKind = "modified" // content or mode
	Removed  ChangeKind = "removed"
)

// changes compares two states of a workspace, folders left out.
func changes(before, after []File) []Change {
	var out []Change
	old := map[string]File{}
	for _, f := range before {
		old[f.Path] = f
	}
	for _, f := range after {
		was, there := old[f.Path]
		delete(old, f.Path)
		switch {
		case f.Mode.IsDir():
		case !there || was.Mode.IsDir():
			out = append(out, Change{f.Path, Added})
		case was.Mode != f.Mode || !bytes.Equal(was.Data, f.Data):
			out = append(out, Change{f.Path, Modified})
		}
	}
	for _, f := range before {
		if _, gone := old[f.Path]; gone && !f.Mode.IsDir() {
			out = append(out, Change{f.Path, Removed})
		}
	}
	slices.SortFunc(out, func(a, b Change) int { return strings.Compare(a.Path, b.Path) })
	return out
}
