package secrets_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/plan"
	"github.com/goldenpath-go/goldenpath/secrets"
	"github.com/goldenpath-go/goldenpath/secrets/secretstest"
)

// TestTwoAppliers: over many interleavings of two runs with different files, either a run did what its file asks
// for or it failed and said so, and then succeeds when it is repeated; no value is lost or made twice.
func TestTwoAppliers(t *testing.T) {
	t.Parallel()
	other := many(6, 2)
	other.Requests = other.Requests[6:] // other services than the first file's
	outcomes := map[string]int{}
	for seed := range uint64(200) {
		files := []*secrets.Config{many(3, 2), other}
		if seed%2 == 0 {
			files[1] = many(3, 3) // the same services, and more of each
		}
		m := secretstest.NewMemory()
		m.Now = time.Now
		shuffle(m, seed)
		errs := make([]error, len(files))
		var wg sync.WaitGroup
		for i, c := range files {
			wg.Go(func() {
				for range uint64(i) * (seed * 7 % 200) { // from at the same time to one after the other
					runtime.Gosched()
					_ = m.Requests()
				}
				errs[i] = apply(t.Context(), on(m), c)
			})
		}
		wg.Wait()
		m.Before = nil
		first := m.State()
		outcomes[fmt.Sprint(errs[0] == nil, errs[1] == nil)]++
		for i, err := range errs {
			if err == nil && seed%2 == 0 {
				continue // the other run came after it, and its file says what the policies are now
			}
			if err != nil {
				require.True(t, errors.Is(err, secrets.ErrBusy) || errors.Is(err, secrets.ErrConflict), "seed %d: %v", seed, err)
				require.NoError(t, apply(t.Context(), on(m), files[i]), "seed %d", seed)
			}
			r, err := on(m).Plan(t.Context(), files[i])
			require.NoError(t, err)
			require.Empty(t, r.Plan.Steps, "seed %d: not all that was asked for is there", seed)
		}
		require.NoError(t, apply(t.Context(), on(m), files[1]), "seed %d", seed)
		checkKept(t, first, m.State(), seed)
	}
	t.Log("which of the two runs succeeded:", outcomes)
}

// checkKept checks that each secret has one version, and that those which had one have the same.
func checkKept(t *testing.T, before, after secretstest.State, seed uint64) {
	t.Helper()
	for path, secret := range after.Secrets {
		require.Equal(t, 1, secret.Current, "seed %d: %s", seed, path)
	}
	for path, secret := range before.Secrets {
		if secret.Current == 1 {
			require.Equal(t, secret.Versions, after.Secrets[path].Versions, "seed %d: %s", seed, path)
		}
	}
}

// shuffle lets each request wait for its turn by a random amount.
func shuffle(m *secretstest.Memory, seed uint64) {
	var mu sync.Mutex
	random := rand.New(rand.NewPCG(seed, seed))
	m.Before = func(secretstest.Request) error {
		mu.Lock()
		n := random.IntN(60)
		mu.Unlock()
		for range n {
			runtime.Gosched()
		}
		return nil
	}
}

// TestLease: one at a time, until it is given back or grows old.
func TestLease(t *testing.T) {
	t.Parallel()
	day := &calendar{epoch}
	m := secretstest.NewMemory()
	m.Now = day.now
	c := document(t)
	r, err := on(m).Plan(t.Context(), c)
	require.NoError(t, err)
	at := secrets.Location{Mount: "secrets", KV: 2, Path: "goldenpath/lease"}
	_, err = m.Write(t.Context(), at, secrets.Value{"holder": plan.NewSecret("pipeline-1")}, 0)
	require.NoError(t, err)
	err = on(m).Apply(t.Context(), r, &plan.Memory{}, nil)
	require.ErrorIs(t, err, secrets.ErrBusy)
	assert.ErrorContains(t, err, "2026-01-01T00:05:00Z at the latest")
	assert.Len(t, m.State().Secrets, 1, "nothing was done")

	same := on(m)
	same.Holder = "pipeline-1"
	require.NoError(t, same.Apply(t.Context(), r, &plan.Memory{}, nil), "its own run died")
	assert.NotContains(t, m.State().Secrets, leasePath)
}

// TestLongApply: the lease is renewed on the way, and a run that lost it ends before it writes a policy.
func TestLongApply(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		pause time.Duration // at each request
		want  error
	}{{10 * time.Second, nil}, {6 * time.Minute, secrets.ErrBusy}} {
		day := &calendar{epoch}
		m := secretstest.NewMemory()
		m.Now = day.now
		p := on(m)
		p.Workers = 1 // the calendar is turned by each request
		r, err := p.Plan(t.Context(), many(5, 10))
		require.NoError(t, err)
		versions := 0
		m.Before = func(r secretstest.Request) error {
			day.day = day.day.Add(c.pause)
			if strings.HasSuffix(r.Path, "data/goldenpath/lease") {
				versions++
			}
			return nil
		}
		err = p.Apply(t.Context(), r, &plan.Memory{}, nil)
		require.ErrorIs(t, err, c.want)
		if c.want == nil {
			assert.Greater(t, versions, 3)
			assert.NotContains(t, m.State().Secrets, leasePath)
			continue
		}
		assert.Len(t, m.State().Policies, 2)
	}
}

// TestStaleMarks: an owner that somebody else has written meanwhile is not overwritten.
func TestStaleMarks(t *testing.T) {
	t.Parallel()
	m := secretstest.NewMemory()
	p, ctx, c := on(m), t.Context(), many(1, 1)
	require.NoError(t, apply(ctx, p, c))
	at := secrets.Location{Mount: "secrets", KV: 2, Path: "production/service-00/secret-00"}
	c.Requests[0].Owner = "group:a"
	r, err := p.Plan(ctx, c)
	require.NoError(t, err)
	custom := map[string]string{"goldenpath-manager": "goldenpath", "goldenpath-type": "generated", "note": "of a person"}
	require.NoError(t, m.PutMetadata(ctx, at, secrets.Settings{Custom: custom}))
	require.ErrorIs(t, p.Apply(ctx, r, &plan.Memory{}, nil), secrets.ErrConflict)
	require.NoError(t, apply(ctx, p, c))
	got := m.State().Secrets["secrets/production/service-00/secret-00"].Custom
	assert.Equal(t, "of a person", got["note"], "what others noted stays")
	assert.Equal(t, "group:a", got["goldenpath-owner"])
}

// TestStale: a plan that was made before another was applied does not overwrite it.
func TestStale(t *testing.T) {
	t.Parallel()
	m := secretstest.NewMemory()
	p := on(m)
	require.NoError(t, apply(t.Context(), p, many(1, 1)))
	stale, err := p.Plan(t.Context(), many(1, 2))
	require.NoError(t, err)
	require.NoError(t, apply(t.Context(), p, many(1, 3)))
	require.ErrorIs(t, p.Apply(t.Context(), stale, &plan.Memory{}, nil), secrets.ErrConflict)
	assert.Equal(t, 3, strings.Count(m.State().Policies["production_service-00"], "\npath "))
	fresh, err := p.Plan(t.Context(), many(1, 4))
	require.NoError(t, err)
	require.ErrorIs(t, p.Apply(t.Context(), fresh, &plan.Memory{}, &plan.Options{Digest: "sha256:other"}), plan.ErrDigest)
}

// TestStaleClaim: what somebody made between plan and apply is not taken, with the lease and without.
func TestStaleClaim(t *testing.T) {
	t.Parallel()
	for _, leased := range []bool{true, false} {
		m := secretstest.NewMemory()
		p := on(m)
		p.Workers = 1 // else the other secret may be under way
		r, err := p.Plan(t.Context(), document(t))
		require.NoError(t, err)
		at := secrets.Location{Mount: "secrets", KV: 2, Path: "production/order-api/db-password"}
		_, err = m.Write(t.Context(), at, secrets.Value{"by": plan.NewSecret("hand")}, 0)
		require.NoError(t, err)
		before := m.State()
		if leased {
			err = p.Apply(t.Context(), r, &plan.Memory{}, nil)
		} else {
			err = plan.Apply(t.Context(), r.Plan, &plan.Memory{}, nil)
		}
		require.ErrorIs(t, err, secrets.ErrForeign)
		assert.Equal(t, before, m.State())

		require.NoError(t, m.DeleteMetadata(t.Context(), at))
		other := on(m)
		other.Manager = "another"
		require.NoError(t, apply(t.Context(), other, document(t)))
		before = m.State()
		require.ErrorIs(t, p.Apply(t.Context(), r, &plan.Memory{}, nil), secrets.ErrForeign)
		assert.Equal(t, before, m.State())
	}
}
