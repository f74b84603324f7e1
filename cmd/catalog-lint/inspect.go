package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"strings"

	"github.com/spf13/cobra"

	"github.com/goldenpath-go/goldenpath/catalog"
	"github.com/goldenpath-go/goldenpath/catalog/load"
	"github.com/goldenpath-go/goldenpath/internal/bounded"
	"github.com/goldenpath-go/goldenpath/internal/discover"
)

// inspectFlags are the flags of inspect.
type inspectFlags struct {
	find    findFlags
	format  string
	maxSize size
}

// The formats of inspect.
const (
	formatText  = "text"
	formatJSONL = "jsonl"
)

func (p *program) inspectCommand() *cobra.Command {
	f := &inspectFlags{maxSize: 1 << 20}
	cmd := command("inspect PATH...", "Show what Backstage would make of each document", func(ctx context.Context, args []string) error {
		return p.inspect(ctx, f, args)
	})
	cmd.Long = `inspect shows what Backstage's ingestion would make of each document, without any rule of catalog-lint: the entity it
is, whether it is taken, the stage that refuses it and Backstage's words, the relations it makes, what Locations lead
to, and what placeholders read. With --format jsonl it is one JSON object a document.`
	cmd.Example = `  catalog-lint inspect catalog-info.yaml
  catalog-lint inspect --format jsonl . | jq 'select(.ok | not)'`
	f.find.add(cmd)
	cmd.Flags().StringVar(&f.format, "format", formatText, "print as `FORMAT`: text or jsonl")
	cmd.Flags().Var(&f.maxSize, "max-file-size", "refuse larger files: bytes, or with a unit as in `1MiB`")
	complete(cmd, "format", formatText, formatJSONL)
	return cmd
}

func (p *program) inspect(ctx context.Context, f *inspectFlags, args []string) error {
	if err := oneOf("format", f.format, []string{formatText, formatJSONL}); err != nil {
		return err
	}
	at, disk, err := p.files(ctx, args, &f.find, int64(f.maxSize))
	if err != nil {
		return err
	}
	fsys := discover.Tracked(disk, at.names...)
	found, err := p.find(ctx, at, fsys, &f.find, nil)
	if err != nil {
		return err
	}
	out := bufio.NewWriter(p.stdout)
	code := exitClean
	if len(found.Errors) > 0 {
		code = exitBroken
	}
	for _, name := range found.Files {
		rows, err := inspectFile(ctx, fsys, name, f, at)
		if err != nil {
			code = max(code, p.complainOfPath(at, err))
			continue
		}
		for _, r := range rows {
			if err := r.write(out, f.format, at); err != nil {
				return err
			}
		}
	}
	if err := out.Flush(); err != nil {
		return fmt.Errorf("write: %w", err)
	}
	if code != exitClean {
		return &exit{code: code}
	}
	return ctx.Err()
}

// inspectFile returns a row for each document of a file.
func inspectFile(ctx context.Context, fsys fs.FS, name string, f *inspectFlags, at *place) ([]row, error) {
	data, err := bounded.ReadFile(fsys, name, int64(f.maxSize))
	if err != nil {
		return nil, err
	}
	file := load.Parse(ctx, name, data, &load.Options{
		BaseURL:  f.find.base(at),
		ReadFile: func(path string) ([]byte, error) { return bounded.ReadFile(fsys, path, bounded.PlaceholderSize) },
	})
	rows := make([]row, len(file.Documents))
	for i, d := range file.Documents {
		rows[i] = newRow(name, d)
	}
	return rows, nil
}

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
	_, err := io.WriteString(w, printable(b.String()))
	return err
}
