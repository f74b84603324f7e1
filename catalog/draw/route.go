package draw

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/goldenpath-go/goldenpath/catalog/draw/internal/layered"
)

// arrow is the length of an arrowhead.
const arrow = 8.0

// writeEdge writes a relation: its line, and the head where it points to.
func (p *picture) writeEdge(b *strings.Builder, i int) {
	e := p.edges[i]
	var line string
	var tip layered.Span
	if p.layout.Routes[i] == nil {
		line, tip = loop(p.layout.Boxes[e.source])
	} else {
		line, tip = curve(p.route(i))
	}
	title := clean(fmt.Sprint(p.nodes[e.source].ref, " ", e.relation, " ", p.nodes[e.target].ref))
	fmt.Fprintf(b, `<g class="gp-%s"><title>%s</title><path class="gp-edge" d="%s"/>%s</g>`+"\n",
		strokeOf(e.relation).class, escape(title), line, head(tip))
}

// route returns the route of an edge from its source to its target, from outline to outline.
func (p *picture) route(i int) layered.Route {
	e, route := p.edges[i], slices.Clone(p.layout.Routes[i])
	if e.readsBack() {
		slices.Reverse(route)
		for k := range route {
			route[k].X0, route[k].X1 = route[k].X1, route[k].X0
		}
	}
	first, last := &route[0], &route[len(route)-1]
	direction := math.Copysign(1, last.X0-first.X1)
	first.X0 -= direction * p.inset(e.source, first.Y)
	last.X1 += direction * p.inset(e.target, last.Y)
	if direction*(last.X1-last.X0) < arrow {
		last.X0 = last.X1 - direction*arrow
	}
	return route
}

// inset returns how far within its box the outline of a node is at height y.
func (p *picture) inset(node int, y float64) float64 {
	box := p.layout.Boxes[node]
	return shapeOf(p.nodes[node].ref.Kind).inset(box.H, math.Abs(y-box.Y-box.H/2))
}

// curve returns the path along a route, up to the head, and the level piece that the head is on.
func curve(route layered.Route) (d string, tip layered.Span) {
	var b strings.Builder
	last := len(route) - 1
	fmt.Fprintf(&b, "M%s %sH%s", number(route[0].X0), number(route[0].Y), number(route[0].X1))
	for i := 1; i <= last; i++ {
		writeS(&b, route[i-1], route[i])
		if i < last {
			fmt.Fprintf(&b, "H%s", number(route[i].X1))
		}
	}
	tip = route[last]
	tip.X0 = tip.X1 - math.Copysign(arrow, tip.X1-tip.X0)
	fmt.Fprintf(&b, "H%s", number(tip.X0))
	return b.String(), tip
}

// writeS writes the S from one span to the next.
func writeS(b *strings.Builder, from, to layered.Span) {
	middle := number((from.X1 + to.X0) / 2)
	fmt.Fprintf(b, "C%s %s %s %s %s %s",
		middle, number(from.Y), middle, number(to.Y), number(to.X0), number(to.Y))
}

// loop returns the path from a box to itself, to the right of it.
func loop(box layered.Box) (d string, tip layered.Span) {
	x, y, dy := box.X+box.W, box.Y+box.H/2, min(box.H/2-5, 12)
	tip = layered.Span{X0: x + arrow, X1: x, Y: y + dy}
	return fmt.Sprintf("M%s %sC%s %s %s %s %s %s", number(x), number(y-dy), number(x+loopWidth+4), number(y-dy),
		number(x+loopWidth+4), number(y+dy), number(tip.X0), number(tip.Y)), tip
}

// head returns the head of an arrow that points along a span.
func head(s layered.Span) string {
	const half = 3.5
	return fmt.Sprintf(`<path class="gp-head" d="M%s %sL%s %sV%sZ"/>`,
		number(s.X1), number(s.Y), number(s.X0), number(s.Y-half), number(s.Y+half))
}
