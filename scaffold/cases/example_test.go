package cases_test

import (
	"context"
	"fmt"
	"testing/fstest"

	"github.com/goldenpath-go/goldenpath/scaffold/cases"
)

func Example() {
	files := fstest.MapFS{
		"template.yaml": {Data: []byte(`apiVersion: scaffolder.backstage.io/v1beta3
kind: Template
metadata: {name: service}
spec:
  type: service
  parameters:
    properties:
      tier: {type: string, enum: ["1", "2"]}
  steps:
    - id: on-call
      if: ${{ parameters.tier === '1' }}
      action: pagerduty:service:create
      input: {escalationPolicyId: P-TIER1}
`)},
		"tests/tier-1/case.yaml": {Data: []byte(`values: {tier: "1"}
mocks: {on-call: {output: {serviceUrl: https://pagerduty.example/1}}}
want: {inputs: {on-call: {escalationPolicyId: P-OTHER}}}
`)},
		"tests/tier-1/want.yaml": {Data: []byte(`# What the run of case.yaml does, written by template test --update. The files are in want.
status: completed
steps:
  - id: on-call
    action: pagerduty:service:create
    status: completed
    input:
      escalationPolicyId: P-TIER1
`)},
		"tests/tier-9/case.yaml": {Data: []byte("values: {tier: \"9\"}\n")},
	}
	var runner cases.Runner
	var coverage cases.Coverage
	names, err := cases.Find(files, ".")
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, name := range names {
		c, err := cases.Load(files, name, nil)
		if err != nil {
			fmt.Println(err)
			return
		}
		outcome, err := runner.Run(context.Background(), c)
		if err != nil {
			fmt.Println(err)
			return
		}
		coverage.Add(outcome)
		for _, p := range outcome.Problems {
			fmt.Println(p)
		}
	}
	for _, gap := range coverage.Gaps() {
		fmt.Println(gap)
	}
	// Output:
	// tests/tier-1/case.yaml:3:47: input of on-call.escalationPolicyId is "P-TIER1", not "P-OTHER"
	// tests/tier-9/case.yaml:1:16: tier is not one of enum values: 1,2 (parameters, page 1)
	// template.yaml:10:7: in no case the condition of step on-call is false
}
