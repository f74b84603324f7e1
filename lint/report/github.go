package report

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"github.com/goldenpath-go/goldenpath/lint"
)

const (
	githubLimit   = 10       // annotations of a level that GitHub takes from one step; it drops the rest without a word
	githubMessage = 32 << 10 // bytes; GitHub takes 64 KB
)

// GitHub writes workflow commands, from which GitHub makes annotations in the diff of a pull request. It writes errors
// first, and at most ten of each level, since GitHub drops what is beyond; a plain line at the end then says how many
// findings are left out. Options.Path must give paths from the root of the repository.
func GitHub(w io.Writer, r *lint.Result, o *Options) error {
	ds := worstFirst(r.Diagnostics)
	out := bufio.NewWriter(w)
	written, cut := map[lint.Severity]int{}, map[lint.Severity]int{}
	for i := range ds {
		d := &ds[i]
		if written[d.Severity] == githubLimit {
			cut[d.Severity]++
			continue
		}
		written[d.Severity]++
		// A bufio.Writer keeps its first error for Flush.
		_, _ = io.WriteString(out, annotation(d, o))
	}
	if len(cut) > 0 {
		_, _ = fmt.Fprintf(out, "not shown as annotations, of which GitHub takes %d a level: %s\n", githubLimit,
			counts(cut[lint.Error], cut[lint.Warning], cut[lint.Info]))
	}
	return out.Flush()
}

func annotation(d *lint.Diagnostic, o *Options) string {
	level := d.Severity.String()
	if d.Severity == lint.Info {
		level = "notice"
	}
	r := d.Range
	place := fmt.Sprintf("file=%s,line=%d,col=%d", githubProperty(o.path(r.File)), max(r.Line, 1), max(r.Column, 1))
	if r.EndLine > r.Line {
		place += fmt.Sprintf(",endLine=%d", r.EndLine)
	} else if r.EndColumn > r.Column {
		place += fmt.Sprintf(",endColumn=%d", r.EndColumn)
	}
	return fmt.Sprintf("::%s %s,title=%s::%s\n", level, place, githubProperty(d.Rule), githubData(clip(githubText(d, o), githubMessage)))
}

// githubText is what the annotation says, in several lines.
func githubText(d *lint.Diagnostic, o *Options) string {
	var b strings.Builder
	b.WriteString(d.Message)
	for _, r := range d.Related {
		b.WriteString("\nnote: " + note(d, r, o))
	}
	if d.Help != "" {
		b.WriteString("\nhelp: " + d.Help)
	}
	return b.String()
}

// githubData escapes the text of a command, as the runner undoes it.
func githubData(s string) string {
	return strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A").Replace(lines(s))
}

// githubProperty escapes the value of a property of a command.
func githubProperty(s string) string {
	return strings.NewReplacer(":", "%3A", ",", "%2C").Replace(githubData(s))
}
