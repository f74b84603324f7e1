package report

import (
	"strconv"
	"strings"

	"github.com/goldenpath-go/goldenpath/lint"
)

// Summary returns a run in a line: 3 errors, 1 warning in 2 of 41 files (1 fixable, 4 ignored, 12 in the baseline).
func Summary(r *lint.Result) string {
	files := map[string]bool{}
	for i := range r.Diagnostics {
		files[r.Diagnostics[i].Range.File] = true
	}
	s := "no findings in " + plural(r.Stats.Files, "file")
	if len(r.Diagnostics) > 0 {
		s = counts(r.Count(lint.Error), r.Count(lint.Warning), r.Count(lint.Info)) +
			" in " + strconv.Itoa(len(files)) + " of " + plural(r.Stats.Files, "file")
	}
	var aside []string
	if n := fixable(r); n > 0 {
		aside = append(aside, strconv.Itoa(n)+" fixable")
	}
	aside = append(aside, silenced(r)...)
	if len(aside) > 0 {
		s += " (" + strings.Join(aside, ", ") + ")"
	}
	if n := len(r.Errors); n > 0 {
		s += "; incomplete: " + plural(n, "problem") + " kept the linter from its work"
	}
	return s
}

// silenced returns how many findings are suppressed in which way.
func silenced(r *lint.Result) []string {
	n := map[string]int{}
	for i := range r.Suppressed {
		n[silence(r.Suppressed[i].Suppressed)]++
	}
	var out []string
	for _, word := range []string{"ignored", "in the baseline", "not new"} {
		if n[word] > 0 {
			out = append(out, strconv.Itoa(n[word])+" "+word)
		}
	}
	return out
}

// silence is a word for a way of suppressing.
func silence(by *lint.Suppressed) string {
	switch {
	case by != nil && by.By == lint.SuppressedBaseline:
		return "in the baseline"
	case by != nil && by.By == lint.SuppressedRevision:
		return "not new"
	}
	return "ignored"
}

// counts returns how many findings of each level there are, without those there are none of.
func counts(errors, warnings, infos int) string {
	var parts []string
	for _, c := range []struct {
		n    int
		noun string
	}{{errors, "error"}, {warnings, "warning"}, {infos, "info"}} {
		if c.n > 0 {
			parts = append(parts, plural(c.n, c.noun))
		}
	}
	return strings.Join(parts, ", ")
}

func plural(n int, noun string) string {
	if n != 1 {
		noun += "s"
	}
	return strconv.Itoa(n) + " " + noun
}

// fixable returns how many diagnostics have a safe fix to be applied.
func fixable(r *lint.Result) int {
	n := 0
	for i := range r.Diagnostics {
		if _, ok := r.Diagnostics[i].Fix(false); ok {
			n++
		}
	}
	return n
}
