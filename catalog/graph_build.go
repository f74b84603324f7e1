package catalog

import "slices"

// GraphBuilder makes a [Graph] from entities and references as they come, in any order, without keeping the entities.
// The zero value is ready for use. It must not be copied and is for one goroutine.
type GraphBuilder struct {
	index      refIndex
	types      []RelationType // forward forms, in the order they came in
	typeIDs    map[RelationType]int
	statements statements
	mentions   []mention   // that have no number yet
	pending    []statement // by index in mentions
	holder     Ref         // of the last reference
	held       int32       // its index in mentions, if there are any
}

// batch is how many refs are looked up at a time.
const batch = 256

// AddEntity says that the entity ref exists. Saying it again changes nothing.
func (b *GraphBuilder) AddEntity(ref Ref) { b.hold(ref, true) }

// AddReference says that the entity from states a relation to another, such as DependsOn for an item of its field
// dependsOn, or DependencyOf for one of dependencyOf. Saying it again changes nothing. Neither end becomes an entity
// by it: what AddEntity is never told of is missing.
func (b *GraphBuilder) AddReference(from Ref, t RelationType, to Ref) {
	if from != b.holder || len(b.mentions) == 0 { // references of one entity come together
		b.hold(from, false)
	}
	target := b.mention(to, false)
	s := statement{from: b.held, to: target, label: bySource}
	if t.backward() {
		s, t = statement{from: target, to: b.held, label: byTarget}, t.Inverse()
	}
	s.label = newLabel(b.typeID(t), s.label)
	b.pending = append(b.pending, s)
}

// hold makes ref the holder of the references that follow.
func (b *GraphBuilder) hold(ref Ref, own bool) { b.holder, b.held = ref, b.mention(ref, own) }

// mention returns the index of a mention of ref.
func (b *GraphBuilder) mention(ref Ref, own bool) int32 {
	if len(b.mentions) == batch {
		b.flush()
	}
	b.mentions = append(b.mentions, b.index.mention(ref, own))
	return int32(len(b.mentions) - 1)
}

// flush makes statements of what is pending. The holder stays, for more references of its may come.
func (b *GraphBuilder) flush() {
	b.index.addAll(b.mentions)
	for _, s := range b.pending {
		s.from, s.to = b.mentions[s.from].number, b.mentions[s.to].number
		b.statements.add(s)
	}
	b.pending = b.pending[:0]
	if len(b.mentions) > 0 {
		b.mentions = append(b.mentions[:0], b.mentions[b.held])
		b.held = 0
	}
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
	g := &Graph{types: slices.Sorted(slices.Values(b.types))}
	g.rank, g.missing = b.index.sort()
	g.index = b.index
	g.entities = len(g.rank) - g.missing.count()
	b.settle(g)
	statements := b.statements
	*b = GraphBuilder{}
	g.out = outgoing(&statements, len(g.rank))
	g.in = incoming(&g.out)
	return g
}

// settle brings the statements over to the graph's nodes and types.
func (b *GraphBuilder) settle(g *Graph) {
	relations := make([]int, len(b.types))
	for i, t := range b.types {
		relations[i], _ = slices.BinarySearch(g.types, t)
	}
	for _, piece := range b.statements.pieces {
		for i := range piece {
			s := &piece[i]
			s.from, s.to = g.rank[s.from], g.rank[s.to]
			s.label = newLabel(relations[s.label.relation()], s.label&stated)
		}
	}
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
