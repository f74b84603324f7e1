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

	files   []*fileResult // sorted by name once all are read
	catalog []fileResult  // of the Catalog checks, by rule; they belong to no file
}

// fileResult is what is kept of a file: no text, no tree.
type fileResult struct {
	name     string
	facts    []*Facts
	findings []Diagnostic
	ignores  []ignore
	secrets  secrets
	failures source.Errors
	stats    Stats
}

// readAll reads files, then those that Locations in them name, and so on.
func (r *run) readAll(ctx context.Context, files []string) {
	seen := map[string]bool{}
	for next := uniqueFiles(files); len(next) > 0 && ctx.Err() == nil; {
		for _, name := range next {
			seen[name] = true
		}
		read := r.readEach(ctx, next)
		r.files = append(r.files, read...)
		next = next[:0]
		for _, name := range r.follow(ctx, read) {
			if !seen[name] && !r.Config.Excludes(name) {
				next = append(next, name)
			}
		}
	}
	slices.SortFunc(r.files, func(a, b *fileResult) int { return strings.Compare(a.name, b.name) })
}

// readEach reads files by several workers, each result going to its file's place.
func (r *run) readEach(ctx context.Context, files []string) []*fileResult {
	out := make([]*fileResult, len(files))
	r.parallel(len(files), func(i int) {
		out[i] = &fileResult{name: files[i]}
		if ctx.Err() == nil {
			r.readFile(ctx, out[i])
		}
	})
	return out
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
	data, err := bounded.ReadFile(r.fsys, out.name, r.maxFileSize())
	if err != nil {
		r.unreadable(out, err)
		return
	}
	defer out.survive(nil)
	r.checkFile(load.Parse(ctx, out.name, data, &r.load), out)
}

// checkFile fills in out from a file that was read.
func (r *run) checkFile(file *load.File, out *fileResult) {
	out.stats = Stats{Files: 1, Documents: len(file.Documents), Bytes: int64(len(file.Text.Data))}
	if !r.NoIgnores {
		out.ignores = r.readIgnores(file)
	}
	pass := &FilePass{File: file}
	pass.report = out.reporter(&pass.Rule)
	for _, s := range r.settings.rules {
		if s.File != nil && !s.idle {
			pass.Rule, pass.Params = s.Rule, s.params
			out.checkFile(pass)
		}
	}
	for _, doc := range file.Documents {
		if doc.Entity != nil {
			r.checkEntity(file, doc, out)
		}
	}
	out.secrets = secretsIn(file.Text, out.findings)
}

func (r *run) checkEntity(file *load.File, doc *load.Document, out *fileResult) {
	facts := r.tiers.facts(file, doc)
	out.facts = append(out.facts, facts)
	out.stats.Entities++
	pass := &EntityPass{
		File: file, Document: doc, Entity: doc.Entity, Facts: facts, TierOrder: r.tiers.order, exists: r.exists,
	}
	pass.report = out.reporter(&pass.Rule)
	for _, s := range r.settings.rules {
		if s.Entity != nil && !s.idle && s.appliesTo(doc.Entity.Kind) {
			pass.Rule, pass.Params = s.Rule, s.params
			out.checkEntity(pass)
		}
	}
}

// reporter returns what a pass reports to. Passes are used for one rule after the other, and rule tells which it is.
func (f *fileResult) reporter(rule **Rule) func(Finding) {
	return func(found Finding) {
		f.findings = append(f.findings, Diagnostic{Rule: (*rule).Name, Finding: found})
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
		if s.Catalog != nil && !s.idle && ctx.Err() == nil {
			pass := &CatalogPass{View: view, Rule: s.Rule, Params: s.params}
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
		out.findings = append(out.findings, sizeDiagnostic(out.name, large.Size, r.maxFileSize()))
		return
	}
	out.failures = append(out.failures, &source.Error{Pos: source.Position{File: out.name}, Err: err})
}

// view indexes the facts of all files.
func (r *run) view() *View {
	var linted []*Facts
	for _, f := range r.files {
		linted = append(linted, f.facts...)
	}
	v := newView(linted, r.External)
	v.TierOrder = r.tiers.order
	v.exists = r.exists
	v.closed = r.Config.closes
	return v
}
