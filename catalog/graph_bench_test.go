package catalog_test

import (
	"fmt"
	"math/rand/v2"
	"runtime"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/catalog"
	"github.com/goldenpath-go/goldenpath/internal/bench/company"
)

// companies runs a benchmark on companies of all sizes; run is to report how much it found.
func companies(b *testing.B, run func(b *testing.B, c *company.Company)) {
	for _, n := range []int{1_000, 10_000, 100_000, 1_000_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			run(b, company.New(n))
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
	companies(b, func(b *testing.B, c *company.Company) {
		bytes := held(c.Graph)
		for b.Loop() {
			c.Graph()
		}
		b.ReportMetric(float64(c.References())/float64(c.Len()), "refs/entity")
		b.ReportMetric(float64(bytes)/float64(c.Len()), "B/entity")
	})
}

// BenchmarkCatalogGraph makes the graph of whole entities, whose references are still to be read.
func BenchmarkCatalogGraph(b *testing.B) {
	for _, n := range []int{1_000, 10_000, 100_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			var c catalog.Catalog
			name := func(i int) string { return fmt.Sprintf("thing-of-the-company-%07d", i*7919%n) }
			for i := range n {
				require.NoError(b, c.Add(&catalog.Entity{
					APIVersion: catalog.V1alpha1,
					Kind:       catalog.Component,
					Metadata:   catalog.Metadata{Namespace: catalog.DefaultNamespace, Name: name(i)},
					Spec: &catalog.ComponentSpec{
						Owner:        name(i / 50),
						System:       name(i / 20),
						ConsumesAPIs: []string{name(i / 10)},
						DependsOn:    []string{"component:" + name(i/2), "resource:" + name(i)},
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
	companies(b, func(b *testing.B, c *company.Company) {
		g, found := c.Graph(), 0
		for b.Loop() {
			found = len(g.Cycles(catalog.DependsOn))
		}
		b.ReportMetric(float64(found), "cycles")
	})
}

func BenchmarkGraphSort(b *testing.B) {
	companies(b, func(b *testing.B, c *company.Company) {
		g := c.Graph()
		for b.Loop() {
			_, err := g.Sort(catalog.PartOf)
			require.NoError(b, err)
		}
	})
}

func BenchmarkGraphImpact(b *testing.B) {
	companies(b, func(b *testing.B, c *company.Company) {
		g, found := c.Graph(), 0
		for b.Loop() {
			found = len(g.Impact(c.Hub()).Affected)
		}
		b.ReportMetric(float64(found), "affected")
	})
}

// BenchmarkMapOfNames is what BenchmarkGraphBuild is to be compared with: it makes a map of the names of all entities,
// and looks up that of each reference.
func BenchmarkMapOfNames(b *testing.B) {
	companies(b, func(b *testing.B, c *company.Company) {
		var names, references []string
		for e := range c.Entries() {
			names = append(names, e.Ref.Name)
			for _, r := range e.References {
				references = append(references, r.Target.Name)
			}
		}
		found := 0
		for b.Loop() {
			numbers := make(map[string]int)
			for i, name := range names {
				numbers[name] = i
			}
			for _, name := range references {
				found += numbers[name]
			}
		}
		require.Positive(b, found)
	})
}

// BenchmarkWalk is what BenchmarkGraphCycles is to be compared with: it goes from number to number in a list of as many
// as there are entities, each saying at random where the next is.
func BenchmarkWalk(b *testing.B) {
	companies(b, func(b *testing.B, c *company.Company) {
		next := make([]uint32, c.Len())
		order := rand.New(rand.NewPCG(1, 2)).Perm(c.Len())
		for i, at := range order {
			next[at] = uint32(order[(i+1)%len(order)])
		}
		at := uint32(0)
		for b.Loop() {
			for range next {
				at = next[at]
			}
		}
		require.Zero(b, at, "once round")
	})
}

// TestGraphSize holds a graph to its aim, 1 KB for an entity with 5 references, with room to spare.
func TestGraphSize(t *testing.T) {
	c := company.New(20_000)
	assert.Less(t, float64(held(c.Graph))/float64(c.Len()), 512.0)
}
