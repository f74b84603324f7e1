package compare

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/goldenpath-go/goldenpath/internal/shown"
)

// document is what a report has to say, for text and Markdown alike.
type document struct {
	title  string
	tables []table
}

// table is one section of a document.
type table struct {
	title string
	code  bool // the title comes from a file
	head  []string
	rows  [][]string // what comes from files, and is shown as it is
	notes []string   // sentences below
}

func (d *document) add(t table) {
	if len(t.rows)+len(t.notes) > 0 {
		d.tables = append(d.tables, t)
	}
}

// longest is how many characters of a value are shown. JSON has all of it.
const longest = 72

// writeText writes the document for people, in aligned columns.
func (d *document) writeText(w io.Writer) error {
	var b bytes.Buffer
	fmt.Fprintln(&b, shown.Line(d.title))
	for _, t := range d.tables {
		fmt.Fprintf(&b, "\n%s\n", shown.Line(t.title))
		for _, line := range aligned(t.textRows()) {
			fmt.Fprintf(&b, "  %s\n", line)
		}
		for _, note := range t.notes {
			fmt.Fprintf(&b, "  %s\n", shown.Line(note))
		}
	}
	_, err := w.Write(b.Bytes())
	return err
}

// textRows returns the rows with the head.
func (t *table) textRows() [][]string {
	var out [][]string
	if len(t.head) > 0 && len(t.rows) > 0 {
		out = append(out, t.head)
	}
	for _, row := range t.rows {
		cells := make([]string, len(row))
		for i, text := range row {
			cells[i] = shown.Line(shortened(text))
		}
		out = append(out, cells)
	}
	return out
}

// aligned returns rows as lines whose columns begin at the same place.
func aligned(rows [][]string) []string {
	widths := map[int]int{}
	for _, row := range rows {
		for i, text := range row {
			widths[i] = max(widths[i], utf8.RuneCountInString(text))
		}
	}
	lines := make([]string, len(rows))
	for n, row := range rows {
		var b strings.Builder
		for i, text := range row {
			b.WriteString(text)
			if width := widths[i]; width > 0 {
				b.WriteString(strings.Repeat(" ", width-utf8.RuneCountInString(text)+2))
			}
		}
		lines[n] = strings.TrimRight(b.String(), " ")
	}
	return lines
}

// maxRows is how many rows of a table Markdown shows: a comment on a pull request may have 64 KiB.
const maxRows = 100

// writeMarkdown writes the document for a comment on a pull request.
func (d *document) writeMarkdown(w io.Writer) error {
	var b bytes.Buffer
	fmt.Fprintf(&b, "### %s\n", markdown(d.title))
	for _, t := range d.tables {
		title := markdown(t.title)
		if t.code {
			title = shown.Code(t.title)
		}
		fmt.Fprintf(&b, "\n**%s**\n", title)
		if len(t.rows) > 0 {
			fmt.Fprintf(&b, "\n|%s\n|%s\n", cells(t.head, markdown), strings.Repeat("---|", len(t.head)))
		}
		for _, row := range t.rows[:min(maxRows, len(t.rows))] {
			fmt.Fprintf(&b, "|%s\n", cells(row, shown.Code))
		}
		if n := len(t.rows) - maxRows; n > 0 {
			fmt.Fprintf(&b, "\n… and %d more\n", n)
		}
		for i, note := range t.notes {
			if i == 0 {
				b.WriteByte('\n')
			}
			fmt.Fprintf(&b, "- %s\n", markdown(note))
		}
	}
	_, err := w.Write(b.Bytes())
	return err
}

func cells(row []string, quote func(string) string) string {
	var b strings.Builder
	for _, text := range row {
		if text != "" {
			text = strings.ReplaceAll(quote(shortened(text)), "|", `\|`)
		}
		fmt.Fprintf(&b, " %s |", text)
	}
	return b.String()
}

// writeJSON writes a report for programs.
func writeJSON(w io.Writer, report any) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(report)
}

func shortened(s string) string {
	if utf8.RuneCountInString(s) <= longest {
		return s
	}
	return string([]rune(s)[:longest-1]) + "…"
}

// markdown returns s as text without markup.
func markdown(s string) string {
	var b strings.Builder
	for _, r := range shown.Line(s) {
		if strings.ContainsRune("\\`*_[]<>#|~@&", r) {
			b.WriteByte('\\')
		}
		b.WriteRune(r)
	}
	return b.String()
}

// count returns how many of a thing there are, in words.
func count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}
