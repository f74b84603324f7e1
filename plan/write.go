package plan

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"github.com/goldenpath-go/goldenpath/internal/shown"
)

// sign returns the mark that stands before a step.
func (v Verb) sign() string {
	switch v {
	case Create:
		return "+"
	case Update:
		return "~"
	case Delete:
		return "-"
	}
	return ">"
}

// WriteText writes the plan for a terminal: a line a step in the order of the plan, diffs indented below, then how much there
// is of each verb and the digest. Characters that would steer the terminal are written as escapes.
func (p *Plan) WriteText(w io.Writer) error {
	var b bytes.Buffer
	if p.Title != "" {
		fmt.Fprintf(&b, "%s\n\n", shown.Line(p.Title))
	}
	width := p.keyWidth()
	for i := range p.Steps {
		s := &p.Steps[i]
		line := fmt.Sprintf("%s %-6s  %-*s  %s", s.Verb.sign(), s.Verb, width, shown.Line(s.Key), shown.Line(s.Summary))
		b.WriteString(strings.TrimRight(line, " "))
		if !s.Reversible {
			b.WriteString("  (cannot be undone)")
		}
		b.WriteByte('\n')
		for line := range strings.Lines(s.Diff) {
			fmt.Fprintf(&b, "    %s\n", shown.Line(strings.TrimSuffix(line, "\n")))
		}
	}
	if len(p.Steps) > 0 {
		b.WriteByte('\n')
	}
	fmt.Fprintf(&b, "%s\n%s\n", p.counts(), p.Digest())
	_, err := w.Write(b.Bytes())
	return err
}

func (p *Plan) keyWidth() int {
	width := 0
	for i := range p.Steps {
		width = max(width, len([]rune(shown.Line(p.Steps[i].Key))))
	}
	return min(width, 60)
}

// counts returns "2 to create, 1 to run", or "Nothing to do."
func (p *Plan) counts() string {
	count := map[Verb]int{}
	for i := range p.Steps {
		count[p.Steps[i].Verb]++
	}
	var parts []string
	for _, v := range []Verb{Create, Update, Delete, Run} {
		if count[v] > 0 {
			parts = append(parts, fmt.Sprintf("%d to %s", count[v], v))
		}
	}
	if len(parts) == 0 {
		return "Nothing to do."
	}
	return strings.Join(parts, ", ")
}

// WriteMarkdown writes the plan for a comment on a pull request.
func (p *Plan) WriteMarkdown(w io.Writer) error {
	var b bytes.Buffer
	if p.Title != "" {
		fmt.Fprintf(&b, "### %s\n\n", shown.Markdown(p.Title))
	}
	fmt.Fprintf(&b, "%s\n", p.counts())
	for i := range p.Steps {
		s := &p.Steps[i]
		if i == 0 {
			b.WriteByte('\n')
		}
		fmt.Fprintf(&b, "- **%s** %s", s.Verb, shown.Code(s.Key))
		if s.Summary != "" {
			fmt.Fprintf(&b, ": %s", shown.Markdown(s.Summary))
		}
		if !s.Reversible {
			b.WriteString(" *(cannot be undone)*")
		}
		b.WriteByte('\n')
		writeFence(&b, s.Diff)
	}
	fmt.Fprintf(&b, "\n%s\n", shown.Code(p.Digest()))
	_, err := w.Write(b.Bytes())
	return err
}

// writeFence writes a diff as a block that no line of it can end.
func writeFence(b *bytes.Buffer, diff string) {
	if diff == "" {
		return
	}
	fence := shown.Fence(diff)
	fmt.Fprintf(b, "\n  %sdiff\n", fence)
	for line := range strings.Lines(diff) {
		fmt.Fprintf(b, "  %s\n", shown.Line(strings.TrimSuffix(line, "\n")))
	}
	fmt.Fprintf(b, "  %s\n\n", fence)
}

// WriteJSON writes the plan for programs: {digest, title, steps}.
func (p *Plan) WriteJSON(w io.Writer) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(p)
}
