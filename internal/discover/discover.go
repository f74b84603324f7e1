// Package discover finds the catalog files of a repository: what Backstage would most likely be pointed at.
//
// In a folder, [Find] takes files called catalog-info or template (.yaml, .yml), and YAML with a backstage.io
// apiVersion under catalog/ and org/, but not in the folders from which templates copy. A file given by name is always
// taken. What Locations name beyond that, the linter follows. [Tracked] hides from both what git leaves out.
package discover

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path"
	"slices"
	"strings"
)

// Options steer [Find]. The zero value takes only the usual names.
type Options struct {
	// Include says which files are catalog files whatever their names; nil: none.
	Include func(name string) bool
	// Also says which files are taken beside the catalog files, whatever their names end in; nil: none.
	Also func(name string) bool
	// Exclude says which files are to be left out, except those given by name; nil: none.
	Exclude func(name string) bool
}

// Result is what Find has found.
type Result struct {
	Files  []string // paths from the root, sorted, each once
	Empty  []string // the folders asked for in which there was no catalog file
	Errors []error  // what could not be read, in the order of the walk; the rest was searched all the same
}

// Find returns the catalog files at paths, which are slash-separated from the root of fsys; "." is all of it. It looks
// into every folder that fsys lists: what git leaves out, [Tracked] hides. A path that does not exist is an error that
// wraps [fs.ErrNotExist].
func Find(ctx context.Context, fsys fs.FS, paths []string, o *Options) *Result {
	f := &finder{
		ctx: ctx, fsys: fsys, result: &Result{},
		named: map[string]bool{}, found: map[string]bool{},
	}
	if o != nil {
		f.Options = *o
	}
	for _, name := range paths {
		f.path(name)
	}
	f.dropSkeletons()
	f.addLinks()
	maps.Copy(f.found, f.named)
	f.result.Files = slices.Sorted(maps.Keys(f.found))
	f.findEmpty()
	if err := ctx.Err(); err != nil {
		f.fail(err)
	}
	return f.result
}

// finder is the state of one Find.
type finder struct {
	Options
	ctx    context.Context
	fsys   fs.FS
	result *Result

	asked   string          // the folder being walked
	folders []string        // those asked for
	named   map[string]bool // files given by name
	found   map[string]bool // catalog files
	links   []link          // symbolic links called like catalog files
	buffer  bytes.Buffer    // the file last read
}

// link is a symbolic link, and the file that it leads to.
type link struct {
	name string
	info fs.FileInfo
}

func (f *finder) fail(err error) { f.result.Errors = append(f.result.Errors, err) }

// path takes one path that was asked for.
func (f *finder) path(name string) {
	info, err := fs.Stat(f.fsys, name)
	switch {
	case err != nil:
		f.fail(err)
	case info.IsDir():
		f.folder(name)
	case !info.Mode().IsRegular():
		f.fail(fmt.Errorf("%s is %s, not a file", name, describe(info.Mode())))
	default:
		f.named[name] = true
	}
}

// describe names what a mode that is no regular file's stands for.
func describe(m fs.FileMode) string {
	switch {
	case m&fs.ModeNamedPipe != 0:
		return "a named pipe"
	case m&fs.ModeSocket != 0:
		return "a socket"
	case m&fs.ModeDevice != 0:
		return "a device"
	}
	return "something special"
}

// folder walks a folder. What cannot be read is reported, and the walk goes on beside it.
func (f *finder) folder(dir string) {
	f.asked = dir
	f.folders = append(f.folders, dir)
	// The function's only error is that of the context, which Find reports.
	_ = fs.WalkDir(f.fsys, dir, func(name string, e fs.DirEntry, err error) error {
		switch {
		case f.ctx.Err() != nil:
			return f.ctx.Err()
		case err != nil:
			f.fail(err)
		case !e.IsDir():
			f.visit(name, e)
		case name != dir && f.isSkeleton(name):
			return fs.SkipDir
		}
		return nil
	})
}

// isSkeleton reports whether a folder holds what a template beside it copies.
func (f *finder) isSkeleton(dir string) bool {
	if !isSkeletonName(path.Base(dir)) {
		return false
	}
	for _, name := range templateNames() {
		if _, err := fs.Stat(f.fsys, path.Join(path.Dir(dir), name)); err == nil {
			return true
		}
	}
	return false
}

// visit takes one file if it is a catalog file.
func (f *finder) visit(name string, e fs.DirEntry) {
	switch {
	case !isYAML(name) && !is(f.Also, name) || is(f.Exclude, name):
	case e.Type()&fs.ModeSymlink != 0:
		f.link(name)
	case e.Type().IsRegular() && f.selected(name):
		f.found[name] = true
	}
}

// is applies a condition that may be nil.
func is(condition func(string) bool, name string) bool { return condition != nil && condition(name) }

// link takes a symbolic link that is called like a catalog file, if it leads to a file.
func (f *finder) link(name string) {
	info, err := fs.Stat(f.fsys, name)
	switch {
	case err != nil && isCatalogName(name):
		f.fail(err)
	case err == nil && info.Mode().IsRegular() && f.selected(name):
		f.links = append(f.links, link{name, info})
	}
}

// selected reports whether the file is a catalog file by its name, place and, where those are not enough, content.
// What cannot be read is selected, so that whoever reads it next says why.
func (f *finder) selected(name string) bool {
	if isCatalogName(name) || is(f.Include, name) || is(f.Also, name) {
		return true
	}
	if !inCatalogFolder(name, f.asked) {
		return false
	}
	data, err := f.read(name)
	return err != nil || backstageVersion.Match(data)
}

// maxRead bounds what is looked at of one file. Catalog files are smaller.
const maxRead = 1 << 20

// read returns the beginning of a file. The bytes are valid until the next call.
func (f *finder) read(name string) ([]byte, error) {
	file, err := f.fsys.Open(name)
	if err != nil {
		return nil, err
	}
	defer file.Close() // only read
	f.buffer.Reset()
	_, err = f.buffer.ReadFrom(io.LimitReader(file, maxRead))
	return f.buffer.Bytes(), err
}

// addLinks takes the symbolic links to files that were not found by another name.
func (f *finder) addLinks() {
	if len(f.links) == 0 {
		return
	}
	var known []fs.FileInfo
	for name := range f.found {
		if info, err := fs.Stat(f.fsys, name); err == nil {
			known = append(known, info)
		}
	}
	for _, l := range f.links {
		same := func(other fs.FileInfo) bool { return os.SameFile(l.info, other) }
		if !slices.ContainsFunc(known, same) {
			f.found[l.name] = true
			known = append(known, l.info)
		}
	}
}

// findEmpty notes the folders in which nothing was found.
func (f *finder) findEmpty() {
	for _, dir := range f.folders {
		if !slices.ContainsFunc(f.result.Files, func(name string) bool { return isBelow(name, dir) }) {
			f.result.Empty = append(f.result.Empty, dir)
		}
	}
}

// isBelow reports whether name lies in the folder dir.
func isBelow(name, dir string) bool { return dir == "." || strings.HasPrefix(name, dir+"/") }
