package layered

import (
	"cmp"
	"slices"
)

// order chooses the order within layers: by medians, from left to right and back, and by swapping neighbours, after
// Gansner, Koutsofios, North and Vo (1993). Of all orders on the way it keeps the one with the fewest crossings.
func (g *graph) order() {
	const rounds = 24
	g.firstOrder()
	best, fewest := g.snapshot(), g.crossings()
	for round := 0; round < rounds && fewest > 0; round++ {
		g.sweep(round%2 == 0)
		g.swap()
		if crossings := g.crossings(); crossings < fewest {
			best, fewest = g.snapshot(), crossings
		}
	}
	g.restore(best)
}

// firstOrder walks from each vertex to what it is joined with, so that what belongs together begins near each other.
func (g *graph) firstOrder() {
	for i := range g.layers {
		g.layers[i] = g.layers[i][:0]
	}
	seen := make([]bool, len(g.vertices))
	var stack []int
	push := func(v int) {
		if !seen[v] {
			seen[v] = true
			stack = append(stack, v)
		}
	}
	for start := range g.vertices {
		push(start)
		for len(stack) > 0 {
			v := stack[len(stack)-1]
			stack = stack[:len(stack)-1]
			layer := g.vertices[v].layer
			g.layers[layer] = append(g.layers[layer], v)
			for _, s := range slices.Backward(g.vertices[v].left) {
				push(s.to)
			}
			for _, s := range slices.Backward(g.vertices[v].right) {
				push(s.to)
			}
		}
	}
	for i := range g.layers {
		g.number(i)
	}
}

// number tells the vertices of a layer their positions.
func (g *graph) number(layer int) {
	for i, v := range g.layers[layer] {
		g.vertices[v].position = i
	}
}

func (g *graph) snapshot() [][]int {
	layers := make([][]int, len(g.layers))
	for i := range layers {
		layers[i] = slices.Clone(g.layers[i])
	}
	return layers
}

func (g *graph) restore(layers [][]int) {
	g.layers = layers
	for i := range g.layers {
		g.number(i)
	}
}

// sweep orders each layer by the medians of its vertices' neighbours in the layer before, from left to right, or in the
// layer after, from right to left.
func (g *graph) sweep(rightwards bool) {
	medians := make([]float64, len(g.vertices))
	for i := range g.layers {
		layer := i
		if !rightwards {
			layer = len(g.layers) - 1 - i
		}
		for _, v := range g.layers[layer] {
			medians[v] = g.median(v, rightwards)
		}
		g.sortBy(layer, medians)
	}
}

// sortBy sorts a layer by the medians; vertices without one stay where they are.
func (g *graph) sortBy(layer int, medians []float64) {
	var moving []int
	for _, v := range g.layers[layer] {
		if medians[v] >= 0 {
			moving = append(moving, v)
		}
	}
	slices.SortStableFunc(moving, func(a, b int) int { return cmp.Compare(medians[a], medians[b]) })
	next := 0
	for i, v := range g.layers[layer] {
		if medians[v] >= 0 {
			g.layers[layer][i] = moving[next]
			next++
		}
	}
	g.number(layer)
}

// median returns the median position of v's neighbours on one side, of two in the middle the one that is nearer to the
// crowd; -1 when there are none.
func (g *graph) median(v int, onLeft bool) float64 {
	positions := g.neighbours(v, onLeft)
	n := len(positions)
	if n == 0 {
		return -1
	}
	middle := n / 2
	if n%2 == 1 {
		return float64(positions[middle])
	}
	a, b := float64(positions[middle-1]), float64(positions[middle])
	if n == 2 {
		return (a + b) / 2
	}
	above, below := a-float64(positions[0]), float64(positions[n-1])-b
	if above+below == 0 {
		return (a + b) / 2
	}
	return (a*below + b*above) / (above + below)
}

// neighbours returns the positions of v's neighbours on one side, sorted.
func (g *graph) neighbours(v int, onLeft bool) []int {
	segments := g.vertices[v].right
	if onLeft {
		segments = g.vertices[v].left
	}
	positions := make([]int, len(segments))
	for i, s := range segments {
		positions[i] = g.vertices[s.to].position
	}
	slices.Sort(positions)
	return positions
}

// swap swaps neighbours within layers for as long as that takes crossings away.
func (g *graph) swap() {
	const rounds = 8
	for range rounds {
		swapped := false
		for layer := range g.layers {
			swapped = g.swapIn(layer) || swapped
		}
		if !swapped {
			return
		}
	}
}

func (g *graph) swapIn(layer int) bool {
	vertices, swapped := g.layers[layer], false
	for i := range len(vertices) - 1 {
		a, b := vertices[i], vertices[i+1]
		if g.pairCrossings(a, b) > g.pairCrossings(b, a) {
			vertices[i], vertices[i+1] = b, a
			g.vertices[a].position, g.vertices[b].position = i+1, i
			swapped = true
		}
	}
	return swapped
}

// pairCrossings returns how often the segments of a and b cross when a is right above b.
func (g *graph) pairCrossings(a, b int) int {
	return inversions(g.neighbours(a, true), g.neighbours(b, true)) +
		inversions(g.neighbours(a, false), g.neighbours(b, false))
}

// inversions counts the pairs of which the one from above is greater; both are sorted.
func inversions(above, below []int) int {
	count, i := 0, 0
	for _, p := range above {
		for i < len(below) && below[i] < p {
			i++
		}
		count += i
	}
	return count
}

// crossings counts the crossings between all layers.
func (g *graph) crossings() int {
	count := 0
	for i := range len(g.layers) - 1 {
		count += g.crossingsAfter(i)
	}
	return count
}

// crossingsAfter counts the crossings between a layer and the next: the inversions of the segments' right ends when
// they are sorted by their left ends. Tree is a Fenwick tree that counts right ends.
func (g *graph) crossingsAfter(layer int) int {
	tree := make([]int, len(g.layers[layer+1])+1)
	count, total := 0, 0
	for _, v := range g.layers[layer] {
		ends := g.neighbours(v, false)
		for _, p := range ends {
			above := 0
			for i := p + 1; i > 0; i -= i & -i {
				above += tree[i]
			}
			count += total - above
		}
		for _, p := range ends {
			for i := p + 1; i < len(tree); i += i & -i {
				tree[i]++
			}
		}
		total += len(ends)
	}
	return count
}
