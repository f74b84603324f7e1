package vault_test

import (
	"context"
	"fmt"
	"net/http/httptest"

	"github.com/goldenpath-go/goldenpath/plan"
	"github.com/goldenpath-go/goldenpath/secrets"
	"github.com/goldenpath-go/goldenpath/secrets/secretstest"
	"github.com/goldenpath-go/goldenpath/secrets/vault"
)

// A pipeline provisions what a file asks for. In a cluster it would log in by &vault.Kubernetes{Role: "provisioner"}.
func Example() {
	mounts := []secrets.Mount{{Path: "secrets", Type: "kv", KV: 2}}
	server := httptest.NewServer(&standin{memory: secretstest.NewMemory(mounts...), mounts: mounts, token: "hvs.example"})
	defer server.Close()

	store, err := vault.Open(server.URL, &vault.Token{Value: plan.NewSecret("hvs.example")}, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	config, err := secrets.ParseConfig("secrets-config.yaml", []byte(document))
	if err != nil {
		fmt.Println(err)
		return
	}
	ctx, p := context.Background(), &secrets.Provisioner{Store: store}
	review, err := p.Plan(ctx, config)
	if err != nil {
		fmt.Println(err)
		return
	}
	if err := p.Apply(ctx, review, &plan.Memory{}, nil); err != nil {
		fmt.Println(err)
		return
	}
	policy, err := store.Policy(ctx, "production_order-api")
	fmt.Println(len(policy) > 0, err)
	names, err := store.List(ctx, secrets.Location{Mount: "secrets", KV: 2, Path: "production/order-api"})
	fmt.Println(names, err)
	// Output:
	// true <nil>
	// [db-password stripe-api-key] <nil>
}
