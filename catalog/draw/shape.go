package draw

import (
	"fmt"
	"math"

	"github.com/goldenpath-go/goldenpath/catalog"
	"github.com/goldenpath-go/goldenpath/catalog/draw/internal/layered"
)

// shape is the form of a kind's boxes.
type shape struct {
	side, top float64 // what the outline takes away from the room for text, on either side and above
	outline   func(layered.Box) string
	inset     func(height, dy float64) float64 // of the outline from the box's sides, dy above or below the middle
}

// Room around the text in a box.
const (
	padX     = 12.0
	padY     = 7.0
	leastBox = 92.0
)

func shapeOf(kind catalog.Kind) shape {
	switch kind {
	case catalog.Component:
		return shape{outline: func(b layered.Box) string { return rect(b, 7) }, inset: upright}
	case catalog.API:
		return shape{side: 8, outline: hexagon, inset: slanting}
	case catalog.Resource:
		return shape{top: 7, outline: cylinder, inset: upright}
	case catalog.System:
		return shape{side: 5, outline: doubled, inset: upright}
	case catalog.Domain:
		return shape{side: 4, outline: octagon, inset: upright}
	case catalog.Group:
		return shape{side: 6, outline: pill, inset: round}
	case catalog.User:
		return shape{side: 8, outline: person, inset: round}
	case catalog.Location:
		return shape{top: 5, outline: folder, inset: upright}
	case catalog.Template:
		return shape{side: 5, outline: document, inset: upright}
	}
	return shape{outline: func(b layered.Box) string { return rect(b, 0) }, inset: upright}
}

// boxSize returns the size of a box for a text.
func (s shape) boxSize(text layered.Size) layered.Size {
	return layered.Size{W: max(text.W+2*(padX+s.side), leastBox), H: text.H + 2*padY + s.top}
}

func upright(_, _ float64) float64 { return 0 }

func slanting(height, dy float64) float64 { return hexagonIn * dy / (height / 2) }

func round(height, dy float64) float64 {
	radius := height / 2
	return radius - math.Sqrt(max(radius*radius-dy*dy, 0))
}

func rect(b layered.Box, radius float64) string {
	return fmt.Sprintf(`<rect class="gp-box" x="%s" y="%s" width="%s" height="%s" rx="%s"/>`,
		number(b.X), number(b.Y), number(b.W), number(b.H), number(radius))
}

// path writes a path whose coordinates are given from the box's left upper corner.
func path(b layered.Box, class, format string, coordinates ...float64) string {
	texts := make([]any, len(coordinates))
	for i, c := range coordinates {
		texts[i] = number(c)
	}
	d := fmt.Sprintf(format, texts...)
	return fmt.Sprintf(`<path class="%s" transform="translate(%s %s)" d="%s"/>`, class, number(b.X), number(b.Y), d)
}

// hexagonIn is how far the corners of a hexagon are from the sides of its box.
const hexagonIn = 10

func hexagon(b layered.Box) string {
	return path(b, "gp-box", "M%s 0H%sL%s %sL%s %sH%sL0 %sZ",
		hexagonIn, b.W-hexagonIn, b.W, b.H/2, b.W-hexagonIn, b.H, hexagonIn, b.H/2)
}

func octagon(b layered.Box) string {
	const in = 6
	return path(b, "gp-box", "M%s 0H%sL%s %sV%sL%s %sH%sL0 %sV%sZ",
		in, b.W-in, b.W, in, b.H-in, b.W-in, b.H, in, b.H-in, in)
}

func cylinder(b layered.Box) string {
	const lid = 6
	return path(b, "gp-box", "M0 %sA%s %s 0 0 1 %s %sV%sA%s %s 0 0 1 0 %sZ",
		lid, b.W/2, lid, b.W, lid, b.H-lid, b.W/2, lid, b.H-lid) +
		path(b, "gp-line", "M0 %sA%s %s 0 0 0 %s %s", lid, b.W/2, lid, b.W, lid)
}

func doubled(b layered.Box) string {
	return rect(b, 0) + path(b, "gp-line", "M5 0V%sM%s 0V%s", b.H, b.W-5, b.H)
}

func pill(b layered.Box) string { return rect(b, b.H/2) }

func person(b layered.Box) string {
	return pill(b) + path(b, "gp-line", "M8 %sa3 3 0 1 1 6 0a3 3 0 1 1 -6 0", b.H/2)
}

func folder(b layered.Box) string {
	return path(b, "gp-box", "M0 0H%sL%s 5H%sV%sH0Z", b.W/3, b.W/3+6, b.W, b.H)
}

func document(b layered.Box) string {
	const fold = 9
	return path(b, "gp-box", "M0 0H%sL%s %sV%sH0Z", b.W-fold, b.W, fold, b.H) +
		path(b, "gp-line", "M%s 0V%sH%s", b.W-fold, fold, b.W)
}
