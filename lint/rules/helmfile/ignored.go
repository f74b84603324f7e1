package helmfile

import (
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/goldenpath-go/goldenpath/internal/discover"
)

// isIgnored reports whether git would leave out a file that is not there: it is made or put there before helmfile runs, and
// nobody expects it in a checkout. Of a pattern, the folder counts.
func (h *project) isIgnored(name string) bool {
	known, ok := h.ignored[name]
	if !ok {
		known = h.wouldIgnore(name)
		h.ignored[name] = known
	}
	return known
}

func (h *project) wouldIgnore(name string) bool {
	if !fs.ValidPath(name) {
		return false
	}
	at := "."
	for part := range strings.SplitSeq(name, "/") {
		pattern := strings.ContainsAny(part, "*?[")
		if !pattern && !h.isListed(at, part, path.Join(at, part) != name) {
			return true
		}
		if pattern {
			return false
		}
		at = path.Join(at, part)
	}
	return false
}

// isListed reports whether git would list an entry of a folder if it were there.
func (h *project) isListed(dir, entry string, isDir bool) bool {
	entries, err := fs.ReadDir(discover.Tracked(ghost{h.FS(), dir, ghostEntry{entry, isDir}}, dir), dir)
	return err != nil || slices.ContainsFunc(entries, func(e fs.DirEntry) bool { return e.Name() == entry })
}

// ghost is a file system with one entry of a folder that may not be there.
type ghost struct {
	fs.FS
	dir   string
	entry ghostEntry
}

// ReadDir lists a folder, with the entry if it is that folder.
func (g ghost) ReadDir(name string) ([]fs.DirEntry, error) {
	entries, err := fs.ReadDir(g.FS, name)
	if name != g.dir {
		return entries, err
	}
	return append(slices.Clone(entries), g.entry), nil
}

// ReadFile returns what stands in a file.
func (g ghost) ReadFile(name string) ([]byte, error) { return fs.ReadFile(g.FS, name) }

// Stat describes a file or folder.
func (g ghost) Stat(name string) (fs.FileInfo, error) { return fs.Stat(g.FS, name) }

// ghostEntry is an entry of a folder of which nothing is known but its name.
type ghostEntry struct {
	name  string
	isDir bool
}

func (e ghostEntry) Name() string { return e.name }
func (e ghostEntry) IsDir() bool  { return e.isDir }

func (e ghostEntry) Type() fs.FileMode {
	if e.isDir {
		return fs.ModeDir
	}
	return 0
}

func (e ghostEntry) Info() (fs.FileInfo, error) { return nil, fs.ErrNotExist }
