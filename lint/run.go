package lint

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/goldenpath-go/goldenpath/catalog/load"
	"github.com/goldenpath-go/goldenpath/internal/bounded"
	"github.com/goldenpath-go/goldenpath/source"
)

// run is one call of Linter.Run.
type run struct {
	*Linter
	fsys     fs.FS
	settings *settings
	tiers    tierReader
	load     load.Options
	kept     []Keep  // what is kept of entities for the Catalog checks
	tools    []*Tool // of all rules

	keptByKind sync.Map // catalog.Kind to []string: their pointers

	annotations map[string]*AnnotationForm
	cache       CachedFiles // nil: there is none

	files   []*fileResult // sorted by name once all are read
	catalog []fileResult  // of the Catalog checks, by rule; they belong to no file
}

// fileResult is what is kept of a file: no text, no tree.
type fileResult struct {
	name  string
	role  role
	kept  record
	facts []*Facts // read back when all files are there; nil until then
	collector
	ignores  []ignore
	secrets  secrets
	failures source.Errors
	stats    Stats
	whole    bool     // all that the file defines is in facts
	needs    *needs   // other files that this depends on; nil when nobody asks
	members  []string // files that this root leads to
}

// readAll reads files, then those that Locations in them name, and so on.
func (r *run) readAll(ctx context.Context, files []string) {
	seen := map[string]bool{}
	for next := r.asked(uniqueFiles(files), seen); len(next) > 0 && ctx.Err() == nil; {
		r.readEach(ctx, next)
		r.files = append(r.files, next...)
		next = r.following(ctx, next, seen)
	}
	slices.SortFunc(r.files, func(a, b *fileResult) int { return strings.Compare(a.name, b.name) })
	r.dropParts()
}

// asked returns empty results for files that were asked for.
func (r *run) asked(names []string, seen map[string]bool) []*fileResult {
	files := make([]*fileResult, len(names))
	for i, name := range names {
		seen[name] = true
		files[i] = &fileResult{name: name, role: r.roleOf(name), collector: r.newCollector()}
	}
	return files
}

// following returns empty results for the files that Locations and roots among read lead to, without those seen.
func (r *run) following(ctx context.Context, read []*fileResult, seen map[string]bool) []*fileResult {
	fresh := func(names []string) []string {
		return slices.DeleteFunc(uniqueFiles(names), func(name string) bool { return seen[name] || r.Config.Excludes(name) })
	}
	next := r.asked(fresh(r.follow(ctx, read)), seen)
	var members []string
	for _, f := range read {
		members = append(members, f.members...)
	}
	for _, f := range r.asked(fresh(members), seen) {
		f.role = asMember
		next = append(next, f)
	}
	return next
}

// readEach reads files by several workers.
func (r *run) readEach(ctx context.Context, files []*fileResult) {
	r.parallel(len(files), func(i int) {
		if ctx.Err() == nil {
			r.readFile(ctx, files[i])
		}
	})
}

// parallel calls f for every number below n, by several workers.
func (r *run) parallel(n int, f func(int)) {
	var next atomic.Int64
	var group sync.WaitGroup
	for range min(r.workers(), n) {
		group.Go(func() {
			for i := int(next.Add(1)) - 1; i < n; i = int(next.Add(1)) - 1 {
				f(i)
			}
		})
	}
	group.Wait()
}

// readFile reads one file and runs the File and Entity checks on it.
func (r *run) readFile(ctx context.Context, out *fileResult) {
	if r.cache != nil {
		r.readCached(ctx, out)
		return
	}
	data, err := bounded.ReadFile(r.fsys, out.name, r.limit(out))
	if err != nil {
		r.unreadable(out, err)
		return
	}
	r.readData(ctx, out, data)
}

// readData does so with what stands in the file.
func (r *run) readData(ctx context.Context, out *fileResult, data []byte) {
	defer out.survive(nil)
	switch out.role {
	case asRoot:
		r.checkRoot(ctx, source.NewText(out.name, data), out)
	case asMember:
		r.checkMember(source.NewText(out.name, data), out)
	default:
		r.checkFile(load.Parse(ctx, out.name, data, r.loading(out)), out)
	}
}

// checkFile fills in out from a file that was read.
func (r *run) checkFile(file *load.File, out *fileResult) {
	out.stats = Stats{Files: 1, Documents: len(file.Documents), Bytes: int64(len(file.Text.Data))}
	if !r.NoIgnores {
		out.ignores = r.readIgnores(file)
	}
	pass := &FilePass{File: file, result: out}
	pass.report = out.reporter(&pass.Rule)
	for _, s := range r.settings.rules {
		if s.File != nil && !s.idle {
			pass.Rule, pass.Params = s.Rule, s.params
			out.checkFile(pass)
		}
	}
	out.whole = true
	reads := &reader{fsys: r.fsys, needs: out.needs}
	facts := make([]*Facts, 0, len(file.Documents))
	for _, doc := range file.Documents {
		if doc.Entity != nil {
			facts = append(facts, r.checkEntity(file, doc, reads, out))
		} else if doc.Stage != load.StageSkipped {
			out.whole = false
		}
	}
	out.keep(facts, r.cache != nil)
	out.secrets = secretsIn(func(string) *source.Text { return file.Text }, &out.collector)
}

// checkEntity runs the Entity checks, and returns the entity's facts.
func (r *run) checkEntity(file *load.File, doc *load.Document, reads *reader, out *fileResult) *Facts {
	facts := r.tiers.facts(file, doc)
	out.stats.Entities++
	pass := &EntityPass{
		File: file, Document: doc, Entity: doc.Entity, Facts: facts, TierOrder: r.tiers.order, BaseURL: r.load.BaseURL, exists: r.looking(out),
		Annotations: r.annotations, reads: reads, tiers: r.tiers, result: out,
	}
	pass.report = out.reporter(&pass.Rule)
	for _, s := range r.settings.rules {
		if s.Entity != nil && !s.idle && s.appliesTo(doc.Entity.Kind) && s.stopped.Load() == nil {
			pass.Rule, pass.Params, pass.setting = s.Rule, s.params, s
			out.checkEntity(pass)
		}
	}
	facts.Kept = pass.keep(r.keptPointers(doc.Entity.Kind))
	return facts
}

// keep keeps the facts about a file's entities: written down, unless there are so many references that these outweigh
// the text they stand in by far, and nothing is won by it. What goes to a cache must be written.
func (f *fileResult) keep(facts []*Facts, cached bool) {
	if n := countReferences(facts); n > manyReferences && !cached {
		f.facts = facts
		f.kept.targets = shareTargets(facts)
		return
	}
	f.kept.write(facts)
}

// manyReferences is how many references and targets a file of a catalog has not.
const manyReferences = 4000

func countReferences(facts []*Facts) int {
	n := 0
	for _, f := range facts {
		n += len(f.Refs) + len(f.Targets)
	}
	return n
}

// reporter returns what a pass reports to. Passes are used for one rule after the other, and rule tells which it is.
func (f *fileResult) reporter(rule **Rule) func(Finding) {
	return func(found Finding) {
		f.add(Diagnostic{Rule: (*rule).Name, Finding: found})
	}
}

func (f *fileResult) checkFile(p *FilePass) {
	defer f.survive(p.Rule)
	p.Rule.File(p)
}

func (f *fileResult) checkEntity(p *EntityPass) {
	defer f.survive(p.Rule)
	p.Rule.Entity(p)
}

func (f *fileResult) checkCatalog(p *CatalogPass) {
	defer f.survive(p.Rule)
	p.Rule.Catalog(p)
}

// survive, when deferred, turns a panic into a failure: one broken rule, or file if rule is nil, must not take the
// others with it.
func (f *fileResult) survive(rule *Rule) {
	p := recover()
	if p == nil {
		return
	}
	what := "reading"
	if rule != nil {
		what = "rule " + rule.Name
	}
	f.failures = append(f.failures, &source.Error{Pos: source.Position{File: f.name}, Err: fmt.Errorf("%s broke: %v", what, p)})
}

// checkCatalog runs the Catalog checks on the facts of all files, each with a result of its own.
func (r *run) checkCatalog(ctx context.Context) {
	view := r.view()
	r.catalog = make([]fileResult, len(r.settings.rules))
	r.parallel(len(r.catalog), func(i int) {
		s, out := r.settings.rules[i], &r.catalog[i]
		out.collector = r.newCollector()
		if s.Catalog != nil && !s.idle && ctx.Err() == nil {
			pass := &CatalogPass{View: view, Rule: s.Rule, Params: s.params, result: out, setting: s}
			pass.stopped = func() bool { return ctx.Err() != nil }
			pass.report = out.reporter(&pass.Rule)
			out.checkCatalog(pass)
		}
	})
}

// unreadable reports why there is nothing to lint in a file.
func (r *run) unreadable(out *fileResult, err error) {
	out.stats.Files = 1
	var large *bounded.SizeError
	if errors.As(err, &large) {
		out.findings = append(out.findings, sizeDiagnostic(out.name, large.Size, r.limit(out)))
		return
	}
	out.failures = append(out.failures, &source.Error{Pos: source.Position{File: out.name}, Err: err})
}

// view indexes the facts of all files.
func (r *run) view() *View {
	var linted []*Facts
	whole := make(map[string]bool, len(r.files))
	for _, f := range r.files {
		if f.facts == nil {
			f.facts = f.kept.facts(f.name)
		}
		linted = append(linted, f.facts...)
		whole[f.name] = f.whole
	}
	v := newView(linted, r.Elsewhere, r.tiers.rank)
	v.TierOrder = r.tiers.order
	v.exists = r.exists
	v.read = func(file string) bool { return whole[file] }
	v.closed = r.Config.closes
	return v
}
