package draw

import (
	"fmt"
	"strings"

	"github.com/goldenpath-go/goldenpath/catalog"
	"github.com/goldenpath-go/goldenpath/catalog/draw/internal/layered"
)

// legend says what shapes, colours and lines mean, as far as the picture has them.
type legend struct {
	items         []legendItem
	width, height float64
}

type legendItem struct {
	x, y    float64 // of the swatch's left upper corner
	text    string
	classes string
	swatch  func(x, y float64) string
}

// Sizes in a legend.
const (
	least        = 360.0 // width, if the picture is narrower
	swatchWidth  = 30.0
	swatchHeight = 16.0
	swatchText   = 7.0 // from a swatch to its text
	legendSize   = 11.0
	legendRow    = 26.0
)

// newLegend returns the legend of a scene, in rows of at most that width.
func newLegend(s *scene, width float64) *legend {
	l := &legend{}
	for _, kind := range s.kinds() {
		l.add(clean(string(kind)), "gp-"+lookOf(kind).class, boxSwatch(kind))
	}
	missing, outer := false, false
	for _, n := range s.nodes {
		missing, outer = missing || n.missing, outer || n.outer && !n.missing
	}
	if outer {
		l.add("not part of "+s.frame.name, "gp-other gp-outer", boxSwatch(""))
	}
	if missing {
		l.add("missing", "gp-other gp-missing", boxSwatch(""))
	}
	for _, relation := range s.relations() {
		l.add(clean(string(relation)), "gp-"+strokeOf(relation).class, lineSwatch)
	}
	l.arrange(width)
	return l
}

func (l *legend) add(text, classes string, swatch func(x, y float64) string) {
	l.items = append(l.items, legendItem{text: shortened(text, legendSize), classes: classes, swatch: swatch})
}

func boxSwatch(kind catalog.Kind) func(x, y float64) string {
	return func(x, y float64) string {
		return shapeOf(kind).outline(layered.Box{X: x, Y: y, W: swatchWidth, H: swatchHeight})
	}
}

func lineSwatch(x, y float64) string {
	end, middle := x+swatchWidth, y+swatchHeight/2
	return fmt.Sprintf(`<path class="gp-edge" d="M%s %sH%s"/>`, number(x), number(middle), number(end-arrow)) +
		head(layered.Span{X0: end - arrow, X1: end, Y: middle})
}

// arrange puts the items into rows.
func (l *legend) arrange(width float64) {
	const gap = 22
	x, y := 0.0, 0.0
	for i := range l.items {
		item := &l.items[i]
		w := swatchWidth + swatchText + textWidth(item.text, legendSize)
		if x > 0 && x+w > width {
			x, y = 0, y+legendRow
		}
		item.x, item.y = x, y
		l.width, l.height = max(l.width, x+w), y+swatchHeight
		x += w + gap
	}
}

func (l *legend) write(b *strings.Builder, x, y float64) {
	for _, item := range l.items {
		fmt.Fprintf(b, `<g class="%s">%s`, item.classes, item.swatch(x+item.x, y+item.y))
		writeText(b, "gp-key", item.text, x+item.x+swatchWidth+swatchText, y+item.y+swatchHeight/2+4, legendSize)
		b.WriteString("</g>\n")
	}
}
