package lint

import (
	"cmp"
	"slices"
	"strings"

	"github.com/goldenpath-go/goldenpath/source"
)

// Result is what came of a run. The same files, rules and configuration give the same Result, whatever the number of
// workers and the order of the files.
type Result struct {
	// Diagnostics are the findings that count, by file, line, column, rule and message, each once.
	Diagnostics []Diagnostic
	// Suppressed are the findings that comments and annotations silence, in the same order.
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

// result puts together what was found: severities, ignores, order.
func (r *run) result() *Result {
	out := &Result{}
	byFile := map[string][]Diagnostic{}
	for _, c := range r.catalog {
		out.Errors = append(out.Errors, c.failures...)
		for _, d := range c.findings {
			byFile[d.Range.File] = append(byFile[d.Range.File], d)
		}
	}
	for _, f := range r.files {
		out.Files = append(out.Files, f.name)
		out.Stats.add(f.stats)
		out.Errors = append(out.Errors, f.failures...)
		out.Secrets = append(out.Secrets, f.secrets.ranges...)
		found := append(f.findings, byFile[f.name]...)
		for i := range found {
			f.secrets.strike(&found[i])
		}
		r.settle(out, f.ignores, found)
		delete(byFile, f.name)
	}
	for _, file := range sortedKeys(byFile) {
		r.settle(out, nil, byFile[file])
	}
	out.Errors.Sort()
	out.Diagnostics, out.Suppressed = sortDiagnostics(out.Diagnostics), sortDiagnostics(out.Suppressed)
	return out
}

// settle decides on the findings of one file: how much each matters and whether an ignore silences it.
func (r *run) settle(out *Result, ignores []ignore, found []Diagnostic) {
	used := make([][]bool, len(ignores))
	for i := range ignores {
		used[i] = make([]bool, len(ignores[i].Names))
	}
	for _, d := range found {
		if !r.weigh(&d) {
			continue
		}
		if d.Suppressed = r.suppress(ignores, used, &d); d.Suppressed != nil {
			out.Suppressed = append(out.Suppressed, d)
			continue
		}
		out.Diagnostics = append(out.Diagnostics, d)
	}
	for i := range ignores {
		for _, d := range r.ignoreFindings(&ignores[i], used[i]) {
			if r.weigh(&d) {
				out.Diagnostics = append(out.Diagnostics, d)
			}
		}
	}
}

// weigh sets the severity of d and reports whether it is to be mentioned at all.
func (r *run) weigh(d *Diagnostic) bool {
	d.Severity = r.settings.severity(d.Rule, d.Range.File, d.Entity)
	return d.Severity > Off
}

// suppress returns what silences d, nil when nothing does, and marks as used all that would.
func (r *run) suppress(ignores []ignore, used [][]bool, d *Diagnostic) *Suppressed {
	if r.settings.byName[d.Rule].required {
		return nil
	}
	var by *Suppressed
	for i := range ignores {
		g := &ignores[i]
		if g.Fault != "" || g.expired(r.Now) || !g.covers(d.Range) {
			continue
		}
		for j, n := range g.Names {
			if s, ok := r.settings.lookup(n.Name); ok && s.Name == d.Rule {
				used[i][j] = true
				by = cmp.Or(by, &Suppressed{By: g.By, Reason: g.Reason, Range: g.Range})
			}
		}
	}
	return by
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
