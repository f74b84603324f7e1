package lint

import (
	"bytes"
	"io/fs"
	"sync"

	"github.com/goldenpath-go/goldenpath/internal/bounded"
	"github.com/goldenpath-go/goldenpath/source"
)

// maxRootRead is how much of a file the checks of a root may read, in bytes.
const maxRootRead = 4 << 20

// watchedFS is the linted file system for the checks of one root: it notes what they look at, and has one content of a
// file for all of them.
type watchedFS struct {
	fsys  fs.FS
	needs *needs // nil: nobody asks what was read

	mu   sync.Mutex
	read map[string]*watchedFile
}

// watchedFile is what came of reading a file.
type watchedFile struct {
	data []byte
	err  error
	text *source.Text // nil: not asked for yet
}

var _ interface {
	fs.StatFS
	fs.ReadFileFS
	fs.ReadDirFS
} = (*watchedFS)(nil)

// newWatchedFS returns the file system for the root whose text was read.
func newWatchedFS(fsys fs.FS, root *source.Text, needs *needs) *watchedFS {
	return &watchedFS{fsys: fsys, needs: needs, read: map[string]*watchedFile{root.Name: {data: root.Data, text: root}}}
}

func (w *watchedFS) file(name string) *watchedFile {
	w.mu.Lock()
	defer w.mu.Unlock()
	f, ok := w.read[name]
	if !ok {
		f = &watchedFile{}
		f.data, f.err = bounded.ReadFile(w.fsys, name, maxRootRead)
		w.read[name] = f
		if w.needs != nil {
			w.needs.addRead(name, outcome(f.data, f.err))
		}
	}
	return f
}

// text returns the text of a file; nil when it cannot be read.
func (w *watchedFS) text(name string) *source.Text {
	f := w.file(name)
	w.mu.Lock()
	defer w.mu.Unlock()
	if f.text == nil && f.err == nil {
		f.text = source.NewText(name, f.data)
	}
	return f.text
}

// ReadFile returns a copy of what stands in a file.
func (w *watchedFS) ReadFile(name string) ([]byte, error) {
	f := w.file(name)
	return bytes.Clone(f.data), f.err
}

// Stat describes a file or folder.
func (w *watchedFS) Stat(name string) (fs.FileInfo, error) {
	info, err := fs.Stat(w.fsys, name)
	if w.needs != nil {
		w.needs.addPresence(name, err == nil)
	}
	return info, err
}

// ReadDir lists a folder.
func (w *watchedFS) ReadDir(name string) ([]fs.DirEntry, error) {
	list, err := listDir(w.fsys, name)
	if w.needs != nil {
		w.needs.addRead(name+"/", outcomeOfDir(list, err))
	}
	return list, err
}

// Open opens a file, or a folder.
func (w *watchedFS) Open(name string) (fs.File, error) {
	info, err := w.Stat(name)
	if err != nil {
		return nil, err
	}
	if info.IsDir() {
		if _, err := w.ReadDir(name); err != nil {
			return nil, err
		}
		return w.fsys.Open(name)
	}
	f := w.file(name)
	if f.err != nil {
		return nil, f.err
	}
	return &memFile{bytes.NewReader(f.data), memInfo{info, int64(len(f.data))}}, nil
}
