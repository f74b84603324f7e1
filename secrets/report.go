package secrets

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"strings"
)

// WriteMarkdown writes the review for a comment on a pull request: what to look at first, who gains and loses what, and the
// plan with its digest.
func (r *Review) WriteMarkdown(w io.Writer) error {
	var b bytes.Buffer
	r.writeNotices(&b)
	r.writeAccess(&b)
	if err := r.Plan.WriteMarkdown(&b); err != nil {
		return err
	}
	_, err := w.Write(b.Bytes())
	return err
}

// writeNotices writes the items that nothing in the plan mends, and those that take something away.
func (r *Review) writeNotices(b *bytes.Buffer) {
	begun := false
	for _, i := range r.Items {
		due := i.Verdict == Keep && len(i.Why) > 0
		switch i.Verdict {
		case Keep, Add, Change, Rotate:
			if !due {
				continue
			}
		}
		if !begun {
			b.WriteString("| look at | is | |\n|---|---|---|\n")
			begun = true
		}
		verdict := string(i.Verdict)
		if due {
			verdict = "due"
		}
		fmt.Fprintf(b, "| %s %s | %s | %s |\n", i.Kind, span(i.Name), verdict, cell(strings.Join(i.Why, "; ")))
	}
	if begun {
		b.WriteByte('\n')
	}
	if r.Unread > 0 {
		fmt.Fprintf(b, "%d policies that have names as if they were of this configuration were not read; an audit reads them.\n\n", r.Unread)
	}
}

func (r *Review) writeAccess(b *bytes.Buffer) {
	if len(r.Access) == 0 {
		return
	}
	b.WriteString("| who | gains | loses |\n|---|---|---|\n")
	for _, a := range r.Access {
		loses := spans(a.Loses)
		if a.Unknown {
			loses = "what the policy said before, which was not written here"
		}
		before := ""
		if a.Before != nil {
			before = fmt.Sprintf("; until now %s of namespace %s", spans(a.Before.ServiceAccounts), spans(a.Before.Namespaces))
		}
		fmt.Fprintf(b, "| %s in %s (%s of namespace %s%s) | %s | %s |\n", span(a.Service), span(a.Environment),
			spans(a.ServiceAccounts), spans(a.Namespaces), before, spans(a.Gains), loses)
	}
	b.WriteByte('\n')
}

// span returns a name as code that ends neither the code nor the table's cell.
func span(s string) string {
	return "`" + strings.NewReplacer("`", "'", "|", "¦", "\n", " ", "\r", " ").Replace(s) + "`"
}

func spans(all []string) string {
	out := make([]string, len(all))
	for i, s := range all {
		out[i] = span(s)
	}
	return strings.Join(out, ", ")
}

// cell returns a text as one cell of a table, with what Markdown and HTML would read in it made harmless.
func cell(s string) string {
	return strings.NewReplacer("|", "¦", "\n", " ", "\r", " ", "<", "&lt;", "&", "&amp;", "`", "'", "*", "\\*", "_", "\\_", "[", "\\[", "@", "@\u200b").Replace(s)
}

// WriteJSON writes the review for programs: {drifted, items, access, plan}, and unread where there
// are such.
func (r *Review) WriteJSON(w io.Writer) error {
	items, access := r.Items, r.Access
	if items == nil {
		items = []Item{}
	}
	if access == nil {
		access = []Access{}
	}
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	out := map[string]any{"drifted": r.Drifted(), "items": items, "access": access, "plan": r.Plan}
	if r.Unread > 0 {
		out["unread"] = r.Unread
	}
	return e.Encode(out)
}
