package catalog_test

import (
	"encoding/json"
	"errors"
	"fmt"

	"github.com/goldenpath-go/goldenpath/catalog"
)

func ExampleParseRef() {
	// In an entity's spec.owner, a reference without a kind means a Group, one without a namespace the entity's own.
	owner := catalog.Ref{Kind: catalog.Group, Namespace: "shop"}
	for _, text := range []string{"payments", "user:ada", "Group:default/Payments", "group:"} {
		ref, err := catalog.ParseRef(text, owner)
		if errors.Is(err, catalog.ErrRefForm) {
			fmt.Println(err)
			continue
		}
		fmt.Println(ref)
	}
	// Output:
	// group:shop/payments
	// user:shop/ada
	// group:default/payments
	// entity reference "group:" is not of the form [KIND:][NAMESPACE/]NAME
}

func ExampleCatalog() {
	component := func(name, owner string) *catalog.Entity {
		return &catalog.Entity{
			APIVersion: catalog.V1alpha1,
			Kind:       catalog.Component,
			Metadata:   catalog.Metadata{Name: name},
			Spec:       &catalog.ComponentSpec{Type: "service", Lifecycle: "production", Owner: owner},
		}
	}
	var c catalog.Catalog
	for _, e := range []*catalog.Entity{
		component("orders", "shop"),
		component("search", "platform"),
		component("basket", "group:default/shop"),
		component("Orders", "platform"),
	} {
		if err := c.Add(e); err != nil {
			fmt.Println(err)
		}
	}
	for e := range c.OwnedBy(catalog.Ref{Kind: catalog.Group, Name: "shop"}) {
		fmt.Println(e.Ref())
	}
	// Output:
	// component:default/orders is already defined
	// component:default/basket
	// component:default/orders
}

func ExampleRelations() {
	var e catalog.Entity
	err := json.Unmarshal([]byte(`{
		"apiVersion": "backstage.io/v1alpha1",
		"kind": "Component",
		"metadata": {"name": "orders", "namespace": "shop"},
		"spec": {
			"type": "service",
			"lifecycle": "production",
			"owner": "payments",
			"providesApis": ["orders"],
			"dependsOn": ["resource:default/orders-db"]
		}
	}`), &e)
	if err != nil {
		fmt.Println(err)
		return
	}
	relations, err := catalog.Relations(&e)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, r := range relations {
		fmt.Println(r.Source, r.Type, r.Target)
	}
	// Output:
	// api:shop/orders apiProvidedBy component:shop/orders
	// component:shop/orders dependsOn resource:default/orders-db
	// component:shop/orders ownedBy group:shop/payments
	// component:shop/orders providesApi api:shop/orders
	// group:shop/payments ownerOf component:shop/orders
	// resource:default/orders-db dependencyOf component:shop/orders
}

func ExampleWellKnownAnnotations() {
	for _, a := range catalog.WellKnownAnnotations() {
		if a.Key == catalog.AnnotationGitHubProjectSlug {
			fmt.Printf("%s must be %s\n", a.Key, a.Form)
			fmt.Println(a.Form.Accepts("acme/shop"), a.Form.Accepts("https://github.com/acme/shop"))
		}
	}
	// Output:
	// github.com/project-slug must be OWNER/NAME
	// true false
}
