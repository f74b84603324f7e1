package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"github.com/goldenpath-go/goldenpath/catalog"
)

func (p *program) impactCommand() *cobra.Command {
	f, format := &wholeFlags{}, ""
	cmd := command("impact REF...", "Say who breaks when entities are removed, and which owners to tell", func(ctx context.Context, args []string) error {
		return p.impact(ctx, f, format, args)
	})
	cmd.Long = `impact says what follows if the entities were removed together. Who depends on one of them breaks, and who depends on
that, and so on: by dependsOn, by consumesApis, and an API with the last of its providers. Of who merely belongs to one
the reference dangles.`
	cmd.Example = `  catalog-lint impact component:orders
  catalog-lint impact --catalog catalog.snapshot --format markdown api:orders resource:orders-db`
	f.add(cmd, true)
	addFormat(cmd, &format, reportFormats())
	return cmd
}

// impactReport is what follows from a removal.
type impactReport struct {
	Removed  []catalog.Ref    `json:"removed"`
	Affected []affectedReport `json:"affected"`
	Notices  []noticeReport   `json:"notices"`
	Unowned  []catalog.Ref    `json:"unowned"` // affected, but nobody is there to be told
	total    map[catalog.Effect]int
}

type affectedReport struct {
	Ref    catalog.Ref      `json:"ref"`
	Effect catalog.Effect   `json:"effect"`
	Depth  int              `json:"depth"`
	Via    catalog.Relation `json:"via"`
	At     []string         `json:"at"` // where Via is stated
	Owners []catalog.Ref    `json:"owners"`
}

type noticeReport struct {
	Owner    catalog.Ref   `json:"owner"`
	Affected []catalog.Ref `json:"affected"`
}

func (p *program) impact(ctx context.Context, f *wholeFlags, format string, args []string) error {
	if len(args) == 0 {
		return usageError("impact needs the entities that would be removed, such as component:orders")
	}
	if err := oneOf("format", format, reportFormats()); err != nil {
		return err
	}
	w, err := p.whole(ctx, f)
	if err != nil {
		return err
	}
	removed, err := p.refs(w, args)
	if err != nil {
		return err
	}
	return p.writeReport(newImpactReport(w, removed), format)
}

func newImpactReport(w *whole, removed []catalog.Ref) *impactReport {
	found := w.graph.Impact(removed...)
	r := &impactReport{
		Removed: list(found.Removed), Affected: []affectedReport{}, Notices: []noticeReport{}, Unowned: list(found.Unowned),
		total: map[catalog.Effect]int{},
	}
	for _, a := range found.Affected {
		owners := []catalog.Ref{}
		for owner := range w.graph.Dependencies(a.Ref, catalog.OwnedBy) {
			owners = append(owners, owner)
		}
		r.Affected = append(r.Affected, affectedReport{a.Ref, a.Effect, a.Depth, a.Via, list(w.statements(a.Via)), owners})
		r.total[a.Effect]++
	}
	for _, n := range found.Notices {
		r.Notices = append(r.Notices, noticeReport(n))
	}
	return r
}

// summary says in a line what follows.
func (r *impactReport) summary(quote func(string) string) string {
	return fmt.Sprintf("without %s: %s, %s, %s to tell", joined(r.Removed, quote),
		count(r.total[catalog.Breaks], "entity breaks", "entities break"),
		count(r.total[catalog.Dangles], "reference dangles", "references dangle"),
		count(len(r.Notices), "owner", "owners"))
}

// writeText writes the report for people.
func (r *impactReport) writeText(w io.Writer) error {
	t := &texts{w: w}
	t.line("%s", r.summary(plainText))
	for _, effect := range []catalog.Effect{catalog.Breaks, catalog.Dangles} {
		if r.total[effect] > 0 {
			t.heading(effect.String())
		}
		for _, a := range r.Affected {
			if a.Effect == effect {
				t.row(a.Ref.String(), because(a.Via), strings.Join(a.At, ", "))
			}
		}
	}
	if len(r.Notices) > 0 {
		t.heading("tell")
	}
	for _, n := range r.Notices {
		t.row(n.Owner.String(), joined(n.Affected, plainText))
	}
	if len(r.Unowned) > 0 {
		t.heading("nobody to tell of")
	}
	for _, ref := range r.Unowned {
		t.row(ref.String())
	}
	return t.flush()
}

// writeMarkdown writes the report for a pull request.
func (r *impactReport) writeMarkdown(w io.Writer) error {
	t := &texts{w: w}
	t.line("### %s", capital(r.summary(codeSpan)))
	if len(r.Affected) > 0 {
		t.line("\n| entity | effect | because | stated at | owner |\n|---|---|---|---|---|")
	}
	for _, a := range r.Affected {
		t.line("| %s | %s | %s | %s | %s |", cell(a.Ref.String()), a.Effect, cell(because(a.Via)), cells(a.At), cell(joined(a.Owners, plainText)))
	}
	return t.flush()
}

// writeJSON writes the report for programs.
func (r *impactReport) writeJSON(w io.Writer) error { return writeIndented(w, r) }

// because says what an entity is to what it is affected by: dependsOn component:default/orders.
func because(via catalog.Relation) string { return string(via.Type) + " " + via.Target.String() }

func writeIndented(w io.Writer, v any) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(v)
}

// list returns items, never nil, so that it is a list in JSON.
func list[T any](items []T) []T { return append([]T{}, items...) }
