package template_test

import (
	"context"
	"fmt"
	"testing/fstest"

	"github.com/goldenpath-go/goldenpath/lint"
	"github.com/goldenpath-go/goldenpath/lint/rules"
	"github.com/goldenpath-go/goldenpath/lint/rules/template"
)

func Example() {
	files := fstest.MapFS{"template.yaml": {Data: []byte(`apiVersion: scaffolder.backstage.io/v1beta3
kind: Template
metadata:
  name: go-service
spec:
  type: service
  owner: group:default/platform
  parameters:
    properties:
      name: {type: string}
  steps:
    - id: make-repo
      action: publish:github
      input:
        repoUrl: github.com?owner=acme&repo=${{ parameters.nam }}
    - id: register
      action: catalog:register
      input:
        repoContentsUrl: ${{ steps.make-repo.output.repoContentsUrl }}
`)}}
	linter := lint.Linter{Rules: append(rules.All(), template.All()...)}
	result, err := linter.Run(context.Background(), files, []string{"template.yaml"})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, d := range result.Diagnostics {
		fmt.Printf("%s: %s [%s]\n", d.Range.Position, d.Message, d.Rule)
	}
	// Output:
	// template.yaml:15:60: there is no parameter nam [template-expression]
	// template.yaml:19:36: the dash in make-repo is a minus here, and the result no number [template-hyphen]
}
