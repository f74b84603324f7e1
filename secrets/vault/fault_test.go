package vault_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/plan"
	"github.com/goldenpath-go/goldenpath/secrets"
	"github.com/goldenpath-go/goldenpath/secrets/vault"
)

// marker is in every value and token of a test that looks for leaks.
const marker = "MARKER-7f3a"

// operation is something that writes, with what must hold before and after.
type operation struct {
	name  string
	setup func(ctx context.Context, s *vault.Store) error
	do    func(ctx context.Context, s *vault.Store) error
	check func(t *testing.T, s *vault.Store)
}

var (
	orderDB = kv2("production/order-api/db")
	policy  = `path "secrets/data/production/order-api/db" { capabilities = ["read"] }`
	account = &secrets.Role{ServiceAccounts: []string{"order-api"}, Namespaces: []string{"production"}, Policies: []string{"order-api"}}
)

func writeDB(text string, cas int) func(context.Context, *vault.Store) error {
	return func(ctx context.Context, s *vault.Store) error {
		_, err := s.Write(ctx, orderDB, value(text), cas)
		return err
	}
}

// operations are all that write.
func operations() []operation {
	nothing := func(context.Context, *vault.Store) error { return nil }
	return []operation{
		{"create a value", nothing, writeDB(marker, 0), holdsValue(1)},
		{"write a version", writeDB("old", 0), writeDB(marker, 1), holdsValue(2)},
		{"write in version 1", nothing, func(ctx context.Context, s *vault.Store) error {
			_, err := s.Write(ctx, kv1("db"), value(marker), 0)
			return err
		}, func(t *testing.T, s *vault.Store) {
			got, err := s.Read(t.Context(), kv1("db"), 0)
			require.NoError(t, err)
			assert.Equal(t, value(marker), got)
		}},
		{"delete in version 1", func(ctx context.Context, s *vault.Store) error {
			_, err := s.Write(ctx, kv1("db"), value(marker), 0)
			return err
		}, func(ctx context.Context, s *vault.Store) error { return s.Delete(ctx, kv1("db")) }, func(t *testing.T, s *vault.Store) {
			_, err := s.Read(t.Context(), kv1("db"), 0)
			require.ErrorIs(t, err, secrets.ErrNotFound)
		}},
		{"metadata", nothing, func(ctx context.Context, s *vault.Store) error {
			return s.PutMetadata(ctx, orderDB, secrets.Settings{Custom: map[string]string{"owner": "payments"}})
		}, func(t *testing.T, s *vault.Store) {
			m, err := s.Metadata(t.Context(), orderDB)
			require.NoError(t, err)
			assert.Equal(t, map[string]string{"owner": "payments"}, m.Custom)
		}},
		{"delete", writeDB(marker, 0), func(ctx context.Context, s *vault.Store) error { return s.Delete(ctx, orderDB, 1) }, versionIs(true, false)},
		{"undelete", func(ctx context.Context, s *vault.Store) error {
			return errors.Join(writeDB(marker, 0)(ctx, s), s.Delete(ctx, orderDB, 1))
		}, func(ctx context.Context, s *vault.Store) error { return s.Undelete(ctx, orderDB, 1) }, versionIs(false, false)},
		{"destroy", writeDB(marker, 0), func(ctx context.Context, s *vault.Store) error { return s.Destroy(ctx, orderDB, 1) }, versionIs(false, true)},
		{"delete metadata", writeDB(marker, 0), func(ctx context.Context, s *vault.Store) error { return s.DeleteMetadata(ctx, orderDB) },
			gone(func(ctx context.Context, s *vault.Store) error { _, err := s.Metadata(ctx, orderDB); return err })},
		{"policy", nothing, func(ctx context.Context, s *vault.Store) error { return s.PutPolicy(ctx, "order-api", policy) },
			func(t *testing.T, s *vault.Store) {
				text, err := s.Policy(t.Context(), "order-api")
				require.NoError(t, err)
				assert.Equal(t, policy, text)
			}},
		{"delete a policy", func(ctx context.Context, s *vault.Store) error { return s.PutPolicy(ctx, "order-api", policy) },
			func(ctx context.Context, s *vault.Store) error { return s.DeletePolicy(ctx, "order-api") },
			gone(func(ctx context.Context, s *vault.Store) error { _, err := s.Policy(ctx, "order-api"); return err })},
		{"role", nothing, func(ctx context.Context, s *vault.Store) error {
			return s.PutRole(ctx, "kubernetes", "order-api", account)
		}, func(t *testing.T, s *vault.Store) {
			r, err := s.Role(t.Context(), "kubernetes", "order-api")
			require.NoError(t, err)
			assert.Equal(t, account.Policies, r.Policies)
		}},
		{"delete a role", func(ctx context.Context, s *vault.Store) error {
			return s.PutRole(ctx, "kubernetes", "order-api", account)
		}, func(ctx context.Context, s *vault.Store) error { return s.DeleteRole(ctx, "kubernetes", "order-api") },
			gone(func(ctx context.Context, s *vault.Store) error {
				_, err := s.Role(ctx, "kubernetes", "order-api")
				return err
			})},
	}
}

func holdsValue(version int) func(*testing.T, *vault.Store) {
	return func(t *testing.T, s *vault.Store) {
		m, err := s.Metadata(t.Context(), orderDB)
		require.NoError(t, err)
		assert.Equal(t, version, m.Current, "one version, not two")
		got, err := s.Read(t.Context(), orderDB, 0)
		require.NoError(t, err)
		assert.Equal(t, value(marker), got)
	}
}

func versionIs(deleted, destroyed bool) func(*testing.T, *vault.Store) {
	return func(t *testing.T, s *vault.Store) {
		m, err := s.Metadata(t.Context(), orderDB)
		require.NoError(t, err)
		assert.Equal(t, deleted, !m.Versions[1].Deleted.IsZero())
		assert.Equal(t, destroyed, m.Versions[1].Destroyed)
	}
}

func gone(find func(context.Context, *vault.Store) error) func(*testing.T, *vault.Store) {
	return func(t *testing.T, s *vault.Store) { require.ErrorIs(t, find(t.Context(), s), secrets.ErrNotFound) }
}

func isWrite(r *http.Request) bool { return r.Method != http.MethodGet }

// TestOneFault has one thing go wrong with each write. The caller sees a success, and the server has it done once.
func TestOneFault(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(t *testing.T, w *world) {
		direct := w.store(t)
		for _, op := range operations() {
			for f := dropRequest; f < echo; f++ {
				if f == tooManyFor { // waits a second: see TestRetryAfter
					continue
				}
				t.Run(fmt.Sprintf("%s/%s", op.name, f), func(t *testing.T) {
					clean(t, direct)
					require.NoError(t, op.setup(t.Context(), direct))
					p := newProxy(t, w.address, once(f, isWrite))
					err := op.do(t.Context(), w.open(t, p.URL, w.token))
					if op.name == "write in version 1" && (f == dropRequest || f == badGateway) {
						require.ErrorIs(t, err, secrets.ErrUnclear, "what overwrites is not sent again on a guess")
						return
					}
					require.NoError(t, err)
					op.check(t, direct)
				})
			}
		}
	})
}

func clean(t *testing.T, s *vault.Store) {
	t.Helper()
	ctx := t.Context()
	require.NoError(t, s.DeleteMetadata(ctx, orderDB))
	require.NoError(t, s.Delete(ctx, kv1("db")))
	require.NoError(t, s.DeletePolicy(ctx, "order-api"))
	require.NoError(t, s.DeleteRole(ctx, "kubernetes", "order-api"))
}

// TestLastingFault has everything go wrong for good. The error says what is known, and nothing that is secret.
func TestLastingFault(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(t *testing.T, w *world) {
		direct := w.store(t)
		for _, op := range operations() {
			for f := dropRequest; f < count; f++ {
				if f == slow || f == tooManyFor {
					continue
				}
				t.Run(fmt.Sprintf("%s/%s", op.name, f), func(t *testing.T) {
					clean(t, direct)
					require.NoError(t, op.setup(t.Context(), direct))
					other := newProxy(t, w.address, always(none))
					p := newProxy(t, w.address, always(f))
					p.target = other.URL
					var logged bytes.Buffer
					o := quick()
					o.Log = slog.New(slog.NewJSONHandler(&logged, &slog.HandlerOptions{Level: slog.LevelDebug}))
					s, err := vault.Open(p.URL, &vault.Token{Value: plan.NewSecret(w.token)}, o)
					require.NoError(t, err)
					err = op.do(t.Context(), s)
					require.Error(t, err)
					unsure := f == dropRequest || f == dropReply || f == errorAfter || f == badGateway || f == echo
					assert.Equal(t, unsure, errors.Is(err, secrets.ErrUnclear), "%v", err)
					assert.Empty(t, other.requests(), "nothing goes along a redirect")
					for _, text := range []string{fmt.Sprintf("%v %+v %#v %q", err, err, err, err), fmt.Sprintf("%+v %#v", s, o), logged.String()} {
						assert.NotContains(t, text, marker)
						assert.NotContains(t, text, w.token)
					}
				})
			}
		}
	})
}

// TestReadFaults has one thing go wrong with each request that reads.
func TestReadFaults(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(t *testing.T, w *world) {
		require.NoError(t, writeDB(marker, 0)(t.Context(), w.store(t)))
		for f := dropRequest; f <= echo; f++ {
			if f == tooManyFor {
				continue
			}
			t.Run(f.String(), func(t *testing.T) {
				p := newProxy(t, w.address, once(f, func(r *http.Request) bool { return strings.Contains(r.URL.Path, "/data/") }))
				got, err := w.open(t, p.URL, w.token).Read(t.Context(), orderDB, 0)
				require.NoError(t, err)
				assert.Equal(t, value(marker), got)
			})
		}
	})
}

// TestLostConflict loses the answer to a write that somebody else was faster than, so that nobody can tell whose it is:
// the error must not say that it was the other's.
func TestLostConflict(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(t *testing.T, w *world) {
		direct := w.store(t)
		p := newProxy(t, w.address, once(dropRequest, func(r *http.Request) bool {
			if isWrite(r) {
				assert.NoError(t, writeDB("another's", 0)(t.Context(), direct))
			}
			return isWrite(r)
		}))
		err := writeDB(marker, 0)(t.Context(), w.open(t, p.URL, w.token))
		require.ErrorIs(t, err, secrets.ErrUnclear)
		require.NotErrorIs(t, err, secrets.ErrConflict)
		assert.Len(t, p.writes(), 1, "it is not sent again")
	})
}

// TestOneRequestEach counts what operations cost where nothing goes wrong.
func TestOneRequestEach(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(t *testing.T, w *world) {
		p := newProxy(t, w.address, always(none))
		s := w.open(t, p.URL, w.token)
		for _, op := range operations() {
			clean(t, s)
			require.NoError(t, op.setup(t.Context(), s))
			p.requests()
			require.NoError(t, op.do(t.Context(), s))
			assert.Len(t, p.requests(), 1, op.name)
		}
	})
}
