// Package company makes catalogs of any size, up to a million entities and more, for benchmarks of what is done with a
// whole catalog.
package company

import (
	"fmt"
	"iter"
	"math/rand/v2"

	"github.com/goldenpath-go/goldenpath/catalog"
	"github.com/goldenpath-go/goldenpath/catalog/snapshot"
)

// Company is a catalog of n entities with about 5 references for each: components with an owner, a system, an API that
// they consume and three dependencies among those before them, of which one in a thousand depends on them in turn. 1,000
// other components depend on the hub, one by way of the other.
//
// It is kept as a file has it, as text, so that the measure of a graph is not that of its input.
type Company struct {
	n     int
	lines []line
	names string // of all lines, each nameLength long
}

// line is an entity, or a reference of the entity before.
type line struct{ kind, field uint8 }

const (
	nameLength = len("thing-of-the-company-0000000")
	crowd      = 1000 // that depends on the hub
)

// The kinds and fields that lines name by number.
const (
	component, api, resource, system, group           = 0, 1, 2, 3, 4
	entity, owner, whole, consumed, needed, dependent = 0, 1, 2, 3, 4, 5
)

func kinds() []catalog.Kind {
	return []catalog.Kind{catalog.Component, catalog.API, catalog.Resource, catalog.System, catalog.Group}
}

// field is a field of spec and the relation that it states.
type field struct {
	name     string
	relation catalog.RelationType
}

func fields() []field {
	return []field{
		entity:    {},
		owner:     {"owner", catalog.OwnedBy},
		whole:     {"system", catalog.PartOf},
		consumed:  {"consumesApis", catalog.ConsumesAPI},
		needed:    {"dependsOn", catalog.DependsOn},
		dependent: {"dependencyOf", catalog.DependencyOf},
	}
}

// New returns the company of n entities, at least 100. It is the same each time.
func New(n int) *Company {
	c, r := &Company{n: n}, rand.New(rand.NewPCG(uint64(n), 5))
	var names []byte
	add := func(field, kind uint8, i int) {
		c.lines = append(c.lines, line{kind, field})
		names = append(names, c.name(i)...)
	}
	groups, systems, apis := n/50, n/20, n/10
	for kind, count := range []int{api: apis, resource: 1, system: systems, group: groups} {
		for i := range count {
			add(entity, uint8(kind), i)
		}
	}
	for i := range n - 1 - groups - systems - apis {
		add(entity, component, i)
		add(owner, group, r.IntN(groups))
		add(whole, system, r.IntN(systems))
		add(consumed, api, r.IntN(apis))
		switch {
		case i == 0:
			add(needed, resource, 0)
		case i < crowd:
			add(needed, component, (i-1)/2)
		case i > crowd:
			before := 0
			for range 3 {
				before = crowd + r.IntN(i-crowd)
				add(needed, component, before)
			}
			if r.IntN(1000) == 0 {
				add(dependent, component, before)
			}
		}
	}
	c.names = string(names)
	return c
}

// name returns the name of the thing with that number. The order of names is not that of numbers.
func (c *Company) name(i int) string { return fmt.Sprintf("thing-of-the-company-%07d", i*7919%c.n) }

func (c *Company) ref(i int) catalog.Ref {
	return catalog.Ref{Kind: kinds()[c.lines[i].kind], Namespace: catalog.DefaultNamespace, Name: c.names[i*nameLength : (i+1)*nameLength]}
}

// Len returns the number of entities.
func (c *Company) Len() int { return c.n }

// References returns the number of references.
func (c *Company) References() int {
	count := 0
	for _, l := range c.lines {
		if l.field != entity {
			count++
		}
	}
	return count
}

// Hub returns the resource that a thousand components depend on.
func (c *Company) Hub() catalog.Ref {
	return catalog.Ref{Kind: catalog.Resource, Namespace: catalog.DefaultNamespace, Name: c.name(0)}
}

// Graph makes the graph of the company anew.
func (c *Company) Graph() *catalog.Graph {
	kinds, fields := kinds(), fields()
	var b catalog.GraphBuilder
	var holder catalog.Ref
	for i, l := range c.lines {
		name := c.names[i*nameLength : (i+1)*nameLength]
		ref := catalog.Ref{Kind: kinds[l.kind], Namespace: catalog.DefaultNamespace, Name: name}
		if l.field == entity {
			holder = ref
			b.AddEntity(ref)
			continue
		}
		b.AddReference(holder, fields[l.field].relation, ref)
	}
	return b.Graph()
}

// Entries yields the entities as a snapshot has them, in no order of theirs.
func (c *Company) Entries() iter.Seq[snapshot.Entry] {
	return func(yield func(snapshot.Entry) bool) {
		for i := 0; i < len(c.lines); {
			e := snapshot.Entry{
				Ref: c.ref(i), Type: "service", Lifecycle: "production", Tier: "2",
				Location: fmt.Sprintf("url:https://github.com/acme/repository-%05d/blob/main/catalog-info.yaml", i%20000),
			}
			for i++; i < len(c.lines) && c.lines[i].field != entity; i++ {
				f := fields()[c.lines[i].field]
				e.References = append(e.References, snapshot.Reference{Field: f.name, Relation: f.relation, Target: c.ref(i)})
			}
			if !yield(e) {
				return
			}
		}
	}
}
