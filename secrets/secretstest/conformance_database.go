package secretstest

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/plan"
	"github.com/goldenpath-go/goldenpath/secrets"
)

// TestDatabaseStore checks that a Store keeps what secrets.DatabaseStore promises. Open returns one on a server of its own, with an
// engine of type database at database, and in it a connection called orders that each role may use.
func TestDatabaseStore(t *testing.T, open func(t *testing.T) secrets.DatabaseStore) {
	t.Helper()
	for _, c := range []struct {
		name string
		run  func(*testing.T, secrets.DatabaseStore)
	}{
		{"connections", connections},
		{"static roles", staticRoles},
		{"dynamic roles", dynamicRoles},
		{"one name, one kind", oneKind},
		{"nothing there", noRoles},
	} {
		t.Run(c.name, func(t *testing.T) { c.run(t, open(t)) })
	}
}

func databaseRole(static bool, name string) secrets.DatabaseLocation {
	return secrets.DatabaseLocation{Mount: "database", Static: static, Name: name}
}

func static() *secrets.DatabaseRole {
	return &secrets.DatabaseRole{
		Connection: "orders", Account: "order_api", Period: 24 * time.Hour,
		Statements: secrets.Statements{Rotation: []string{`ALTER USER "{{name}}" WITH PASSWORD '{{password}}';`}},
	}
}

func dynamic() *secrets.DatabaseRole {
	return &secrets.DatabaseRole{
		Connection: "orders", TTL: time.Hour, MaxTTL: 2 * time.Hour, Statements: secrets.Statements{
			Creation:   []string{`CREATE ROLE "{{name}}" LOGIN PASSWORD '{{password}}';`, `GRANT SELECT ON orders TO "{{name}}";`},
			Revocation: []string{`DROP ROLE "{{name}}";`}, Renewal: []string{"SELECT 1"}, Rollback: []string{"SELECT 2"},
		},
	}
}

func connections(t *testing.T, s secrets.DatabaseStore) {
	allowed, err := s.DatabaseConnection(t.Context(), "database", "orders")
	require.NoError(t, err)
	assert.Equal(t, []string{"*"}, allowed)
	_, err = s.DatabaseConnection(t.Context(), "database", "none")
	require.ErrorIs(t, err, secrets.ErrNotFound)
}

func staticRoles(t *testing.T, s secrets.DatabaseStore) {
	ctx, at, want := t.Context(), databaseRole(true, "production_order-api_orders"), static()
	require.NoError(t, s.PutDatabaseRole(ctx, at, want))
	got, err := s.DatabaseRole(ctx, at)
	require.NoError(t, err)
	assert.Equal(t, want, got)
	require.NoError(t, s.RotateDatabaseRole(ctx, at))
	want.Period, want.Statements = time.Hour, secrets.Statements{}
	require.NoError(t, s.PutDatabaseRole(ctx, at, want))
	got, err = s.DatabaseRole(ctx, at)
	require.NoError(t, err)
	assert.Equal(t, time.Hour, got.Period)
	assert.Empty(t, got.Statements.Rotation, "what is left out is reset")

	for name, change := range map[string]func(*secrets.DatabaseRole){
		"another account": func(r *secrets.DatabaseRole) { r.Account = "postgres" },
		"no connection":   func(r *secrets.DatabaseRole) { r.Connection = "" },
		"a short period":  func(r *secrets.DatabaseRole) { r.Period = time.Second },
	} {
		r := static()
		change(r)
		assert.ErrorIs(t, s.PutDatabaseRole(ctx, at, r), secrets.ErrInvalid, name)
	}
	require.NoError(t, s.DeleteDatabaseRole(ctx, at))
	_, err = s.DatabaseRole(ctx, at)
	require.ErrorIs(t, err, secrets.ErrNotFound)
}

func dynamicRoles(t *testing.T, s secrets.DatabaseStore) {
	ctx, at, want := t.Context(), databaseRole(false, "production_order-api_reports"), dynamic()
	require.NoError(t, s.PutDatabaseRole(ctx, at, want))
	got, err := s.DatabaseRole(ctx, at)
	require.NoError(t, err)
	assert.Equal(t, want, got)
	least := &secrets.DatabaseRole{Connection: "orders", Statements: secrets.Statements{Creation: []string{"x; y"}}}
	require.NoError(t, s.PutDatabaseRole(ctx, at, least))
	got, err = s.DatabaseRole(ctx, at)
	require.NoError(t, err)
	assert.Equal(t, []string{"x; y"}, got.Statements.Creation, "a statement stays one")
	assert.Empty(t, got.Statements.Revocation, "what is left out is reset")
	assert.Zero(t, got.TTL)
	assert.Zero(t, got.MaxTTL)
	require.ErrorIs(t, s.RotateDatabaseRole(ctx, at), secrets.ErrInvalid)
	require.NoError(t, s.DeleteDatabaseRole(ctx, at))
	_, err = s.DatabaseRole(ctx, at)
	require.ErrorIs(t, err, secrets.ErrNotFound)
}

func oneKind(t *testing.T, s secrets.DatabaseStore) {
	ctx := t.Context()
	require.NoError(t, s.PutDatabaseRole(ctx, databaseRole(true, "both"), static()))
	require.ErrorIs(t, s.PutDatabaseRole(ctx, databaseRole(false, "both"), dynamic()), secrets.ErrInvalid)
	require.NoError(t, s.PutDatabaseRole(ctx, databaseRole(false, "other"), dynamic()))
	require.ErrorIs(t, s.PutDatabaseRole(ctx, databaseRole(true, "other"), static()), secrets.ErrInvalid)
}

func noRoles(t *testing.T, s secrets.DatabaseStore) {
	ctx := t.Context()
	for _, isStatic := range []bool{true, false} {
		at := databaseRole(isStatic, "none")
		_, err := s.DatabaseRole(ctx, at)
		require.ErrorIs(t, err, secrets.ErrNotFound)
		require.NoError(t, s.DeleteDatabaseRole(ctx, at))
		require.ErrorIs(t, s.RotateDatabaseRole(ctx, at), secrets.ErrInvalid)
	}
	_, err := s.DatabaseRole(ctx, secrets.DatabaseLocation{Mount: "nowhere", Name: "none"})
	require.ErrorIs(t, err, secrets.ErrNotFound)
}

// Wrap wraps a value for a test, as a person does by sys/wrapping/wrap, and returns the one-time token.
type Wrap func(t *testing.T, ttl time.Duration, value secrets.Value) plan.Secret

// TestWrappingStore checks that a Store keeps what secrets.WrappingStore promises. Open returns one, with what wraps there.
func TestWrappingStore(t *testing.T, open func(t *testing.T) (secrets.WrappingStore, Wrap)) {
	t.Helper()
	ctx := t.Context()
	s, wrap := open(t)
	token := wrap(t, 5*time.Minute, value("MARKER-4711"))
	for range 2 {
		w, err := s.Wrapping(ctx, token)
		require.NoError(t, err, "looking does not spend it")
		assert.Equal(t, "sys/wrapping/wrap", w.Path)
		assert.Equal(t, 5*time.Minute, w.TTL)
		assert.False(t, w.Created.IsZero())
	}
	got, err := s.Unwrap(ctx, token)
	require.NoError(t, err)
	assert.Len(t, got, 1)
	assert.Equal(t, "MARKER-4711", got["value"].Reveal())
	for _, spent := range []plan.Secret{token, plan.NewSecret("hvs.none-MARKER"), {}} {
		_, err = s.Wrapping(ctx, spent)
		require.ErrorIs(t, err, secrets.ErrInvalid)
		_, err = s.Unwrap(ctx, spent)
		require.ErrorIs(t, err, secrets.ErrInvalid)
		assert.NotContains(t, err.Error(), "MARKER")
		assert.NotContains(t, err.Error(), token.Reveal())
	}
}
