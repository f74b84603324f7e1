package secrets_test

import (
	"context"
	"fmt"
	"os"
	"strings"

	"github.com/goldenpath-go/goldenpath/plan"
	"github.com/goldenpath-go/goldenpath/secrets"
	"github.com/goldenpath-go/goldenpath/secrets/secretstest"
)

func Example() {
	ctx := context.Background()
	c, err := secrets.ParseConfig("secrets-config.yaml", []byte(`secrets:
  - {name: stripe-api-key, service: order-api, environment: production, type: external}
  - {name: db-password, service: order-api, environment: production, type: generated}
`))
	if err != nil {
		fmt.Println(err)
		return
	}
	p := &secrets.Provisioner{Store: secretstest.NewMemory()}
	review, err := p.Plan(ctx, c) // reads only
	if err != nil {
		fmt.Println(err)
		return
	}
	if err := review.Plan.WriteText(os.Stdout); err != nil {
		fmt.Println(err)
	}
	if err := p.Apply(ctx, review, &plan.Memory{}, &plan.Options{Digest: review.Plan.Digest()}); err != nil {
		fmt.Println(err)
	}
	_, err = p.Set(ctx, c, c.Requests[0].ID, strings.NewReader("sk_live"))
	fmt.Println("handed in:", err == nil)
	// Output:
	// Secrets
	//
	// + create  secret/secrets/production/order-api/db-password     generated: text of 32 characters out of 62, 190 bits
	// + create  secret/secrets/production/order-api/stripe-api-key  external: a person hands it in
	// + create  policy/production_order-api                         lets production/order-api read 2 secrets
	//     + read secrets/data/production/order-api/db-password
	//     + read secrets/data/production/order-api/stripe-api-key
	// + create  role/kubernetes/production_order-api                logs in order-api of namespace production
	//
	// 4 to create
	// sha256:5fa461b3fadfb36ea0c3f75f220d13ec91647700c14bec8ad6f3eeac43dfcf1b
	// handed in: true
}
