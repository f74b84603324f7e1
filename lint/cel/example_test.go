package cel_test

import (
	"context"
	"fmt"
	"testing/fstest"

	"github.com/goldenpath-go/goldenpath/lint"
	"github.com/goldenpath-go/goldenpath/lint/cel"
)

// A rule of one's own, in the configuration.
func ExampleRules() {
	const config = `version: 1
custom:
  - name: acme-stable-dependencies
    each: dependsOn
    when: tier == '1'
    check: catalog.get(it).lifecycle != 'experimental'
    message: ${name} is of tier 1 and depends on ${it}, which is experimental
`
	const catalog = `apiVersion: backstage.io/v1alpha1
kind: Component
metadata: {name: orders, labels: {tier: "1"}}
spec:
  type: service
  lifecycle: production
  owner: shop
  dependsOn: [component:guess]
---
apiVersion: backstage.io/v1alpha1
kind: Component
metadata: {name: guess}
spec: {type: service, lifecycle: experimental, owner: shop}
`
	compile := func(custom []lint.CustomRule) ([]*lint.Rule, error) { return cel.Rules(custom, nil) }
	c, err := lint.ParseConfig(lint.ConfigName, []byte(config), nil, &lint.ConfigOptions{Compile: compile})
	if err != nil {
		fmt.Println(err)
		return
	}
	l := lint.Linter{Config: c}
	r, err := l.Run(context.Background(), fstest.MapFS{"catalog-info.yaml": {Data: []byte(catalog)}}, []string{"catalog-info.yaml"})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, d := range r.Diagnostics {
		fmt.Printf("%s: %s: %s\n", d.Range, d.Severity, d.Message)
	}
	// Output:
	// catalog-info.yaml:8:15: warning: orders is of tier 1 and depends on component:default/guess, which is experimental
}
