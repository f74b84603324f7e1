package catalog

import (
	"cmp"
	"slices"
)

// statement is a reference as the relation's forward form. Its ends are nodes, or while the graph is built what will lead
// to them; so is its type.
type statement struct {
	from, to int32
	label    label
}

// statements holds statements in pieces, so that millions need not be copied to make room for more.
type statements struct {
	pieces [][]statement
	count  int
}

func (s *statements) add(added statement) {
	const least, most = 1 << 6, 1 << 14
	last := len(s.pieces) - 1
	if last < 0 || len(s.pieces[last]) == cap(s.pieces[last]) {
		s.pieces = append(s.pieces, make([]statement, 0, min(max(least, s.count), most)))
		last++
	}
	s.pieces[last] = append(s.pieces[last], added)
	s.count++
}

// adjacency holds the arcs of all nodes in one piece, those of node n from start[n] to start[n+1], in the order of
// their other ends and types.
type adjacency struct {
	start []uint32
	arcs  []arc
}

func (a *adjacency) of(n int32) []arc { return a.arcs[a.start[n]:a.start[n+1]] }

// outgoing returns the arcs of n nodes: the statements by source, those of the same relation made one.
func outgoing(statements *statements, n int) adjacency {
	a := adjacency{start: make([]uint32, n+1), arcs: make([]arc, statements.count)}
	for _, piece := range statements.pieces {
		for i := range piece {
			a.start[piece[i].from+1]++
		}
	}
	accumulate(a.start)
	free := slices.Clone(a.start)
	for _, piece := range statements.pieces {
		for i := range piece {
			s := &piece[i]
			a.arcs[free[s.from]] = arc{s.to, s.label}
			free[s.from]++
		}
	}
	kept := uint32(0)
	for i := range n {
		arcs := a.arcs[a.start[i]:a.start[i+1]]
		slices.SortFunc(arcs, compareArcs)
		a.start[i] = kept
		kept += uint32(copy(a.arcs[kept:], mergeArcs(arcs)))
	}
	a.start[n] = kept
	a.arcs = slices.Clip(a.arcs[:kept])
	return a
}

// incoming returns the arcs of out turned round. They come out sorted, since the sources come in order.
func incoming(out *adjacency) adjacency {
	n := len(out.start) - 1
	a := adjacency{start: make([]uint32, n+1), arcs: make([]arc, len(out.arcs))}
	for i := range out.arcs {
		a.start[out.arcs[i].node+1]++
	}
	accumulate(a.start)
	free := slices.Clone(a.start)
	for source := range int32(n) {
		for _, target := range out.of(source) {
			a.arcs[free[target.node]] = arc{source, target.label}
			free[target.node]++
		}
	}
	return a
}

// accumulate turns counts into sums of all up to each.
func accumulate(counts []uint32) {
	for i := 1; i < len(counts); i++ {
		counts[i] += counts[i-1]
	}
}

func compareArcs(a, b arc) int {
	if c := cmp.Compare(a.node, b.node); c != 0 {
		return c
	}
	return cmp.Compare(a.label, b.label)
}

// mergeArcs makes one arc of those that differ in nothing but who states them.
func mergeArcs(sorted []arc) []arc {
	merged := sorted[:0]
	for _, next := range sorted {
		if len(merged) > 0 {
			last := &merged[len(merged)-1]
			if last.node == next.node && last.label.relation() == next.label.relation() {
				last.label |= next.label
				continue
			}
		}
		merged = append(merged, next)
	}
	return merged
}
