package snapshot

import "github.com/goldenpath-go/goldenpath/catalog"

// Graph returns the graph of the entities and the references between them.
func (s *Snapshot) Graph() *catalog.Graph {
	var b catalog.GraphBuilder
	s.AddTo(&b)
	return b.Graph()
}

// AddTo tells b of the entities and the references between them, so that a graph can hold entities from elsewhere as
// well. References that mean no relation are left out.
func (s *Snapshot) AddTo(b *catalog.GraphBuilder) {
	for e := range s.All() {
		b.AddEntity(e.Ref)
		for _, r := range e.References {
			if r.Relation != "" {
				b.AddReference(e.Ref, r.Relation, r.Target)
			}
		}
	}
}
