package layered

import (
	"cmp"
	"math"
	"slices"
)

// island is a connected part, arranged by itself.
type island struct {
	width, height float64
	boxes         []int
	places        []Box
	edges         []int
	routes        []Route
}

// pack puts the islands beside and below each other, the highest first, in rows about as wide as the widest or as the
// square of all.
func (l *Layout) pack(islands []island) {
	const gap = 28
	slices.SortStableFunc(islands, func(a, b island) int { return cmp.Compare(b.height*b.width, a.height*a.width) })
	width, area := 0.0, 0.0
	for _, is := range islands {
		width = max(width, is.width)
		area += (is.width + gap) * (is.height + gap)
	}
	width = max(width, 1.3*math.Sqrt(area))
	x, y, row := 0.0, 0.0, 0.0
	for _, is := range islands {
		if x > 0 && x+is.width > width {
			x, y, row = 0, y+row+gap, 0
		}
		l.put(is, x, y)
		x += is.width + gap
		row = max(row, is.height)
	}
}

// put takes over what is on the island, moved.
func (l *Layout) put(is island, dx, dy float64) {
	for i, box := range is.boxes {
		b := is.places[i]
		b.X, b.Y = b.X+dx, b.Y+dy
		l.Boxes[box] = b
	}
	for i, edge := range is.edges {
		for k := range is.routes[i] {
			s := &is.routes[i][k]
			s.X0, s.X1, s.Y = s.X0+dx, s.X1+dx, s.Y+dy
		}
		l.Routes[edge] = is.routes[i]
	}
	l.Width, l.Height = max(l.Width, dx+is.width), max(l.Height, dy+is.height)
}
