package vault_test

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/internal/vaultproc"
	"github.com/goldenpath-go/goldenpath/plan"
	"github.com/goldenpath-go/goldenpath/secrets"
	"github.com/goldenpath-go/goldenpath/secrets/vault"
)

// TestSealed seals the server, and unseals it once it has been asked in vain.
func TestSealed(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(t *testing.T, w *world) {
		var asked atomic.Int32
		p := newProxy(t, w.address, func(*http.Request) fault {
			n := asked.Add(1)
			switch {
			case w.real == nil && n < 3:
				return sealed
			case w.real != nil && n == 3:
				w.write(t, "sys/unseal", fields{"key": w.real.UnsealKey})
			}
			return none
		})
		if w.real != nil {
			w.write(t, "sys/seal", nil)
			h, err := w.store(t).Health(t.Context())
			require.NoError(t, err)
			require.True(t, h.Sealed)
		}
		o := quick()
		o.Retries, o.FirstWait = 20, time.Millisecond // it takes a moment until it answers
		s, err := vault.Open(p.URL, &vault.Token{Value: plan.NewSecret(w.token)}, o)
		require.NoError(t, err)
		require.NoError(t, writeDB(marker, 0)(t.Context(), s))
		assert.Greater(t, asked.Load(), int32(3))
	})
}

// TestStaysSealed ends within the patience.
func TestStaysSealed(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(t *testing.T, w *world) {
		address := w.address
		if w.real != nil {
			w.write(t, "sys/seal", nil)
		} else {
			address = newProxy(t, w.address, func(*http.Request) fault { return sealed }).URL
		}
		err := writeDB(marker, 0)(t.Context(), w.open(t, address, w.token))
		var answered *vault.Error
		require.ErrorAs(t, err, &answered)
		assert.Equal(t, "the server is sealed", answered.Message)
		require.NotErrorIs(t, err, secrets.ErrUnclear, "nothing was done, for sure")
	})
}

// TestRateLimit writes faster than the server allows.
func TestRateLimit(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(t *testing.T, w *world) {
		const writes = 6
		n := 0
		p := newProxy(t, w.address, func(*http.Request) fault {
			if n++; w.real == nil && n%2 == 0 {
				return tooMany
			}
			return none
		})
		if w.real != nil {
			w.write(t, "sys/quotas/rate-limit/slow", fields{"path": "secrets/", "rate": 4, "interval": "1s"})
		}
		o := quick()
		o.FirstWait, o.Retries, o.Patience = 20*time.Millisecond, 20, 10*time.Second
		s, err := vault.Open(p.URL, &vault.Token{Value: plan.NewSecret(w.token)}, o)
		require.NoError(t, err)
		for i := range writes {
			_, err := s.Write(t.Context(), kv2(fmt.Sprintf("limited/%d", i)), value("x"), 0)
			require.NoError(t, err)
		}
		assert.Greater(t, len(p.requests()), writes+1, "some were refused")
	})
}

// TestRevoked revokes every token of the Kubernetes login in the middle of the work. Against the stand-in the same is in
// TestRevokedToken.
func TestRevoked(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(t *testing.T, w *world) {
		if w.real == nil {
			_, err := w.open(t, w.address, "revoked").Policy(t.Context(), "x")
			require.ErrorIs(t, err, secrets.ErrDenied)
			return
		}
		require.NoError(t, apply(t, provisioner(w.store(t)), parse(t, document)))
		s := service(t, w, "production", "order-api")
		at := kv2("production/order-api/db-password")
		_, err := s.Read(t.Context(), at, 0)
		require.NoError(t, err)
		w.write(t, "sys/leases/revoke-prefix/auth/kubernetes/login", nil)
		_, err = s.Read(t.Context(), at, 0)
		require.NoError(t, err)

		jwt, err := vaultproc.NewKube() // who is not the one that the server trusts
		require.NoError(t, err)
		t.Cleanup(jwt.Close)
		forged, err := jwt.Token(vaultproc.ServiceAccount{Namespace: "production", Name: "order-api"})
		require.NoError(t, err)
		s, err = vault.Open(w.address, &vault.Kubernetes{Role: "production_order-api", Token: plan.NewSecret(forged)}, quick())
		require.NoError(t, err)
		_, err = s.Read(t.Context(), at, 0)
		require.ErrorIs(t, err, secrets.ErrDenied)
	})
}

// TestNamespaceIsRefused asks a server without namespaces for one. It would read and write in the root.
func TestNamespaceIsRefused(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(t *testing.T, w *world) {
		o := quick()
		o.Namespace = "team-a"
		s, err := vault.Open(w.address, &vault.Token{Value: plan.NewSecret(w.token)}, o)
		require.NoError(t, err)
		require.ErrorIs(t, writeDB(marker, 0)(t.Context(), s), vault.ErrNamespace)
		_, err = w.store(t).Metadata(t.Context(), orderDB)
		require.ErrorIs(t, err, secrets.ErrNotFound)
	})
}

func TestHealth(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(t *testing.T, w *world) {
		h, err := w.store(t).Health(t.Context())
		require.NoError(t, err)
		assert.True(t, h.Initialized)
		assert.False(t, h.Sealed)
		assert.False(t, h.Enterprise)
		assert.NotEmpty(t, h.ClusterID)
		assert.NotEmpty(t, h.Version)
		assert.False(t, h.Time.IsZero())
	})
}

// TestPassword has the server generate a value by a policy of its own.
func TestPassword(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(t *testing.T, w *world) {
		if w.real != nil {
			w.write(t, "sys/policies/password/test", fields{"policy": "length = 20\nrule \"charset\" { charset = \"abc\" }\n"})
		}
		s := w.store(t)
		got, err := s.Password(t.Context(), "test")
		require.NoError(t, err)
		assert.NotEmpty(t, got.Reveal())
		_, err = s.Password(t.Context(), "none")
		require.ErrorIs(t, err, secrets.ErrNotFound)
	})
}

func TestCapabilities(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(t *testing.T, w *world) {
		got, err := w.store(t).Capabilities(t.Context(), "secrets/data/a", "sys/policies/acl/b")
		require.NoError(t, err)
		assert.Equal(t, map[string][]string{"secrets/data/a": {"root"}, "sys/policies/acl/b": {"root"}}, got)
	})
}

// TestValuesOfOthers reads a secret that somebody else wrote with more than texts in it.
func TestValuesOfOthers(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		_, _ = io.WriteString(w, `{"data":{"data":{"port":5432,"tls":true,"hosts":["a"],"user":"x"},"ttl":0}}`)
	}))
	t.Cleanup(server.Close)
	s, err := vault.Open(server.URL, &vault.Token{Value: plan.NewSecret("own")}, quick())
	require.NoError(t, err)
	got, err := s.Read(t.Context(), orderDB, 0)
	require.NoError(t, err)
	assert.Equal(t, fields{"port": "5432", "tls": "true", "hosts": `["a"]`, "user": "x"}, revealed(got))
}

// TestAnswerThatIsNone has a proxy answer with a page, in which a value might be.
func TestAnswerThatIsNone(t *testing.T) {
	t.Parallel()
	for _, body := range []string{"<html>" + marker + "</html>", `{"data":"` + marker + `"}`, ""} {
		t.Run(body, func(t *testing.T) {
			t.Parallel()
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				if r.URL.Path == "/v1/auth/token/lookup-self" {
					refuse(w, http.StatusForbidden)
					return
				}
				_, _ = io.WriteString(w, body)
			}))
			t.Cleanup(server.Close)
			s, err := vault.Open(server.URL, &vault.Token{Value: plan.NewSecret("own")}, quick())
			require.NoError(t, err)
			_, err = s.Read(t.Context(), orderDB, 0)
			require.ErrorContains(t, err, "the answer")
			assert.NotContains(t, err.Error(), marker)
			_, err = s.Health(t.Context())
			if body != `{"data":"`+marker+`"}` {
				require.ErrorContains(t, err, "not JSON")
			}
		})
	}
}
