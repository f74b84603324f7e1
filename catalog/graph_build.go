package catalog

import (
	"cmp"
	"slices"
)

// GraphBuilder makes a [Graph] from entities and references as they come, in any order, without keeping the entities.
// The zero value is ready for use. It must not be copied and is for one goroutine.
type GraphBuilder struct {
	index      refIndex
	types      []RelationType // forward forms, in the order they came in
	typeIDs    map[RelationType]int
	statements []statement
	holder     Ref   // of the last reference
	holderID   int32 // its number in index
	pending    []pending
	mentions   []mention // the others' ends of pending
}

// pending is a reference whose other end has no number yet.
type pending struct {
	from  int32
	label label
	back  bool // leads from the other end
}

// statement is a reference as the relation's forward form; its ends are numbers in the index, its type one in types.
type statement struct {
	from, to int32
	label    label
}

// AddEntity says that the entity ref exists. Saying it again changes nothing.
func (b *GraphBuilder) AddEntity(ref Ref) { b.index.add(ref, true) }

// batch is how many references are looked up at a time.
const batch = 256

// AddReference says that the entity from states a relation to another, such as DependsOn for an item of its field
// dependsOn, or DependencyOf for one of dependencyOf. Saying it again changes nothing. Neither end becomes an entity
// by it: what AddEntity is never told of is missing.
func (b *GraphBuilder) AddReference(from Ref, t RelationType, to Ref) {
	if from != b.holder || len(b.types) == 0 { // references of one entity come together
		b.holder, b.holderID = from, b.index.add(from, false)
	}
	p := pending{from: b.holderID, label: bySource, back: t.backward()}
	if p.back {
		p.label, t = byTarget, t.Inverse()
	}
	p.label = newLabel(b.typeID(t), p.label)
	b.pending = append(b.pending, p)
	b.mentions = append(b.mentions, b.index.mention(to))
	if len(b.pending) == batch {
		b.flush()
	}
}

// flush makes statements of what is pending.
func (b *GraphBuilder) flush() {
	b.index.addAll(b.mentions)
	for i, p := range b.pending {
		source, target := p.from, b.mentions[i].number
		if p.back {
			source, target = target, source
		}
		b.statements = append(b.statements, statement{source, target, p.label})
	}
	b.pending, b.mentions = b.pending[:0], b.mentions[:0]
}

func (b *GraphBuilder) typeID(t RelationType) int {
	if id, ok := b.typeIDs[t]; ok {
		return id
	}
	if b.typeIDs == nil {
		b.typeIDs = make(map[RelationType]int)
	}
	id := len(b.types)
	b.typeIDs[t] = id
	b.types = append(b.types, t)
	return id
}

// Graph returns the graph of all that the builder was told, and empties the builder.
func (b *GraphBuilder) Graph() *Graph {
	b.flush()
	g := &Graph{numbers: b.index.sorted(), index: b.index}
	g.rank = make([]int32, len(g.numbers))
	g.missing = newBitset(len(g.numbers))
	for n, number := range g.numbers {
		g.rank[number] = int32(n)
		if !g.index.own[number] {
			g.missing.add(int32(n))
			continue
		}
		g.entities++
	}
	g.index.own = nil
	b.settle(g)
	g.out = outgoing(b.statements, len(g.numbers))
	*b = GraphBuilder{}
	g.in = incoming(&g.out)
	return g
}

// settle sorts the types and brings the statements over to the graph's nodes and types.
func (b *GraphBuilder) settle(g *Graph) {
	g.types = slices.Sorted(slices.Values(b.types))
	relations := make([]int, len(b.types))
	for i, t := range b.types {
		relations[i], _ = slices.BinarySearch(g.types, t)
	}
	for i := range b.statements {
		s := &b.statements[i]
		s.from, s.to = g.rank[s.from], g.rank[s.to]
		s.label = newLabel(relations[s.label.relation()], s.label&stated)
	}
}

// outgoing returns the arcs of n nodes: the statements by source, those of the same relation made one.
func outgoing(statements []statement, n int) adjacency {
	a := adjacency{start: make([]uint32, n+1), arcs: make([]arc, len(statements))}
	for i := range statements {
		a.start[statements[i].from+1]++
	}
	accumulate(a.start)
	free := slices.Clone(a.start)
	for i := range statements {
		s := &statements[i]
		a.arcs[free[s.from]] = arc{s.to, s.label}
		free[s.from]++
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

// Graph returns the graph of the entities that are in the catalog now and of the references between them, those left
// out that cannot be read. Each call makes it anew, so keep it for as long as the catalog stays as it is.
func (c *Catalog) Graph() *Graph {
	var b GraphBuilder
	for e := range c.All() {
		ref := e.Ref()
		b.AddEntity(ref)
		for r := range e.resolved() {
			if r.err == nil {
				b.AddReference(ref, r.field.Relation, r.target)
			}
		}
	}
	return b.Graph()
}
