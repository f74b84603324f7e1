package compare

import (
	"fmt"
	"io"
	"slices"
	"strings"
)

// WriteText writes the promotion for people.
func (p *Promotion) WriteText(w io.Writer) error { return p.document().writeText(w) }

// WriteMarkdown writes the promotion for a comment on a pull request, with what comes from files as code.
func (p *Promotion) WriteMarkdown(w io.Writer) error { return p.document().writeMarkdown(w) }

// WriteJSON writes the promotion as one JSON object. Lists are never null.
func (p *Promotion) WriteJSON(w io.Writer) error { return writeJSON(w, p) }

func (p *Promotion) document() *document {
	d := &document{title: p.summary()}
	d.add(p.moves())
	d.add(p.untold())
	d.add(unmatched("on in "+p.From+", but not in "+p.To, p.New))
	d.add(unmatched("on in "+p.To+", but not in "+p.From, p.Gone))
	d.add(p.stays())
	d.add(notesTable(p.Notes))
	return d
}

func (p *Promotion) summary() string {
	changed := map[string]bool{}
	for _, m := range p.Moves {
		changed[m.Release] = true
	}
	text := fmt.Sprintf("%s → %s: %s of %s would change", p.From, p.To,
		count(len(p.Moves), "version or tag", "versions and tags"), count(len(changed), "release", "releases"))
	if n := len(p.Untold); n > 0 {
		text += fmt.Sprintf(", %d cannot be told", n)
	}
	if down := slices.IndexFunc(p.Moves, func(m Move) bool { return m.Direction == "down" }); down >= 0 {
		text += fmt.Sprintf("; %s is ahead of %s in some", p.To, p.From)
	}
	return text
}

func (p *Promotion) moves() table {
	t := table{title: "would change in " + p.To, head: []string{"release", "what", "has", "takes", "", "set in"}}
	for _, m := range p.Moves {
		takes := m.Takes
		if takes == "" {
			takes = m.From.text()
		}
		t.rows = append(t.rows, []string{m.Release, m.Path, m.To.text(), takes, m.Direction, m.To.place()})
		if m.Pin != nil {
			t.notes = append(t.notes, m.pinned(p.To))
		}
	}
	return t
}

// pinned says what a pin holds back.
func (m *Move) pinned(environment string) string {
	text := fmt.Sprintf("%s: %s pins %s in %s, over %s in %s", m.Release, environment, m.Path, m.Pin.At.short(), m.Pin.Hides, m.Pin.Under.short())
	if m.Pin.Suffices {
		text += "; without the pin it takes that"
	}
	return text
}

func (p *Promotion) untold() table {
	t := table{title: "cannot be told", head: []string{"release", "what", p.From, p.To, "because"}}
	for _, m := range p.Untold {
		why := m.Why
		for _, s := range []Side{m.From, m.To} {
			if s.State == Unknown && !strings.Contains(why, s.Why) {
				why += ": " + s.Why
			}
		}
		t.rows = append(t.rows, []string{m.Release, m.Path, short(m.From), short(m.To)})
		t.notes = append(t.notes, m.Release+" "+m.Path+": "+why)
	}
	t.head = t.head[:4]
	return t
}

// short returns a side without the reason why it is not known.
func short(s Side) string {
	if s.State == Unknown {
		return "?"
	}
	return s.text()
}

func unmatched(title string, list []Unmatched) table {
	t := table{title: title}
	for _, u := range list {
		t.notes = append(t.notes, u.Release+": "+u.Why)
	}
	return t
}

func (p *Promotion) stays() table {
	t := table{title: "would still differ", head: []string{"release", "settings", "values"}}
	for _, s := range p.Stays {
		t.rows = append(t.rows, []string{s.Release, fmt.Sprint(s.Fields), fmt.Sprint(s.Values)})
	}
	return t
}
