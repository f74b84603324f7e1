package backstage_test

import (
	"context"
	"errors"
	"fmt"
	"log"
	"net/http/httptest"

	"github.com/goldenpath-go/goldenpath/catalog"
	"github.com/goldenpath-go/goldenpath/catalog/backstage"
	"github.com/goldenpath-go/goldenpath/catalog/backstage/backstagetest"
)

// harborServer starts a Backstage that has a small catalog: a harbour's services.
func harborServer() *httptest.Server {
	harbor, err := backstagetest.Harbor()
	if err != nil {
		log.Fatal(err)
	}
	return httptest.NewServer(backstagetest.New(harbor, nil))
}

func ExampleClient_Entities() {
	server := harborServer()
	defer server.Close()
	c := &backstage.Client{URL: server.URL}
	libraries := &backstage.Query{
		Filter: backstage.Filter{backstage.Where("kind", "component").And("spec.type", "library")},
		Order:  []backstage.Order{{Field: "metadata.name"}},
	}
	for e, err := range c.Entities(context.Background(), libraries) {
		if err != nil {
			log.Fatal(err)
		}
		owner, _ := e.Owner()
		fmt.Println(e.Ref(), "is owned by", owner)
	}
	// Output:
	// component:default/crane-05 is owned by group:default/pilots
	// component:default/crane-10 is owned by user:crew/bo
	// component:default/crane-15 is owned by group:default/pilots
	// component:default/crane-20 is owned by user:crew/bo
	// component:default/crane-25 is owned by group:default/tugs
	// component:default/crane-30 is owned by user:crew/bo
}

// Which of the things that an entity refers to are not there?
func ExampleClient_EntitiesByRefs() {
	server := harborServer()
	defer server.Close()
	ctx, c := context.Background(), &backstage.Client{URL: server.URL}
	e, err := c.Entity(ctx, catalog.Ref{Kind: catalog.Component, Name: "berth-service"})
	if err != nil {
		log.Fatal(err)
	}
	var refs []catalog.Ref
	for _, r := range e.References() {
		refs = append(refs, r.Target)
	}
	found, err := c.EntitiesByRefs(ctx, refs, &backstage.RefsOptions{Fields: []string{"kind"}})
	if err != nil {
		log.Fatal(err)
	}
	for i, ref := range refs {
		if found[i] == nil {
			fmt.Println(e.Ref(), "refers to", ref, "which does not exist")
		}
	}
	// Output:
	// component:default/berth-service refers to component:default/does-not-exist which does not exist
}

func ExampleClient_Entity_notFound() {
	server := harborServer()
	defer server.Close()
	c := &backstage.Client{URL: server.URL}
	_, err := c.Entity(context.Background(), catalog.Ref{Kind: catalog.System, Name: "lighthouse"})
	fmt.Println(errors.Is(err, backstage.ErrNotFound))

	c.URL += "/portal" // where there is no Backstage
	_, err = c.Entity(context.Background(), catalog.Ref{Kind: catalog.System, Name: "lighthouse"})
	fmt.Println(errors.Is(err, backstage.ErrNotFound), errors.Is(err, backstage.ErrNoRoute))
	// Output:
	// true
	// false true
}

func ExampleClient_Facets() {
	server := harborServer()
	defer server.Close()
	c := &backstage.Client{URL: server.URL}
	counts, err := c.Facets(context.Background(), &backstage.FacetQuery{
		Fields: []string{"spec.lifecycle"},
		Filter: backstage.Filter{backstage.Where("kind", "component")},
	})
	if err != nil {
		log.Fatal(err)
	}
	for _, f := range counts["spec.lifecycle"] {
		fmt.Println(f.Value, f.Count)
	}
	// Output:
	// experimental 7
	// production 25
}

// What would happen if this file were registered?
func ExampleClient_DryRunLocation() {
	read := func(url string) ([]*catalog.Entity, error) {
		return []*catalog.Entity{{APIVersion: catalog.V1alpha1, Kind: catalog.Component, Metadata: catalog.Metadata{Name: "tug"}}}, nil
	}
	server := httptest.NewServer(backstagetest.New(new(catalog.Catalog), &backstagetest.Options{Read: read}))
	defer server.Close()
	c := &backstage.Client{URL: server.URL}
	at := catalog.LocationRef{Type: "url", Target: "https://example.com/tug/catalog-info.yaml"}
	d, err := c.DryRunLocation(context.Background(), at)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println("exists:", d.Exists)
	for _, e := range d.Entities[1:] { // the first is the location itself
		fmt.Println(e.Ref())
	}
	// Output:
	// exists: false
	// component:default/tug
}

func ExampleClient_ValidateEntity() {
	refuse := func(e *catalog.Entity, _ string) error {
		if e.Spec == nil {
			return &backstage.Fault{Name: "InputError", Message: "No spec was provided"}
		}
		return nil
	}
	server := httptest.NewServer(backstagetest.New(new(catalog.Catalog), &backstagetest.Options{Validate: refuse}))
	defer server.Close()
	c := &backstage.Client{URL: server.URL}
	e := &catalog.Entity{APIVersion: catalog.V1alpha1, Kind: catalog.Component, Metadata: catalog.Metadata{Name: "tug"}}
	err := c.ValidateEntity(context.Background(), e, "url:https://example.com/catalog-info.yaml")
	var invalid *backstage.ValidationError
	if errors.As(err, &invalid) {
		for _, f := range invalid.Faults {
			fmt.Println(f)
		}
	}
	// Output:
	// InputError: No spec was provided
}

func ExampleParseFilter() {
	f, err := backstage.ParseFilter("kind=component,spec.type=service,spec.type=website", "kind=system")
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(f[0])
	fmt.Println(f[1])
	// Output:
	// [{kind [component]} {spec.type [service website]}]
	// [{kind [system]}]
}
