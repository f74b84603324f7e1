// Package layered arranges boxes and the edges between them so that edges lead from left to right, after Sugiyama,
// Tagawa and Toda (1981): edges that close cycles are turned round for the while, boxes are put into layers, the order
// within each layer is chosen to have few crossings, and then the places are.
//
// [Arrange] is all there is to it. Boxes never overlap, and an edge never touches a box that it does not belong to: it
// bends only between the columns that layers are drawn in, and passes through a column in a lane of its own.
package layered

import "errors"

// Size is the size of a box.
type Size struct{ W, H float64 }

// Edge is an edge between two boxes, by their indexes. One from a box to itself is not drawn.
type Edge struct{ From, To int }

// Box is where a box is: its left upper corner, and its size.
type Box struct{ X, Y, W, H float64 }

// Route is how an edge runs: along level spans, from one to the next in an S that leaves and arrives level. It begins
// at the side of From and ends at the side of To. It is nil for an edge that is not drawn.
type Route []Span

// Span is a level part of a route, from X0 to X1.
type Span struct{ X0, X1, Y float64 }

// Layout is an arrangement. All of it lies between 0 and its width and height.
type Layout struct {
	Width, Height float64
	Boxes         []Box   // as the sizes
	Routes        []Route // as the edges
}

// ErrTooLarge means that there is more to arrange than can be looked at, or arranged in reasonable time.
var ErrTooLarge = errors.New("too large to draw")

// The most that is arranged. A bend is where an edge passes a layer.
const (
	maxBoxes = 1_000
	maxEdges = 5_000
	maxBends = 20_000
)

// Arrange arranges the boxes. The result depends on nothing but the arguments. It fails with [ErrTooLarge].
func Arrange(sizes []Size, edges []Edge) (*Layout, error) {
	if len(sizes) > maxBoxes || len(edges) > maxEdges {
		return nil, ErrTooLarge
	}
	whole := &Layout{Boxes: make([]Box, len(sizes)), Routes: make([]Route, len(edges))}
	var islands []island
	for _, members := range connected(len(sizes), edges) {
		g := newGraph(sizes, edges, members)
		if !g.assignLayers() {
			return nil, ErrTooLarge
		}
		g.order()
		islands = append(islands, g.place())
	}
	whole.pack(islands)
	return whole, nil
}
