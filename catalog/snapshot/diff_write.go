package snapshot

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"strings"
)

// WriteText writes the diff for people: a line that sums it up, then what breaks, what was probably renamed, what was
// removed, changed and added, and the owners. Control characters from entities are shown as \xXX.
func (d *Diff) WriteText(w io.Writer) error {
	out := bufio.NewWriter(w)
	fmt.Fprintln(out, summary(d))
	for _, s := range outline(d, plain) {
		fmt.Fprintf(out, "\n%s\n", s.title)
		for _, i := range s.items {
			fmt.Fprintf(out, "  %s\n", i.text)
			for _, note := range i.notes {
				fmt.Fprintf(out, "      %s\n", note)
			}
		}
	}
	return out.Flush()
}

func plain(text string) string { return string(appendEscaped(nil, text, "")) }

// Most of what Markdown shows: a comment on a pull request may have 64 KiB.
const (
	maxItems = 50 // of a section
	maxNotes = 10 // of an item
)

// WriteMarkdown writes the diff for a comment on a pull request: as [Diff.WriteText], but of long lists only the start.
// Texts from entities are code, so that none can mention people, make links or load pictures.
func (d *Diff) WriteMarkdown(w io.Writer) error {
	out := bufio.NewWriter(w)
	fmt.Fprintf(out, "### Catalog: %s\n", summary(d))
	for _, s := range outline(d, code) {
		fmt.Fprintf(out, "\n**%s**\n\n", s.title)
		for _, i := range s.items[:min(maxItems, len(s.items))] {
			fmt.Fprintf(out, "- %s\n", i.text)
			for _, note := range i.notes[:min(maxNotes, len(i.notes))] {
				fmt.Fprintf(out, "  - %s\n", note)
			}
			more(out, "  ", len(i.notes)-maxNotes)
		}
		more(out, "", len(s.items)-maxItems)
	}
	return out.Flush()
}

func more(w io.Writer, indent string, n int) {
	if n > 0 {
		fmt.Fprintf(w, "%s- … and %d more\n", indent, n)
	}
}

// code returns text as a code span, whose fence is longer than any run of backticks in it.
func code(text string) string {
	text = plain(text)
	fence := "`"
	for strings.Contains(text, fence) {
		fence += "`"
	}
	if strings.HasPrefix(text, "`") || strings.HasSuffix(text, "`") || strings.TrimSpace(text) == "" {
		text = " " + text + " "
	}
	return fence + text + fence
}

// WriteJSON writes the diff as one JSON object, whole. Lists are never null, refs have their canonical form.
func (d *Diff) WriteJSON(w io.Writer) error {
	whole := *d
	whole.Added, whole.Removed = withLists(d.Added), withLists(d.Removed)
	whole.Changed = list(d.Changed)
	for i, c := range whole.Changed {
		c.Before.References, c.After.References = list(c.Before.References), list(c.After.References)
		c.Fields, c.Added, c.Removed = list(c.Fields), list(c.Added), list(c.Removed)
		whole.Changed[i] = c
	}
	whole.Renamed, whole.Owners, whole.Unowned = list(d.Renamed), list(d.Owners), list(d.Unowned)
	whole.AddedRelations, whole.RemovedRelations = list(d.AddedRelations), list(d.RemovedRelations)
	whole.Dangling = list(d.Dangling)
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	e.SetEscapeHTML(false)
	return e.Encode(whole)
}

func withLists(entries []Entry) []Entry {
	all := list(entries)
	for i := range all {
		all[i].References = list(all[i].References)
	}
	return all
}

// list returns a copy of items that is not nil.
func list[T any](items []T) []T { return append([]T{}, items...) }
