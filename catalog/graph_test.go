package catalog_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"
	"unicode"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/catalog"
)

func component(name string) catalog.Ref { return catalog.Ref{Kind: catalog.Component, Name: name} }

// chain returns a graph of n components of which each depends on the next.
func chain(n int, more ...statement) *catalog.Graph {
	var s story
	for i := range n {
		s.entities = append(s.entities, component(fmt.Sprint("c", i)))
	}
	for i := range n - 1 {
		s.statements = append(s.statements, statement{s.entities[i], catalog.DependsOn, s.entities[i+1]})
	}
	s.statements = append(s.statements, more...)
	return s.graph()
}

func TestGraphOfNothing(t *testing.T) {
	t.Parallel()
	var empty catalog.Catalog
	for name, g := range map[string]*catalog.Graph{"zero value": {}, "empty": empty.Graph(), "other": chain(2)} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			x := component("x")
			assert.False(t, g.Has(x))
			assert.Empty(t, texts(g.Dependencies(x)))
			assert.Empty(t, depths(g.AllDependents(x, catalog.DependsOn)))
			assert.Nil(t, g.Path(x, component("c0")))
			assert.Nil(t, g.Path(component("c0"), x))
			assert.Nil(t, g.Cycles())
			assert.Nil(t, g.CycleThrough(x))
			assert.Nil(t, g.CycleThrough(component("c0")))
			assert.Empty(t, g.Impact(x).Removed)
			assert.Empty(t, g.Impact().Affected)
			assert.Zero(t, g.Neighbourhood(x, 3).Len())
			assert.Zero(t, g.Neighbourhood(component("c0"), -1).Len())
			assert.Zero(t, g.Within(x).Len())
			_, ok := g.Inherit(x, func(catalog.Ref) bool { return false })
			assert.False(t, ok)
			for range g.OwnedUnder(x) {
				assert.Fail(t, "nobody owns anything")
			}
			sorted, err := g.Sort()
			require.NoError(t, err)
			assert.Len(t, sorted, g.Len())
			assert.Equal(t, texts(g.All()), texts(g.Unreachable([]catalog.Ref{x})))
		})
	}
}

func TestCatalogGraph(t *testing.T) {
	t.Parallel()
	var c catalog.Catalog
	for _, e := range []*catalog.Entity{
		{Kind: catalog.Component, Metadata: catalog.Metadata{Name: "Orders", Namespace: "shop"}, Spec: &catalog.ComponentSpec{
			Owner: "payments", System: "default/Store", ProvidesAPIs: []string{"orders"}, DependencyOf: []string{"component:basket"},
			DependsOn: []string{"resource:db", "no-kind", ""},
		}},
		{Kind: catalog.Group, Metadata: catalog.Metadata{Name: "payments", Namespace: "shop"}, Spec: &catalog.GroupSpec{
			Children: []string{"cards"}, Members: []string{"ada"},
		}},
		{Kind: "Robot", Metadata: catalog.Metadata{Name: "r2"}},
	} {
		require.NoError(t, c.Add(e))
	}
	g := c.Graph()
	var relations []string
	for r := range g.Relations() {
		relations = append(relations, fmt.Sprint(r.Source, " ", r.Type, " ", r.Target))
	}
	assert.Equal(t, []string{
		"component:shop/basket dependsOn component:shop/orders",
		"component:shop/orders providesApi api:shop/orders",
		"component:shop/orders ownedBy group:shop/payments",
		"component:shop/orders dependsOn resource:shop/db",
		"component:shop/orders partOf system:default/store",
		"group:shop/cards childOf group:shop/payments",
		"user:shop/ada memberOf group:shop/payments",
	}, relations)
	assert.Equal(t, 3, g.Len())
	assert.Equal(t, []string{"robot:default/r2"}, texts(g.Orphans()))
	assert.Len(t, g.Missing(), 6)
	for ref := range g.All() {
		assert.Contains(t, []string{"Orders", "payments", "r2"}, ref.Name, "spelt as the entity has it")
	}
}

func TestGraphSpelling(t *testing.T) {
	t.Parallel()
	mentions := []catalog.Ref{
		{Kind: "robot", Namespace: "Shop", Name: "r2"},
		{Kind: "Robot", Namespace: "shop", Name: "R2"},
		{Kind: "ROBOT", Namespace: "SHOP", Name: "r2"},
	}
	own := catalog.Ref{Kind: "robot", Namespace: "shop", Name: "r2"}
	for _, order := range [][]int{{0, 1, 2}, {2, 1, 0}, {1, 0, 2}, {1, 2, 0}} {
		var missing, present catalog.GraphBuilder
		present.AddEntity(mentions[1])
		for _, i := range order {
			missing.AddReference(component("c"), catalog.DependsOn, mentions[i])
			present.AddReference(component("c"), catalog.DependsOn, mentions[i])
		}
		present.AddEntity(own)
		g := missing.Graph()
		require.Len(t, g.Missing(), 2)
		assert.Equal(t, catalog.Ref{Kind: "ROBOT", Namespace: "SHOP", Name: "R2"}, g.Missing()[1].Ref)
		assert.Equal(t, "R2", slices.Collect(present.Graph().All())[0].Name)
	}
}

func TestGraphAmbiguousRefs(t *testing.T) {
	t.Parallel()
	var b catalog.GraphBuilder
	b.AddEntity(catalog.Ref{Kind: "k", Namespace: "n", Name: "x/Y"})
	b.AddReference(catalog.Ref{Kind: "K", Namespace: "n/x", Name: "y"}, "t", catalog.Ref{Kind: "k:n", Namespace: "m", Name: "z"})
	g := b.Graph()
	assert.Equal(t, 1, g.Len())
	assert.True(t, g.Has(catalog.Ref{Kind: "K", Namespace: "n/x", Name: "y"}))
	assert.Equal(t, []string{"k:n:m/z"}, texts(g.Dependencies(catalog.Ref{Kind: "k", Namespace: "N", Name: "x/y"})))
	assert.True(t, slices.IsSorted(texts(g.All())))
}

func TestGraphBuilderStartsAfresh(t *testing.T) {
	t.Parallel()
	var b catalog.GraphBuilder
	b.AddReference(component("a"), catalog.DependsOn, component("b"))
	first := b.Graph()
	b.AddReference(component("a"), catalog.DependsOn, component("c"))
	second := b.Graph()
	assert.Equal(t, []string{"component:default/b"}, texts(first.Dependencies(component("a"))))
	assert.Equal(t, []string{"component:default/c"}, texts(second.Dependencies(component("a"))))
}

// TestGraphInAnyOrder tells the same stories in another order and in other letters.
func TestGraphInAnyOrder(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(7, 7))
	for range 500 {
		s := randomStory(r)
		want := everything(s.graph())
		r.Shuffle(len(s.entities), func(i, j int) { s.entities[i], s.entities[j] = s.entities[j], s.entities[i] })
		s.statements = append(s.statements, s.statements...)
		r.Shuffle(len(s.statements), func(i, j int) { s.statements[i], s.statements[j] = s.statements[j], s.statements[i] })
		for i := range s.statements {
			if r.IntN(2) == 0 {
				name := []rune(s.statements[i].to.Name)
				name[0] = unicode.ToUpper(name[0])
				s.statements[i].to.Name = string(name)
			}
		}
		require.Equal(t, want, everything(s.graph()))
	}
}

// everything writes what a graph answers.
func everything(g *catalog.Graph) string {
	var b strings.Builder
	for r := range g.Relations() {
		fmt.Fprintln(&b, r)
	}
	for _, t := range append(allTypes(), "") {
		types := []catalog.RelationType{t}
		if t == "" {
			types = nil
		}
		fmt.Fprintln(&b, t, g.Cycles(types...))
		sorted, err := g.Sort(types...)
		fmt.Fprintln(&b, sorted, err)
	}
	fmt.Fprintln(&b, g.Missing(), texts(g.Orphans()))
	for ref := range g.All() {
		fmt.Fprintln(&b, *g.Impact(ref), depths(g.Owners(ref)), texts(g.Within(ref).All()))
		for to := range g.All() {
			fmt.Fprintln(&b, g.Path(ref, to))
		}
	}
	return strings.ToLower(b.String())
}

// TestGraphDepth walks along chains and rings, of which a walk by recursion would be as deep as they are long.
func TestGraphDepth(t *testing.T) {
	t.Parallel()
	const n = 100_000
	first, last := component("c0"), component(fmt.Sprint("c", n-1))
	g := chain(n)
	assert.Empty(t, g.Cycles())
	assert.Len(t, g.Path(first, last), n-1)
	assert.Len(t, g.Impact(last).Affected, n-1)
	sorted, err := g.Sort()
	require.NoError(t, err)
	assert.Equal(t, last.Key(), sorted[0].Key())

	ring := chain(n, statement{last, catalog.DependsOn, first})
	cycles := ring.Cycles()
	require.Len(t, cycles, 1)
	assert.Len(t, cycles[0].Shortest, n)
	assert.True(t, cycles[0].Minimal)
	assert.Len(t, ring.CycleThrough(last), n)
	_, err = ring.Sort()
	var cycle *catalog.CycleError
	require.ErrorAs(t, err, &cycle)
	assert.Len(t, cycle.Refs, n)
}

// TestGraphShortestCycle looks for short cycles in large components: one that is easy to find, and one that is too hard.
func TestGraphShortestCycle(t *testing.T) {
	t.Parallel()
	const n = 20_000
	back := statement{component(fmt.Sprint("c", n-1)), catalog.DependsOn, component("c0")}

	shortcut := statement{component("c700"), catalog.DependsOn, component("c693")}
	cycles := chain(n, back, shortcut).Cycles()
	require.Len(t, cycles, 1)
	assert.Len(t, cycles[0].Shortest, 8)
	assert.True(t, cycles[0].Minimal)

	more := []statement{back}
	for i := range n - 2 {
		more = append(more, statement{component(fmt.Sprint("c", i)), catalog.DependsOn, component(fmt.Sprint("c", i+2))})
	}
	cycles = chain(n, more...).Cycles()
	require.Len(t, cycles, 1)
	assert.Len(t, cycles[0].Members, n)
	assert.Len(t, cycles[0].Shortest, n/2+1)
	assert.False(t, cycles[0].Minimal, "given up")
}

func TestGraphEndsWhenToldTo(t *testing.T) {
	t.Parallel()
	g := chain(9, statement{component("c0"), catalog.OwnedBy, component("c1")})
	for range g.All() {
		break
	}
	for range g.Relations() {
		break
	}
	for range g.Dependencies(component("c0")) {
		break
	}
	for range g.AllDependencies(component("c0")) {
		break
	}
	for range g.OwnedUnder(component("c1")) {
		break
	}
	for range g.Unreachable(nil) {
		break
	}
	for range chain(1).Orphans() {
		break
	}
}

// TestGraphAtOnce asks one graph from many goroutines.
func TestGraphAtOnce(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(1, 2))
	g := randomStory(r).graph()
	for g.Len() < 8 {
		g = randomStory(r).graph()
	}
	want := everything(g)
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() { assert.Equal(t, want, everything(g)) })
	}
	wg.Wait()
}

func TestCycleError(t *testing.T) {
	t.Parallel()
	_, err := chain(2, statement{component("c1"), catalog.DependsOn, component("c0")}).Sort(catalog.DependsOn)
	require.EqualError(t, err, "cycle: component:default/c0 -> component:default/c1 -> component:default/c0")
	assert.EqualError(t, &catalog.CycleError{}, "cycle: ")
}

func TestEffect(t *testing.T) {
	t.Parallel()
	for effect, want := range map[catalog.Effect]string{catalog.Breaks: "breaks", catalog.Dangles: "dangles", 0: ""} {
		text, err := effect.MarshalText()
		require.NoError(t, err)
		assert.Equal(t, want, string(text))
	}
}
