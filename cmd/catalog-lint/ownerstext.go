package main

import (
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/goldenpath-go/goldenpath/catalog"
)

// summary says in a line who owns how much.
func (r *ownersReport) summary() string {
	owns, entities := 0, map[string]bool{}
	for _, o := range r.Owners {
		if len(o.Owns) > 0 {
			owns++
		}
		for _, ref := range o.Owns {
			entities[ref.Key()] = true
		}
	}
	return fmt.Sprintf("%s of %s, %d without an owner, %d with an owner that is not there",
		count(len(entities), "entity", "entities"), count(owns, "owner", "owners"), len(r.Unowned), len(r.Unknown))
}

// writeText writes the report for people.
func (r *ownersReport) writeText(w io.Writer) error {
	t := &texts{w: w}
	t.line("%s", r.summary())
	if len(r.Owners) > 0 {
		t.line("")
		t.row("owner", "owns", "with those below")
	}
	for _, o := range r.Owners {
		t.row(strings.Repeat("  ", o.Level)+o.Ref.String(), strconv.Itoa(len(o.Owns)), strconv.Itoa(o.Under))
	}
	if len(r.Unowned) > 0 {
		t.heading("without an owner")
	}
	for _, u := range r.Unowned {
		t.row(u.Ref.String(), u.At)
	}
	if len(r.Unknown) > 0 {
		t.heading("with an owner that is not there")
	}
	for _, u := range r.Unknown {
		t.row(u.Ref.String(), u.Owner.String(), u.At)
	}
	return t.flush()
}

// writeMarkdown writes the report for a page or a pull request.
func (r *ownersReport) writeMarkdown(w io.Writer) error {
	t := &texts{w: w}
	t.line("### Owners: %s", r.summary())
	if len(r.Owners) > 0 {
		t.line("\n| owner | below | owns | with those below |\n|---|---|--:|--:|")
	}
	for _, o := range r.Owners {
		t.line("| %s | %s | %d | %d |", cell(o.Ref.String()), cell(orEmpty(o.Parent)), len(o.Owns), o.Under)
	}
	if nobody := append(append([]unownedReport{}, r.Unowned...), r.Unknown...); len(nobody) > 0 {
		t.line("\n| nobody answers for | stated | at |\n|---|---|---|")
		for _, u := range nobody {
			t.line("| %s | %s | %s |", cell(u.Ref.String()), cell(orEmpty(u.Owner)), cell(u.At))
		}
	}
	return t.flush()
}

func orEmpty(ref *catalog.Ref) string {
	if ref == nil {
		return ""
	}
	return ref.String()
}

// writeJSON writes the report for programs.
func (r *ownersReport) writeJSON(w io.Writer) error { return writeIndented(w, r) }

// summary says in a line who answers for the entity, or what it owns.
func (a answerReport) summary(quote func(string) string) string {
	name := quote(a.Ref.String())
	switch {
	case isKind(a.Ref, catalog.Group), isKind(a.Ref, catalog.User), len(a.Owns) > 0:
		return name + " owns " + count(len(a.Owns), "entity", "entities")
	case len(a.Owners) == 0:
		return name + " has no owner"
	}
	return name + " is owned by " + a.upwards(quote, " and ", func(depth int) bool { return depth == 1 })
}

// above says who stands above the entity and its owners, the nearest first; empty when nobody does.
func (a answerReport) above(quote func(string) string) string {
	if isKind(a.Ref, catalog.Group) || isKind(a.Ref, catalog.User) {
		return a.upwards(quote, ", then ", func(int) bool { return true })
	}
	return a.upwards(quote, ", then ", func(depth int) bool { return depth > 1 })
}

// upwards lists who stands above the entity at the depths that are wanted.
func (a answerReport) upwards(quote func(string) string, between string, wanted func(depth int) bool) string {
	var words []string
	for _, o := range a.Owners {
		if !wanted(o.Depth) {
			continue
		}
		word := quote(o.Ref.String())
		if o.Missing {
			word += " (not there)"
		}
		words = append(words, word)
	}
	return strings.Join(words, between)
}

// writeText writes the report for people.
func (r *answersReport) writeText(w io.Writer) error {
	t := &texts{w: w}
	for i, a := range r.Answers {
		if i > 0 {
			t.line("")
		}
		t.line("%s", a.summary(plainText))
		if above := a.above(plainText); above != "" {
			t.line("  above it: %s", above)
		}
		for _, b := range a.Owns {
			t.row(b.Ref.String(), b.Owner.String(), b.At)
		}
	}
	return t.flush()
}

// writeMarkdown writes the report for a page or a pull request.
func (r *answersReport) writeMarkdown(w io.Writer) error {
	t := &texts{w: w}
	for i, a := range r.Answers {
		if i > 0 {
			t.line("")
		}
		t.line("### %s", a.summary(codeSpan))
		if above := a.above(codeSpan); above != "" {
			t.line("\nAbove it: %s", above)
		}
		if len(a.Owns) > 0 {
			t.line("\n| entity | owner | at |\n|---|---|---|")
		}
		for _, b := range a.Owns {
			t.line("| %s | %s | %s |", cell(b.Ref.String()), cell(b.Owner.String()), cell(b.At))
		}
	}
	return t.flush()
}

// writeJSON writes the report for programs.
func (r *answersReport) writeJSON(w io.Writer) error { return writeIndented(w, r) }
