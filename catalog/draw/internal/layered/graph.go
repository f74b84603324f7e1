package layered

import "slices"

// graph is a connected part of what is arranged, while it is.
type graph struct {
	vertices []vertex
	flows    []flow
	layers   [][]int // vertices in order, from the top
}

// vertex is a box, or a bend: the lane in which an edge passes a layer.
type vertex struct {
	box         int // its index; -1 of a bend
	size        Size
	layer       int
	position    int       // in the layer
	y           float64   // of the middle
	left, right []segment // in the layers before and after
}

// segment is a part of an edge between neighbouring layers.
type segment struct {
	to     int // the vertex at its other end
	weight float64
	flow   int
}

// flow is an edge from the box that is on the left to the one on the right, by vertex.
type flow struct {
	edge     int
	from, to int
	turned   bool  // the edge leads the other way
	via      []int // bends
}

// connected returns the boxes in groups that edges connect, each sorted, in the order of their first boxes.
func connected(boxes int, edges []Edge) [][]int {
	parent := make([]int, boxes)
	for i := range parent {
		parent[i] = i
	}
	find := func(i int) int {
		for parent[i] != i {
			parent[i] = parent[parent[i]]
			i = parent[i]
		}
		return i
	}
	for _, e := range edges {
		a, b := find(e.From), find(e.To)
		parent[max(a, b)] = min(a, b)
	}
	groups := make([][]int, boxes)
	for i := range parent {
		root := find(i)
		groups[root] = append(groups[root], i)
	}
	return slices.DeleteFunc(groups, func(g []int) bool { return g == nil })
}

// newGraph returns the graph of those boxes, with edges that close cycles turned round.
func newGraph(sizes []Size, edges []Edge, boxes []int) *graph {
	g := &graph{vertices: make([]vertex, len(boxes))}
	vertexOf := make(map[int]int, len(boxes))
	for v, box := range boxes {
		g.vertices[v] = vertex{box: box, size: sizes[box]}
		vertexOf[box] = v
	}
	for i, e := range edges {
		if from, ok := vertexOf[e.From]; ok && e.From != e.To {
			g.flows = append(g.flows, flow{edge: i, from: from, to: vertexOf[e.To]})
		}
	}
	rank := g.sequence()
	for i := range g.flows {
		f := &g.flows[i]
		if rank[f.from] > rank[f.to] {
			f.from, f.to, f.turned = f.to, f.from, true
		}
	}
	return g
}

// sequence returns a place in a line for each vertex, so that few flows lead backwards: none if there is no cycle.
// It is the heuristic of Eades, Lin and Smyth (1993): sources go to the front, sinks to the back, and when there are
// neither, what has most flows out and fewest in goes to the front.
func (g *graph) sequence() []int {
	n := len(g.vertices)
	out, in := make([][]int, n), make([][]int, n)
	outs, ins := make([]int, n), make([]int, n)
	for _, f := range g.flows {
		out[f.from], in[f.to] = append(out[f.from], f.to), append(in[f.to], f.from)
		outs[f.from]++
		ins[f.to]++
	}
	rank := make([]int, n)
	left := make([]int, n)
	for v := range left {
		left[v] = v
	}
	front, back := 0, n-1
	for len(left) > 0 {
		i, last := pick(left, outs, ins)
		v := left[i]
		left = slices.Delete(left, i, i+1)
		if last {
			rank[v] = back
			back--
		} else {
			rank[v] = front
			front++
		}
		for _, w := range out[v] {
			ins[w]--
		}
		for _, w := range in[v] {
			outs[w]--
		}
	}
	return rank
}

// pick returns the index of the vertex to put in line next, and whether it goes to the back.
func pick(left, outs, ins []int) (i int, last bool) {
	best := 0
	for i, v := range left {
		switch {
		case ins[v] == 0:
			return i, false
		case outs[v] == 0:
			return i, true
		}
		if outs[v]-ins[v] > outs[left[best]]-ins[left[best]] {
			best = i
		}
	}
	return best, false
}
