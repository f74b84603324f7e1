package main

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"
	"unicode"
	"unicode/utf8"

	"github.com/spf13/cobra"

	"github.com/goldenpath-go/goldenpath/catalog"
)

// answer is what a command about the whole catalog has to say, in each of the reportFormats.
type answer interface {
	writeText(w io.Writer) error
	writeMarkdown(w io.Writer) error
	writeJSON(w io.Writer) error
}

// reportFormats returns the formats of answers.
func reportFormats() []string { return []string{formatText, formatMarkdown, formatJSON} }

// addFormat adds --format, of which the first of formats is the default.
func addFormat(cmd *cobra.Command, format *string, formats []string) {
	last := len(formats) - 1
	cmd.Flags().StringVar(format, "format", formats[0], "print as `FORMAT`: "+strings.Join(formats[:last], ", ")+" or "+formats[last])
	complete(cmd, "format", formats...)
}

// writeReport prints an answer.
func (p *program) writeReport(a answer, format string) error {
	var b bytes.Buffer
	write := a.writeText
	switch format {
	case formatMarkdown:
		write = a.writeMarkdown
	case formatJSON:
		write = a.writeJSON
	}
	if err := write(&b); err != nil {
		return err
	}
	return writeAll(p.stdout, b.Bytes())
}

// texts writes lines, and below headings rows whose columns are aligned. The first error stays.
type texts struct {
	w    io.Writer
	rows *tabwriter.Writer // nil: no row since the last line
	err  error
}

func (t *texts) line(format string, args ...any) {
	t.align()
	t.keep(fmt.Fprintf(t.w, format+"\n", args...))
}

func (t *texts) heading(text string) { t.line("\n%s", text) }

// row writes columns. Those at the end that are empty are left out.
func (t *texts) row(columns ...string) {
	if t.rows == nil {
		t.rows = tabwriter.NewWriter(t.w, 0, 0, 2, ' ', 0)
	}
	for len(columns) > 0 && columns[len(columns)-1] == "" {
		columns = columns[:len(columns)-1]
	}
	for i, c := range columns {
		columns[i] = plainText(c)
	}
	t.keep(fmt.Fprintln(t.rows, "  "+strings.Join(columns, "\t")))
}

// align writes the rows there are.
func (t *texts) align() {
	if t.rows != nil {
		t.keep(0, t.rows.Flush())
		t.rows = nil
	}
}

func (t *texts) keep(_ int, err error) {
	if t.err == nil {
		t.err = err
	}
}

func (t *texts) flush() error {
	t.align()
	return t.err
}

// plainText keeps a text from acting on the terminal, and in its line.
func plainText(s string) string {
	if isPrintable(s) {
		return s
	}
	return strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Cf, r) || unicode.IsControl(r) || r == '\u2028' || r == '\u2029' {
			return utf8.RuneError
		}
		return r
	}, s)
}

// isPrintable reports whether s is printable ASCII, as nearly all texts are.
func isPrintable(s string) bool {
	for i := range len(s) {
		if s[i] < ' ' || s[i] > '~' {
			return false
		}
	}
	return true
}

// codeSpan returns a text as Markdown in which nothing can act: no mention, link or picture.
func codeSpan(s string) string {
	s = plainText(s)
	if strings.TrimSpace(s) == "" {
		return ""
	}
	fence := "`"
	for strings.Contains(s, fence) {
		fence += "`"
	}
	if strings.HasPrefix(s, "`") || strings.HasSuffix(s, "`") {
		s = " " + s + " "
	}
	return fence + s + fence
}

// cell returns a text as a cell of a Markdown table.
func cell(s string) string { return strings.ReplaceAll(codeSpan(s), "|", `\|`) }

// cells returns texts as a cell of a Markdown table.
func cells(all []string) string {
	var out []string
	for _, s := range all {
		out = append(out, cell(s))
	}
	return strings.Join(out, ", ")
}

// joined lists refs with commas between them.
func joined(refs []catalog.Ref, quote func(string) string) string {
	words := make([]string, len(refs))
	for i, ref := range refs {
		words[i] = quote(ref.String())
	}
	return strings.Join(words, ", ")
}

// capital returns s with its first letter large.
func capital(s string) string {
	r, size := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(r)) + s[size:]
}
