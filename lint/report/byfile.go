package report

import (
	"slices"
	"strings"

	"github.com/goldenpath-go/goldenpath/lint"
	"github.com/goldenpath-go/goldenpath/source"
)

// fileReport is what there is to say of one file.
type fileReport struct {
	name     string // as it is to be printed
	findings []*lint.Diagnostic
	errors   source.Errors
}

// byFile returns a report for each file that was looked at, was to be looked at, or is mentioned, sorted. What is about
// no file goes by the name of the program.
func byFile(r *lint.Result, o *Options) []*fileReport {
	files := map[string]*fileReport{}
	of := func(name string) *fileReport {
		f := files[name]
		if f == nil {
			f = &fileReport{name: toolName}
			if name != "" {
				f.name = o.path(name)
			}
			files[name] = f
		}
		return f
	}
	for _, name := range r.Files {
		of(name)
	}
	for i := range r.Diagnostics {
		f := of(r.Diagnostics[i].Range.File)
		f.findings = append(f.findings, &r.Diagnostics[i])
	}
	for _, e := range r.Errors {
		f := of(e.Pos.File)
		f.errors = append(f.errors, e)
	}
	var out []*fileReport
	for _, name := range sortedKeys(files) {
		out = append(out, files[name])
	}
	return out
}

// failed returns the findings that fail the file, and the others.
func (f *fileReport) failed(o *Options) (failing, others []*lint.Diagnostic) {
	for _, d := range f.findings {
		if o.failed(d.Severity) {
			failing = append(failing, d)
			continue
		}
		others = append(others, d)
	}
	return failing, others
}

// tally returns how many findings of each level there are, in words.
func tally(ds []*lint.Diagnostic) string {
	n := map[lint.Severity]int{}
	for _, d := range ds {
		n[d.Severity]++
	}
	return counts(n[lint.Error], n[lint.Warning], n[lint.Info])
}

// listed returns findings as lines, as compact has them, with the help below each.
func listed(ds []*lint.Diagnostic, o *Options) string {
	var b strings.Builder
	for _, d := range ds {
		b.WriteString(compactLine(d, o) + "\n")
		if d.Help != "" {
			b.WriteString("  help: " + oneLine(d.Help) + "\n")
		}
	}
	return b.String()
}

func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}
