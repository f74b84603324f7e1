package onboarding

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/goldenpath-go/goldenpath/internal/shown"
)

// WriteText writes the review for a terminal: by person what is there, what waits and for what; then the plan with its digest.
func (r *Review) WriteText(w io.Writer) error {
	var b bytes.Buffer
	writeText(&b, r.unplanned(), r.Notes)
	if b.Len() > 0 {
		b.WriteByte('\n')
	}
	if err := r.Plan.WriteText(&b); err != nil {
		return err
	}
	_, err := w.Write(b.Bytes())
	return err
}

// WriteMarkdown writes the review for a comment on a pull request, as WriteText does for a terminal.
func (r *Review) WriteMarkdown(w io.Writer) error {
	var b bytes.Buffer
	writeMarkdown(&b, r.unplanned(), r.Notes)
	if err := r.Plan.WriteMarkdown(&b); err != nil {
		return err
	}
	_, err := w.Write(b.Bytes())
	return err
}

// WriteJSON writes the review for programs: {changes, items, notes, plan}.
func (r *Review) WriteJSON(w io.Writer) error {
	return writeJSON(w, map[string]any{"changes": r.Changes, "items": orEmpty(r.Items), "notes": r.Notes, "plan": r.Plan})
}

// unplanned returns the items that are no steps of the plan.
func (r *Review) unplanned() []Item {
	return slices.DeleteFunc(slices.Clone(r.Items), func(i Item) bool { return i.State == Planned })
}

// WriteText writes the result for a terminal: by person each item, how far it has got, and what it waits for.
func (r *Result) WriteText(w io.Writer) error {
	var b bytes.Buffer
	writeText(&b, r.Items, r.Notes)
	fmt.Fprintf(&b, "\n%s\n", r.counts())
	_, err := w.Write(b.Bytes())
	return err
}

// WriteMarkdown writes the result for a comment, as WriteText does for a terminal.
func (r *Result) WriteMarkdown(w io.Writer) error {
	var b bytes.Buffer
	writeMarkdown(&b, r.Items, r.Notes)
	fmt.Fprintf(&b, "%s\n", r.counts())
	_, err := w.Write(b.Bytes())
	return err
}

// WriteJSON writes the result for programs: {status, items, notes}.
func (r *Result) WriteJSON(w io.Writer) error {
	return writeJSON(w, map[string]any{"status": r.Status(), "items": orEmpty(r.Items), "notes": r.Notes})
}

// counts returns "3 done, 1 pending", the states in their order.
func (r *Result) counts() string {
	count := map[State]int{}
	for _, i := range r.Items {
		count[i.State]++
	}
	var parts []string
	for _, s := range []State{Done, Pending, Blocked, Manual, Failed, Skipped} {
		if count[s] > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", count[s], s))
		}
	}
	if len(parts) == 0 {
		return "nothing to do"
	}
	return strings.Join(parts, ", ")
}

// people returns the addresses that items and notes are about, in the order of the items.
func people(items []Item, notes map[string][]string) (out []string) {
	var more []string
	for email := range notes {
		more = append(more, email)
	}
	slices.Sort(more)
	for _, i := range items {
		out = append(out, i.Person)
	}
	all := append(out, more...)
	out = nil
	for _, email := range all {
		if !slices.Contains(out, email) {
			out = append(out, email)
		}
	}
	return out
}

func writeText(b *bytes.Buffer, items []Item, notes map[string][]string) {
	for n, email := range people(items, notes) {
		if n > 0 {
			b.WriteByte('\n')
		}
		fmt.Fprintf(b, "%s\n", oneLine(email))
		for _, i := range items {
			if i.Person == email {
				fmt.Fprintf(b, "  %-7s  %-4s  %s%s\n", i.State, i.Action, oneLine(i.Title()), oneLine(i.reason()))
			}
		}
		for _, note := range notes[email] {
			fmt.Fprintf(b, "  note     %s\n", oneLine(note))
		}
	}
}

func writeMarkdown(b *bytes.Buffer, items []Item, notes map[string][]string) {
	for _, email := range people(items, notes) {
		fmt.Fprintf(b, "**%s**\n\n", escape(email))
		for _, i := range items {
			if i.Person == email {
				fmt.Fprintf(b, "- [%s] **%s** %s %s%s\n", i.box(), i.State, i.Action, escape(i.Title()), escape(i.reason()))
			}
		}
		for _, note := range notes[email] {
			fmt.Fprintf(b, "- %s\n", escape(note))
		}
		b.WriteByte('\n')
	}
}

// box returns what stands in the box of a list of tasks.
func (i Item) box() string {
	if i.State == Done {
		return "x"
	}
	return " "
}

// reason returns the note of an item behind a colon, if it has one.
func (i Item) reason() string {
	if i.Note == "" {
		return ""
	}
	return ": " + i.Note
}

func writeJSON(w io.Writer, v any) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(v)
}

func orEmpty(items []Item) []Item {
	if items == nil {
		return []Item{}
	}
	return items
}

// oneLine returns s in one line, with what a terminal would obey or hide as escapes.
func oneLine(s string) string { return shown.Line(unbroken(s)) }

// escape returns s as Markdown without markup.
func escape(s string) string { return shown.Markdown(unbroken(s)) }

// unbroken returns s with blanks for the line breaks that errors have between them.
func unbroken(s string) string { return strings.NewReplacer("\n", " ", "\t", " ").Replace(s) }
