package catalog_test

import (
	"fmt"
	"math/rand/v2"
	"runtime"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/catalog"
)

// company is a catalog of n entities with about 5 references each: components with an owner, a system, an API that they
// consume and three dependencies among those before them, of which one in a thousand depends on them in turn. 1,000
// other components depend on the hub, one by way of the other.
//
// It is kept as a file has it, as text, so that the measure of a graph is not that of its input.
type company struct {
	n     int
	lines []line
	names string // of all lines, each nameLength long
}

// line is an entity, or a reference of the entity before.
type line struct{ kind, relation uint8 }

const (
	nameLength = len("thing-of-the-company-0000000")
	crowd      = 1000 // that depends on the hub
)

func companyKinds() []catalog.Kind {
	return []catalog.Kind{catalog.Component, catalog.API, catalog.Resource, catalog.System, catalog.Group}
}

func companyRelations() []catalog.RelationType {
	return []catalog.RelationType{
		"", catalog.OwnedBy, catalog.PartOf, catalog.ConsumesAPI, catalog.DependsOn, catalog.DependencyOf,
	}
}

func companyName(n, i int) string { return fmt.Sprintf("thing-of-the-company-%07d", i*7919%n) }

func newCompany(n int) *company {
	const component, api, resource, system, group = 0, 1, 2, 3, 4
	const entity, ownedBy, partOf, consumesAPI, dependsOn, dependencyOf = 0, 1, 2, 3, 4, 5
	c, r := &company{n: n}, rand.New(rand.NewPCG(uint64(n), 5))
	var names []byte
	add := func(relation, kind uint8, i int) {
		c.lines = append(c.lines, line{kind, relation})
		names = append(names, companyName(n, i)...)
	}
	groups, systems, apis := n/50, n/20, n/10
	for kind, count := range []int{api: apis, resource: 1, system: systems, group: groups} {
		for i := range count {
			add(entity, uint8(kind), i)
		}
	}
	for i := range n - 1 - groups - systems - apis {
		add(entity, component, i)
		add(ownedBy, group, r.IntN(groups))
		add(partOf, system, r.IntN(systems))
		add(consumesAPI, api, r.IntN(apis))
		switch {
		case i == 0:
			add(dependsOn, resource, 0)
		case i < crowd:
			add(dependsOn, component, (i-1)/2)
		case i > crowd:
			before := 0
			for range 3 {
				before = crowd + r.IntN(i-crowd)
				add(dependsOn, component, before)
			}
			if r.IntN(1000) == 0 {
				add(dependencyOf, component, before)
			}
		}
	}
	c.names = string(names)
	return c
}

func (c *company) hub() catalog.Ref {
	return catalog.Ref{Kind: catalog.Resource, Namespace: catalog.DefaultNamespace, Name: companyName(c.n, 0)}
}

func (c *company) references() int {
	count := 0
	for _, l := range c.lines {
		if l.relation != 0 {
			count++
		}
	}
	return count
}

func (c *company) graph() *catalog.Graph {
	kinds, relations := companyKinds(), companyRelations()
	var b catalog.GraphBuilder
	var holder catalog.Ref
	for i, l := range c.lines {
		name := c.names[i*nameLength : (i+1)*nameLength]
		ref := catalog.Ref{Kind: kinds[l.kind], Namespace: catalog.DefaultNamespace, Name: name}
		if l.relation == 0 {
			holder = ref
			b.AddEntity(ref)
			continue
		}
		b.AddReference(holder, relations[l.relation], ref)
	}
	return b.Graph()
}

// companies runs a benchmark on companies of all sizes; run is to report how much it found.
func companies(b *testing.B, run func(b *testing.B, c *company)) {
	for _, n := range []int{1_000, 10_000, 100_000, 1_000_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			run(b, newCompany(n))
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(n), "ns/entity")
		})
	}
}

// held returns the bytes on the heap that what is made holds.
func held(make func() *catalog.Graph) uint64 {
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	made := make()
	runtime.GC()
	runtime.ReadMemStats(&after)
	runtime.KeepAlive(made)
	return after.HeapAlloc - before.HeapAlloc
}

func BenchmarkGraphBuild(b *testing.B) {
	companies(b, func(b *testing.B, c *company) {
		bytes := held(c.graph)
		for b.Loop() {
			c.graph()
		}
		b.ReportMetric(float64(c.references())/float64(c.n), "refs/entity")
		b.ReportMetric(float64(bytes)/float64(c.n), "B/entity")
	})
}

// BenchmarkCatalogGraph makes the graph of whole entities, whose references are still to be read.
func BenchmarkCatalogGraph(b *testing.B) {
	for _, n := range []int{1_000, 10_000, 100_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			var c catalog.Catalog
			for i := range n {
				require.NoError(b, c.Add(&catalog.Entity{
					APIVersion: catalog.V1alpha1,
					Kind:       catalog.Component,
					Metadata:   catalog.Metadata{Namespace: catalog.DefaultNamespace, Name: companyName(n, i)},
					Spec: &catalog.ComponentSpec{
						Owner:        companyName(n, i/50),
						System:       companyName(n, i/20),
						ConsumesAPIs: []string{companyName(n, i/10)},
						DependsOn:    []string{"component:" + companyName(n, i/2), "resource:" + companyName(n, i)},
					},
				}))
			}
			c.All() // sorts
			for b.Loop() {
				c.Graph()
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(n), "ns/entity")
		})
	}
}

func BenchmarkGraphCycles(b *testing.B) {
	companies(b, func(b *testing.B, c *company) {
		g, found := c.graph(), 0
		for b.Loop() {
			found = len(g.Cycles(catalog.DependsOn))
		}
		b.ReportMetric(float64(found), "cycles")
	})
}

func BenchmarkGraphSort(b *testing.B) {
	companies(b, func(b *testing.B, c *company) {
		g := c.graph()
		for b.Loop() {
			_, err := g.Sort(catalog.PartOf)
			require.NoError(b, err)
		}
	})
}

func BenchmarkGraphImpact(b *testing.B) {
	companies(b, func(b *testing.B, c *company) {
		g, found := c.graph(), 0
		for b.Loop() {
			found = len(g.Impact(c.hub()).Affected)
		}
		b.ReportMetric(float64(found), "affected")
	})
}

// TestGraphSize holds a graph to its aim, 1 KB for an entity with 5 references, with room to spare.
func TestGraphSize(t *testing.T) {
	c := newCompany(20_000)
	assert.Less(t, float64(held(c.graph))/float64(c.n), 512.0)
}
