package lint

import (
	"context"
	"crypto/sha256"
	"io/fs"

	"github.com/goldenpath-go/goldenpath/catalog/load"
	"github.com/goldenpath-go/goldenpath/internal/bounded"
)

// Cache keeps what runs have made of files, so that later ones look again only at those that have changed. Package cache
// keeps it in a folder. It may be used by several runs at once.
type Cache interface {
	// Open returns what earlier runs with this digest have kept. The digest is of everything that what is made of a file
	// depends on, beside the files themselves and the program: rules and their parameters, options of reading.
	Open(digest [sha256.Size]byte) CachedFiles
}

// CachedFiles is what a [Cache] has for one run. Its methods may be called by several goroutines at once.
type CachedFiles interface {
	// Stamp describes the state of a file on disk: the same stamp of the same name means the same content. It is empty
	// where info does not tell enough, and the content has to be looked at.
	Stamp(info fs.FileInfo) string
	// Get returns what is kept of a file: of several contents that it has had, in no certain order. Nobody changes it.
	Get(name string) []CachedFile
	// Put says what is now true of a file.
	Put(name string, f CachedFile)
	// Save is called when all files are there. That nothing can be kept is no fault of the run.
	Save()
}

// CachedFile is what a run has made of a file.
type CachedFile struct {
	Sum    [sha256.Size]byte // SHA-256 of its content
	Stamp  string            // see [CachedFiles.Stamp]; may be empty
	Result string            // in a form of the Linter's own; any text is safe to give back to it
}

// openCache prepares the use of the Linter's cache, if it has one and can tell what its results depend on.
func (r *run) openCache() {
	if r.Cache == nil {
		return
	}
	if digest, ok := r.digest(); ok {
		r.cache = r.Cache.Open(digest)
	}
}

// readCached does what readFile does where that was not done before.
func (r *run) readCached(ctx context.Context, out *fileResult) {
	kept, stamp := r.cache.Get(out.name), r.stamp(out.name)
	for _, k := range kept {
		if stamp != "" && k.Stamp == stamp && r.restore(k.Result, out) {
			r.cache.Put(out.name, k)
			return
		}
	}
	data, err := bounded.ReadFile(r.fsys, out.name, r.limit(out))
	if err != nil {
		r.unreadable(out, err)
		return
	}
	if stamp != "" && stamp != r.stamp(out.name) {
		stamp = "" // it was changed or replaced in the meantime
	}
	sum := sha256.Sum256(data)
	for _, k := range kept {
		if k.Sum == sum && r.restore(k.Result, out) {
			k.Stamp = stamp
			r.cache.Put(out.name, k)
			return
		}
	}
	out.needs = &needs{}
	r.readData(ctx, out, data)
	if text, ok := r.written(out); ok && ctx.Err() == nil {
		r.cache.Put(out.name, CachedFile{Sum: sum, Stamp: stamp, Result: text})
	}
}

// stamp describes the state of a file; empty when that cannot be told.
func (r *run) stamp(name string) string {
	if !fs.ValidPath(name) {
		return ""
	}
	info, err := fs.Stat(r.fsys, name)
	if err != nil {
		return ""
	}
	return r.cache.Stamp(info)
}

// written returns what is to be kept of a file; false when it is better looked at again: because something went wrong
// that may not be so the next time, because a rule was stopped somewhere, or because there is a secret in it.
func (r *run) written(out *fileResult) (string, bool) {
	if len(out.failures) > 0 || len(out.over) > 0 || len(out.secrets.ranges) > 0 {
		return "", false
	}
	for _, s := range r.settings.rules {
		if s.stopped.Load() != nil {
			return "", false
		}
	}
	w := cacheWriter{file: out.name}
	w.result(out)
	return string(w.b), !w.unable
}

// restore fills in out from what is kept of the file. False when that is not in order, or not true any more.
func (r *run) restore(text string, out *fileResult) bool {
	in := cacheReader{file: out.name, rest: text}
	was := fileResult{name: out.name, collector: r.newCollector()}
	in.result(&was)
	facts, sound := was.kept.read(out.name)
	switch {
	case was.role != out.role, in.broken || in.rest != "" || !sound,
		was.stats.Bytes > r.limit(out),
		was.enough > 0 && len(was.findings) > was.enough,
		!r.knowsRules(was.findings),
		!was.needs.met(r, out.role.readLimit()):
		return false
	}
	was.facts = facts
	*out = was
	return true
}

// knowsRules reports whether all findings are of rules that there are.
func (r *run) knowsRules(found []Diagnostic) bool {
	for i := range found {
		if r.settings.byName[found[i].Rule] == nil {
			return false
		}
	}
	return true
}

// loading returns how the file of out is read.
func (r *run) loading(out *fileResult) *load.Options {
	if out.needs == nil {
		return &r.load
	}
	watched := r.load
	watched.ReadFile = func(name string) ([]byte, error) {
		data, err := r.load.ReadFile(name)
		out.needs.addContent(name, data, err)
		return data, err
	}
	return &watched
}

// looking returns what tells the checks of out's file which files exist.
func (r *run) looking(out *fileResult) func(name string) bool {
	if out.needs == nil {
		return r.exists
	}
	return func(name string) bool {
		found := r.exists(name)
		out.needs.addPresence(name, found)
		return found
	}
}
