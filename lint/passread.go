package lint

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/goldenpath-go/goldenpath/internal/bounded"
)

// What the checks of one linted file may read of others, all rules and entities together.
const (
	maxRead      = 256 << 10 // bytes of a file
	maxReadAll   = 1 << 20   // bytes
	maxReadNames = 1000      // files and folders
	maxListed    = 1000      // entries of a folder
)

// ErrReadLimit says that the checks of a file have read so much of other files that they may read no more.
var ErrReadLimit = errors.New("the checks of this file have read too much of others")

// reader reads files and folders for the checks of one linted file.
type reader struct {
	fsys  fs.FS
	needs *needs // nil: nobody asks what was read
	bytes int    // that were read
	names int    // of files and folders that were read

	shared map[any]any // see EntityPass.ShareFile
}

// ReadFile returns the content of a file in the linted file system, whose path is taken from the root of that: of at most
// 256 KiB. What is read counts for the cache: when it changes, the checks of this entity are made again.
//
// All that the checks of one linted file read of others is bounded, so that no file makes them read without end: after
// 1,000 files and folders, or 1 MiB, the error is [ErrReadLimit]. A check is silent about what it cannot read, unless it
// is about just that.
func (p *EntityPass) ReadFile(path string) ([]byte, error) { return p.reads.file(path) }

// ReadDir returns the entries of a folder in the linted file system, sorted by name, with the same bounds as
// [EntityPass.ReadFile]; a folder has at most 1,000. For the cache count the entries' names and types, not what their Info
// says.
func (p *EntityPass) ReadDir(path string) ([]fs.DirEntry, error) { return p.reads.dir(path) }

// ShareFile is [EntityPass.Share] for all entities of the linted file: what first makes must not depend on the entity
// either, and is only used while the file is checked.
func (p *EntityPass) ShareFile(key any, first func() any) any {
	made, ok := p.reads.shared[key]
	if ok {
		return made
	}
	if p.reads.shared == nil {
		p.reads.shared = map[any]any{}
	}
	made = first()
	p.reads.shared[key] = made
	return made
}

// take counts one more file or folder.
func (r *reader) take() error {
	if r.names++; r.names > maxReadNames || r.bytes >= maxReadAll {
		return ErrReadLimit
	}
	return nil
}

func (r *reader) file(name string) ([]byte, error) {
	if err := r.take(); err != nil {
		return nil, err
	}
	name = path.Clean(name)
	data, err := bounded.ReadFile(r.fsys, name, maxRead)
	r.bytes += len(data)
	if r.needs != nil {
		r.needs.addRead(name, outcome(data, err))
	}
	return data, err
}

func (r *reader) dir(name string) ([]fs.DirEntry, error) {
	if err := r.take(); err != nil {
		return nil, err
	}
	name = path.Clean(name)
	list, err := listDir(r.fsys, name)
	if r.needs != nil {
		r.needs.addRead(name+"/", outcomeOfDir(list, err))
	}
	return list, err
}

// listDir returns the entries of a folder, of which it reads no more than it may return.
func listDir(fsys fs.FS, name string) ([]fs.DirEntry, error) {
	if !fs.ValidPath(name) {
		return nil, &fs.PathError{Op: "readdir", Path: name, Err: fs.ErrInvalid}
	}
	info, err := fs.Stat(fsys, name)
	if err != nil {
		return nil, err
	}
	if !info.IsDir() { // opening a pipe would wait
		return nil, &fs.PathError{Op: "readdir", Path: name, Err: errors.New("is no directory")}
	}
	f, err := fsys.Open(name)
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }()
	folder, ok := f.(fs.ReadDirFile)
	if !ok {
		return nil, &fs.PathError{Op: "readdir", Path: name, Err: errors.ErrUnsupported}
	}
	list, err := entriesOf(folder)
	if err != nil {
		return nil, err
	}
	if len(list) > maxListed {
		return nil, &fs.PathError{Op: "readdir", Path: name, Err: fmt.Errorf("it has more than %d entries", maxListed)}
	}
	slices.SortFunc(list, func(a, b fs.DirEntry) int { return cmp.Compare(a.Name(), b.Name()) })
	return list, nil
}

// entriesOf returns the entries of a folder: all, or at least one more than there may be.
func entriesOf(folder fs.ReadDirFile) ([]fs.DirEntry, error) {
	var list []fs.DirEntry
	for len(list) <= maxListed {
		some, err := folder.ReadDir(maxListed + 1 - len(list))
		list = append(list, some...)
		if len(some) == 0 || err != nil {
			if err != nil && !errors.Is(err, io.EOF) {
				return nil, err
			}
			break
		}
	}
	return list, nil
}

// outcomeOfDir tells apart what may come of listing a folder.
func outcomeOfDir(list []fs.DirEntry, err error) string {
	var names strings.Builder
	for _, e := range list {
		fmt.Fprintf(&names, "%v %s\x00", e.Type(), e.Name())
	}
	return outcome([]byte(names.String()), err)
}

// readLimit returns how much of another file the checks of a file of this role may read.
func (r role) readLimit() int64 {
	if r == asRoot {
		return maxRootRead
	}
	return maxRead
}

// readAgain returns what comes of reading what the checks of a file have noted under a name: of at most limit bytes.
func (r *run) readAgain(name string, limit int64) string {
	if folder, ok := strings.CutSuffix(name, "/"); ok {
		list, err := listDir(r.fsys, folder)
		return outcomeOfDir(list, err)
	}
	return outcome(bounded.ReadFile(r.fsys, name, limit))
}
