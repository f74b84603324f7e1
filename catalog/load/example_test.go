package load_test

import (
	"context"
	"errors"
	"fmt"
	"testing/fstest"

	"github.com/goldenpath-go/goldenpath/catalog/load"
	"github.com/goldenpath-go/goldenpath/source"
)

// Every fault of a file is found at once. The first of a document is the one that Backstage itself would report.
func ExampleParse() {
	data := []byte(`apiVersion: backstage.io/v1alpha1
kind: Component
metadata:
  name: shopping cart
  tags: [Java]
spec:
  type: service
  lifecycle: production
`)
	file := load.Parse(context.Background(), "catalog-info.yaml", data, nil)
	for _, d := range file.Documents {
		fmt.Println("accepted:", d.OK)
		for _, p := range d.Problems {
			fmt.Printf("%s: %s [%s]\n\t%s\n", p.Range, p.Message, p.Rule, p.Help)
		}
	}
	// Output:
	// accepted: false
	// catalog-info.yaml:4:9: metadata.name "shopping cart" must be 1 to 63 letters, digits, "-", "_" and ".", with a letter or digit at both ends [name-format]
	// 	write shopping-cart
	// catalog-info.yaml:5:10: tag "Java" must be 1 to 63 lower-case letters, digits, "+", "#" and ":", with single "-" between them [tag-format]
	// 	write java
	// catalog-info.yaml:6:1: spec.owner is missing: a Component needs an owner [schema-kind]
	// 	add "owner: group:default/<team>" under spec
}

// A file system is read along its Locations. What is wrong does not hide what is right.
func ExampleFS() {
	fsys := fstest.MapFS{
		"catalog-info.yaml": {Data: []byte(`apiVersion: backstage.io/v1alpha1
kind: Location
metadata: {name: root}
spec: {targets: [./teams/*.yaml, ./gone.yaml]}
`)},
		"teams/a.yaml": {Data: []byte(`apiVersion: backstage.io/v1alpha1
kind: Group
metadata: {name: team-a}
spec: {type: team, children: []}
`)},
	}
	c, err := load.FS(context.Background(), fsys, "catalog-info.yaml")
	for e := range c.All() {
		fmt.Println(e.Ref(), "in", e.Source.File)
	}
	var problems source.Errors
	if errors.As(err, &problems) {
		for _, p := range problems {
			fmt.Println(p)
		}
	}
	// Output:
	// group:default/team-a in teams/a.yaml
	// location:default/root in catalog-info.yaml
	// catalog-info.yaml:4:34: there is no file ./gone.yaml: file does not exist
}

// Kinds that an installation has beside Backstage's own are known by name, and checked if there is a schema.
func ExampleCustomKind() {
	environment := &load.CustomKind{
		APIVersions: []string{"acme.com/v1"},
		Kind:        "Environment",
		Schema:      []byte(`{"properties": {"spec": {"required": ["region"]}}}`),
	}
	data := []byte("apiVersion: acme.com/v1\nkind: Environment\nmetadata: {name: prod}\nspec: {}\n")
	file := load.Parse(context.Background(), "prod.yaml", data, &load.Options{Kinds: []*load.CustomKind{environment}})
	for _, p := range file.Documents[0].Problems {
		fmt.Printf("%s: %s\n", p.Range, p.Message)
	}
	// Output: prod.yaml:4:1: spec: missing properties: 'region'
}
