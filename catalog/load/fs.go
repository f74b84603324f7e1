package load

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"

	"github.com/goldenpath-go/goldenpath/catalog"
	"github.com/goldenpath-go/goldenpath/source"
)

// FS reads catalog files and all that their Locations name within fsys; see [Options.FS].
func FS(ctx context.Context, fsys fs.FS, patterns ...string) (*catalog.Catalog, error) {
	return new(Options).FS(ctx, fsys, patterns...)
}

// FS reads the files of fsys that the patterns name, and the files within it that their Locations name, each once. The
// patterns are as in [Target.Matches]; without any, all files called catalog-info.yaml or catalog-info.yml are read.
//
// The catalog holds every entity that Backstage would ingest, even when there is an error too. The error is a
// [source.Errors] of all that is wrong: documents that are refused (each with a [*Problem]), targets that do not exist,
// and entities of the same name (each with a [*catalog.ConflictError], in the order of reading). A failure to read
// fsys is one of them, without a position; only the end of ctx cuts the reading short.
//
// The result does not depend on the order of directories. Without ReadFile, placeholders are read from fsys.
func (o *Options) FS(ctx context.Context, fsys fs.FS, patterns ...string) (*catalog.Catalog, error) {
	options := *o
	if options.ReadFile == nil {
		options.ReadFile = func(name string) ([]byte, error) { return fs.ReadFile(fsys, name) }
	}
	w := &walker{fsys: fsys, options: &options, seen: make(map[string]bool), catalog: new(catalog.Catalog)}
	if len(patterns) == 0 {
		patterns = []string{"**/catalog-info.{yaml,yml}"}
	}
	for _, p := range patterns {
		w.follow(Target{Path: path.Clean(p), Written: p, Presence: "required"})
	}
	for len(w.queue) > 0 && ctx.Err() == nil {
		name := w.queue[0]
		w.queue = w.queue[1:]
		w.read(ctx, name)
	}
	w.errors.Sort()
	if err := ctx.Err(); err != nil {
		return w.catalog, errors.Join(err, w.errors.Err())
	}
	return w.catalog, w.errors.Err()
}

// walker reads files in the order in which they are named.
type walker struct {
	fsys    fs.FS
	options *Options
	catalog *catalog.Catalog
	errors  source.Errors
	queue   []string        // files to read
	seen    map[string]bool // files that are or were in the queue
	names   []string        // all files, once they are needed
}

// follow puts the files that a target names in the queue.
func (w *walker) follow(t Target) {
	found := false
	for _, name := range w.candidates(t) {
		if !t.Matches(name) {
			continue
		}
		found = true
		if !w.seen[name] {
			w.seen[name] = true
			w.queue = append(w.queue, name)
		}
	}
	if !found && t.Presence != "optional" {
		w.fail(t.Range.Position, t.Pointer, fmt.Errorf("there is no file %s: %w", t.Written, fs.ErrNotExist))
	}
}

// candidates returns the files that a target may name, sorted.
func (w *walker) candidates(t Target) []string {
	if IsPattern(t.Path) {
		return w.allNames()
	}
	name := path.Clean(t.Path)
	if info, err := fs.Stat(w.fsys, name); err != nil || !info.Mode().IsRegular() {
		return nil
	}
	return []string{name}
}

func (w *walker) allNames() []string {
	if w.names != nil {
		return w.names
	}
	w.names = []string{}
	err := fs.WalkDir(w.fsys, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			w.fail(source.Position{File: name}, "", err)
			return fs.SkipDir
		}
		if entry.Type().IsRegular() {
			w.names = append(w.names, name)
		}
		return nil
	})
	if err != nil {
		w.fail(source.Position{}, "", err)
	}
	slices.Sort(w.names)
	return w.names
}

func (w *walker) read(ctx context.Context, name string) {
	data, err := fs.ReadFile(w.fsys, name)
	if err != nil {
		w.fail(source.Position{File: name}, "", err)
		return
	}
	for _, d := range Parse(ctx, name, data, w.options).Documents {
		w.add(d)
	}
}

func (w *walker) add(d *Document) {
	for i := range d.Problems {
		p := &d.Problems[i]
		w.fail(p.Range.Position, p.Pointer, p)
	}
	if !d.OK || d.Entity == nil {
		return
	}
	for _, t := range d.Targets {
		if t.Path != "" {
			w.follow(t)
		}
	}
	if err := w.catalog.Add(d.Entity); err != nil {
		w.fail(d.Entity.Range("/metadata/name").Position, "/metadata/name", err)
	}
}

func (w *walker) fail(at source.Position, pointer string, err error) {
	w.errors = append(w.errors, &source.Error{Pos: at, Path: pointer, Err: err})
}
