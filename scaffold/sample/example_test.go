package sample_test

import (
	"fmt"
	"log"

	"github.com/goldenpath-go/goldenpath/scaffold"
	"github.com/goldenpath-go/goldenpath/scaffold/sample"
)

func ExampleSets() {
	t, err := scaffold.Parse("template.yaml", []byte(`
apiVersion: scaffolder.backstage.io/v1beta3
kind: Template
metadata: { name: service }
spec:
  type: service
  parameters:
    required: [name]
    properties:
      name: { type: string, pattern: '^[a-z]+$' }
      owner: { type: string, ui:field: OwnerPicker }
      tier: { type: string, enum: ['1', '2'] }
  steps: []
`))
	if err != nil {
		log.Fatal(err)
	}
	sets, err := sample.Sets(t, nil)
	if err != nil {
		log.Fatal(err)
	}
	for _, s := range sets {
		fmt.Println(s.Name, scaffold.JSON(s.Values, ""))
	}
	// Output:
	// required {"name":"name"}
	// all {"name":"name","owner":"group:default/sample-owner","tier":"1"}
	// tier=2 {"name":"name","owner":"group:default/sample-owner","tier":"2"}
}
