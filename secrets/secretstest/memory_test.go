package secretstest_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/plan"
	"github.com/goldenpath-go/goldenpath/secrets"
	"github.com/goldenpath-go/goldenpath/secrets/secretstest"
)

func open(*testing.T) secrets.Store {
	return secretstest.NewMemory(secrets.Mount{Path: "secrets", Type: "kv", KV: 2}, secrets.Mount{Path: "plain", Type: "kv", KV: 1})
}

func TestMemory(t *testing.T) {
	t.Parallel()
	secretstest.TestStore(t, open)
}

// TestNaiveRole is how the document's program loses a service's policies: each write carries one, and replaces the list.
func TestNaiveRole(t *testing.T) {
	t.Parallel()
	m := secretstest.NewMemory()
	for _, policy := range []string{"first", "second"} {
		require.NoError(t, m.WriteRole(t.Context(), "kubernetes", "r", map[string]any{
			"serviceAccounts": []string{"a"}, "namespaces": []string{"b"}, "policies": []string{policy},
		}))
	}
	require.NoError(t, m.WriteRole(t.Context(), "kubernetes", "r", map[string]any{"audience": "vault"}))
	r, err := m.Role(t.Context(), "kubernetes", "r")
	require.NoError(t, err)
	assert.Equal(t, []string{"second"}, r.Policies)
	assert.Equal(t, "vault", r.Audience)
	assert.Equal(t, []string{"a"}, r.ServiceAccounts, "a field that is left out stays")
}

func TestRequests(t *testing.T) {
	t.Parallel()
	m := secretstest.NewMemory()
	_, err := m.Policies(t.Context())
	require.NoError(t, err)
	require.NoError(t, m.PutPolicy(t.Context(), "Upper", "x"))
	assert.Equal(t, []secretstest.Request{
		{Seq: 1, Method: "LIST", Path: "sys/policies/acl"}, {Seq: 2, Method: "POST", Path: "sys/policies/acl/Upper"},
	}, m.Requests())
	assert.Equal(t, 1, m.Writes())
	assert.Contains(t, m.State().Policies, "upper")
	m.Forget()
	assert.Empty(t, m.Requests())
}

func TestMemoryDatabases(t *testing.T) {
	t.Parallel()
	secretstest.TestDatabaseStore(t, func(*testing.T) secrets.DatabaseStore {
		m := secretstest.NewMemory(secrets.Mount{Path: "database", Type: "database"})
		m.Connect("database", "orders", "*")
		return m
	})
}

func TestMemoryWrapping(t *testing.T) {
	t.Parallel()
	secretstest.TestWrappingStore(t, func(*testing.T) (secrets.WrappingStore, secretstest.Wrap) {
		m := secretstest.NewMemory()
		return m, func(t *testing.T, ttl time.Duration, value secrets.Value) plan.Secret {
			token, err := m.Wrap(t.Context(), "sys/wrapping/wrap", ttl, value)
			require.NoError(t, err)
			return token
		}
	})
}
