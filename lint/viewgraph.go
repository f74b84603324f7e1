package lint

import "github.com/goldenpath-go/goldenpath/catalog"

// Graph returns how all entities hang together, the external ones included. References of an entity to itself are left
// out. It is made when it is first asked for.
func (v *View) Graph() *catalog.Graph { return v.graph() }

func (v *View) makeGraph() *catalog.Graph {
	var b catalog.GraphBuilder
	for _, defs := range v.byKey {
		for _, f := range defs {
			addToGraph(&b, f)
		}
	}
	return b.Graph()
}

func addToGraph(b *catalog.GraphBuilder, f *Facts) {
	b.AddEntity(f.Ref)
	for i := range f.Refs {
		if r := &f.Refs[i]; r.Target.Compare(f.Ref) != 0 {
			b.AddReference(f.Ref, r.Relation, r.Target)
		}
	}
}
