package components_test

import (
	"context"
	"fmt"
	"testing/fstest"

	"github.com/goldenpath-go/goldenpath/catalog"
	"github.com/goldenpath-go/goldenpath/helmfile"
	"github.com/goldenpath-go/goldenpath/helmfile/components"
)

func ExampleConnect() {
	state, err := helmfile.Load(fstest.MapFS{"helmfile.yaml": {Data: []byte(`environments:
  production: {}
---
releases:
  - {name: orders, namespace: shop, chart: shop/orders}
  - {name: redis, namespace: shop, chart: shop/redis}
`)}}, "helmfile.yaml", nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	production, err := state.Resolve(context.Background(), "production")
	if err != nil {
		fmt.Println(err)
		return
	}
	all := []components.Component{
		{Ref: catalog.Ref{Kind: catalog.Component, Name: "orders"}, Owner: catalog.Ref{Kind: catalog.Group, Name: "shop"}, Lifecycle: "production"},
		{Ref: catalog.Ref{Kind: catalog.Component, Name: "web"}, Owner: catalog.Ref{Kind: catalog.Group, Name: "shop"}, Lifecycle: "production"},
	}
	links := components.Connect(all, []*helmfile.Resolution{production}, nil)
	for _, l := range links.WithoutOwner() {
		fmt.Printf("%s: nobody owns %s\n", l.Release.Pos, l.Release.Key())
	}
	for _, m := range links.WithoutProduction() {
		fmt.Printf("%s is not in %s: %s\n", m.Component.Ref, m.Environment, m.Why)
	}
	// Output:
	// helmfile.yaml:6:5: nobody owns shop/redis
	// component:default/web is not in production: no release belongs to it
}
