package secrets_test

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/secrets"
	"github.com/goldenpath-go/goldenpath/secrets/secretstest"
)

// mayRead is a store whose token may read everything, and do nothing else.
type mayRead struct {
	*secretstest.Memory
	err error
}

func (m mayRead) Capabilities(_ context.Context, paths ...string) (map[string][]string, error) {
	can := map[string][]string{}
	for _, path := range paths {
		can[path] = []string{"list", "read"}
	}
	return can, m.err
}

func ExampleProvisioner_Preflight() {
	ctx, config := context.Background(), &secrets.Config{Requests: []secrets.Request{{
		ID: secrets.ID{Environment: "production", Service: "order-api", Name: "db-password"}, Type: secrets.Generated,
	}}}
	p := &secrets.Provisioner{Store: mayRead{Memory: secretstest.NewMemory()}}
	review, err := p.Plan(ctx, config)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(p.Preflight(ctx, review))
	// Output:
	// the token may not do what the plan needs at 6 paths; a policy that lets it:
	//
	// path "auth/kubernetes/role/production_order-api" {
	//   capabilities = ["create", "read"]
	// }
	//
	// path "secrets/data/goldenpath/lease" {
	//   capabilities = ["create", "read", "update"]
	// }
	//
	// path "secrets/data/production/order-api/db-password" {
	//   capabilities = ["update"]
	// }
	//
	// path "secrets/metadata/goldenpath/lease" {
	//   capabilities = ["delete", "read"]
	// }
	//
	// path "secrets/metadata/production/order-api/db-password" {
	//   capabilities = ["create", "read"]
	// }
	//
	// path "sys/policies/acl/production_order-api" {
	//   capabilities = ["read", "update"]
	// }
}

func TestPreflight(t *testing.T) {
	t.Parallel()
	ctx, m := t.Context(), secretstest.NewMemory()
	r, err := on(m).Plan(ctx, many(10, 3))
	require.NoError(t, err)
	m.Forget()
	require.NoError(t, on(m).Preflight(ctx, r))
	assert.Len(t, m.Requests(), 1)
	require.NoError(t, (&secrets.Provisioner{Store: struct{ secrets.Store }{m}}).Preflight(ctx, r), "one that cannot tell")
	require.NoError(t, (&secrets.Provisioner{Store: mayRead{m, secrets.ErrDenied}}).Preflight(ctx, r), "a token that may not ask")
	broken := errors.New("broken")
	require.ErrorIs(t, (&secrets.Provisioner{Store: mayRead{m, broken}}).Preflight(ctx, r), broken)

	err = (&secrets.Provisioner{Store: mayRead{Memory: m}}).Preflight(ctx, r)
	require.ErrorIs(t, err, secrets.ErrDenied)
	require.ErrorContains(t, err, "at 82 paths")
	require.ErrorContains(t, err, "# and 62 more")
	got, err := grants(errorAs[*secrets.DeniedError](t, err).Policy())
	require.NoError(t, err)
	assert.Len(t, got, 82)

	require.NoError(t, apply(ctx, on(m), many(10, 3)))
	r, err = on(m).Plan(ctx, many(10, 3))
	require.NoError(t, err)
	m.Forget()
	require.NoError(t, on(m).Preflight(ctx, r))
	assert.Empty(t, m.Requests(), "there is nothing to ask for")
}

func errorAs[E error](t *testing.T, err error) (e E) {
	t.Helper()
	require.ErrorAs(t, err, &e)
	return e
}
