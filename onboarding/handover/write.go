package handover

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/goldenpath-go/goldenpath/internal/shown"
)

// title returns what stands above the items of a kind.
func (k Kind) title() string {
	switch k {
	case Owner:
		return "Owned by who leaves"
	case LastMember:
		return "Groups in which nobody else is"
	case GroupOwner:
		return "Owned by such groups"
	case CodeOwner:
		return "Lines of CODEOWNERS that name nobody who stays"
	case Member:
		return "Entries of members"
	case Reference:
		return "Other references"
	}
	return "The User"
}

// WriteText writes the report for a terminal: a line an item, by kind, then how much of it is changed.
func (r *Report) WriteText(w io.Writer) error {
	var b bytes.Buffer
	fmt.Fprintf(&b, "%s hands over\n", shown.Line(r.Leaver.Ref.String()))
	for _, k := range kinds() {
		items := r.of(k)
		if len(items) == 0 {
			continue
		}
		fmt.Fprintf(&b, "\n%s: %d\n", k.title(), len(items))
		for _, i := range items {
			fmt.Fprintf(&b, "  %s\n", strings.Join(i.parts(shown.Line), "  "))
		}
	}
	fmt.Fprintf(&b, "\n%s\n", r.counts())
	_, err := w.Write(b.Bytes())
	return err
}

// WriteMarkdown writes the report for a pull request, with the diff.
func (r *Report) WriteMarkdown(w io.Writer) error {
	var b bytes.Buffer
	fmt.Fprintf(&b, "### %s hands over\n", shown.Code(r.Leaver.Ref.String()))
	for _, k := range kinds() {
		items := r.of(k)
		if len(items) == 0 {
			continue
		}
		fmt.Fprintf(&b, "\n**%s: %d**\n\n", k.title(), len(items))
		for _, i := range items {
			fmt.Fprintf(&b, "- %s\n", strings.Join(i.parts(shown.Code), " "))
		}
	}
	fmt.Fprintf(&b, "\n%s\n", r.counts())
	if diff := string(r.Diff()); diff != "" {
		fence := shown.Fence(diff)
		fmt.Fprintf(&b, "\n%sdiff\n", fence)
		for line := range strings.Lines(diff) {
			fmt.Fprintln(&b, shown.Line(strings.TrimRight(line, "\r\n")))
		}
		fmt.Fprintln(&b, fence)
	}
	_, err := w.Write(b.Bytes())
	return err
}

// of returns the items of a kind.
func (r *Report) of(k Kind) []Item {
	return slices.DeleteFunc(slices.Clone(r.Items), func(i Item) bool { return i.Kind != k })
}

// parts returns what to say of an item; code writes names and texts from files.
func (i *Item) parts(code func(string) string) []string {
	var out []string
	if !i.Entity.IsZero() {
		out = append(out, code(i.Entity.String()))
	}
	if i.Place.Line > 0 {
		out = append(out, code(i.Place.String()))
	}
	switch {
	case i.New != "":
		out = append(out, code(i.Written)+" -> "+code(i.New))
	case !i.To.IsZero():
		out = append(out, code(i.Written)+", not changed to "+code(i.To.String()))
	default:
		out = append(out, code(i.Written))
	}
	if i.Note != "" {
		out = append(out, "("+code(i.Note)+")")
	}
	return out
}

// counts returns how much is changed.
func (r *Report) counts() string {
	changed, open := 0, 0
	for _, i := range r.Items {
		switch {
		case i.New != "":
			changed++
		case i.Kind == Owner || i.Kind == GroupOwner || i.Kind == CodeOwner:
			open++
		}
	}
	if len(r.Items) == 0 {
		return "Nothing to hand over."
	}
	return fmt.Sprintf("%d get a new owner in %d files, %d are to be decided or done by hand.", changed, len(r.Files), open)
}

// itemJSON is an item for programs.
type itemJSON struct {
	Kind    Kind   `json:"kind"`
	Entity  string `json:"entity,omitempty"`
	Group   string `json:"group,omitempty"`
	File    string `json:"file,omitempty"`
	Line    int    `json:"line,omitempty"`
	Column  int    `json:"column,omitempty"`
	Written string `json:"written"`
	To      string `json:"to,omitempty"`
	New     string `json:"new,omitempty"`
	Note    string `json:"note,omitempty"`
}

// WriteJSON writes the report for programs: {leaver, items, diff}.
func (r *Report) WriteJSON(w io.Writer) error {
	items := []itemJSON{}
	for _, i := range r.Items {
		one := itemJSON{
			Kind: i.Kind, File: i.Place.File, Line: i.Place.Line, Column: i.Place.Column, Written: i.Written, New: i.New, Note: i.Note,
		}
		if !i.Entity.IsZero() {
			one.Entity = i.Entity.String()
		}
		if !i.Group.IsZero() {
			one.Group = i.Group.String()
		}
		if !i.To.IsZero() {
			one.To = i.To.String()
		}
		items = append(items, one)
	}
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(struct {
		Leaver string     `json:"leaver"`
		Items  []itemJSON `json:"items"`
		Diff   string     `json:"diff"`
	}{r.Leaver.Ref.String(), items, string(r.Diff())})
}
