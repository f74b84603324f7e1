package compare

import (
	"fmt"
	"io"
	"slices"
	"strings"
)

// WriteText writes the matrix for people: a table of releases, and one of differing values for each release that has any.
func (m *Matrix) WriteText(w io.Writer) error { return m.document().writeText(w) }

// WriteMarkdown writes the matrix for a page or a comment on a pull request, with what comes from files as code.
func (m *Matrix) WriteMarkdown(w io.Writer) error { return m.document().writeMarkdown(w) }

// WriteJSON writes the matrix as one JSON object. Lists are never null.
func (m *Matrix) WriteJSON(w io.Writer) error { return writeJSON(w, m) }

func (m *Matrix) document() *document {
	d := &document{title: m.summary()}
	d.add(m.releases())
	for i := range m.Rows {
		d.add(m.values(&m.Rows[i]))
	}
	d.add(notesTable(m.Notes))
	return d
}

func (m *Matrix) summary() string {
	differ := 0
	for i := range m.Rows {
		if m.Rows[i].drifts() {
			differ++
		}
	}
	verb := "differ"
	if differ == 1 {
		verb = "differs"
	}
	return fmt.Sprintf("%s in %s, of which %d %s", count(len(m.Rows), "release", "releases"),
		count(len(m.Environments), "environment", "environments"), differ, verb)
}

// drifts reports whether anything is known to differ.
func (r *Row) drifts() bool {
	return len(r.Differs) > 0 || slices.ContainsFunc(r.Values, func(v ValueRow) bool { return !v.Untold })
}

func (m *Matrix) releases() table {
	t := table{title: "releases", head: append(append([]string{"release"}, m.Environments...), "differs in")}
	for i := range m.Rows {
		r := &m.Rows[i]
		row := []string{r.Name}
		for _, c := range r.Cells {
			row = append(row, c.cell(slices.Contains(r.Differs, "namespace")))
		}
		differs := slices.Clone(r.Differs)
		if r.Untold {
			differs = append(differs, "not all is known")
		}
		if n := len(r.Values); n > 0 {
			differs = append(differs, count(n, "value", "values"))
		}
		t.rows = append(t.rows, append(row, strings.Join(differs, ", ")))
		t.notes = append(t.notes, r.whyNotOn(m.Environments)...)
	}
	return t
}

// whyNotOn says why a release is not on, each reason once with the environments that it holds for.
func (r *Row) whyNotOn(environments []string) []string {
	var reasons []string
	where := map[string][]string{}
	for i, c := range r.Cells {
		if c.Why == "" {
			continue
		}
		reason := fmt.Sprintf("%s: %s", statusWord(c.Status), c.Why)
		if len(where[reason]) == 0 {
			reasons = append(reasons, reason)
		}
		where[reason] = append(where[reason], environments[i])
	}
	for i, reason := range reasons {
		reasons[i] = fmt.Sprintf("%s in %s: %s", r.Name, strings.Join(where[reason], ", "), reason)
	}
	return reasons
}

// cell says of a release whether it is on, and what of it is.
func (s *Summary) cell(withNamespace bool) string {
	text := string(s.Status)
	if s.Status == None {
		return text
	}
	if s.Version != "" {
		text += " " + s.Version
	}
	if withNamespace {
		text += " in " + orElse(s.Namespace, "the default namespace")
	}
	return text
}

func (m *Matrix) values(r *Row) table {
	t := table{title: r.Name, code: true, head: append([]string{"", "value"}, m.Environments...)}
	for _, v := range r.Values {
		row := []string{"", v.Path}
		if v.Untold {
			row[0] = "?"
		}
		for _, c := range v.Cells {
			row = append(row, short(c))
		}
		t.rows = append(t.rows, row)
	}
	return t
}
