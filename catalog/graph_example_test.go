package catalog_test

import (
	"errors"
	"fmt"
	"strings"

	"github.com/goldenpath-go/goldenpath/catalog"
)

// shop is a small catalog: a line an entity, with what it refers to.
const shop = `
domain:retail
system:shop       partOf domain:retail
group:company
group:checkout    childOf group:company
group:platform    childOf group:company
component:basket  ownedBy group:checkout  partOf system:shop  consumesApi api:prices  dependsOn resource:sessions
component:prices  ownedBy group:platform  partOf system:shop  providesApi api:prices  dependsOn resource:prices-db
api:prices        ownedBy group:platform  partOf system:shop
resource:prices-db  ownedBy group:platform  partOf system:shop
component:report  ownedBy group:checkout  dependsOn resource:prices-db
component:old
`

// ref reads a reference that is known to be well formed.
func ref(s string) catalog.Ref {
	r, err := catalog.ParseRef(s, catalog.Ref{})
	if err != nil {
		panic(err)
	}
	return r
}

func parseShop() *catalog.Graph {
	var b catalog.GraphBuilder
	for line := range strings.Lines(strings.TrimSpace(shop)) {
		words := strings.Fields(line)
		entity := ref(words[0])
		b.AddEntity(entity)
		for i := 1; i+1 < len(words); i += 2 {
			b.AddReference(entity, catalog.RelationType(words[i]), ref(words[i+1]))
		}
	}
	return b.Graph()
}

func ExampleGraph() {
	g := parseShop()
	for dependent, depth := range g.AllDependents(ref("resource:prices-db"), catalog.DependsOn, catalog.ProvidesAPI) {
		fmt.Println(depth, dependent)
	}
	for _, step := range g.Path(ref("component:basket"), ref("domain:retail")) {
		fmt.Println(step.Source, step.Type, step.Target)
	}
	for _, missing := range g.Missing() {
		fmt.Println(missing.Ref, "is missed by", missing.By[0].Source)
	}
	for orphan := range g.Orphans() {
		fmt.Println(orphan, "is related to nothing")
	}
	// Output:
	// 1 component:default/prices
	// 1 component:default/report
	// component:default/basket partOf system:default/shop
	// system:default/shop partOf domain:default/retail
	// resource:default/sessions is missed by component:default/basket
	// component:default/old is related to nothing
}

func ExampleCatalog_Graph() {
	var c catalog.Catalog
	err := c.Add(&catalog.Entity{
		APIVersion: catalog.V1alpha1,
		Kind:       catalog.Component,
		Metadata:   catalog.Metadata{Name: "orders", Namespace: "shop"},
		Spec:       &catalog.ComponentSpec{Owner: "payments", DependsOn: []string{"resource:default/orders-db"}},
	})
	if err != nil {
		fmt.Println(err)
	}
	for r := range c.Graph().Relations() {
		fmt.Println(r.Source, r.Type, r.Target)
	}
	// Output:
	// component:shop/orders ownedBy group:shop/payments
	// component:shop/orders dependsOn resource:default/orders-db
}

func ExampleGraph_Impact() {
	impact := parseShop().Impact(ref("resource:prices-db"))
	for _, a := range impact.Affected {
		fmt.Println(a.Depth, a.Ref, a.Effect, "since it", a.Via.Type, a.Via.Target)
	}
	for _, n := range impact.Notices {
		fmt.Println("tell", n.Owner, "of", n.Affected)
	}
	// Output:
	// 1 component:default/prices breaks since it dependsOn resource:default/prices-db
	// 1 component:default/report breaks since it dependsOn resource:default/prices-db
	// 2 api:default/prices breaks since it apiProvidedBy component:default/prices
	// 3 component:default/basket breaks since it consumesApi api:default/prices
	// tell group:default/checkout of [component:default/basket component:default/report]
	// tell group:default/platform of [api:default/prices component:default/prices]
}

func ExampleGraph_Cycles() {
	var b catalog.GraphBuilder
	for _, pair := range []string{"a b", "b c", "c d", "d a", "c a"} {
		from, to, _ := strings.Cut(pair, " ")
		b.AddReference(ref("component:"+from), catalog.DependsOn, ref("component:"+to))
	}
	for _, cycle := range b.Graph().Cycles(catalog.DependsOn) {
		fmt.Println(len(cycle.Members), "entities depend on each other:")
		for _, step := range cycle.Shortest {
			fmt.Println(step.Source, step.Type, step.Target)
		}
	}
	// Output:
	// 4 entities depend on each other:
	// component:default/a dependsOn component:default/b
	// component:default/b dependsOn component:default/c
	// component:default/c dependsOn component:default/a
}

func ExampleGraph_CycleThrough() {
	var b catalog.GraphBuilder
	for _, pair := range []string{"a b", "b a", "b c", "c d", "d b"} {
		from, to, _ := strings.Cut(pair, " ")
		b.AddReference(ref("component:"+from), catalog.DependsOn, ref("component:"+to))
	}
	for _, step := range b.Graph().CycleThrough(ref("component:d"), catalog.DependsOn) {
		fmt.Println(step.Source, step.Type, step.Target)
	}
	// Output:
	// component:default/d dependsOn component:default/b
	// component:default/b dependsOn component:default/c
	// component:default/c dependsOn component:default/d
}

func ExampleGraph_Sort() {
	g := parseShop()
	order, err := g.Sort(catalog.DependsOn, catalog.ConsumesAPI, catalog.APIProvidedBy)
	var cycle *catalog.CycleError
	if errors.As(err, &cycle) {
		fmt.Println("no order:", cycle)
	}
	for _, r := range order[len(order)-3:] {
		fmt.Println(r)
	}
	// Output:
	// component:default/report
	// api:default/prices
	// component:default/basket
}

func ExampleGraph_OwnedUnder() {
	g := parseShop()
	for entity, owner := range g.OwnedUnder(ref("group:company")) {
		fmt.Println(entity, "by", owner)
	}
	for group, depth := range g.Owners(ref("component:basket")) {
		fmt.Println(depth, group)
	}
	// Output:
	// api:default/prices by group:default/platform
	// component:default/basket by group:default/checkout
	// component:default/prices by group:default/platform
	// component:default/report by group:default/checkout
	// resource:default/prices-db by group:default/platform
	// 1 group:default/checkout
	// 2 group:default/company
}

func ExampleGraph_Inherit() {
	tiers := map[string]int{"system:default/shop": 2, "component:default/prices": 1}
	g := parseShop()
	for _, name := range []string{"component:prices", "component:basket", "component:old"} {
		from, ok := g.Inherit(ref(name), func(r catalog.Ref) bool { return tiers[r.Key()] > 0 })
		if !ok {
			fmt.Println(name, "has no tier")
			continue
		}
		fmt.Println(name, "has tier", tiers[from.Key()], "from", from)
	}
	// Output:
	// component:prices has tier 1 from component:default/prices
	// component:basket has tier 2 from system:default/shop
	// component:old has no tier
}
