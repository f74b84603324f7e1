package backstagetest_test

import (
	"context"
	"fmt"
	"log"
	"net/http"
	"net/http/httptest"

	"github.com/goldenpath-go/goldenpath/catalog"
	"github.com/goldenpath-go/goldenpath/catalog/backstage"
	"github.com/goldenpath-go/goldenpath/catalog/backstage/backstagetest"
)

func ExampleNew() {
	var c catalog.Catalog
	tug := &catalog.Entity{
		APIVersion: catalog.V1alpha1,
		Kind:       catalog.Component,
		Metadata:   catalog.Metadata{Name: "tug"},
		Spec:       &catalog.ComponentSpec{Owner: "pilots"},
	}
	if err := c.Add(tug); err != nil {
		log.Fatal(err)
	}
	server := httptest.NewServer(backstagetest.New(&c, &backstagetest.Options{Token: "good"}))
	defer server.Close()

	client := &backstage.Client{URL: server.URL, Token: backstage.StaticToken("good")}
	e, err := client.Entity(context.Background(), tug.Ref())
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(e.Relations[0].Type, e.Relations[0].Target)
	// Output:
	// ownedBy group:default/pilots
}

// A Backstage that is overloaded at first.
func ExampleFailing() {
	server := httptest.NewServer(backstagetest.Failing(
		backstagetest.New(new(catalog.Catalog), nil),
		backstagetest.Failure{Status: http.StatusServiceUnavailable},
	))
	defer server.Close()

	client := &backstage.Client{URL: server.URL}
	n, err := client.Count(context.Background(), nil) // asks twice
	fmt.Println(n, err)
	// Output:
	// 0 <nil>
}

// Every exchange is a server that knows one request.
func ExampleExchange() {
	all, err := backstagetest.Exchanges()
	if err != nil {
		log.Fatal(err)
	}
	for _, x := range all {
		if x.Name != "by-query limit=0 (count)" {
			continue
		}
		server := httptest.NewServer(&x)
		defer server.Close()
		client := &backstage.Client{URL: server.URL}
		n, err := client.Count(context.Background(), &backstage.Query{Filter: backstage.Filter{backstage.Where("kind", "component")}})
		fmt.Println(n, err)
	}
	// Output:
	// 32 <nil>
}
