package report

import (
	"strconv"
	"strings"

	"github.com/goldenpath-go/goldenpath/lint"
)

// Summary returns a run in a line: 3 errors, 1 warning in 2 of 41 files (1 fixable, 4 ignored).
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
	if n := len(r.Suppressed); n > 0 {
		aside = append(aside, strconv.Itoa(n)+" ignored")
	}
	if len(aside) > 0 {
		s += " (" + strings.Join(aside, ", ") + ")"
	}
	if n := len(r.Errors); n > 0 {
		s += "; incomplete: " + plural(n, "problem") + " kept the linter from its work"
	}
	return s
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
