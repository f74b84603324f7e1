package vault_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/hashicorp/vault/api"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/plan"
	"github.com/goldenpath-go/goldenpath/secrets"
	"github.com/goldenpath-go/goldenpath/secrets/vault"
)

// doorman gives tokens that live for ten minutes by its clock, and has one policy to read.
type doorman struct {
	mu      sync.Mutex
	now     time.Time
	expires map[string]time.Time // by token
	batch   bool                 // tokens cannot be renewed
	last    time.Duration        // what a renewal gives; 0: ten minutes
	seen    []string
	bodies  []string
}

func newDoorman(t *testing.T) (*doorman, string) {
	t.Helper()
	d := &doorman{now: time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC), expires: map[string]time.Time{}}
	s := httptest.NewServer(d)
	t.Cleanup(s.Close)
	return d, s.URL
}

func (d *doorman) clock() time.Time {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.now
}

func (d *doorman) pass(by time.Duration) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.now = d.now.Add(by)
}

// requests returns the paths that were asked for, and begins anew.
func (d *doorman) requests() []string {
	d.mu.Lock()
	defer d.mu.Unlock()
	seen := d.seen
	d.seen = nil
	return seen
}

func (d *doorman) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	d.mu.Lock()
	defer d.mu.Unlock()
	path, token := strings.TrimPrefix(r.URL.Path, "/v1/"), r.Header.Get("X-Vault-Token")
	d.seen = append(d.seen, path)
	if strings.HasSuffix(path, "/login") {
		var body fields
		_ = json.NewDecoder(r.Body).Decode(&body)
		d.bodies = append(d.bodies, fmt.Sprint(body, token))
		d.give(w, fmt.Sprintf("token-%d", len(d.bodies)), 10*time.Minute)
		return
	}
	if !d.now.Before(d.expires[token]) {
		refuse(w, http.StatusForbidden, "permission denied")
		return
	}
	switch path {
	case "auth/token/lookup-self":
		left := d.expires[token].Sub(d.now)
		_ = json.NewEncoder(w).Encode(fields{"data": fields{"ttl": left.Seconds(), "renewable": !d.batch}})
	case "auth/token/renew-self":
		ttl := d.last
		if ttl == 0 {
			ttl = 10 * time.Minute
		}
		d.give(w, token, ttl)
	case "sys/policies/acl/forbidden":
		refuse(w, http.StatusForbidden, "permission denied")
	default:
		_ = json.NewEncoder(w).Encode(fields{"data": fields{"policy": token}})
	}
}

func (d *doorman) give(w http.ResponseWriter, token string, ttl time.Duration) {
	d.expires[token] = d.now.Add(ttl)
	_ = json.NewEncoder(w).Encode(fields{"auth": fields{
		"client_token": token, "lease_duration": ttl.Seconds(), "renewable": !d.batch,
	}})
}

// visit asks for a policy, which is the token that was used.
func (d *doorman) visit(t *testing.T, s *vault.Store) string {
	t.Helper()
	got, err := s.Policy(t.Context(), "x")
	require.NoError(t, err)
	return got
}

func (d *doorman) store(t *testing.T, address string, auth api.AuthMethod) *vault.Store {
	t.Helper()
	o := quick()
	o.Now = d.clock
	s, err := vault.Open(address, auth, o)
	require.NoError(t, err)
	return s
}

const (
	login  = "auth/kubernetes/login"
	renew  = "auth/token/renew-self"
	lookup = "auth/token/lookup-self"
	asked  = "sys/policies/acl/x"
)

func byAccount() *vault.Kubernetes {
	return &vault.Kubernetes{Role: "provisioner", Token: plan.NewSecret("jwt")}
}

func TestRenewal(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name  string
		setup func(d *doorman)
		pass  time.Duration
		want  []string
		token string
	}{
		{"young", func(*doorman) {}, 4 * time.Minute, []string{asked}, "token-1"},
		{"half of its life is over", func(*doorman) {}, 5 * time.Minute, []string{renew, asked}, "token-1"},
		{"dead", func(*doorman) {}, 10 * time.Minute, []string{renew, login, asked}, "token-2"},
		{"cannot be renewed", func(d *doorman) { d.batch = true }, 5 * time.Minute, []string{login, asked}, "token-2"},
		{"near its last end", func(d *doorman) { d.last = time.Minute }, 5 * time.Minute, []string{renew, login, asked}, "token-2"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			d, address := newDoorman(t)
			test.setup(d)
			s := d.store(t, address, byAccount())
			assert.Equal(t, "token-1", d.visit(t, s))
			assert.Equal(t, []string{login, asked}, d.requests())
			d.pass(test.pass)
			assert.Equal(t, test.token, d.visit(t, s))
			assert.Equal(t, test.want, d.requests())
		})
	}
}

func TestRevokedToken(t *testing.T) {
	t.Parallel()
	d, address := newDoorman(t)
	s := d.store(t, address, byAccount())
	d.visit(t, s)
	d.mu.Lock()
	clear(d.expires)
	d.mu.Unlock()
	d.requests()
	assert.Equal(t, "token-2", d.visit(t, s))
	assert.Equal(t, []string{asked, lookup, login, asked}, d.requests(), "it asks whether the token is dead, and logs in once")
}

func TestDenialIsNoReasonToLogIn(t *testing.T) {
	t.Parallel()
	d, address := newDoorman(t)
	s := d.store(t, address, byAccount())
	d.visit(t, s)
	d.requests()
	_, err := s.Policy(t.Context(), "forbidden")
	require.ErrorIs(t, err, secrets.ErrDenied)
	assert.Equal(t, []string{"sys/policies/acl/forbidden", lookup}, d.requests())
}

func TestOneLoginForAll(t *testing.T) {
	t.Parallel()
	d, address := newDoorman(t)
	s := d.store(t, address, byAccount())
	var all sync.WaitGroup
	for range 20 {
		all.Go(func() { d.visit(t, s) })
	}
	all.Wait()
	assert.Len(t, d.bodies, 1)
}

func TestWaysToLogIn(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "token")
	require.NoError(t, os.WriteFile(file, []byte("token-file\n"), 0o600))
	tests := []struct {
		name string
		auth api.AuthMethod
		want []string
		sent string
	}{
		{"service account", byAccount(), []string{login, asked}, "map[jwt:jwt role:provisioner]"},
		{"service account in a file", &vault.Kubernetes{Mount: "k8s/eu", Role: "r", File: file}, []string{"auth/k8s/eu/login", asked}, "map[jwt:token-file role:r]"},
		{"AppRole", &vault.AppRole{RoleID: "id", SecretID: plan.NewSecret("s")}, []string{"auth/approle/login", asked}, "map[role_id:id secret_id:s]"},
		{"token", &vault.Token{Value: plan.NewSecret("token-file")}, []string{lookup, asked}, ""},
		{"token file", &vault.TokenFile{Path: file}, []string{lookup, asked}, ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			d, address := newDoorman(t)
			d.expires["token-file"] = d.now.Add(time.Minute)
			d.visit(t, d.store(t, address, test.auth))
			assert.Equal(t, test.want, d.requests())
			assert.Equal(t, test.sent, strings.Join(d.bodies, ""), "without a token of before")
		})
	}
}

// TestTokenFileIsReadAgain has an agent put a fresh token into the file.
func TestTokenFileIsReadAgain(t *testing.T) {
	t.Parallel()
	d, address := newDoorman(t)
	d.batch = true
	d.expires["first"], d.expires["second"] = d.now.Add(time.Minute), d.now.Add(time.Hour)
	file := filepath.Join(t.TempDir(), "token")
	require.NoError(t, os.WriteFile(file, []byte("first"), 0o600))
	s := d.store(t, address, &vault.TokenFile{Path: file})
	assert.Equal(t, "first", d.visit(t, s))
	require.NoError(t, os.WriteFile(file, []byte("second"), 0o600))
	d.pass(time.Minute)
	assert.Equal(t, "second", d.visit(t, s))
}

func TestLoginFails(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		auth api.AuthMethod
		want error
	}{
		{"no file", &vault.TokenFile{Path: filepath.Join(t.TempDir(), "none")}, os.ErrNotExist},
		{"no service account", &vault.Kubernetes{Role: "r", File: filepath.Join(t.TempDir(), "none")}, os.ErrNotExist},
		{"no token", &vault.Token{}, nil},
		{"mount that leads elsewhere", &vault.AppRole{Mount: "../../sys"}, secrets.ErrInvalid},
		{"dead token", &vault.Token{Value: plan.NewSecret("dead-" + marker)}, secrets.ErrDenied},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			d, address := newDoorman(t)
			_, err := d.store(t, address, test.auth).Policy(t.Context(), "x")
			require.Error(t, err)
			if test.want != nil {
				require.ErrorIs(t, err, test.want)
			}
			assert.NotContains(t, err.Error(), marker)
		})
	}
}

// TestLoginRefused has the server repeat what was sent: it does not reach the error, nor does it look as if there were no
// such secret.
func TestLoginRefused(t *testing.T) {
	t.Parallel()
	for _, status := range []int{400, 403, 404} {
		t.Run(fmt.Sprint(status), func(t *testing.T) {
			t.Parallel()
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
				refuse(w, status, "no role for "+marker)
			}))
			t.Cleanup(server.Close)
			s, err := vault.Open(server.URL, &vault.AppRole{SecretID: plan.NewSecret(marker)}, quick())
			require.NoError(t, err)
			_, err = s.Read(t.Context(), orderDB, 0)
			require.ErrorIs(t, err, secrets.ErrDenied)
			require.NotErrorIs(t, err, secrets.ErrNotFound)
			assert.NotContains(t, err.Error(), marker)
		})
	}
}

// TestCancelledByDenial ends a request because another was denied. That denial is not this one's.
func TestCancelledByDenial(t *testing.T) {
	t.Parallel()
	w := standinWorld(t)
	ctx, cancel := context.WithCancelCause(t.Context())
	x := newProxy(t, w.address, func(r *http.Request) fault {
		if isWrite(r) {
			cancel(secrets.ErrDenied)
		}
		return none
	})
	err := w.open(t, x.URL, w.token).PutPolicy(ctx, "order-api", policy)
	require.Error(t, err)
}
