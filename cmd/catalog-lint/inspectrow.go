package main

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"github.com/goldenpath-go/goldenpath/catalog"
	"github.com/goldenpath-go/goldenpath/catalog/load"
	"github.com/goldenpath-go/goldenpath/lint/report"
)

// row is what Backstage makes of one document. The names and their order are those of recorded answers of Backstage.
type row struct {
	File         string           `json:"file"`
	Doc          int              `json:"doc"`
	Ref          *string          `json:"ref"`
	OK           bool             `json:"ok"`
	Stage        load.Stage       `json:"stage"`
	Errors       []string         `json:"errors"`
	Relations    []relationRow    `json:"relations"`
	Allowed      *bool            `json:"allowedByDefaultRules,omitempty"`
	Locations    []locationRow    `json:"locations,omitempty"`
	Placeholders []placeholderRow `json:"placeholders,omitempty"`

	place string // of what is wrong: line and column
}

type relationRow struct {
	Source catalog.Ref          `json:"source"`
	Type   catalog.RelationType `json:"type"`
	Target catalog.Ref          `json:"target"`
}

type locationRow struct {
	Type     string `json:"type"`
	Target   string `json:"target"`
	Presence string `json:"presence"`
}

type placeholderRow struct {
	Key   string `json:"key"`
	Value any    `json:"value"`
	URL   string `json:"url,omitempty"`
}

func newRow(file string, d *load.Document) row {
	r := row{File: file, Doc: d.Index, OK: d.OK, Stage: d.Stage, Errors: []string{}, Relations: []relationRow{}}
	if d.Ref != "" {
		allowed := allowedByDefault(d.Ref)
		r.Ref, r.Allowed = &d.Ref, &allowed
	}
	r.place = fmt.Sprintf(":%d:%d", d.Range.Line, d.Range.Column)
	if !d.OK && len(d.Problems) > 0 {
		first := d.Problems[0]
		r.Errors = append(r.Errors, first.Backstage)
		r.place = fmt.Sprintf(":%d:%d", first.Range.Line, first.Range.Column)
	}
	for _, relation := range d.Relations {
		r.Relations = append(r.Relations, relationRow(relation))
	}
	for _, t := range d.Targets {
		r.Locations = append(r.Locations, locationRow{t.Type, t.Target, t.Presence})
	}
	for _, h := range d.Placeholders {
		r.Placeholders = append(r.Placeholders, placeholderRow{h.Key, h.Value, h.URL})
	}
	return r
}

// allowedByDefault reports whether a catalog takes entities of this kind from anywhere while its configuration says
// nothing about it (catalog.rules).
func allowedByDefault(ref string) bool {
	kind, _, _ := strings.Cut(ref, ":")
	return kind == "component" || kind == "api" || kind == "location"
}

func (r row) write(w io.Writer, format string, at *place) error {
	if format == formatText {
		return r.writeText(w, at)
	}
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	return enc.Encode(r)
}

// writeText writes a row for people.
func (r row) writeText(w io.Writer, at *place) error {
	var b strings.Builder
	ref := "document"
	if r.Ref != nil {
		ref = *r.Ref
	}
	verdict := "taken"
	switch {
	case r.Stage == load.StageSkipped:
		verdict = "empty, passed over"
	case !r.OK:
		verdict = "refused at stage " + string(r.Stage)
	case r.Allowed != nil && !*r.Allowed:
		verdict = "taken, where catalog.rules allow its kind"
	}
	fmt.Fprintf(&b, "%s%s: %s: %s\n", at.shown(r.File), r.place, ref, verdict)
	for _, e := range r.Errors {
		fmt.Fprintf(&b, "  error     %s\n", e)
	}
	for _, rel := range r.Relations {
		fmt.Fprintf(&b, "  relation  %s %s %s\n", rel.Source, rel.Type, rel.Target)
	}
	for _, l := range r.Locations {
		fmt.Fprintf(&b, "  location  %s:%s (%s)\n", l.Type, l.Target, l.Presence)
	}
	for _, h := range r.Placeholders {
		fmt.Fprintf(&b, "  read      %s %v\n", h.Key, h.Value)
	}
	_, err := io.WriteString(w, report.ForLog(b.String()))
	return err
}
