package template

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/goldenpath-go/goldenpath/lint"
	"github.com/goldenpath-go/goldenpath/scaffold/nunjucks"
)

// mostPlaces is how many places of a file a finding names.
const mostPlaces = 10

// found is a place in a text of a skeleton.
type found struct {
	start, end int
	what       string
}

// checkSkeletonExpressions reports what stands in rendered files and is no template of the scaffolder's: above all the
// expressions of GitHub's workflows, which are written alike.
func checkSkeletonExpressions(t *template) {
	for _, f := range t.fetched() {
		for _, x := range f.texts {
			var e *nunjucks.Error
			if errors.As(x.err, &e) {
				at := x.fault(e)
				t.reportIn(f, x, []found{{at, at, ""}}, lint.Finding{
					Message: fmt.Sprintf("the task fails here: %v", e.Err), Help: f.howToKeep(x),
				})
				continue
			}
			if len(x.strange) > 0 {
				t.reportForeign(f, x)
			}
		}
	}
}

// fault returns the place of an error: of a comment that does not end, where it begins.
func (x *rendered) fault(e *nunjucks.Error) int {
	text := string(x.Data)
	at := offset(text, e)
	if closed := strings.LastIndex(text, "#}") + 1; at == len(text) {
		if open := strings.Index(text[closed:], "{#"); open >= 0 {
			return closed + open
		}
	}
	return at
}

// foreign returns the reads of variables that files are known not to have.
func (x *rendered) foreign(own string) []found {
	if x.err != nil {
		return nil
	}
	var places []found
	for _, r := range slices.Concat(x.in.Reads, x.in.Dashed) {
		first := r.Keys[0]
		if first.Name == own || r.Optional || !isForeign(first.Name, own) {
			continue
		}
		if start, ok := x.outputAround(first.Offset); ok {
			places = append(places, found{start, first.EndOffset, first.Name})
		}
	}
	slices.SortFunc(places, func(a, b found) int { return a.start - b.start })
	return slices.CompactFunc(places, func(a, b found) bool { return a.start == b.start })
}

// isForeign reports whether files have no variable of a name: one of GitHub's workflows, of the template around them, or one that is
// nearly their own. Others an installation may have added.
func isForeign(name, own string) bool {
	known := []string{
		"github", "env", "vars", "job", "jobs", "runner", "secrets", "strategy", "matrix", "needs", "inputs",
		"parameters", "steps", "context", "environment", "user", "each",
	}
	if slices.Contains(known, name) {
		return true
	}
	_, near := lint.Nearest(name, []string{own})
	return near
}

// outputAround returns where the ${{ stands within which an offset is.
func (x *rendered) outputAround(at int) (start int, ok bool) {
	i, _ := slices.BinarySearch(x.in.Outputs, at+1)
	if i == 0 {
		return 0, false
	}
	start = x.in.Outputs[i-1]
	return start, !strings.Contains(string(x.Data[start:at]), "}}")
}

func (t *template) reportForeign(f *fetched, x *rendered) {
	first := x.strange[0]
	finding := lint.Finding{
		Message: fmt.Sprintf("%s is rendered when the template runs, and comes to nothing", x.quoted(first.start)),
		Help:    f.howToKeep(x),
	}
	if slices.Contains([]string{"parameters", "steps"}, first.what) {
		finding.Help = fmt.Sprintf("pass what it stands for in the step's values: files see nothing of %s", first.what)
	} else if f.mayCopy(x) {
		finding.Fixes = t.copyFix(f)
	}
	t.reportIn(f, x, x.strange, finding)
}

// quoted returns the expression that begins at an offset.
func (x *rendered) quoted(start int) string {
	text := string(x.Data[start:])
	if end := strings.Index(text, "}}"); end >= 0 && end < 60 && !strings.Contains(text[:end], "\n") {
		return text[:end+2]
	}
	return "this"
}

// howToKeep says how a text gets through that is meant for somebody else.
func (f *fetched) howToKeep(x *rendered) string {
	switch {
	case x.isName:
		return ""
	case f.mayCopy(x):
		return "name " + x.rel + " in the step's copyWithoutTemplating, or write {% raw %} and {% endraw %} around it"
	}
	return "write {% raw %} and {% endraw %} around it"
}

// mayCopy reports whether a file can be copied as it is: there is nothing in it for the scaffolder.
func (f *fetched) mayCopy(x *rendered) bool {
	if f.byName || x.isName || f.step.action != "fetch:template" || x.in == nil {
		return false
	}
	return !slices.ContainsFunc(x.in.Reads, func(r nunjucks.Read) bool { return r.Keys[0].Name == f.variable })
}

// copyFix returns the fix that has all files copied that can be, where the step does not say yet which those are.
func (t *template) copyFix(f *fetched) []lint.Fix {
	if _, said := f.input["copyWithoutTemplating"]; said {
		return nil
	}
	at := t.Key(f.place())
	line := t.File.Text.LineStart(at.Line)
	indent := string(t.File.Text.Data[line:at.Offset])
	if strings.Trim(indent, " ") != "" {
		return nil
	}
	text := f.copyInput(indent)
	if text == "" {
		return nil
	}
	return []lint.Fix{{Message: "copy it as it is", Edits: []lint.Edit{{File: at.File, Offset: at.Offset, EndOffset: at.Offset, New: text}}}}
}

// copyInput returns the input that has files copied: the same for all of them, so that their fixes are one. Empty when a name
// would be a pattern.
func (f *fetched) copyInput(indent string) string {
	if f.copied != nil {
		return *f.copied
	}
	var text strings.Builder
	text.WriteString("copyWithoutTemplating:\n")
	for _, x := range f.texts {
		if len(x.strange) == 0 || !f.mayCopy(x) {
			continue
		}
		if strings.ContainsAny(x.rel, "*?[]{}!()\\'") {
			text.Reset()
			indent = ""
			break
		}
		fmt.Fprintf(&text, "%s  - '%s'\n", indent, x.rel)
	}
	text.WriteString(indent)
	all := text.String()
	f.copied = &all
	return all
}

// reportIn reports a finding about places in a text of a skeleton. It stands at the step, where a comment can silence it and
// most is mended, and names the places.
func (t *template) reportIn(f *fetched, x *rendered, places []found, finding lint.Finding) {
	if finding.Pointer = f.place(); t.Full(t.Value(finding.Pointer)) {
		return
	}
	place := x.Name
	if !x.isName {
		p := x.Position(places[0].start)
		place = fmt.Sprintf("%s:%d:%d", x.Name, p.Line, p.Column)
		finding.Related = relatedOf(x, places)
	}
	finding.Message = place + ": " + finding.Message
	if more := len(places) - 1; more > 0 {
		finding.Message += fmt.Sprintf(", as do %d more there", more)
	}
	t.Report(finding)
}

// place returns where findings about a skeleton stand.
func (f *fetched) place() string { return f.step.pointer() + "/input/url" }

func relatedOf(x *rendered, places []found) []lint.Related {
	var out []lint.Related
	for _, p := range places[:min(len(places), mostPlaces)] {
		out = append(out, lint.Related{Range: x.Range(p.start, p.end), Message: "here"})
	}
	return out
}

// checkTarget reports a place to fetch to that lies outside of the workspace.
func (t *template) checkTarget(s *step, input map[string]any) {
	target, _ := input["targetPath"].(string)
	if target == "" || isTemplate(target) || fs.ValidPath(path.Clean(target)) {
		return
	}
	t.Reportf(s.pointer()+"/input/targetPath", "%s is not in the workspace, and the task fails", target)
}
