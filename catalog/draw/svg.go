package draw

import (
	"encoding/xml"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/goldenpath-go/goldenpath/catalog"
	"github.com/goldenpath-go/goldenpath/catalog/draw/internal/layered"
)

// SVG writes the graph as a picture, on a light or a dark ground as the viewer likes it. Boxes and their texts never
// overlap; relations keep clear of all boxes but the two they belong to. It fails with [ErrTooLarge].
func SVG(w io.Writer, g *catalog.Graph, o *Options) error {
	p, err := newPicture(newScene(g, o))
	if err != nil {
		return fmt.Errorf("draw %d entities: %w", g.Len(), err)
	}
	_, err = io.WriteString(w, p.svg())
	return err
}

// picture is a scene with all places known.
type picture struct {
	*scene
	labels        []label // of the nodes
	layout        *layered.Layout
	legend        *legend
	width, height float64
	top           float64 // of the layout
}

// Distances in a picture.
const (
	margin      = 24.0
	titleHeight = 40.0
	titleSize   = 18.0
	loopWidth   = 22.0
)

func newPicture(s *scene) (*picture, error) {
	p := &picture{scene: s, labels: make([]label, len(s.nodes))}
	sizes := make([]layered.Size, len(s.nodes))
	for i := range s.nodes {
		p.labels[i] = newLabel(&s.nodes[i])
		sizes[i] = shapeOf(s.nodes[i].ref.Kind).boxSize(p.labels[i].size())
	}
	edges := make([]layered.Edge, len(s.edges))
	for i, e := range s.edges {
		edges[i] = layered.Edge{From: e.source, To: e.target}
		if e.readsBack() {
			edges[i] = layered.Edge{From: e.target, To: e.source}
		}
	}
	var err error
	if p.layout, err = layered.Arrange(sizes, edges); err != nil {
		return nil, err
	}
	p.top = margin
	if s.heading() != "" {
		p.top += titleHeight
	}
	inner := max(p.layout.Width+loopWidth, textWidth(s.heading(), titleSize))
	p.legend = newLegend(s, max(inner, least))
	p.width = max(inner, p.legend.width) + 2*margin
	p.height = p.top + p.layout.Height + margin + p.legend.height + margin
	return p, nil
}

// heading is the title, or else the name of the whole.
func (s *scene) heading() string {
	if s.title == "" && s.frame != nil {
		return s.frame.name
	}
	return s.title
}

func (p *picture) svg() string {
	var b strings.Builder
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" class="gp" role="img" width="%s" height="%s"`+
		` viewBox="0 0 %[1]s %[2]s" font-family="%[3]s">`+"\n", number(p.width), number(p.height), fonts)
	if heading := p.heading(); heading != "" {
		fmt.Fprintf(&b, "<title>%s</title>\n", escape(heading))
	}
	p.writeStyle(&b)
	fmt.Fprintf(&b, `<rect class="gp-ground" width="%s" height="%s"/>`+"\n", number(p.width), number(p.height))
	if heading := p.heading(); heading != "" {
		writeText(&b, "gp-title", heading, margin, margin+titleSize, titleSize)
	}
	fmt.Fprintf(&b, "<g transform=\"translate(%s %s)\">\n", number(margin), number(p.top))
	for i := range p.edges {
		p.writeEdge(&b, i)
	}
	for i := range p.nodes {
		p.writeNode(&b, i)
	}
	b.WriteString("</g>\n")
	p.legend.write(&b, margin, p.top+p.layout.Height+margin)
	b.WriteString("</svg>\n")
	return b.String()
}

// writeNode writes a box with its text; its title, which viewers show as a tooltip, is the whole ref.
func (p *picture) writeNode(b *strings.Builder, i int) {
	n, box := &p.nodes[i], p.layout.Boxes[i]
	if n.link != "" {
		fmt.Fprintf(b, `<a href="%s">`, escape(n.link))
	}
	fmt.Fprintf(b, `<g class="%s"><title>%s</title>`, n.classes(), escape(clean(n.ref.String())))
	shape := shapeOf(n.ref.Kind)
	b.WriteString(shape.outline(box))
	for k, place := range p.labels[i].places(shape, box) {
		class, text, size := p.labels[i].line(k)
		writeText(b, class, text, place.X+place.W/2, place.Y+size-1, size)
	}
	b.WriteString("</g>")
	if n.link != "" {
		b.WriteString("</a>")
	}
	b.WriteString("\n")
}

func (n *node) classes() string {
	classes := "gp-" + lookOf(n.ref.Kind).class
	if n.missing {
		classes += " gp-missing"
	}
	if n.focus {
		classes += " gp-focus"
	}
	if n.outer {
		classes += " gp-outer"
	}
	return classes
}

// writeText writes a line of text. One that is not all ASCII is held to the width that was reckoned with.
func writeText(b *strings.Builder, class, text string, x, y, size float64) {
	fmt.Fprintf(b, `<text class="%s" x="%s" y="%s" font-size="%s"`, class, number(x), number(y), number(size))
	if !isASCII(text) {
		fmt.Fprintf(b, ` textLength="%s" lengthAdjust="spacingAndGlyphs"`, number(textWidth(text, size)))
	}
	fmt.Fprintf(b, ">%s</text>", escape(text))
}

// number writes a coordinate, to a tenth.
func number(x float64) string {
	s := strconv.FormatFloat(x, 'f', 1, 64)
	s = strings.TrimSuffix(s, ".0")
	if s == "-0" {
		return "0"
	}
	return s
}

// escape returns s for use in XML, in text and attributes.
func escape(s string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(s)) // a Builder never fails
	return b.String()
}
