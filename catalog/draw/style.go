package draw

import (
	"fmt"
	"strings"
)

// writeStyle writes the rules for what the picture has: on a light ground, and on a dark one for viewers who ask for
// that. Colours stand in rules only, so that the one can replace the other.
func (p *picture) writeStyle(b *strings.Builder) {
	b.WriteString("<style>\n")
	fmt.Fprintf(b, ".gp text{fill:%s}.gp .gp-note{fill:%s}.gp .gp-ground{fill:%s}\n", inkColour, quietColour, groundColour)
	b.WriteString(".gp .gp-name,.gp .gp-note{text-anchor:middle}\n")
	b.WriteString(".gp .gp-box{stroke-width:1.4}.gp .gp-line{fill:none;stroke-width:1.2}\n")
	b.WriteString(".gp .gp-edge{fill:none;stroke-width:1.3}.gp a:hover .gp-box{stroke-width:2.6}\n")
	b.WriteString(".gp g:hover>.gp-edge{stroke-width:2.8}\n")
	p.writeColours(b, func(l look) (string, string) { return l.fill, l.line }, func(s stroke) string { return s.line })
	for _, s := range p.strokes() {
		if s.dashes != "" {
			fmt.Fprintf(b, ".gp .gp-%s .gp-edge{stroke-dasharray:%s}\n", s.class, s.dashes)
		}
	}
	b.WriteString(".gp .gp-focus .gp-box{stroke-width:3.2}.gp .gp-outer .gp-box{stroke-dasharray:5 3;fill-opacity:.3}\n")
	fmt.Fprintf(b, ".gp .gp-missing .gp-box{stroke:%s;stroke-dasharray:3 3;fill:none}.gp .gp-missing .gp-line{stroke:%[1]s}\n",
		missingColour)
	fmt.Fprintf(b, "@media(prefers-color-scheme:dark){\n.gp text{fill:%s}.gp .gp-note{fill:%s}.gp .gp-ground{fill:%s}\n",
		darkInkColour, darkQuietColour, darkGroundColour)
	p.writeColours(b, func(l look) (string, string) { return l.darkFill, l.darkLine }, func(s stroke) string { return s.dark })
	fmt.Fprintf(b, ".gp .gp-missing .gp-box{stroke:%s;fill:none}.gp .gp-missing .gp-line{stroke:%[1]s}\n}\n", darkMissingColour)
	b.WriteString("</style>\n")
}

func (p *picture) writeColours(b *strings.Builder, ofBox func(look) (fill, line string), ofEdge func(stroke) string) {
	for _, l := range p.looks() {
		fill, line := ofBox(l)
		fmt.Fprintf(b, ".gp .gp-%s .gp-box{fill:%s;stroke:%s}.gp .gp-%[1]s .gp-line{stroke:%[3]s}\n", l.class, fill, line)
	}
	for _, s := range p.strokes() {
		fmt.Fprintf(b, ".gp .gp-%s .gp-edge{stroke:%s}.gp .gp-%[1]s .gp-head{fill:%[2]s}\n", s.class, ofEdge(s))
	}
}

// looks returns the looks that the picture and its legend need.
func (p *picture) looks() []look {
	used := map[string]bool{looks[len(looks)-1].class: true}
	for i := range p.nodes {
		used[lookOf(p.nodes[i].ref.Kind).class] = true
	}
	var list []look
	for _, l := range looks {
		if used[l.class] {
			list = append(list, l)
		}
	}
	return list
}

func (p *picture) strokes() []stroke {
	used := make(map[string]bool)
	for _, e := range p.edges {
		used[strokeOf(e.relation).class] = true
	}
	var list []stroke
	for _, s := range strokes {
		if used[s.class] {
			list = append(list, s)
		}
	}
	return list
}
