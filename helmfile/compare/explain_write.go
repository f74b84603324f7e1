package compare

import (
	"fmt"
	"io"
	"strings"
)

// Explanations are the answers for some environments, in their order.
type Explanations []Explanation

// WriteText writes the explanations for people.
func (es Explanations) WriteText(w io.Writer) error { return es.document().writeText(w) }

// WriteMarkdown writes the explanations with what comes from files as code.
func (es Explanations) WriteMarkdown(w io.Writer) error { return es.document().writeMarkdown(w) }

// WriteJSON writes the explanations as a JSON list.
func (es Explanations) WriteJSON(w io.Writer) error {
	return writeJSON(w, append(Explanations{}, es...))
}

func (es Explanations) document() *document {
	d := &document{title: es.summary()}
	for _, e := range es {
		t := table{title: fmt.Sprintf("%s: %s", e.Environment, statusPhrase(e.Status)), notes: e.Reasons}
		if e.Condition != "" {
			t.notes = append([]string{fmt.Sprintf("condition: %s (%s)", e.Condition, e.ConditionAt.short())}, t.notes...)
		}
		d.add(t)
		chain := table{title: fmt.Sprintf("%s: what set %s", e.Environment, e.Condition)}
		chain.head, chain.rows = chainRows(e.Chain)
		d.add(chain)
	}
	return d
}

func (es Explanations) summary() string {
	var parts []string
	name := ""
	for _, e := range es {
		name = e.Release
		parts = append(parts, fmt.Sprintf("%s in %s", statusPhrase(e.Status), e.Environment))
	}
	return name + ": " + strings.Join(parts, ", ")
}

func statusPhrase(s Status) string {
	switch s {
	case Maybe:
		return "cannot be told"
	case None:
		return "missing"
	case On, Off:
	}
	return string(s)
}

// chainRows shows a chain: the value that holds first.
func chainRows(chain []Link) (head []string, rows [][]string) {
	for i, l := range chain {
		how := "hidden"
		switch {
		case i == 0:
			how = "holds"
		case chain[i-1].Template:
			how = "taken from"
		}
		rows = append(rows, []string{how, l.text(), l.At.short(), l.Layer})
	}
	return []string{"", "value", "set in", "layer"}, rows
}

// ValueExplanations are the answers for some environments, in their order.
type ValueExplanations []ValueExplanation

// WriteText writes the explanations for people.
func (es ValueExplanations) WriteText(w io.Writer) error { return es.document().writeText(w) }

// WriteMarkdown writes the explanations with what comes from files as code.
func (es ValueExplanations) WriteMarkdown(w io.Writer) error { return es.document().writeMarkdown(w) }

// WriteJSON writes the explanations as a JSON list.
func (es ValueExplanations) WriteJSON(w io.Writer) error {
	return writeJSON(w, append(ValueExplanations{}, es...))
}

func (es ValueExplanations) document() *document {
	d := &document{title: "no such release"}
	for _, e := range es {
		d.title = e.Release + ": " + e.Path
		t := table{title: e.Environment}
		t.head, t.rows = chainRows(e.Chain)
		if e.Why != "" {
			t.notes = append(t.notes, e.Why)
		}
		if len(e.Below) > 0 {
			t.notes = append(t.notes, "below it are "+strings.Join(e.Below, ", "))
		}
		d.add(t)
	}
	return d
}
