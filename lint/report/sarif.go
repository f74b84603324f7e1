package report

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/goldenpath-go/goldenpath/lint"
	"github.com/goldenpath-go/goldenpath/source"
)

// What GitHub's code scanning takes. It refuses a file with more results, and shows the 5,000 gravest.
const (
	githubResults = 25_000
	githubRelated = 100 // of 1,000 locations a result it shows so many
)

// SARIF writes a log of version 2.1.0 (OASIS, errata 01) with one run: the rules that are mentioned with their
// documentation, findings with fixes, related locations and fingerprints that do not depend on lines, and ignored
// findings as suppressed results. Columns count UTF-16 code units. Paths are relative to %SRCROOT%, so Options.Path must
// give paths from the root of the repository. What kept the linter from its work is in the invocation.
//
// GitHub does not look at suppressions and would show ignored findings as open: [GitHubSARIF] is for GitHub.
func SARIF(w io.Writer, r *lint.Result, o *Options) error {
	return writeSARIF(w, r, o, slices.Concat(r.Diagnostics, r.Suppressed), 0)
}

// GitHubSARIF writes the log of [SARIF] as GitHub's code scanning takes it: without ignored findings, and with no more
// than 25,000 results, the gravest. A notification in the log and Options.Notify say how many are left out.
func GitHubSARIF(w io.Writer, r *lint.Result, o *Options) error {
	ds := worstFirst(r.Diagnostics)
	cut := max(0, len(ds)-githubResults)
	return writeSARIF(w, r, o, ds[:len(ds)-cut], cut)
}

// writeSARIF writes the results ds of a run, of which cut more are left out.
func writeSARIF(w io.Writer, r *lint.Result, o *Options, ds []lint.Diagnostic, cut int) error {
	s := &sarifWriter{o: o, root: firstFile(r), rules: newSARIFRules(o)}
	s.primary.fsys, s.second.fsys = o.open(), o.open()
	names := lint.Fingerprints(o.open(), ds)
	results := make([]sarifResult, len(ds)) // never nil, which would mean that nothing was looked at
	for i := range ds {
		results[i] = s.result(&ds[i], names[i])
	}
	run := sarifRun{
		Tool:        sarifTool{s.rules.driver()},
		Invocations: []sarifInvocation{s.invocation(r.Errors, cut)},
		BaseIDs:     map[string]sarifBase{sourceRoot: {sarifMessage{Text: "The root of the repository, or the folder that was linted."}}},
		Results:     results,
		ColumnKind:  "utf16CodeUnits",
	}
	return encode(w, sarifLog{Schema: sarifSchema, Version: "2.1.0", Runs: []sarifRun{run}}, "  ")
}

// worstFirst returns ds by falling severity, otherwise in their order.
func worstFirst(ds []lint.Diagnostic) []lint.Diagnostic {
	ds = slices.Clone(ds)
	slices.SortStableFunc(ds, func(a, b lint.Diagnostic) int { return int(b.Severity) - int(a.Severity) })
	return ds
}

// firstFile returns the file to which findings without a file are attached: readers refuse results without a place.
func firstFile(r *lint.Result) string {
	if len(r.Files) > 0 {
		return r.Files[0]
	}
	return "catalog-info.yaml"
}

// sarifWriter turns diagnostics into results.
type sarifWriter struct {
	o               *Options
	root            string // stands for a file that is not named
	rules           *sarifRules
	primary, second places // of the findings; of all else
}

func (s *sarifWriter) result(d *lint.Diagnostic, fingerprint string) sarifResult {
	out := sarifResult{
		RuleID:       d.Rule,
		RuleIndex:    s.rules.index(d.Rule),
		Level:        sarifLevel(d.Severity),
		Message:      sarifText(withHelp(d)),
		Locations:    []sarifLocation{s.location(&s.primary, d.Range)},
		Fingerprints: map[string]string{fingerprintName: fingerprint},
		Properties:   sarifProperties{Pointer: d.Pointer},
	}
	if d.Entity.Name != "" {
		out.Locations[0].Logical = []sarifLogical{{FullyQualifiedName: d.Entity.String(), Kind: "entity"}}
	}
	for i, r := range d.Related[:min(len(d.Related), githubRelated)] {
		at := s.location(&s.second, r.Range)
		at.ID, at.Message = i+1, ptr(sarifText(r.Message))
		out.Related = append(out.Related, at)
	}
	for _, f := range d.Fixes {
		if fix, ok := s.fix(f); ok {
			out.Fixes = append(out.Fixes, fix)
		}
	}
	if d.Suppressed != nil {
		out.Suppressions = []sarifSuppression{s.suppression(d.Suppressed)}
	}
	return out
}

// withHelp is what a finding says, and what to do.
func withHelp(d *lint.Diagnostic) string {
	if d.Help == "" {
		return d.Message
	}
	return d.Message + "\nhelp: " + d.Help
}

func (s *sarifWriter) location(p *places, r source.Range) sarifLocation {
	return sarifLocation{Physical: &sarifPhysical{s.artifact(r.File), newSARIFRegion(p.span(r, inUTF16))}}
}

func (s *sarifWriter) artifact(file string) sarifArtifact {
	if file == "" {
		file = s.root
	}
	return sarifArtifact{URI: relativeURI(s.o.path(file)), BaseID: sourceRoot}
}

func newSARIFRegion(s span) sarifRegion { return sarifRegion{s.line, s.column, s.endLine, s.endColumn} }

// fix returns a fix; false when it cannot be said where it applies.
func (s *sarifWriter) fix(f lint.Fix) (sarifFix, bool) {
	var change sarifChange
	for _, e := range f.Edits {
		at, ok := s.second.edited(e.File, e.Offset, e.EndOffset)
		if !ok {
			return sarifFix{}, false
		}
		change.Artifact = s.artifact(e.File)
		change.Replacements = append(change.Replacements, sarifReplacement{
			newSARIFRegion(s.second.span(at, inUTF16)), sarifContent{e.New},
		})
	}
	if len(f.Edits) == 0 {
		return sarifFix{}, false
	}
	return sarifFix{sarifText(fixText(f)), []sarifChange{change}, sarifFixProperties{f.Safe}}, true
}

func (s *sarifWriter) suppression(by *lint.Suppressed) sarifSuppression {
	out := sarifSuppression{Kind: "external", Status: "accepted", Justification: lines(by.Reason)}
	if by.By == lint.SuppressedInline || by.By == lint.SuppressedAnnotation {
		out.Kind = "inSource"
	}
	if by.Range.File != "" {
		out.Location = ptr(s.location(&s.second, by.Range))
	}
	return out
}

// invocation says whether the linter did its work, and that cut results are left out.
func (s *sarifWriter) invocation(errs source.Errors, cut int) sarifInvocation {
	out := sarifInvocation{Successful: len(errs) == 0, Notifications: []sarifNotification{}}
	for _, e := range errs {
		n := sarifNotification{Level: sarifError, Message: sarifText(e.Err.Error())}
		if e.Pos.File != "" {
			n.Locations = []sarifLocation{s.location(&s.second, source.Range{Position: e.Pos})}
		}
		out.Notifications = append(out.Notifications, n)
	}
	if cut > 0 {
		sentence := fmt.Sprintf("%s left out of the %d that GitHub takes, the least severe ones", plural(cut, "finding"), githubResults)
		s.o.notify(sentence)
		out.Notifications = append(out.Notifications, sarifNotification{Level: sarifWarning, Message: sarifText(sentence)})
	}
	return out
}

// sarifText returns a plain text message. What its readers would take for a link, "[text](address)", or for the place of
// an argument, "{0}", is set apart by a space.
func sarifText(text string) sarifMessage {
	text = strings.ReplaceAll(lines(text), "](", "] (")
	return sarifMessage{Text: placeholder.ReplaceAllString(text, "{ $1}")}
}
