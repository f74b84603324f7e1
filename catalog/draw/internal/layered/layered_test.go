package layered_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/catalog/draw/internal/layered"
)

const tiny = 1e-6 // what rounding may make of a place

// drawing is what is arranged, and how.
type drawing struct {
	sizes  []layered.Size
	edges  []layered.Edge
	layout *layered.Layout
}

func randomDrawing(t *testing.T, r *rand.Rand) drawing {
	t.Helper()
	n := 1 + r.IntN(40)
	d := drawing{sizes: make([]layered.Size, n)}
	for i := range d.sizes {
		d.sizes[i] = layered.Size{W: 60 + r.Float64()*120, H: 20 + r.Float64()*50}
	}
	for range r.IntN(2 * n) {
		d.edges = append(d.edges, layered.Edge{From: r.IntN(n), To: r.IntN(n)})
	}
	d.arrange(t)
	return d
}

func (d *drawing) arrange(t *testing.T) {
	t.Helper()
	var err error
	d.layout, err = layered.Arrange(d.sizes, d.edges)
	require.NoError(t, err)
}

// TestArrange checks the promises of the package on random drawings, cycles included.
func TestArrange(t *testing.T) {
	t.Parallel()
	for seed := range uint64(150) {
		d := randomDrawing(t, rand.New(rand.NewPCG(seed, 1)))
		d.boxesApart(t)
		d.routesMeetTheirBoxes(t)
		d.routesKeepClear(t)
		again := drawing{sizes: d.sizes, edges: d.edges}
		again.arrange(t)
		assert.Equal(t, d.layout, again.layout)
		require.False(t, t.Failed(), "seed %d: %v", seed, d)
	}
}

// boxesApart checks that boxes have their sizes, do not come near each other and lie within the layout.
func (d *drawing) boxesApart(t *testing.T) {
	t.Helper()
	const gap = 13.9
	for i, a := range d.layout.Boxes {
		assert.Equal(t, d.sizes[i], layered.Size{W: a.W, H: a.H})
		assert.True(t, a.X >= 0 && a.Y > -tiny && a.X+a.W < d.layout.Width+tiny && a.Y+a.H < d.layout.Height+tiny)
		for _, b := range d.layout.Boxes[:i] {
			apart := a.X+a.W+gap <= b.X || b.X+b.W+gap <= a.X || a.Y+a.H+gap <= b.Y || b.Y+b.H+gap <= a.Y
			if !apart {
				assert.Fail(t, "too near", "%v and %v", a, b)
			}
		}
	}
}

// routesMeetTheirBoxes checks that edges begin and end at the sides of their boxes.
func (d *drawing) routesMeetTheirBoxes(t *testing.T) {
	t.Helper()
	onSide := func(box layered.Box, x, y float64) bool {
		return (math.Abs(x-box.X) < tiny || math.Abs(x-box.X-box.W) < tiny) && y > box.Y && y < box.Y+box.H
	}
	for i, e := range d.edges {
		route := d.layout.Routes[i]
		if e.From == e.To {
			assert.Nil(t, route)
			continue
		}
		require.GreaterOrEqual(t, len(route), 2)
		last := route[len(route)-1]
		assert.True(t, onSide(d.layout.Boxes[e.From], route[0].X0, route[0].Y))
		assert.True(t, onSide(d.layout.Boxes[e.To], last.X1, last.Y))
	}
}

// routesKeepClear walks along all edges and checks that none comes into a box.
func (d *drawing) routesKeepClear(t *testing.T) {
	t.Helper()
	for i, route := range d.layout.Routes {
		for _, p := range points(route) {
			if p[0] < -tiny || p[0] > d.layout.Width+tiny || p[1] < -tiny || p[1] > d.layout.Height+tiny {
				assert.Fail(t, "outside", "edge %v at %v", d.edges[i], p)
			}
			for k, box := range d.layout.Boxes {
				if p[0] > box.X+tiny && p[0] < box.X+box.W-tiny && p[1] > box.Y && p[1] < box.Y+box.H {
					assert.Fail(t, "in a box", "edge %v at %v in box %d", d.edges[i], p, k)
				}
			}
		}
	}
}

// points returns places along a route, every few units.
func points(route layered.Route) [][2]float64 {
	const steps = 24
	var out [][2]float64
	for i, s := range route {
		for k := range steps + 1 {
			u := float64(k) / steps
			out = append(out, [2]float64{s.X0 + u*(s.X1-s.X0), s.Y})
			if i+1 < len(route) {
				next := route[i+1]
				middle := (s.X1 + next.X0) / 2
				out = append(out, [2]float64{bezier(u, s.X1, middle, middle, next.X0), bezier(u, s.Y, s.Y, next.Y, next.Y)})
			}
		}
	}
	return out
}

func bezier(u, a, b, c, d float64) float64 {
	v := 1 - u
	return v*v*v*a + 3*v*v*u*b + 3*v*u*u*c + u*u*u*d
}

func TestArrangeReadsFromLeftToRight(t *testing.T) {
	t.Parallel()
	for seed := range uint64(100) {
		r := rand.New(rand.NewPCG(seed, 2))
		n := 2 + r.IntN(20)
		d := drawing{sizes: make([]layered.Size, n)}
		names := r.Perm(n) // so that the order of indexes is not that of edges
		for i := range n {
			d.sizes[i] = layered.Size{W: 50, H: 20}
			for range r.IntN(3) {
				if to := i + 1 + r.IntN(n); to < n {
					d.edges = append(d.edges, layered.Edge{From: names[i], To: names[to]})
				}
			}
		}
		d.arrange(t)
		for i, e := range d.edges {
			assert.Less(t, d.layout.Boxes[e.From].X+50, d.layout.Boxes[e.To].X, "seed %d, edge %d", seed, i)
		}
	}
}

func TestArrangeCycle(t *testing.T) {
	t.Parallel()
	d := drawing{
		sizes: []layered.Size{{W: 50, H: 20}, {W: 50, H: 20}, {W: 50, H: 20}},
		edges: []layered.Edge{{From: 0, To: 1}, {From: 1, To: 2}, {From: 2, To: 0}},
	}
	d.arrange(t)
	back := 0
	for _, route := range d.layout.Routes {
		if route[0].X0 > route[len(route)-1].X1 {
			back++
		}
	}
	assert.Equal(t, 1, back, "edges that lead back")
	d.routesKeepClear(t)
}

// TestArrangeTree checks that edges of a tree do not cross: where an edge is above another at one end, it is at the
// other.
func TestArrangeTree(t *testing.T) {
	t.Parallel()
	const n = 40
	d := drawing{sizes: make([]layered.Size, n)}
	for i := range n {
		d.sizes[i] = layered.Size{W: 50, H: 20}
		if i > 0 {
			d.edges = append(d.edges, layered.Edge{From: (i - 1) / 3, To: i})
		}
	}
	d.arrange(t)
	for i, a := range d.layout.Routes {
		for _, b := range d.layout.Routes[:i] {
			a0, a1, b0, b1 := a[0], a[len(a)-1], b[0], b[len(b)-1]
			if a0.X1 == b0.X1 {
				assert.GreaterOrEqual(t, (a0.Y-b0.Y)*(a1.Y-b1.Y), 0.0)
			}
		}
	}
}

// TestArrangeStraight checks that a long edge past a chain is level between its ends.
func TestArrangeStraight(t *testing.T) {
	t.Parallel()
	d := drawing{sizes: make([]layered.Size, 8)}
	for i := range d.sizes {
		d.sizes[i] = layered.Size{W: 50, H: 20}
		if i > 0 {
			d.edges = append(d.edges, layered.Edge{From: i - 1, To: i})
		}
	}
	d.edges = append(d.edges, layered.Edge{From: 0, To: 7})
	d.arrange(t)
	route := d.layout.Routes[len(d.edges)-1]
	require.Len(t, route, 8)
	for _, s := range route[1:7] {
		assert.InDelta(t, route[1].Y, s.Y, 0.001)
	}
}

func TestArrangeNothing(t *testing.T) {
	t.Parallel()
	layout, err := layered.Arrange(nil, nil)
	require.NoError(t, err)
	assert.Zero(t, layout.Width)
}

func TestArrangeTooMuch(t *testing.T) {
	t.Parallel()
	ring := func(n, chords int) ([]layered.Size, []layered.Edge) {
		edges := make([]layered.Edge, 0, n+chords)
		for i := range n - 1 {
			edges = append(edges, layered.Edge{From: i, To: i + 1})
		}
		for i := range chords {
			edges = append(edges, layered.Edge{From: i % 100, To: n - 1 - i/100})
		}
		return make([]layered.Size, n), edges
	}
	for _, tt := range []struct{ boxes, chords int }{{1001, 0}, {1000, 5000}, {900, 4000}} {
		t.Run(fmt.Sprint(tt), func(t *testing.T) {
			t.Parallel()
			_, err := layered.Arrange(ring(tt.boxes, tt.chords))
			require.ErrorIs(t, err, layered.ErrTooLarge)
		})
	}
}

func BenchmarkArrange(b *testing.B) {
	for _, n := range []int{60, 300, 1000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			r := rand.New(rand.NewPCG(1, 1))
			sizes, edges := make([]layered.Size, n), make([]layered.Edge, 2*n)
			for i := range sizes {
				sizes[i] = layered.Size{W: 120, H: 40}
			}
			for i := range edges {
				from := r.IntN(n)
				edges[i] = layered.Edge{From: from, To: min(from+1+r.IntN(n/4), n-1)}
			}
			for b.Loop() {
				_, err := layered.Arrange(sizes, edges)
				require.NoError(b, err)
			}
		})
	}
}
