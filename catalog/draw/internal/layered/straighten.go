package layered

import "math"

// straighten makes long edges level: what settle leaves of them climbs a little at every layer, since each spring gives
// a little. Bends that follow each other go to one height as far as there is room between what is above and below.
func (g *graph) straighten() {
	for i := range g.flows {
		via := g.flows[i].via
		for len(via) > 0 {
			via = via[g.level(via):]
		}
	}
}

// level brings as many of the first bends as possible to one height and returns how many.
func (g *graph) level(via []int) int {
	lowest, highest := math.Inf(-1), math.Inf(1)
	sum, n := 0.0, 0
	for _, v := range via {
		above, below := g.room(v)
		if max(lowest, above) > min(highest, below) {
			break
		}
		lowest, highest = max(lowest, above), min(highest, below)
		sum += g.vertices[v].y
		n++
	}
	y := min(max(sum/float64(n), lowest), highest)
	for _, v := range via[:n] {
		g.vertices[v].y = y
	}
	return n
}

// room returns the heights between which v can be without coming too near to its neighbours.
func (g *graph) room(v int) (lowest, highest float64) {
	layer, i := g.layers[g.vertices[v].layer], g.vertices[v].position
	lowest, highest = math.Inf(-1), math.Inf(1)
	if i > 0 {
		lowest = g.vertices[layer[i-1]].y + g.distance(layer[i-1], v)
	}
	if i+1 < len(layer) {
		highest = g.vertices[layer[i+1]].y - g.distance(v, layer[i+1])
	}
	// What is in place already may have rounding errors.
	return min(lowest, g.vertices[v].y), max(highest, g.vertices[v].y)
}
