package vault_test

import (
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/hashicorp/vault/api"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/internal/vaultproc"
	"github.com/goldenpath-go/goldenpath/plan"
	"github.com/goldenpath-go/goldenpath/secrets"
	"github.com/goldenpath-go/goldenpath/secrets/secretstest"
)

// withDatabase returns a server with an engine of type database at database, and the connection orders in it.
func withDatabase(t *testing.T, real bool) *world {
	t.Helper()
	if real {
		w := realWorld(t)
		w.write(t, "sys/mounts/database", fields{"type": "database"})
		w.write(t, "database/config/orders", fields{"plugin_name": "memory-database-plugin", "allowed_roles": []string{"*"}})
		return w
	}
	mounts := []secrets.Mount{
		{Path: "secrets", Type: "kv", KV: 2, Accessor: "kv_1"}, {Path: "plain", Type: "kv", KV: 1, Accessor: "kv_2"},
		{Path: "database", Type: "database", Accessor: "database_1"},
	}
	memory := secretstest.NewMemory(mounts...)
	memory.Connect("database", "orders", "*")
	s := httptest.NewServer(&standinMore{&standin{memory: memory, mounts: mounts, token: "root-token"}, memory, "root-token"})
	t.Cleanup(s.Close)
	return &world{address: s.URL, token: "root-token"}
}

// eachDatabase is eachWorld for servers that withDatabase returns.
func eachDatabase(t *testing.T, test func(t *testing.T, w *world)) {
	t.Helper()
	t.Run("stand-in", func(t *testing.T) {
		t.Parallel()
		test(t, withDatabase(t, false))
	})
	if *program == "" {
		t.Log(whereReal)
		return
	}
	t.Run("real", func(t *testing.T) {
		t.Parallel()
		test(t, withDatabase(t, true))
	})
}

func TestDatabaseStore(t *testing.T) {
	t.Parallel()
	for name, real := range map[string]bool{"stand-in": false, "real": true} {
		if real && *program == "" {
			t.Log(whereReal)
			continue
		}
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			secretstest.TestDatabaseStore(t, func(t *testing.T) secrets.DatabaseStore { return withDatabase(t, real).store(t) })
		})
	}
}

func TestWrappingStore(t *testing.T) {
	t.Parallel()
	eachDatabase(t, func(t *testing.T, w *world) {
		secretstest.TestWrappingStore(t, func(t *testing.T) (secrets.WrappingStore, secretstest.Wrap) {
			return w.store(t), func(t *testing.T, ttl time.Duration, value secrets.Value) plan.Secret { return w.wrap(t, ttl, value) }
		})
	})
}

// TestCreated is that a server says when a secret was claimed.
func TestCreated(t *testing.T) {
	t.Parallel()
	eachDatabase(t, func(t *testing.T, w *world) {
		ctx, s := t.Context(), w.store(t)
		require.NoError(t, s.PutMetadata(ctx, kv2("a/b/c"), secrets.Settings{Custom: map[string]string{"k": "v"}}))
		m, err := s.Metadata(ctx, kv2("a/b/c"))
		require.NoError(t, err)
		if w.real != nil {
			assert.WithinDuration(t, time.Now(), m.Created, time.Minute)
		}
	})
}

// wrap wraps a value as a person does.
func (w *world) wrap(t *testing.T, ttl time.Duration, value secrets.Value) plan.Secret {
	t.Helper()
	client := w.client(t, w.token)
	client.SetWrappingLookupFunc(func(string, string) string { return ttl.String() })
	given, err := client.Logical().WriteWithContext(t.Context(), "sys/wrapping/wrap", revealed(value))
	require.NoError(t, err)
	return plan.NewSecret(given.WrapInfo.Token)
}

const databases = `databases:
  - name: orders
    connection: orders
    accounts: [order_api]
    maxTTL: 24h
    statements:
      creation: ["CREATE ROLE \"{{name}}\" LOGIN PASSWORD '{{password}}' VALID UNTIL '{{expiration}}';"]
secrets:
  - {name: orders, service: order-api, environment: production, type: database-static, database: orders, account: order_api, rotation: {period: 1d}}
  - {name: reports, service: order-api, environment: production, type: database-dynamic, database: orders, ttl: 1h}
  - {name: db-password, service: order-api, environment: production, type: generated}
  - {name: db-password, service: billing, environment: production, type: generated}
`

// credentials reads an account as anybody does who has a token.
func (w *world) credentials(t *testing.T, token string, at secrets.DatabaseLocation) (account, password string, status int) {
	t.Helper()
	found, err := w.client(t, token).Logical().ReadWithContext(t.Context(), at.CredentialsPath())
	var answered *api.ResponseError
	if err != nil {
		require.ErrorAs(t, err, &answered)
		return "", "", answered.StatusCode
	}
	account, _ = found.Data["username"].(string)
	password, _ = found.Data["password"].(string)
	return account, password, http.StatusOK
}

// login returns the token of a service.
func (w *world) login(t *testing.T, environment, name string) string {
	t.Helper()
	if w.real == nil {
		return w.token
	}
	jwt, err := w.kube.Token(vaultproc.ServiceAccount{Namespace: environment, Name: name})
	require.NoError(t, err)
	given, err := w.client(t, "").Logical().WriteWithContext(t.Context(), "auth/kubernetes/login", fields{
		"role": secrets.Layout{}.RoleName(environment, name), "jwt": jwt,
	})
	require.NoError(t, err)
	return given.Auth.ClientToken
}

// TestDatabase provisions accounts of a database, reads them as the service, rotates, and takes them away.
func TestDatabase(t *testing.T) {
	t.Parallel()
	eachDatabase(t, func(t *testing.T, w *world) {
		ctx, s, c := t.Context(), w.store(t), parse(t, databases)
		p := provisioner(s)
		require.NoError(t, apply(t, p, c))
		fixed := secrets.DatabaseLocation{Mount: "database", Static: true, Name: "production_order-api_orders"}
		made := secrets.DatabaseLocation{Mount: "database", Name: "production_order-api_reports"}
		token := w.login(t, "production", "order-api")
		account, first, _ := w.credentials(t, token, fixed)
		assert.Equal(t, "order_api", account)
		assert.NotEmpty(t, first)
		one, _, status := w.credentials(t, token, made)
		assert.Equal(t, http.StatusOK, status)
		two, _, _ := w.credentials(t, token, made)
		assert.NotEqual(t, one, two, "an account for each who reads")
		if w.real != nil {
			strangersToDatabase(t, w, token, fixed, made)
		}

		r, err := p.Rotate(ctx, c, &secrets.RotateOptions{Now: true, Only: []secrets.ID{{Environment: "production", Service: "order-api", Name: "orders"}}})
		require.NoError(t, err)
		require.Len(t, r.Plan.Steps, 1)
		require.NoError(t, p.Apply(ctx, r, &plan.Memory{}, nil))
		_, second, _ := w.credentials(t, token, fixed)
		assert.NotEqual(t, first, second)

		r, err = p.Teardown(ctx, c.Layout, secrets.ID{Environment: "production", Service: "order-api", Name: "reports"}, nil)
		require.NoError(t, err)
		require.NoError(t, p.Apply(ctx, r, &plan.Memory{}, nil))
		_, _, status = w.credentials(t, token, made)
		assert.NotEqual(t, http.StatusOK, status)
		_, _, status = w.credentials(t, token, fixed)
		assert.Equal(t, http.StatusOK, status, "the other stays")
		r, err = p.Teardown(ctx, c.Layout, secrets.ID{Environment: "production", Service: "order-api"}, &secrets.TeardownOptions{Destroy: true})
		require.NoError(t, err)
		require.NoError(t, p.Apply(ctx, r, &plan.Memory{}, nil))
		_, err = s.DatabaseRole(ctx, fixed)
		require.ErrorIs(t, err, secrets.ErrNotFound)
		require.NoError(t, s.PutPolicy(ctx, "owns-alone", "# owns database/roles/x\n"), "a policy that grants nothing, and owns what is left")
	})
}

func strangersToDatabase(t *testing.T, w *world, own string, all ...secrets.DatabaseLocation) {
	t.Helper()
	other := w.login(t, "production", "billing")
	for _, at := range all {
		_, _, status := w.credentials(t, other, at)
		assert.Equal(t, http.StatusForbidden, status, "another service reads %s", at)
		s := w.open(t, w.address, own)
		_, err := s.DatabaseRole(t.Context(), at)
		require.ErrorIs(t, err, secrets.ErrDenied, "its own role")
		require.ErrorIs(t, s.PutDatabaseRole(t.Context(), at, &secrets.DatabaseRole{Connection: "orders"}), secrets.ErrDenied)
		require.ErrorIs(t, s.DeleteDatabaseRole(t.Context(), at), secrets.ErrDenied)
	}
	s := w.open(t, w.address, own)
	require.ErrorIs(t, s.RotateDatabaseRole(t.Context(), all[0]), secrets.ErrDenied)
	_, err := s.DatabaseConnection(t.Context(), "database", "orders")
	require.ErrorIs(t, err, secrets.ErrDenied)
}

// TestSetWrapped hands a value in by a one-time token, which works once, and not at all when it comes from elsewhere.
func TestSetWrapped(t *testing.T) {
	t.Parallel()
	eachDatabase(t, func(t *testing.T, w *world) {
		ctx, s, c := t.Context(), w.store(t), parse(t, document)
		p := provisioner(s)
		require.NoError(t, apply(t, p, c))
		id := c.Requests[0].ID
		token := w.wrap(t, time.Hour, value("sk-"+marker))
		v, err := p.SetWrapped(ctx, c, id, token, nil)
		require.NoError(t, err)
		assert.Equal(t, 1, v.Number)
		got, err := s.Read(ctx, kv2("production/order-api/stripe-api-key"), 0)
		require.NoError(t, err)
		assert.Equal(t, "sk-"+marker, got["value"].Reveal())
		_, err = p.SetWrapped(ctx, c, id, token, nil)
		require.ErrorIs(t, err, secrets.ErrWrapped, "it was used")
		assert.NotContains(t, err.Error(), token.Reveal())
		long := w.wrap(t, 48*time.Hour, value("sk-"+marker))
		_, err = p.SetWrapped(ctx, c, id, long, nil)
		require.ErrorIs(t, err, secrets.ErrWrapped, "it lives too long")
		_, err = p.SetWrapped(ctx, c, id, long, &secrets.WrappedOptions{From: []string{"secrets/data/elsewhere"}, MaxTTL: 72 * time.Hour})
		require.ErrorIs(t, err, secrets.ErrWrapped, "it was made elsewhere")
		_, err = p.SetWrapped(ctx, c, id, long, &secrets.WrappedOptions{MaxTTL: 72 * time.Hour})
		require.NoError(t, err, "being refused does not spend it")
	})
}
