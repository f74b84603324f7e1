package compare

import (
	"fmt"
	"io"
	"slices"
	"strings"
)

// WriteText writes the diff for people: a line that sums it up, a table of what differs for each release, and what is not
// known.
func (d *Diff) WriteText(w io.Writer) error { return d.document().writeText(w) }

// WriteMarkdown writes the diff for a comment on a pull request. What comes from files is code, so that none of it can
// mention people, make links or load pictures.
func (d *Diff) WriteMarkdown(w io.Writer) error { return d.document().writeMarkdown(w) }

// WriteJSON writes the diff as one JSON object, whole. Lists are never null.
func (d *Diff) WriteJSON(w io.Writer) error { return writeJSON(w, d) }

func (d *Diff) document() *document {
	out := &document{title: d.summary()}
	d.only(out, d.A, d.OnlyA)
	d.only(out, d.B, d.OnlyB)
	all := d.table("all releases")
	all.changes(d.Everywhere)
	out.add(all)
	for i := range d.Changed {
		out.add(d.release(&d.Changed[i]))
	}
	out.add(notesTable(d.Notes))
	return out
}

// summary says in a line what differs.
func (d *Diff) summary() string {
	known, untold := d.count(func(k Kind) bool { return k != Untold }), d.Untold()
	var parts []string
	for _, side := range []struct {
		name string
		n    int
	}{{d.A, len(d.OnlyA)}, {d.B, len(d.OnlyB)}} {
		if side.n > 0 {
			parts = append(parts, fmt.Sprintf("%s only in %s", count(side.n, "release", "releases"), side.name))
		}
	}
	if known > 0 {
		parts = append(parts, count(known, "difference", "differences"))
	}
	if untold > 0 {
		parts = append(parts, fmt.Sprintf("%d cannot be told", untold))
	}
	if len(parts) == 0 {
		parts = append(parts, "no differences")
	}
	text := fmt.Sprintf("%s and %s: %s", d.A, d.B, strings.Join(parts, ", "))
	if d.Same > 0 {
		text += fmt.Sprintf("; %s the same", count(d.Same, "release is", "releases are"))
	}
	return text
}

func (d *Diff) only(out *document, environment string, list []Summary) {
	t := table{title: "only in " + environment, head: []string{"release", "status", "chart", "version", "defined in"}}
	for _, s := range list {
		t.rows = append(t.rows, []string{s.id(), string(s.Status), s.Chart, s.Version, s.At.short()})
	}
	out.add(t)
}

func (d *Diff) table(title string) table {
	return table{title: title, head: []string{"", "what", d.A, d.B, "set in " + d.A, "set in " + d.B}}
}

// changes adds rows, and below them why something is not known.
func (t *table) changes(list []Change) {
	for _, c := range list {
		t.rows = append(t.rows, c.row())
		for _, s := range []Side{c.A, c.B} {
			if note := c.Path + " is unknown: " + s.Why; s.State == Unknown && !slices.Contains(t.notes, note) {
				t.notes = append(t.notes, note)
			}
		}
	}
}

func (d *Diff) release(r *ReleaseDiff) table {
	t := d.table(r.B.id())
	t.code = true
	t.changes(r.Fields)
	t.changes(r.Values)
	for _, side := range []struct {
		environment string
		*Summary
	}{{d.A, &r.A}, {d.B, &r.B}} {
		if side.Status == Off && r.A.Status != r.B.Status {
			t.notes = append(t.notes, fmt.Sprintf("%s in %s: %s", statusWord(side.Status), side.environment, side.Why))
		}
	}
	if r.NoValues != "" && r.A.Status != Off && r.B.Status != Off {
		t.notes = append(t.notes, "values were not compared: "+r.NoValues)
	}
	return t
}

func statusWord(s Status) string {
	if s == Maybe {
		return "cannot be told"
	}
	return string(s)
}

// row returns a change as a row of a table: whether it is sure, what, both sides, and what set them.
func (c *Change) row() []string {
	mark, what := "", c.Path
	switch c.Kind {
	case Untold:
		mark = "?"
	case Order:
		what += " (order)"
	case Changed, OnlyA, OnlyB:
	}
	return []string{mark, what, short(c.A), short(c.B), c.A.place(), c.B.place()}
}

// notesTable lists what is wrong or not known.
func notesTable(notes []Note) table {
	t := table{title: "what is wrong or not known"}
	for _, n := range notes {
		text := strings.Join(n.Environments, ", ") + ": " + n.Text
		if at := n.At.short(); at != "" {
			text = at + ": " + text
		}
		t.notes = append(t.notes, text)
	}
	return t
}
