package layered

import "slices"

// lane is the height that an edge takes up where it passes a layer.
const lane = 6

// assignLayers puts every vertex into a layer, after all that lead to it, and cuts flows into segments from layer to
// layer. It returns false when that takes too many bends.
func (g *graph) assignLayers() bool {
	g.longestPaths()
	g.shorten()
	bends := 0
	for _, f := range g.flows {
		bends += g.vertices[f.to].layer - g.vertices[f.from].layer - 1
	}
	if bends > maxBends {
		return false
	}
	for i := range g.flows {
		g.cut(i)
	}
	deepest := 0
	for v := range g.vertices {
		deepest = max(deepest, g.vertices[v].layer)
	}
	g.layers = make([][]int, deepest+1)
	for v := range g.vertices {
		layer := g.vertices[v].layer
		g.layers[layer] = append(g.layers[layer], v)
	}
	return true
}

// longestPaths puts each vertex one layer after the last of those that lead to it.
func (g *graph) longestPaths() {
	waiting := make([]int, len(g.vertices))
	for _, f := range g.flows {
		waiting[f.to]++
	}
	var ready []int
	for v, n := range waiting {
		if n == 0 {
			ready = append(ready, v)
		}
	}
	out := g.byEnd(func(f flow) int { return f.from })
	for len(ready) > 0 {
		v := ready[0]
		ready = ready[1:]
		for _, i := range out[v] {
			to := g.flows[i].to
			g.vertices[to].layer = max(g.vertices[to].layer, g.vertices[v].layer+1)
			if waiting[to]--; waiting[to] == 0 {
				ready = append(ready, to)
			}
		}
	}
}

// byEnd returns the flows by one of their ends.
func (g *graph) byEnd(end func(flow) int) [][]int {
	flows := make([][]int, len(g.vertices))
	for i, f := range g.flows {
		flows[end(f)] = append(flows[end(f)], i)
	}
	return flows
}

// shorten moves vertices towards the side where they have more flows, as far as these allow, until that helps no more.
func (g *graph) shorten() {
	const rounds = 50
	out, in := g.byEnd(func(f flow) int { return f.from }), g.byEnd(func(f flow) int { return f.to })
	for range rounds {
		moved := false
		for v := range g.vertices {
			if to := g.best(v, out[v], in[v]); to != g.vertices[v].layer {
				g.vertices[v].layer, moved = to, true
			}
		}
		if !moved {
			break
		}
	}
	first := slices.MinFunc(g.vertices, func(a, b vertex) int { return a.layer - b.layer }).layer
	for v := range g.vertices {
		g.vertices[v].layer -= first
	}
}

// best returns the layer for v that makes its flows shortest.
func (g *graph) best(v int, out, in []int) int {
	switch layer := g.vertices[v].layer; {
	case len(out) > len(in):
		first := g.vertices[g.flows[out[0]].to].layer
		for _, i := range out {
			first = min(first, g.vertices[g.flows[i].to].layer)
		}
		return max(first-1, layer)
	case len(out) < len(in):
		last := g.vertices[g.flows[in[0]].from].layer
		for _, i := range in {
			last = max(last, g.vertices[g.flows[i].from].layer)
		}
		return min(last+1, layer)
	default:
		return layer
	}
}

// cut gives a flow its bends, and the vertices along it their segments. Segments between bends weigh most, so that long
// edges become straight.
func (g *graph) cut(i int) {
	const boxes, mixed, bends = 1, 2, 16
	f := &g.flows[i]
	at, last := f.from, g.vertices[f.to].layer
	for layer := g.vertices[f.from].layer + 1; layer < last; layer++ {
		bend := len(g.vertices)
		g.vertices = append(g.vertices, vertex{box: -1, size: Size{H: lane}, layer: layer})
		weight := float64(bends)
		if at == f.from {
			weight = mixed
		}
		g.join(at, bend, weight, i)
		f.via = append(f.via, bend)
		at = bend
	}
	weight := float64(boxes)
	if at != f.from {
		weight = mixed
	}
	g.join(at, f.to, weight, i)
}

func (g *graph) join(left, right int, weight float64, flow int) {
	g.vertices[left].right = append(g.vertices[left].right, segment{right, weight, flow})
	g.vertices[right].left = append(g.vertices[right].left, segment{left, weight, flow})
}
