package report

import (
	"fmt"
	"io"
	"strings"

	"github.com/goldenpath-go/goldenpath/lint"
)

// The bounds of Markdown, in bytes.
const (
	markdownSize = 60_000 // a comment on GitHub holds 65,536 characters, the summary of a job more
	markdownText = 2_000  // a message, before it is escaped
	markdownPath = 500
)

// Markdown writes a table of the findings, the gravest first, for a comment on a pull request or the summary of a job, in
// the dialect of GitHub and GitLab. What does not fit into a comment is left out; the last line and Options.Notify say
// how much. The first line is a comment by which a script finds the report again, to replace it.
func Markdown(w io.Writer, r *lint.Result, o *Options) error {
	var b strings.Builder
	fmt.Fprintf(&b, "<!-- %s -->\n### %s: %s\n", toolName, toolName, Summary(r))
	markdownErrors(&b, r, o)
	markdownFindings(&b, worstFirst(r.Diagnostics), o)
	_, err := io.WriteString(w, b.String())
	return err
}

// markdownErrors lists what kept the linter from its work.
func markdownErrors(b *strings.Builder, r *lint.Result, o *Options) {
	if len(r.Errors) > 0 {
		b.WriteString("\n")
	}
	for i, e := range r.Errors {
		row := fmt.Sprintf("- %s %s\n", code(clip(o.path(e.Pos.File), markdownPath)), code(clip(e.Err.Error(), markdownText)))
		if b.Len()+len(row) > markdownSize/2 {
			fmt.Fprintf(b, "\nand %s more\n", plural(len(r.Errors)-i, "problem"))
			return
		}
		b.WriteString(row)
	}
}

func markdownFindings(b *strings.Builder, ds []lint.Diagnostic, o *Options) {
	if len(ds) > 0 {
		b.WriteString("\n| | where | what | rule |\n|---|---|---|---|\n")
	}
	for i := range ds {
		row := markdownRow(&ds[i], o)
		if b.Len()+len(row) > markdownSize {
			left := plural(len(ds)-i, "finding")
			fmt.Fprintf(b, "\nand %s more, which do not fit into a comment\n", left)
			o.notify(left + " left out of the table, which would not fit into a comment")
			return
		}
		b.WriteString(row)
	}
}

func markdownRow(d *lint.Diagnostic, o *Options) string {
	p := d.Range.Position
	p.File = clip(o.path(p.File), markdownPath)
	what := code(clip(d.Message, markdownText))
	if d.Help != "" {
		what += "<br>" + code(clip(d.Help, markdownText))
	}
	rule := code(clip(d.Rule, markdownPath))
	if url := o.ruleURL(d.Rule); url != "" && !strings.ContainsAny(url, " \t\r\n<>()|\"\\`") {
		rule = "[" + rule + "](" + url + ")"
	}
	return fmt.Sprintf("| %s | %s | %s | %s |\n", d.Severity, code(p.String()), what, rule)
}

// code returns text as code, which is shown letter by letter: in it nobody is mentioned and no issue is referred to. What
// Markdown or HTML would take for a sign of its own, or for an address, is a character reference.
func code(text string) string {
	if text == "" {
		return ""
	}
	text = oneLine(text)
	var b strings.Builder
	b.WriteString("<code>")
	for i, r := range text {
		address := r == ':' && strings.HasPrefix(text[i:], "://") || r == '.' && i > 0 && text[i-1]|0x20 == 'w'
		if address || strings.ContainsRune("#$&*<>@[\\]^_`|~", r) {
			fmt.Fprintf(&b, "&#%d;", r)
			continue
		}
		b.WriteRune(r)
	}
	b.WriteString("</code>")
	return b.String()
}
