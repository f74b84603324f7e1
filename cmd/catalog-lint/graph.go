package main

import (
	"bytes"
	"context"
	"errors"
	"io"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/goldenpath-go/goldenpath/catalog"
	"github.com/goldenpath-go/goldenpath/catalog/draw"
)

// graphFlags are the flags of graph.
type graphFlags struct {
	whole     wholeFlags
	focus     string
	depth     int
	relations []string
	format    string
	output    string
	title     string
}

// The formats of graph, beside JSON.
const (
	formatMermaid = "mermaid"
	formatSVG     = "svg"
	formatDOT     = "dot"
)

func graphFormats() []string { return []string{formatMermaid, formatSVG, formatDOT, formatJSON} }

func (p *program) graphCommand() *cobra.Command {
	f := &graphFlags{}
	cmd := command("graph [PATH...]", "Draw how entities hang together", func(ctx context.Context, args []string) error {
		return p.graph(ctx, f, args)
	})
	cmd.Long = `graph draws entities and their relations: SVG is a picture that needs no other program, Mermaid is for Markdown, DOT for
Graphviz, JSON for programs. Of a large catalog draw a part: with --focus what is around an entity, or of a system or
domain what is part of it and what that is related to.`
	cmd.Example = `  catalog-lint graph -o catalog.svg
  catalog-lint graph --focus system:checkout --relation dependsOn --relation consumesApi -o checkout.svg
  catalog-lint graph --catalog catalog.snapshot --focus component:orders --depth 2 --format dot | dot -Tpng -o orders.png`
	f.whole.add(cmd, false)
	flags := cmd.Flags()
	flags.StringVar(&f.focus, "focus", "", "draw what is around the entity `REF`")
	flags.IntVar(&f.depth, "depth", 0, "draw what is up to `N` relations away from the focus (default 1; of a system or domain, what is about it)")
	addRelations(cmd, &f.relations)
	flags.StringVar(&f.format, "format", "", "write as `FORMAT`: mermaid, svg, dot or json (default as the output's name says, else mermaid)")
	flags.StringVarP(&f.output, "output", "o", "", "write to `FILE` (default standard output)")
	flags.StringVar(&f.title, "title", "", "put `TEXT` above the picture")
	complete(cmd, "format", graphFormats()...)
	return cmd
}

// formatOf returns the format that is asked for, by name or by that of the file.
func (f *graphFlags) formatOf() (string, error) {
	if f.format != "" {
		return f.format, oneOf("format", f.format, graphFormats())
	}
	switch strings.ToLower(filepath.Ext(f.output)) {
	case ".svg":
		return formatSVG, nil
	case ".dot", ".gv":
		return formatDOT, nil
	case ".json":
		return formatJSON, nil
	case "", ".mmd", ".mermaid":
		return formatMermaid, nil
	}
	return "", usageError("which format is %s to have? --format is one of %s", f.output, strings.Join(graphFormats(), ", "))
}

func (p *program) graph(ctx context.Context, f *graphFlags, args []string) error {
	format, err := f.formatOf()
	switch {
	case err != nil:
		return err
	case f.depth < 0:
		return usageError("--depth is not negative")
	case f.depth > 0 && f.focus == "":
		return usageError("--depth needs --focus REF")
	}
	f.whole.paths = args
	w, err := p.whole(ctx, &f.whole)
	if err != nil {
		return err
	}
	part, focus, err := p.part(w, f)
	if err != nil {
		return err
	}
	var b bytes.Buffer
	options := &draw.Options{Title: f.title, Focus: focus, Note: w.note, Link: w.link}
	if err := writeGraph(&b, part, format, options); err != nil {
		return err
	}
	if f.output != "" {
		return writeFile(p.absolute(f.output), b.Bytes())
	}
	return writeAll(p.stdout, b.Bytes())
}

// part returns what is to be drawn.
func (p *program) part(w *whole, f *graphFlags) (part *catalog.Graph, focus catalog.Ref, err error) {
	types, err := relationTypes(w.graph, f.relations)
	if err != nil {
		return nil, focus, err
	}
	if f.focus == "" {
		if len(types) == 0 {
			return w.graph, focus, nil
		}
		related := map[string]bool{}
		for r := range w.graph.Relations(types...) {
			related[r.Source.Key()], related[r.Target.Key()] = true, true
		}
		return w.graph.Part(func(ref catalog.Ref) bool { return related[ref.Key()] }, types...), focus, nil
	}
	if focus, err = p.ref(w, f.focus); err != nil {
		return nil, focus, err
	}
	if f.depth == 0 && (isKind(focus, catalog.System) || isKind(focus, catalog.Domain)) {
		return w.graph.Within(focus, types...), focus, nil
	}
	return w.graph.Neighbourhood(focus, max(f.depth, 1), types...), focus, nil
}

func writeGraph(w io.Writer, g *catalog.Graph, format string, o *draw.Options) error {
	switch format {
	case formatSVG:
		err := draw.SVG(w, g, o)
		if errors.Is(err, draw.ErrTooLarge) {
			return usageError("%w: --focus REF draws what is around an entity, --relation TYPE fewer relations", err)
		}
		return err
	case formatDOT:
		return draw.DOT(w, g, o)
	case formatJSON:
		return draw.JSON(w, g)
	}
	return draw.Mermaid(w, g, o)
}

// note returns the second line of an entity in a picture: what it is, and whose.
func (w *whole) note(ref catalog.Ref) string {
	e, ok := w.lookup(ref)
	if !ok {
		return ""
	}
	var words []string
	if e.Type != "" {
		words = append(words, e.Type)
	}
	if owner, ok := e.Owner(); ok {
		words = append(words, owner.Name)
	}
	if e.Tier != "" {
		words = append(words, "tier "+e.Tier)
	}
	return strings.Join(words, " · ")
}

// link returns where a click on an entity leads to.
func (w *whole) link(ref catalog.Ref) string {
	e, _ := w.lookup(ref)
	if at := shownLocation(e.Location); isURL(at) {
		return at
	}
	return "" // a path says nothing to who looks at the picture elsewhere
}
