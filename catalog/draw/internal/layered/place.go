package layered

import "slices"

// Distances between boxes, and from an edge's lane to whatever is next to it.
const (
	boxGap  = 14
	laneGap = 5
)

// settle chooses the height of each vertex. Segments are springs that pull their ends to one height; each layer in
// turn is put where its springs balance, in its order and with its gaps kept, which comes ever nearer to the best for
// all layers together.
func (g *graph) settle() {
	const rounds = 120
	for _, layer := range g.layers {
		y := 0.0
		for i, v := range layer {
			if i > 0 {
				y += g.distance(layer[i-1], v)
			}
			g.vertices[v].y = y
		}
	}
	for round := range rounds {
		for i := range g.layers {
			if round%2 == 1 {
				i = len(g.layers) - 1 - i
			}
			g.balance(g.layers[i])
		}
	}
}

// distance returns how far apart the middles of two neighbours in a layer are at the least.
func (g *graph) distance(a, b int) float64 {
	gap := float64(boxGap)
	if g.vertices[a].box < 0 || g.vertices[b].box < 0 {
		gap = laneGap
	}
	return (g.vertices[a].size.H+g.vertices[b].size.H)/2 + gap
}

// block is vertices of a layer that touch each other and move as one.
type block struct {
	first  int     // in the layer
	y      float64 // of the first
	weight float64
}

// balance puts a layer where the springs of its vertices balance. It is isotonic regression by pooling adjacent
// violators: each vertex goes where it likes best, and those that come too near to each other go on together.
func (g *graph) balance(layer []int) {
	var blocks []block
	offsets := make([]float64, len(layer)) // from the first vertex of the layer, when all of them touch
	for i, v := range layer {
		if i > 0 {
			offsets[i] = offsets[i-1] + g.distance(layer[i-1], v)
		}
		y, weight := g.pull(v)
		next := block{first: i, y: y - offsets[i], weight: weight}
		for len(blocks) > 0 && blocks[len(blocks)-1].y > next.y {
			last := blocks[len(blocks)-1]
			blocks = blocks[:len(blocks)-1]
			sum := last.weight + next.weight
			next = block{first: last.first, y: (last.y*last.weight + next.y*next.weight) / sum, weight: sum}
		}
		blocks = append(blocks, next)
	}
	for k, b := range blocks {
		end := len(layer)
		if k+1 < len(blocks) {
			end = blocks[k+1].first
		}
		for i := b.first; i < end; i++ {
			g.vertices[layer[i]].y = b.y + offsets[i]
		}
	}
}

// pull returns where the springs of v want it to be, and how strongly.
func (g *graph) pull(v int) (y, weight float64) {
	for _, side := range [][]segment{g.vertices[v].left, g.vertices[v].right} {
		for _, s := range side {
			y += s.weight * g.vertices[s.to].y
			weight += s.weight
		}
	}
	if weight == 0 {
		return g.vertices[v].y, 1
	}
	return y / weight, weight
}

// place chooses all places and returns the boxes and routes.
func (g *graph) place() island {
	g.settle()
	g.straighten()
	top := g.top()
	for v := range g.vertices {
		g.vertices[v].y -= top
	}
	columns := g.columns()
	is := island{width: columns[len(columns)-1].right()}
	for v := range g.vertices {
		is.height = max(is.height, g.vertices[v].y+g.vertices[v].size.H/2)
		if box := g.vertices[v].box; box >= 0 {
			is.boxes = append(is.boxes, box)
			is.places = append(is.places, g.placed(v, columns[g.vertices[v].layer]))
		}
	}
	ports := g.ports()
	for i, f := range g.flows {
		is.edges = append(is.edges, f.edge)
		is.routes = append(is.routes, g.route(i, columns, ports))
	}
	return is
}

// placed returns where the box v is, in the middle of its column.
func (g *graph) placed(v int, c column) Box {
	s := g.vertices[v].size
	return Box{X: c.x + (c.width-s.W)/2, Y: g.vertices[v].y - s.H/2, W: s.W, H: s.H}
}

func (g *graph) top() float64 {
	top := g.vertices[0].y
	for v := range g.vertices {
		top = min(top, g.vertices[v].y-g.vertices[v].size.H/2)
	}
	return top
}

// column is where a layer is drawn.
type column struct{ x, width float64 }

func (c column) right() float64 { return c.x + c.width }

// columns returns the columns of all layers, farther apart where edges climb more.
func (g *graph) columns() []column {
	const least, most, slope = 56, 150, 0.22
	columns := make([]column, len(g.layers))
	x := 0.0
	for i, layer := range g.layers {
		columns[i].x = x
		climb := 0.0
		for _, v := range layer {
			columns[i].width = max(columns[i].width, g.vertices[v].size.W)
			for _, s := range g.vertices[v].right {
				climb = max(climb, g.vertices[v].y-g.vertices[s.to].y, g.vertices[s.to].y-g.vertices[v].y)
			}
		}
		x = columns[i].right() + min(max(least, slope*climb), most)
	}
	return columns
}

// route returns the route of a flow, in the direction of its edge.
func (g *graph) route(i int, columns []column, ports map[port]float64) Route {
	f := g.flows[i]
	first, last := columns[g.vertices[f.from].layer], columns[g.vertices[f.to].layer]
	from, to := g.placed(f.from, first), g.placed(f.to, last)
	r := Route{{from.X + from.W, first.right(), ports[port{i, f.from}]}}
	for _, bend := range f.via {
		c := columns[g.vertices[bend].layer]
		r = append(r, Span{c.x, c.right(), g.vertices[bend].y})
	}
	r = append(r, Span{last.x, to.X, ports[port{i, f.to}]})
	if f.turned {
		slices.Reverse(r)
		for k := range r {
			r[k].X0, r[k].X1 = r[k].X1, r[k].X0
		}
	}
	return r
}

// port is an end of a flow at a box.
type port struct{ flow, vertex int }

// ports spreads the ends of flows over the sides of boxes, in the order of where they come from; it returns their
// heights.
func (g *graph) ports() map[port]float64 {
	heights := make(map[port]float64)
	for v := range g.vertices {
		if g.vertices[v].box < 0 {
			continue
		}
		for _, side := range [][]segment{g.vertices[v].left, g.vertices[v].right} {
			for i, s := range g.byHeight(side) {
				heights[port{s.flow, v}] = g.vertices[v].y + g.spread(v, i, len(side))
			}
		}
	}
	return heights
}

func (g *graph) byHeight(side []segment) []segment {
	sorted := slices.Clone(side)
	slices.SortStableFunc(sorted, func(a, b segment) int { return g.vertices[a.to].position - g.vertices[b.to].position })
	return sorted
}

// spread returns how far the i-th of n ends is from the middle of v.
func (g *graph) spread(v, i, n int) float64 {
	const farthest, margin = 11, 8
	if n < 2 {
		return 0
	}
	step := min(farthest, (g.vertices[v].size.H-2*margin)/float64(n-1))
	return (float64(i) - float64(n-1)/2) * step
}
