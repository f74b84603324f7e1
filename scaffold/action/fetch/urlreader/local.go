package urlreader

import (
	"context"
	"errors"
	"io/fs"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"strings"

	"github.com/goldenpath-go/goldenpath/internal/bounded"
	"github.com/goldenpath-go/goldenpath/scaffold"
)

// local is a file or folder on disk, read through the directory in which it may be.
type local struct {
	reader *Reader
	dir    string // one of the reader's Folders
	name   string // within it, slash-separated
}

// local returns what a file: URL names.
func (r *Reader) local(u *url.URL) (source, error) {
	if u.Host != "" && u.Host != "localhost" {
		return nil, scaffold.Errorf(scaffold.ErrInput, "a file: URL is of this machine, not of %s", u.Host)
	}
	dir, name, ok := r.inFolders(u.Path)
	if !ok {
		return nil, scaffold.Errorf(scaffold.ErrNotAllowed, "it is in none of the folders that may be read")
	}
	return &local{r, dir, name}, nil
}

// inFolders returns the directory that a path is in, and its name there.
func (r *Reader) inFolders(at string) (dir, name string, ok bool) {
	name, ok = strings.CutPrefix(path.Clean(at), "/")
	if !ok || strings.ContainsAny(at, "\x00") {
		return "", "", false
	}
	for _, dir := range r.Folders {
		folder := strings.TrimPrefix(path.Clean(filepath.ToSlash(dir)), "/")
		if inside, ok := below(or(folder, "."), or(name, ".")); ok {
			return dir, inside, true
		}
	}
	return "", "", false
}

// open returns a view of the directory from which no link leads out.
func (l *local) open() (*os.Root, error) {
	root, err := os.OpenRoot(l.dir)
	if err != nil {
		return nil, missing(err)
	}
	return root, nil
}

// missing gives errors of the file system the class that they have in a template.
func missing(err error) error {
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return scaffold.Errorf(scaffold.ErrNotFound, "there is no such file or folder")
	case errors.Is(err, fs.ErrPermission):
		return scaffold.Errorf(scaffold.ErrNotAllowed, "%w", err)
	}
	return err
}

func (l *local) file(context.Context) ([]byte, error) {
	root, err := l.open()
	if err != nil {
		return nil, err
	}
	defer root.Close()
	limit := l.reader.Limits.file()
	data, err := bounded.ReadFile(root.FS(), l.name, limit)
	var large *bounded.SizeError
	if errors.As(err, &large) {
		return nil, limitError("the file has more than %d bytes", limit)
	}
	return data, missing(err)
}

// tree reads the whole folder, so that it has the limits of all others and does not change while it is rendered.
func (l *local) tree(ctx context.Context) (fs.FS, error) {
	root, err := l.open()
	if err != nil {
		return nil, err
	}
	defer root.Close()
	if info, err := root.Stat(l.name); err != nil || !info.IsDir() {
		return nil, or(missing(err), scaffold.Errorf(scaffold.ErrInput, "it is no folder"))
	}
	below, err := fs.Sub(root.FS(), l.name)
	if err != nil {
		return nil, err
	}
	u := newUnpacker(ctx, l.reader.Limits, ".", false)
	err = fs.WalkDir(below, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || name == "." {
			return err
		}
		return u.disk(below, name, d)
	})
	if err != nil {
		return nil, missing(err)
	}
	return u.tree()
}

// disk adds a file of a file system.
func (u *unpacker) disk(fsys fs.FS, name string, d fs.DirEntry) error {
	info, err := d.Info()
	if err != nil {
		return err
	}
	switch {
	case info.Mode()&fs.ModeSymlink != 0:
		target, err := fs.ReadLink(fsys, name)
		if err != nil {
			return err
		}
		return u.add(name, info.Mode(), strings.NewReader(target))
	case !info.Mode().IsRegular():
		return u.add(name, info.Mode(), nil)
	}
	f, err := fsys.Open(name)
	if err != nil {
		return err
	}
	defer f.Close()
	return u.add(name, info.Mode(), f)
}
