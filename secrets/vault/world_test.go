package vault_test

import (
	"flag"
	"net/http"
	"net/http/httptest"
	"os"
	"testing"
	"time"

	"github.com/hashicorp/vault/api"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/internal/vaultproc"
	"github.com/goldenpath-go/goldenpath/plan"
	"github.com/goldenpath-go/goldenpath/secrets"
	"github.com/goldenpath-go/goldenpath/secrets/secretstest"
	"github.com/goldenpath-go/goldenpath/secrets/vault"
)

var program = flag.String("vaultdev", "", "program that internal/vaultdev is built into: test against a real Vault, too")

const whereReal = "a real Vault is tested against by: go run ./internal/conformance vault internal/vaultdev"

// world is a server to test with: kv of version 2 at secrets, of version 1 at plain, the Kubernetes login at kubernetes.
type world struct {
	address, token string
	kube           *vaultproc.Kube   // of a real Vault; else nil
	real           *vaultproc.Server // else nil
	transport      http.RoundTripper // the shortest way to it
}

// eachWorld runs a test against a stand-in and, where its program is given, a real Vault.
func eachWorld(t *testing.T, test func(t *testing.T, w *world)) {
	t.Helper()
	t.Run("stand-in", func(t *testing.T) {
		t.Parallel()
		test(t, standinWorld(t))
	})
	if *program == "" {
		t.Log(whereReal)
		return
	}
	t.Run("real", func(t *testing.T) {
		t.Parallel()
		test(t, realWorld(t))
	})
}

func standinWorld(t *testing.T) *world {
	t.Helper()
	mounts := []secrets.Mount{
		{Path: "secrets", Type: "kv", KV: 2, Accessor: "kv_1"}, {Path: "plain", Type: "kv", KV: 1, Accessor: "kv_2"},
	}
	handler := &standin{memory: secretstest.NewMemory(mounts...), mounts: mounts, token: "root-token"}
	s := httptest.NewServer(handler)
	t.Cleanup(s.Close)
	direct := roundTrip(func(r *http.Request) (*http.Response, error) {
		w := httptest.NewRecorder()
		if r = r.Clone(r.Context()); r.Body == nil {
			r.Body = http.NoBody
		}
		handler.ServeHTTP(w, r)
		answer := w.Result()
		answer.Request = r
		return answer, nil
	})
	return &world{address: s.URL, token: "root-token", transport: direct}
}

// roundTrip is a function that answers requests.
type roundTrip func(r *http.Request) (*http.Response, error)

func (f roundTrip) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

func realWorld(t testing.TB) *world {
	t.Helper()
	s, err := vaultproc.Start(t.Context(), *program, os.Stderr)
	require.NoError(t, err)
	t.Cleanup(func() { _ = s.Stop() })
	kube, err := vaultproc.NewKube()
	require.NoError(t, err)
	t.Cleanup(kube.Close)
	w := &world{address: s.Address, token: s.RootToken, kube: kube, real: s, transport: &http.Transport{MaxIdleConnsPerHost: 8}}
	w.write(t, "sys/mounts/secrets", fields{"type": "kv", "options": fields{"version": "2"}})
	w.write(t, "sys/mounts/plain", fields{"type": "kv"})
	w.write(t, "sys/auth/kubernetes", fields{"type": "kubernetes"})
	w.write(t, "auth/kubernetes/config", kube.Config())
	return w
}

// client returns the plain client library, to look from outside.
func (w *world) client(t testing.TB, token string) *api.Client {
	t.Helper()
	c, err := api.NewClient(&api.Config{Address: w.address, HttpClient: &http.Client{Transport: &http.Transport{}}})
	require.NoError(t, err)
	c.SetToken(token)
	return c
}

func (w *world) write(t testing.TB, path string, data fields) {
	t.Helper()
	_, err := w.client(t, w.token).Logical().WriteWithContext(t.Context(), path, data)
	require.NoError(t, err)
}

// store opens the server as root.
func (w *world) store(t *testing.T) *vault.Store {
	t.Helper()
	return w.open(t, w.address, w.token)
}

func (w *world) open(t *testing.T, address, token string) *vault.Store {
	t.Helper()
	s, err := vault.Open(address, &vault.Token{Value: plan.NewSecret(token)}, quick())
	require.NoError(t, err)
	return s
}

// quick waits hardly at all between attempts.
func quick() *vault.Options {
	return &vault.Options{FirstWait: time.Microsecond, Patience: 2 * time.Second, Retries: 3, Timeout: 20 * time.Second}
}

func kv2(path string) secrets.Location { return secrets.Location{Mount: "secrets", KV: 2, Path: path} }
func kv1(path string) secrets.Location { return secrets.Location{Mount: "plain", KV: 1, Path: path} }

func value(text string) secrets.Value { return secrets.Value{"value": plan.NewSecret(text)} }
