package lint

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"github.com/goldenpath-go/goldenpath/source"
)

// Result is what came of a run. The same files, rules and configuration give the same Result, whatever the number of
// workers and the order of the files.
type Result struct {
	// Diagnostics are the findings that count, by file, line, column, rule and message, each once.
	Diagnostics []Diagnostic
	// Suppressed are the findings that are silenced or held back, in the same order.
	Suppressed []Diagnostic
	// Secrets are the stretches of the files that reports must not show, whatever they report.
	Secrets []source.Range
	// Files are the files that were read, or were to be read, sorted.
	Files []string
	// Errors say what could not be done: files that cannot be read, rules that broke. The findings are then incomplete.
	Errors source.Errors
	Stats  Stats
}

// Stats are the sizes of a run.
type Stats struct {
	Files     int   // named, and found through Locations
	Documents int   // YAML documents in them, the empty ones included
	Entities  int   // of those, readable as entities
	Bytes     int64 // that were read of them
}

func (s *Stats) add(t Stats) {
	s.Files += t.Files
	s.Documents += t.Documents
	s.Entities += t.Entities
	s.Bytes += t.Bytes
}

// Count returns the number of diagnostics of exactly this severity.
func (r *Result) Count(s Severity) int {
	n := 0
	for i := range r.Diagnostics {
		if r.Diagnostics[i].Severity == s {
			n++
		}
	}
	return n
}

// Reaches reports whether there is a diagnostic of severity s or above; never for Off. With [Config.Threshold] it says
// whether a run has failed.
func (r *Result) Reaches(s Severity) bool {
	if s <= Off {
		return false
	}
	return slices.ContainsFunc(r.Diagnostics, func(d Diagnostic) bool { return d.Severity >= s })
}

// result puts together what was found: severities, ignores, order, and what is accepted of the rest.
func (r *run) result(ctx context.Context) (*Result, error) {
	s := newSettler(r)
	out := s.out
	byFile := map[string][]Diagnostic{}
	for _, c := range r.catalog {
		out.Errors = append(out.Errors, c.failures...)
		for _, d := range c.all() {
			byFile[d.Range.File] = append(byFile[d.Range.File], d)
		}
	}
	for _, f := range r.files {
		if f.role == asRoot {
			f.spread(byFile)
		}
	}
	for _, f := range r.files {
		out.Files = append(out.Files, f.name)
		out.Stats.add(f.stats)
		out.Errors = append(out.Errors, f.failures...)
		out.Secrets = append(out.Secrets, f.secrets.ranges...)
		found := append(f.all(), byFile[f.name]...)
		for i := range found {
			f.secrets.strike(&found[i])
		}
		s.settle(f, found)
		delete(byFile, f.name)
	}
	for _, file := range sortedKeys(byFile) {
		s.settle(&fileResult{name: file}, byFile[file])
	}
	s.settleConfig()
	out.Errors = r.settleErrors(out.Errors)
	out.Diagnostics, out.Suppressed = sortDiagnostics(out.Diagnostics), sortDiagnostics(out.Suppressed)
	if err := r.accept(ctx, out); err != nil {
		return nil, err
	}
	out.Diagnostics = r.limited(out.Diagnostics)
	return out, nil
}

// spread adds the findings about a root to those of the files that they lie in.
func (f *fileResult) spread(byFile map[string][]Diagnostic) {
	for _, d := range f.all() {
		f.secrets.strike(&d)
		byFile[d.Range.File] = append(byFile[d.Range.File], d)
	}
	f.findings = nil
}

// sortDiagnostics orders ds and drops those that say the same of the same place.
func sortDiagnostics(ds []Diagnostic) []Diagnostic {
	slices.SortStableFunc(ds, compareDiagnostics)
	return slices.CompactFunc(ds, func(a, b Diagnostic) bool { return compareDiagnostics(a, b) == 0 })
}

func compareDiagnostics(a, b Diagnostic) int {
	if c := cmp.Or(a.Range.Compare(b.Range.Position), strings.Compare(a.Rule, b.Rule)); c != 0 {
		return c // nearly always; keys, below, cost something to make
	}
	return cmp.Or(
		cmp.Compare(a.Range.EndOffset, b.Range.EndOffset),
		strings.Compare(a.Message, b.Message),
		strings.Compare(a.Entity.Key(), b.Entity.Key()),
	)
}
