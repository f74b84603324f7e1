package main

import (
	"context"
	"strings"

	"github.com/spf13/cobra"

	"github.com/goldenpath-go/goldenpath/catalog"
	"github.com/goldenpath-go/goldenpath/catalog/snapshot"
	"github.com/goldenpath-go/goldenpath/lint/elsewhere"
)

// wholeFlags say of which catalog something is asked.
type wholeFlags struct {
	read     readFlags
	catalogs catalogFlags
	paths    []string
}

// add adds the flags. The paths are a flag where the arguments are entities.
func (f *wholeFlags) add(cmd *cobra.Command, pathFlag bool) {
	if pathFlag {
		cmd.Flags().StringArrayVar(&f.paths, "path", nil, "read the files at `PATH`; may be repeated (default the working directory, unless --catalog is given)")
	}
	f.read.add(cmd)
	f.catalogs.add(cmd)
}

// whole is a catalog put together of files and snapshots. Files have the last word on what they define, and on what a
// snapshot has from them; of snapshots the first.
type whole struct {
	graph    *catalog.Graph
	defined  map[string]*defined
	catalogs []*snapshot.Snapshot
	gone     map[string]bool // what the files have the last word on, and do not define any more
}

// whole reads what f names: the files at paths, snapshots, or both.
func (p *program) whole(ctx context.Context, f *wholeFlags) (*whole, error) {
	if len(f.paths) == 0 && len(f.catalogs.names) == 0 {
		f.paths = []string{"."}
	}
	catalogs, err := p.openCatalogs(ctx, &f.catalogs)
	if err != nil {
		return nil, err
	}
	var read []*reading
	if len(f.paths) > 0 {
		if read, err = p.readPaths(ctx, f.paths, &f.read); err != nil {
			return nil, err
		}
	}
	return newWhole(read, catalogs), nil
}

func newWhole(read []*reading, catalogs []*snapshot.Snapshot) *whole {
	w := &whole{defined: map[string]*defined{}, catalogs: catalogs, gone: gone(read, catalogs)}
	for _, e := range entities(read) {
		w.defined[e.Ref.Key()] = e
	}
	if len(w.defined) == 0 && len(catalogs) == 1 {
		w.graph = catalogs[0].Graph()
		return w
	}
	var b catalog.GraphBuilder
	for _, e := range w.defined {
		addEntry(&b, &e.Entry)
	}
	for i, s := range catalogs {
		for e := range s.All() {
			if w.counts(e.Ref, i) {
				addEntry(&b, &e)
			}
		}
	}
	w.graph = b.Graph()
	return w
}

func addEntry(b *catalog.GraphBuilder, e *snapshot.Entry) {
	b.AddEntity(e.Ref)
	for _, r := range e.References {
		if r.Relation != "" {
			b.AddReference(e.Ref, r.Relation, r.Target)
		}
	}
}

// gone returns the keys of the entities that the snapshots have from files which do not define them any more.
func gone(read []*reading, catalogs []*snapshot.Snapshot) map[string]bool {
	keys := map[string]bool{}
	for _, r := range read {
		if r.base == "" {
			continue
		}
		for _, s := range catalogs {
			for facts := range elsewhere.New(s, &elsewhere.Options{BaseURL: r.base}).All() {
				if r.replaces(facts.File) {
					keys[facts.Ref.Key()] = true
				}
			}
		}
	}
	return keys
}

// counts reports whether what the i-th snapshot says of ref is what counts.
func (w *whole) counts(ref catalog.Ref, i int) bool {
	key := ref.Key()
	if _, ok := w.defined[key]; ok || w.gone[key] {
		return false
	}
	for _, before := range w.catalogs[:i] {
		if before.Contains(ref) {
			return false
		}
	}
	return true
}

// lookup returns what is known of an entity.
func (w *whole) lookup(ref catalog.Ref) (snapshot.Entry, bool) {
	key := ref.Key()
	if e, ok := w.defined[key]; ok {
		return e.Entry, true
	}
	for _, s := range w.catalogs {
		if e, ok := s.Lookup(ref); ok && !w.gone[key] {
			return e, true
		}
	}
	return snapshot.Entry{}, false
}

// place returns where an entity is defined: file:line:column, or as a snapshot has it; "" when that is not known.
func (w *whole) place(ref catalog.Ref) string {
	key := ref.Key()
	if e, ok := w.defined[key]; ok {
		return e.at.String()
	}
	if w.gone[key] {
		return ""
	}
	for i, s := range w.catalogs {
		if last := i == len(w.catalogs)-1; last || s.Contains(ref) {
			return shownLocation(s.Location(ref))
		}
	}
	return ""
}

// shownLocation returns a location as people open it.
func shownLocation(location string) string { return strings.TrimPrefix(location, "url:") }

// statements returns where a relation is stated: at its source, its target, or both.
func (w *whole) statements(r catalog.Relation) []string {
	var places []string
	bySource, byTarget := w.graph.Stated(r)
	if bySource {
		places = w.statedBy(r.Source, r.Type, r.Target)
	}
	if byTarget {
		places = append(places, w.statedBy(r.Target, r.Type.Inverse(), r.Source)...)
	}
	return places
}

// statedBy returns where an entity states that it is something to another: of one that a snapshot has, where that is
// defined.
func (w *whole) statedBy(holder catalog.Ref, t catalog.RelationType, other catalog.Ref) []string {
	e, ok := w.defined[holder.Key()]
	if !ok {
		if at := w.place(holder); at != "" {
			return []string{at}
		}
		return nil
	}
	var places []string
	for _, s := range e.stated {
		if s.relation == t && s.target == other.Key() {
			places = append(places, s.at.String())
		}
	}
	return places
}
