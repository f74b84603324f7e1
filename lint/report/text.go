package report

import (
	"bufio"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/goldenpath-go/goldenpath/lint"
	"github.com/goldenpath-go/goldenpath/source"
)

// Text writes findings for people, and a summary as the last line:
//
//	catalog-info.yaml:9:10: error: group:default/plattform is not in the catalog [owner-exists]
//	   |
//	 8 |   lifecycle: production
//	 9 |   owner: group:plattform
//	   |          ^~~~~~~~~~~~~~~
//	   = help: did you mean group:default/platform?
func Text(w io.Writer, r *lint.Result, o *Options) error {
	out := bufio.NewWriter(w)
	t := &textWriter{w: out, o: o, texts: texts{fsys: o.open()}, color: o != nil && o.Color, secrets: r.Secrets}
	for i := range r.Diagnostics {
		t.diagnostic(&r.Diagnostics[i])
	}
	t.line(Summary(r))
	return out.Flush()
}

// textWriter writes findings, which come file by file.
type textWriter struct {
	w io.Writer
	o *Options
	texts
	color   bool
	secrets []source.Range // not to be shown
}

// line writes a line. The writer keeps its first error.
func (t *textWriter) line(parts ...string) {
	_, _ = io.WriteString(t.w, inert(strings.Join(parts, ""))+"\n")
}

func (t *textWriter) diagnostic(d *lint.Diagnostic) {
	t.line(t.paint(bold, place(t.o, d)+":"), " ", t.paint(levelColor(d.Severity), d.Severity.String()+":"), " ",
		t.paint(bold, oneLine(d.Message)), " ", t.paint(dim, "["+oneLine(d.Rule)+"]"))
	margin := "  "
	if text := t.open(d.Range.File); text != nil && d.Range.Line <= text.Lines() && d.Range.Line > 0 {
		margin = t.frame(text, d)
	}
	for _, r := range d.Related {
		t.aside(margin, "note", oneLine(note(d, r, t.o)))
	}
	if d.Help != "" {
		t.aside(margin, "help", oneLine(d.Help))
	}
	if len(d.Fixes) > 0 {
		t.aside(margin, "fix", oneLine(fixText(d.Fixes[0])))
	}
	t.line()
}

func fixText(f lint.Fix) string {
	if f.Safe {
		return f.Message
	}
	return f.Message + " (may change what is meant)"
}

// note returns what is to be said beside a finding: with its place, unless that is the finding's own.
func note(d *lint.Diagnostic, r lint.Related, o *Options) string {
	if r.Range.Position == d.Range.Position {
		return r.Message
	}
	p := r.Range.Position
	p.File = o.path(p.File)
	return p.String() + ": " + r.Message
}

func (t *textWriter) aside(margin, label, text string) {
	t.line(margin, t.paint(blue, "="), " ", t.paint(bold, label+":"), " ", text)
}

// frame writes the line of a finding, and the one before it, and returns the margin for what follows.
func (t *textWriter) frame(text *source.Text, d *lint.Diagnostic) (margin string) {
	n := d.Range.Line
	margin = strings.Repeat(" ", len(strconv.Itoa(n))+2)
	m := mark(t.visible(text, n, d.Range), d.Range)
	t.line(margin, t.paint(blue, "|"))
	if n > 1 {
		t.numbered(n-1, len(margin), mark(t.visible(text, n-1, d.Range), d.Range).line)
	}
	t.numbered(n, len(margin), m.line)
	t.line(margin, t.paint(blue, "|"), " ", t.paint(levelColor(d.Severity), m.marks))
	return margin
}

// visible returns what may be shown of line n for a finding at r, secrets hidden.
func (t *textWriter) visible(text *source.Text, n int, r source.Range) stretch {
	s := stretchOf(text, n, r)
	for _, secret := range t.secrets {
		if secret.File == r.File {
			s = s.hide(n, secret)
		}
	}
	return s
}

func (t *textWriter) numbered(n, width int, line string) {
	number := fmt.Sprintf("%*d ", width-1, n)
	t.line(t.paint(blue, number+"|"), strings.TrimRight(" "+line, " "))
}
