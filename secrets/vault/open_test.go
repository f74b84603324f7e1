package vault_test

import (
	"crypto/x509"
	"encoding/pem"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/plan"
	"github.com/goldenpath-go/goldenpath/secrets"
	"github.com/goldenpath-go/goldenpath/secrets/vault"
)

func TestAddresses(t *testing.T) {
	t.Parallel()
	tests := []struct {
		address   string
		allowHTTP bool
		ok        bool
	}{
		{"https://vault.example.com", false, true},
		{"https://vault.example.com:8200/", false, true},
		{"http://127.0.0.1:8200", false, true},
		{"http://[::1]:8200", false, true},
		{"http://localhost:8200", false, true},
		{"http://vault.example.com", false, false},
		{"http://localhost.example.com", false, false},
		{"http://127.0.0.1.example.com", false, false},
		{"http://vault.example.com", true, true},
		{"https://user:" + marker + "@vault.example.com", false, false},
		{"https://vault.example.com/v1", false, false},
		{"https://vault.example.com?x=" + marker, false, false},
		{"vault.example.com:8200", false, false},
		{"unix:///run/vault.sock", false, false},
		{"://" + marker, false, false},
		{"", false, false},
	}
	for _, test := range tests {
		t.Run(test.address, func(t *testing.T) {
			t.Parallel()
			_, err := vault.Open(test.address, byAccount(), &vault.Options{AllowHTTP: test.allowHTTP})
			if test.ok {
				require.NoError(t, err)
				return
			}
			require.ErrorIs(t, err, vault.ErrAddress)
			assert.NotContains(t, err.Error(), marker)
		})
	}
	_, err := vault.Open("https://vault.example.com", nil, nil)
	require.Error(t, err)
}

// TestEnvironment sets every variable that could change where a request goes, what it carries or whom it trusts.
func TestEnvironment(t *testing.T) {
	var got *http.Request
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		got = r
		_, _ = io.WriteString(w, `{"data":{"policy":"x"}}`)
	}))
	defer server.Close()
	for name, value := range map[string]string{
		"VAULT_ADDR": "https://elsewhere.example.com", "VAULT_AGENT_ADDR": "https://elsewhere.example.com", "VAULT_TOKEN": marker,
		"VAULT_NAMESPACE": marker, "VAULT_HEADERS": `{"X-Marker":"` + marker + `"}`, "VAULT_WRAP_TTL": "60s", "VAULT_SKIP_VERIFY": "true",
		"VAULT_HTTP_PROXY": "http://127.0.0.1:1", "VAULT_PROXY_ADDR": "http://127.0.0.1:1", "HTTP_PROXY": "http://127.0.0.1:1",
		"HTTPS_PROXY": "http://127.0.0.1:1", "VAULT_MAX_RETRIES": "9", "VAULT_RATE_LIMIT": "1", "VAULT_CLIENT_TIMEOUT": "1ns",
	} {
		t.Setenv(name, value)
	}
	s, err := vault.Open(server.URL, &vault.Token{Value: plan.NewSecret("own")}, quick())
	require.NoError(t, err)
	_, err = s.Policy(t.Context(), "x")
	require.NoError(t, err)
	assert.Equal(t, "own", got.Header.Get("X-Vault-Token"))
	for name, values := range got.Header {
		assert.NotContains(t, strings.Join(values, " "), marker, name)
	}
	assert.Empty(t, got.Header.Get("X-Vault-Wrap-Ttl"))

	trusted := httptest.NewUnstartedServer(server.Config.Handler)
	trusted.Config.ErrorLog = log.New(io.Discard, "", 0)
	trusted.StartTLS()
	defer trusted.Close()
	s, err = vault.Open(trusted.URL, &vault.Token{Value: plan.NewSecret("own")}, quick())
	require.NoError(t, err)
	_, err = s.Policy(t.Context(), "x")
	var unknown x509.UnknownAuthorityError
	require.ErrorAs(t, err, &unknown, "VAULT_SKIP_VERIFY has no effect")
}

func TestOpenEnvironment(t *testing.T) {
	t.Parallel()
	var got *http.Request
	server := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		got = r
		_, _ = io.WriteString(w, `{"data":{"policy":"x"}}`)
	}))
	t.Cleanup(server.Close)
	file := filepath.Join(t.TempDir(), "ca.pem")
	certificate := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: server.Certificate().Raw})
	require.NoError(t, os.WriteFile(file, certificate, 0o600))
	variables := map[string]string{"VAULT_ADDR": server.URL, "VAULT_TOKEN": "asked-for", "VAULT_CACERT": file}
	s, err := vault.OpenEnvironment(func(name string) string { return variables[name] }, quick())
	require.NoError(t, err)
	_, err = s.Policy(t.Context(), "x")
	require.NoError(t, err)
	assert.Equal(t, "asked-for", got.Header.Get("X-Vault-Token"))

	require.NoError(t, os.WriteFile(file, []byte("no certificate"), 0o600))
	_, err = vault.OpenEnvironment(func(name string) string { return variables[name] }, nil)
	require.ErrorContains(t, err, "holds no certificate")
	variables["VAULT_CACERT"] = filepath.Join(t.TempDir(), "none.pem")
	_, err = vault.OpenEnvironment(func(name string) string { return variables[name] }, nil)
	require.ErrorIs(t, err, os.ErrNotExist)
}

func TestNamespaces(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, health string
		want         error
	}{
		{"community", `{"version":"1.14.1"}`, vault.ErrNamespace},
		{"community that says so", `{"version":"1.21.4","enterprise":false}`, vault.ErrNamespace},
		{"enterprise", `{"version":"1.14.1+ent"}`, nil},
		{"enterprise that says so", `{"version":"1.21.4","enterprise":true}`, nil},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				if r.URL.Path == "/v1/sys/health" {
					assert.Empty(t, r.Header.Get("X-Vault-Namespace"), "of the root only")
					_, _ = io.WriteString(w, test.health)
					return
				}
				assert.Equal(t, "team-a", r.Header.Get("X-Vault-Namespace"))
				_, _ = io.WriteString(w, `{"data":{"policy":"x"}}`)
			}))
			t.Cleanup(server.Close)
			o := quick()
			o.Namespace = "team-a"
			s, err := vault.Open(server.URL, &vault.Token{Value: plan.NewSecret("own")}, o)
			require.NoError(t, err)
			_, err = s.Policy(t.Context(), "x")
			require.ErrorIs(t, err, test.want)
		})
	}
}

// TestRetryAfter has the server ask for a wait, and for one that is beyond the patience.
func TestRetryAfter(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(t *testing.T, w *world) {
		p := newProxy(t, w.address, once(tooManyFor, isWrite))
		s := w.open(t, p.URL, w.token)
		start := time.Now()
		require.NoError(t, s.PutPolicy(t.Context(), "order-api", policy))
		assert.GreaterOrEqual(t, time.Since(start), time.Second)

		o := quick()
		o.Patience = time.Millisecond
		p = newProxy(t, w.address, always(tooManyFor))
		s, err := vault.Open(p.URL, &vault.Token{Value: plan.NewSecret(w.token)}, o)
		require.NoError(t, err)
		var answered *vault.Error
		require.ErrorAs(t, s.PutPolicy(t.Context(), "order-api", policy), &answered)
		assert.Equal(t, http.StatusTooManyRequests, answered.Status)
		assert.Len(t, p.writes(), 1)
	})
}

// TestPaths tries what would be another path once it is cleaned. Nothing is sent.
func TestPaths(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(t *testing.T, w *world) {
		p := newProxy(t, w.address, always(none))
		s, ctx := w.open(t, p.URL, w.token), t.Context()
		for _, path := range []string{
			"", "/", "a/", "/a", "a//b", "..", "a/..", "a/../b", ".", "a/./b", "a\nb", "a\x00", "a\u202eb", "a\u200b", "\xff",
		} {
			errs := map[string]error{}
			_, errs["read"] = s.Read(ctx, kv2(path), 0)
			_, errs["write"] = s.Write(ctx, kv2(path), value("x"), 0)
			_, errs["mount"] = s.Mount(ctx, path)
			_, errs["list"] = s.List(ctx, secrets.Location{Mount: path, KV: 2})
			_, errs["metadata"] = s.Metadata(ctx, kv2(path))
			errs["put metadata"] = s.PutMetadata(ctx, kv2(path), secrets.Settings{})
			errs["delete metadata"] = s.DeleteMetadata(ctx, kv2(path))
			errs["delete"] = s.Delete(ctx, kv2(path), 1)
			errs["delete in version 1"] = s.Delete(ctx, kv1(path))
			_, errs["policy"] = s.Policy(ctx, path)
			errs["put policy"] = s.PutPolicy(ctx, path, policy)
			errs["delete policy"] = s.DeletePolicy(ctx, path)
			_, errs["roles"] = s.Roles(ctx, path)
			_, errs["role"] = s.Role(ctx, "kubernetes", path)
			errs["put role"] = s.PutRole(ctx, path, "order-api", account)
			errs["delete role"] = s.DeleteRole(ctx, "kubernetes", path)
			_, errs["password"] = s.Password(ctx, path)
			for what, err := range errs {
				require.ErrorIs(t, err, secrets.ErrInvalid, "%s %q", what, path)
			}
		}
		for _, mount := range []string{"sys", "auth/kubernetes", "identity", "Cubbyhole/x"} {
			_, err := s.Write(ctx, secrets.Location{Mount: mount, KV: 1, Path: "policies/acl/x"}, value("x"), 0)
			require.ErrorIs(t, err, secrets.ErrInvalid, mount)
		}
		_, err := s.Read(ctx, secrets.Location{Mount: "secrets", Path: "a"}, 0)
		require.ErrorIs(t, err, secrets.ErrInvalid)
		assert.Empty(t, p.requests())
	})
}

// TestOddNames writes names that are sent as they stand.
func TestOddNames(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(t *testing.T, w *world) {
		ctx, s := t.Context(), w.store(t)
		for _, name := range []string{
			"%2e%2e", "%2f", "a b", "a?b", "a#b", "a*", "+", `a"b`, "a\\b", "{{identity.entity.id}}", "ä", "...", "a;b", "a&b=c", "v1", "a,b",
		} {
			_, err := s.Write(ctx, kv2("odd/"+name), value(name), 0)
			require.NoError(t, err, name)
			got, err := s.Read(ctx, kv2("odd/"+name), 0)
			require.NoError(t, err, name)
			assert.Equal(t, value(name), got)
			names, err := s.List(ctx, kv2("odd"))
			require.NoError(t, err)
			assert.Contains(t, names, name)
		}
	})
}

func TestValueThatIsNoText(t *testing.T) {
	t.Parallel()
	d, address := newDoorman(t)
	_, err := d.store(t, address, byAccount()).Write(t.Context(), orderDB, value("\xff"), 0)
	require.ErrorIs(t, err, secrets.ErrInvalid)
	assert.Empty(t, d.requests())
}
