package secrets_test

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/goldenpath-go/goldenpath/plan"
	"github.com/goldenpath-go/goldenpath/secrets"
	"github.com/goldenpath-go/goldenpath/secrets/secretstest"
)

// A service asks for an account of a database, which the server makes for each who reads.
func ExampleDatabase() {
	ctx := context.Background()
	c, err := secrets.ParseConfig("secrets-config.yaml", []byte(`databases:
  - name: orders
    connection: orders-postgres
    statements: {creation: ["CREATE ROLE \"{{name}}\" LOGIN PASSWORD '{{password}}';"]}
secrets:
  - {name: reports, service: order-api, environment: production, type: database-dynamic, database: orders, ttl: 1h}
`))
	if err != nil {
		fmt.Println(err)
		return
	}
	server := secretstest.NewMemory(secrets.Mount{Path: "secrets", Type: "kv", KV: 2}, secrets.Mount{Path: "database", Type: "database"})
	server.Connect("database", "orders-postgres", "production_*")
	review, err := (&secrets.Provisioner{Store: server}).Plan(ctx, c)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, s := range review.Plan.Steps {
		fmt.Println(s.Verb, s.Key)
	}
	fmt.Println(review.Access[0].Gains)
	// Output:
	// create database/database/roles/production_order-api_reports
	// create policy/production_order-api
	// create role/kubernetes/production_order-api
	// [database/creds/production_order-api_reports]
}

// A value is handed in by a one-time token, and the trail says by whom.
func ExampleProvisioner_SetWrapped() {
	ctx := context.Background()
	dir, err := os.MkdirTemp("", "trail")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer os.RemoveAll(dir)
	trail, err := secrets.OpenTrail(filepath.Join(dir, "trail.jsonl"))
	if err != nil {
		fmt.Println(err)
		return
	}
	defer trail.Close()
	server := secretstest.NewMemory()
	p := &secrets.Provisioner{Store: server, Trail: trail, Who: "user:ada"}
	c := &secrets.Config{Requests: []secrets.Request{{
		ID: secrets.ID{Environment: "production", Service: "order-api", Name: "stripe-api-key"}, Type: secrets.External,
	}}}
	review, err := p.Plan(ctx, c)
	if err != nil {
		fmt.Println(err)
		return
	}
	if err := p.Apply(ctx, review, &plan.Memory{}, nil); err != nil {
		fmt.Println(err)
		return
	}
	token, err := server.Wrap(ctx, "sys/wrapping/wrap", time.Hour, secrets.Value{"value": plan.NewSecret("sk_live")}) // as a person does
	if err != nil {
		fmt.Println(err)
		return
	}
	v, err := p.SetWrapped(ctx, c, c.Requests[0].ID, token, nil)
	fmt.Println("version", v.Number, err)

	kept, err := os.ReadFile(filepath.Join(dir, "trail.jsonl"))
	if err != nil {
		fmt.Println(err)
		return
	}
	for e, err := range secrets.ReadTrail(bytes.NewReader(kept)) {
		if err == nil && e.Phase == secrets.TrailDone {
			fmt.Println(e.Who, e.Act, e.What, e.Versions)
		}
	}
	// Output:
	// version 1 <nil>
	// user:ada create secret/secrets/production/order-api/stripe-api-key []
	// user:ada create policy/production_order-api []
	// user:ada create role/kubernetes/production_order-api []
	// user:ada set secret/secrets/production/order-api/stripe-api-key [1]
}
