package github

import (
	"cmp"
	"slices"

	"github.com/goldenpath-go/goldenpath/catalog"
	"github.com/goldenpath-go/goldenpath/source"
)

// Result is what came of reading an organisation. Files are named REPOSITORY/PATH, on other branches than the default
// one REPOSITORY@BRANCH/PATH.
type Result struct {
	// Catalog has every entity that Backstage would ingest. Of several with the same ref it has the one that is read first:
	// what discovery finds before what Locations name, and then in the order of files. Each entity has the annotation
	// [catalog.AnnotationManagedByLocation], as in a running catalog; [catalog.Source] says the file, but not where in it.
	Catalog *catalog.Catalog
	// Refused is what Backstage would refuse too, each with its place: documents (with a [*load.Problem]), second definitions
	// of an entity (with a [*catalog.ConflictError]) and targets of Locations that are not there (with [io/fs.ErrNotExist]).
	Refused source.Errors
	// Unread is what could not be read although it may be there: repositories, files, targets of Locations. The catalog may
	// lack entities.
	Unread source.Errors
	Stats  Stats
}

// Stats are the sizes of a run.
type Stats struct {
	Repositories int // that were read, those included that have no catalog files
	Files        int // catalog files that were read
	Requests     int // that GitHub answered with what was asked for
	Unchanged    int // of those: answered by what the cache has, and not counted against the rate limit
}

// sort brings everything in order. Of one file there may be equal faults, since Locations may lead to it twice.
func (r *Result) sort() {
	r.Refused.Sort()
	r.Unread.Sort()
}

// add takes over the outcome of a task.
func (r *Result) add(o *outcome) {
	r.Refused = append(r.Refused, o.refused...)
	r.Unread = append(r.Unread, o.unread...)
	r.Stats.Files += o.files
	for _, e := range o.entities {
		if err := r.Catalog.Add(e.Entity); err != nil {
			r.Refused = append(r.Refused, &source.Error{Pos: e.at, Path: "/metadata/name", Err: err})
		}
	}
}

// sorted returns what m holds in the order of its keys.
func sorted[K cmp.Ordered, V any](m map[K]V) []V {
	keys := make([]K, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	values := make([]V, len(keys))
	for i, k := range keys {
		values[i] = m[k]
	}
	return values
}
