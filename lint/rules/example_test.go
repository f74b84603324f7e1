package rules_test

import (
	"context"
	"fmt"
	"testing/fstest"

	"github.com/goldenpath-go/goldenpath/lint"
	"github.com/goldenpath-go/goldenpath/lint/rules"
)

func Example() {
	fsys := fstest.MapFS{"catalog-info.yaml": {Data: []byte(`apiVersion: backstage.io/v1alpha1
kind: Component
metadata:
  name: orders
  labels:
    tier: "1"
spec:
  type: service
  lifecycle: prodution
  owner: guest
`)}}
	linter := lint.Linter{Rules: rules.All(), Config: &lint.Config{Preset: lint.GoldenPath}}
	result, err := linter.Run(context.Background(), fsys, []string{"catalog-info.yaml"})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, d := range result.Diagnostics {
		fmt.Printf("%s: %s: %s [%s]\n", d.Range, d.Severity, d.Message, d.Rule)
	}
	// Output:
	// catalog-info.yaml:3:1: error: this Component needs annotation backstage.io/techdocs-ref or one that stands for it [annotation-required]
	// catalog-info.yaml:3:1: error: this Component needs annotation github.com/project-slug or one that stands for it [annotation-required]
	// catalog-info.yaml:3:1: warning: this Component has no description [description-present]
	// catalog-info.yaml:3:1: warning: this service has no link to its dashboard [link-required]
	// catalog-info.yaml:3:1: error: nobody can be called for this component of tier 1 [tier-oncall]
	// catalog-info.yaml:3:1: error: this component of tier 1 has no runbook [tier-runbook]
	// catalog-info.yaml:7:1: warning: this Component is in no system [system-present]
	// catalog-info.yaml:9:14: warning: lifecycle "prodution" is none of experimental, production, deprecated [lifecycle-known]
	// catalog-info.yaml:10:10: warning: owner "guest" stands for nobody [owner-placeholder]
}

func ExampleGroups() {
	for _, g := range rules.Groups()[:5] {
		fmt.Printf("%d rules about %s\n", len(g.Rules), g.Name)
	}
	// Output:
	// 6 rules about YAML
	// 8 rules about schema
	// 6 rules about naming
	// 9 rules about references
	// 7 rules about ownership
}
