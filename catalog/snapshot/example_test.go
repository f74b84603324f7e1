package snapshot_test

import (
	"bytes"
	"context"
	"fmt"
	"log"
	"net/http/httptest"
	"os"
	"slices"
	"strings"
	"testing/fstest"
	"time"

	"github.com/goldenpath-go/goldenpath/catalog"
	"github.com/goldenpath-go/goldenpath/catalog/backstage"
	"github.com/goldenpath-go/goldenpath/catalog/backstage/backstagetest"
	"github.com/goldenpath-go/goldenpath/catalog/load"
	"github.com/goldenpath-go/goldenpath/catalog/snapshot"
)

var (
	team   = catalog.Ref{Kind: catalog.Group, Namespace: "default", Name: "shop"}
	orders = catalog.Ref{Kind: catalog.Component, Namespace: "default", Name: "orders"}
	mail   = catalog.Ref{Kind: catalog.Component, Namespace: "default", Name: "mail"}
)

func ownedBy(owner catalog.Ref) []snapshot.Reference {
	return []snapshot.Reference{{Field: "owner", Relation: catalog.OwnedBy, Target: owner}}
}

// A checkout becomes a snapshot: a line for each entity.
func ExampleFromCatalog() {
	files := fstest.MapFS{"catalog-info.yaml": {Data: []byte(`apiVersion: backstage.io/v1alpha1
kind: Component
metadata: {name: orders}
spec: {type: service, lifecycle: production, owner: shop}
`)}}
	c, err := load.FS(context.Background(), files)
	if err != nil {
		log.Fatal(err)
	}
	s, err := snapshot.FromCatalog(snapshot.Header{Source: "github.com/acme/shop"}, c, nil)
	if err != nil {
		log.Fatal(err)
	}
	var b bytes.Buffer
	if _, err := s.WriteTo(&b); err != nil {
		log.Fatal(err)
	}
	fmt.Print(strings.ReplaceAll(b.String(), "\t", "|"))
	// Output:
	// goldenpath catalog snapshot 1
	// source|github.com/acme/shop
	// ref|type|lifecycle|tier|title|location|written|references
	// component:default/orders|service|production|||catalog-info.yaml||owner:ownedBy group:default/shop
	// end|1|crc32c|9730e9e5
}

// A running Backstage becomes a snapshot.
func ExampleFromEntities() {
	harbor, err := backstagetest.Harbor()
	if err != nil {
		log.Fatal(err)
	}
	server := httptest.NewServer(backstagetest.New(harbor, nil))
	defer server.Close()

	client := &backstage.Client{URL: server.URL}
	entities := func(yield func(*catalog.Entity, error) bool) {
		for e, err := range client.Entities(context.Background(), nil) {
			if err != nil {
				yield(nil, err)
				return
			}
			if !yield(e.Entity, nil) {
				return
			}
		}
	}
	s, err := snapshot.FromEntities(snapshot.Header{Source: "https://backstage.acme.com"}, entities, nil)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(s.Len() == harbor.Len(), s.Contains(catalog.Ref{Kind: catalog.Component, Name: "berth-service"}))
	// Output:
	// true true
}

// What is referred to is looked for without reading the rest.
func ExampleSnapshot_Lookup() {
	s, err := snapshot.New(snapshot.Header{}, slices.Values([]snapshot.Entry{
		{Ref: team, Type: "team"},
		{Ref: orders, Type: "service", References: ownedBy(team)},
	}))
	if err != nil {
		log.Fatal(err)
	}
	if e, ok := s.Lookup(orders); ok {
		owner, _ := e.Owner()
		fmt.Println(e.Ref, "is a", e.Type, "of", owner)
	}
	fmt.Println(s.Contains(mail))
	// Output:
	// component:default/orders is a service of group:default/shop
	// false
}

// How old a snapshot may be is the caller's to say.
func ExampleHeader_Age() {
	h := snapshot.Header{Created: time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)}
	now := time.Date(2026, 3, 4, 12, 0, 0, 0, time.UTC)
	if age, known := h.Age(now); !known || age > 48*time.Hour {
		fmt.Println("the catalog is", age, "old: whether other repositories' entities exist is not known")
	}
	// Output:
	// the catalog is 72h0m0s old: whether other repositories' entities exist is not known
}

func ExampleCompare() {
	before, err := snapshot.New(snapshot.Header{}, slices.Values([]snapshot.Entry{
		{Ref: team},
		{Ref: orders, Lifecycle: "production", References: ownedBy(team)},
		{Ref: mail, References: ownedBy(team)},
	}))
	if err != nil {
		log.Fatal(err)
	}
	after, err := snapshot.New(snapshot.Header{}, slices.Values([]snapshot.Entry{
		{Ref: orders, Lifecycle: "deprecated", References: ownedBy(team)},
		{Ref: mail, References: ownedBy(team)},
	}))
	if err != nil {
		log.Fatal(err)
	}
	if err := snapshot.Compare(before, after).WriteText(os.Stdout); err != nil {
		log.Fatal(err)
	}
	// Output:
	// 0 added, 1 removed, 1 changed; 2 references left dangling
	//
	// Left dangling
	//   component:default/mail ownedBy group:default/shop, which is removed
	//   component:default/orders ownedBy group:default/shop, which is removed
	//
	// Removed
	//   group:default/shop
	//
	// Changed
	//   component:default/orders
	//       lifecycle: production → deprecated
	//
	// Owners concerned
	//   group:default/shop: component:default/mail, component:default/orders, group:default/shop
}
