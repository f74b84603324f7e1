package vault_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/secrets"
	"github.com/goldenpath-go/goldenpath/secrets/secretstest"
)

func TestStore(t *testing.T) {
	t.Parallel()
	t.Run("stand-in", func(t *testing.T) {
		t.Parallel()
		secretstest.TestStore(t, func(t *testing.T) secrets.Store { return standinWorld(t).store(t) })
	})
	if *program == "" {
		t.Log(whereReal)
		return
	}
	t.Run("real", func(t *testing.T) {
		t.Parallel()
		secretstest.TestStore(t, func(t *testing.T) secrets.Store { return realWorld(t).store(t) })
	})
}

func TestNothingAtMount(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(t *testing.T, w *world) {
		ctx, s := t.Context(), w.store(t)
		_, err := s.Mount(ctx, "nowhere/production")
		require.ErrorIs(t, err, secrets.ErrNotFound)
		_, err = s.List(ctx, secrets.Location{Mount: "nowhere", KV: 2})
		require.ErrorIs(t, err, secrets.ErrNotFound, "which is another thing than an empty folder")
		_, err = s.Roles(ctx, "nowhere")
		require.ErrorIs(t, err, secrets.ErrNotFound)
		m, err := s.Mount(ctx, "secrets/production/order-api")
		require.NoError(t, err)
		assert.NotEmpty(t, m.Accessor)
	})
}

// TestPolicyBase64 uses a text that is HCL without any block, and base64, which a server decodes when it can.
func TestPolicyBase64(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(t *testing.T, w *world) {
		ctx, s := t.Context(), w.store(t)
		require.NoError(t, s.PutPolicy(ctx, "blank", "\n\n"))
		got, err := s.Policy(ctx, "blank")
		require.NoError(t, err)
		assert.Equal(t, "\n\n", got)
	})
}

// TestUpperCase refuses names that the server would change.
func TestUpperCase(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(t *testing.T, w *world) {
		ctx, s := t.Context(), w.store(t)
		require.ErrorIs(t, s.PutPolicy(ctx, "Upper", policy), secrets.ErrInvalid)
		require.ErrorIs(t, s.PutRole(ctx, "kubernetes", "Upper", account), secrets.ErrInvalid)
		require.ErrorIs(t, s.PutRole(ctx, "kubernetes", "a/b", account), secrets.ErrInvalid)
	})
}

// TestWholeRole writes every field, and then none: a server keeps what a write leaves out.
func TestWholeRole(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(t *testing.T, w *world) {
		ctx, s := t.Context(), w.store(t)
		whole := &secrets.Role{
			ServiceAccounts: []string{"order-api"}, Namespaces: []string{"production"}, Audience: "vault", AliasNameSource: "serviceaccount_name",
			Policies: []string{"order-api", "extra"}, TTL: 10 * time.Minute, MaxTTL: time.Hour, ExplicitMaxTTL: 2 * time.Hour, TokenType: "service",
			NumUses: 7, BoundCIDRs: []string{"10.0.0.0/8"}, NoDefaultPolicy: true,
		}
		require.NoError(t, s.PutRole(ctx, "kubernetes", "order-api", whole))
		got, err := s.Role(ctx, "kubernetes", "order-api")
		require.NoError(t, err)
		assert.Equal(t, whole, got)
		least := &secrets.Role{ServiceAccounts: []string{"order-api"}, Namespaces: []string{"production"}}
		require.NoError(t, s.PutRole(ctx, "kubernetes", "order-api", least))
		got, err = s.Role(ctx, "kubernetes", "order-api")
		require.NoError(t, err)
		assert.Equal(t, &secrets.Role{
			ServiceAccounts: []string{"order-api"}, Namespaces: []string{"production"}, AliasNameSource: "serviceaccount_uid",
			TokenType: "default", Policies: []string{}, BoundCIDRs: []string{},
		}, got)
	})
}
