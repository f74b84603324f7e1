package github

import (
	"context"
	"errors"
	"fmt"
	"io/fs"

	"github.com/goldenpath-go/goldenpath/catalog"
	"github.com/goldenpath-go/goldenpath/catalog/load"
	"github.com/goldenpath-go/goldenpath/internal/bounded"
	"github.com/goldenpath-go/goldenpath/source"
)

// outcome is what came of a task.
type outcome struct {
	entities        []located
	refused, unread source.Errors
	elsewhere       []wanted // targets in other checkouts, their paths still to be found
	files           int
}

// located is an entity and where its name stands.
type located struct {
	*catalog.Entity
	at source.Position
}

// repositoryReader carries out one task.
type repositoryReader struct {
	*task
	outcome
	api     *api
	options load.Options
	maxSize int64
	tree    *tree
	queue   []string // files to read
	stop    context.CancelCauseFunc
}

func (r *repositoryReader) run(ctx context.Context) {
	var err error
	if r.tree, err = r.api.tree(ctx, r.checkout); err != nil {
		r.fail(source.Position{File: r.label()}, "", err)
		return
	}
	for _, t := range r.wanted {
		r.follow(t)
	}
	for len(r.queue) > 0 && ctx.Err() == nil {
		name := r.queue[0]
		r.queue = r.queue[1:]
		r.read(ctx, name)
	}
}

// fail notes what could not be read, or is known not to be there. It stops the whole walk when the error concerns that.
func (r *repositoryReader) fail(at source.Position, pointer string, err error) {
	fault := &source.Error{Pos: at, Path: pointer, Err: err}
	switch {
	case errors.Is(err, fs.ErrNotExist):
		r.refused = append(r.refused, fault)
		return
	case fatal(err):
		r.stop(err)
	}
	r.unread = append(r.unread, fault)
}

// follow puts the files that a target names in the queue.
func (r *repositoryReader) follow(t wanted) {
	names := r.tree.matches(t.Target)
	for _, name := range names {
		if !r.seen[name] {
			r.seen[name] = true
			r.queue = append(r.queue, name)
		}
	}
	if len(names) > 0 || t.Presence == "optional" {
		return
	}
	err := fmt.Errorf("there is no file %s in %s: %w", t.Path, r.label(), fs.ErrNotExist)
	if module, ok := r.tree.module(t.Path); ok {
		err = fmt.Errorf("%s of %s %w, %s", t.Path, r.label(), ErrSubmodule, module)
	}
	r.fail(t.at, t.Pointer, err)
}

func (r *repositoryReader) read(ctx context.Context, name string) {
	data, err := r.api.file(ctx, r.checkout, r.tree, name, r.maxSize)
	if err != nil {
		r.fail(source.Position{File: r.file(name)}, "", err)
		return
	}
	r.files++
	options := r.options
	options.BaseURL = r.base()
	options.ReadFile = func(other string) ([]byte, error) { return r.placeholder(ctx, other) }
	for _, d := range load.Parse(ctx, name, data, &options).Documents {
		r.take(name, d)
	}
}

// placeholder reads a file that stands in the place of a value. That it is not there is for the reader of the document
// to say; that it could not be read is said here as well, since the document may be right.
func (r *repositoryReader) placeholder(ctx context.Context, name string) ([]byte, error) {
	data, err := r.api.file(ctx, r.checkout, r.tree, name, bounded.PlaceholderSize)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		r.fail(source.Position{File: r.file(name)}, "", err)
	}
	return data, err
}

// take takes over a document: its entity if Backstage would, or else what is wrong with it.
func (r *repositoryReader) take(name string, d *load.Document) {
	for i := range d.Problems {
		p := &d.Problems[i]
		r.refused = append(r.refused, &source.Error{Pos: r.moved(p.Range.Position), Path: p.Pointer, Err: p})
	}
	if !d.OK || d.Entity == nil {
		return
	}
	for _, t := range d.Targets {
		w := wanted{t, r.moved(t.Range.Position)}
		if t.Path == "" {
			r.elsewhere = append(r.elsewhere, w)
			continue
		}
		r.follow(w)
	}
	at := r.moved(d.Entity.Range("/metadata/name").Position)
	r.entities = append(r.entities, located{r.sourced(name, d.Entity), at})
}

// moved returns a position with the file's name as it is in a [Result].
func (r *repositoryReader) moved(p source.Position) source.Position {
	p.File = r.file(p.File)
	return p
}

// sourced says in an entity where it was read, as a running catalog does, and lets go of the file's text.
func (r *repositoryReader) sourced(name string, e *catalog.Entity) *catalog.Entity {
	if e.Metadata.Annotations == nil {
		e.Metadata.Annotations = map[string]string{}
	}
	at := catalog.LocationRef{Type: "url", Target: r.base() + escaped(name)}
	e.Metadata.Annotations[catalog.AnnotationManagedByLocation] = at.String()
	e.Source = catalog.Source{File: r.file(name), Document: e.Source.Document}
	return e
}
