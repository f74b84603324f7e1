package vault_test

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/plan"
	"github.com/goldenpath-go/goldenpath/secrets"
	"github.com/goldenpath-go/goldenpath/secrets/vault"
)

// TestDatabaseFaults has one thing go wrong with each write about databases: the Store comes through all the same.
func TestDatabaseFaults(t *testing.T) {
	t.Parallel()
	fixed := secrets.DatabaseLocation{Mount: "database", Static: true, Name: "production_order-api_orders"}
	made := secrets.DatabaseLocation{Mount: "database", Name: "production_order-api_reports"}
	role := map[secrets.DatabaseLocation]*secrets.DatabaseRole{
		fixed: {Connection: "orders", Account: "order_api", Period: time.Hour},
		made:  {Connection: "orders", TTL: time.Hour, Statements: secrets.Statements{Creation: []string{"CREATE"}}},
	}
	eachDatabase(t, func(t *testing.T, w *world) {
		root, ctx := w.store(t), t.Context()
		for f := none; f < count; f++ {
			if f == echo || f == elsewhere || f == tooManyFor {
				continue // see TestWrappedFaults; a redirect is no answer, and a second is long
			}
			for _, at := range []secrets.DatabaseLocation{fixed, made} {
				through := func() *vault.Store {
					p := newProxy(t, w.address, once(f, func(r *http.Request) bool {
						return r.Method != http.MethodGet && strings.Contains(r.URL.Path, "/database/")
					}))
					return w.open(t, p.URL, w.token)
				}
				require.NoError(t, through().PutDatabaseRole(ctx, at, role[at]), "%s: %s", f, at)
				got, err := root.DatabaseRole(ctx, at)
				require.NoError(t, err)
				assert.Equal(t, role[at].Account+role[at].Connection, got.Account+got.Connection)
				if at.Static {
					require.NoError(t, through().RotateDatabaseRole(ctx, at), "%s", f)
				}
				require.NoError(t, through().DeleteDatabaseRole(ctx, at), "%s: %s", f, at)
				_, err = root.DatabaseRole(ctx, at)
				require.ErrorIs(t, err, secrets.ErrNotFound)
			}
		}
	})
}

// TestWrappedFaults has one thing go wrong with each request of handing a wrapped value in: it is there once, or the error
// says what became of it; nothing shows the value or the token.
func TestWrappedFaults(t *testing.T) {
	t.Parallel()
	eachDatabase(t, func(t *testing.T, w *world) {
		c := parse(t, document)
		require.NoError(t, apply(t, provisioner(w.store(t)), c))
		for f := dropRequest; f < count; f++ {
			if f == tooManyFor {
				continue // a second is long
			}
			for _, part := range []string{"wrapping/lookup", "wrapping/unwrap", "secrets/data/"} {
				handIn(t, w, c, f, part)
			}
		}
	})
}

func handIn(t *testing.T, w *world, c *secrets.Config, f fault, part string) {
	t.Helper()
	ctx, root, at := t.Context(), w.store(t), kv2("production/order-api/stripe-api-key")
	text := "sk-" + marker + "-" + fmt.Sprint(int(f)) + part
	before, err := root.Metadata(ctx, at)
	require.NoError(t, err)
	token := w.wrap(t, time.Hour, value(text))
	p := newProxy(t, w.address, once(f, func(r *http.Request) bool { return r.Method == http.MethodPut && strings.Contains(r.URL.Path, part) }))
	_, err = provisioner(w.open(t, p.URL, w.token)).SetWrapped(ctx, c, c.Requests[0].ID, token, nil)
	shown := fmt.Sprintf("%v %+v %#v", err, err, err)
	assert.False(t, strings.Contains(shown, marker) || strings.Contains(shown, token.Reveal()), "%s at %s shows what it must not", f, part)
	after, err2 := root.Metadata(ctx, at)
	require.NoError(t, err2)
	if err == nil {
		assert.Equal(t, before.Current+1, after.Current, "%s at %s", f, part)
		assert.True(t, holds(ctx, root, at, text), "%s at %s", f, part)
		return
	}
	assert.Equal(t, before.Current, after.Current, "%s at %s: %v", f, part, err)
	if spent := f == dropReply || f == errorAfter; spent && part == "wrapping/unwrap" {
		require.ErrorIs(t, err, secrets.ErrUnclear, "the token is spent, and the value is nowhere")
	}
}

func holds(ctx context.Context, s *vault.Store, at secrets.Location, text string) bool {
	got, err := s.Read(ctx, at, 0)
	return err == nil && got[secrets.DefaultField].Reveal() == text
}

// databasePolicy is what a provisioner needs for databases, beside leastPolicy: not to read an account.
const databasePolicy = `
path "database/config/*" { capabilities = ["read"] }
path "database/roles/*" { capabilities = ["create", "read", "update", "delete"] }
path "database/static-roles/*" { capabilities = ["create", "read", "update", "delete"] }
path "database/rotate-role/*" { capabilities = ["create", "update"] }
`

// TestDatabaseLeastAuthority does all the work with a token that may read no account.
func TestDatabaseLeastAuthority(t *testing.T) {
	t.Parallel()
	eachDatabase(t, func(t *testing.T, w *world) {
		ctx, s, c := t.Context(), w.store(t), parse(t, databases)
		if w.real != nil {
			require.NoError(t, s.PutPolicy(ctx, "provisioner", leastPolicy+databasePolicy))
			require.NoError(t, s.PutRole(ctx, "kubernetes", "production_provisioner", &secrets.Role{
				ServiceAccounts: []string{"provisioner"}, Namespaces: []string{"production"}, Policies: []string{"provisioner"},
			}))
			s = service(t, w, "production", "provisioner")
		}
		p := provisioner(s)
		require.NoError(t, apply(t, p, c))
		r, err := p.Rotate(ctx, c, &secrets.RotateOptions{Now: true})
		require.NoError(t, err)
		require.Len(t, r.Plan.Steps, 3)
		require.NoError(t, p.Apply(ctx, r, &plan.Memory{}, nil))
		if w.real != nil {
			_, _, status := w.credentials(t, w.login(t, "production", "provisioner"), secrets.DatabaseLocation{
				Mount: "database", Static: true, Name: "production_order-api_orders",
			})
			assert.Equal(t, http.StatusForbidden, status)
		}
		r, err = p.Teardown(ctx, c.Layout, secrets.ID{Environment: "production"}, nil)
		require.NoError(t, err)
		require.NoError(t, p.Apply(ctx, r, &plan.Memory{}, nil))
	})
}
