package secrets_test

import (
	"context"
	"fmt"
	"strings"

	"github.com/goldenpath-go/goldenpath/scaffold"
	action "github.com/goldenpath-go/goldenpath/scaffold/action/secrets"
	"github.com/goldenpath-go/goldenpath/scaffold/dialect"
	"github.com/goldenpath-go/goldenpath/scaffold/nunjucks"
	"github.com/goldenpath-go/goldenpath/secrets"
	"github.com/goldenpath-go/goldenpath/secrets/secretstest"
)

// A dry run shows the file that a template would write, and what would be made.
func ExampleActions() {
	template, err := scaffold.Parse("template.yaml", []byte(`
apiVersion: scaffolder.backstage.io/v1beta3
kind: Template
metadata: {name: service}
spec:
  type: service
  steps:
    - id: secrets
      action: secrets:request
      input:
        provision: true
        secrets:
          - {name: db-password, service: "${{ parameters.name }}", environment: production, type: generated}
`))
	if err != nil {
		fmt.Println(err)
		return
	}
	provisioner := &secrets.Provisioner{Store: secretstest.NewMemory()}
	runner := scaffold.Runner{Renderer: dialect.New(nunjucks.Backstage4, nil), Actions: action.Actions(provisioner)}
	result, err := runner.DryRun(context.Background(), template, scaffold.Request{Values: map[string]any{"name": "orders"}})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Print(string(result.Files[0].Data))
	for _, line := range result.Log {
		if strings.HasPrefix(line.Message, "create ") {
			fmt.Println(line.Message)
		}
	}
	// Output:
	// secrets:
	//   - name: db-password
	//     service: orders
	//     environment: production
	//     type: generated
	// create secret/secrets/production/orders/db-password: generated: text of 32 characters out of 62, 190 bits
	// create policy/production_orders: lets production/orders read 1 secret
	// create role/kubernetes/production_orders: logs in orders of namespace production
}
