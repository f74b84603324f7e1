package secrets_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/internal/beside"
	"github.com/goldenpath-go/goldenpath/plan"
	"github.com/goldenpath-go/goldenpath/plan/plantest"
	"github.com/goldenpath-go/goldenpath/secrets"
	"github.com/goldenpath-go/goldenpath/secrets/secretstest"
)

func document(t testing.TB) *secrets.Config {
	t.Helper()
	data, err := os.ReadFile("testdata/document.yaml")
	require.NoError(t, err)
	if path, ok := beside.Path(t, "seed/secrets-config.yaml"); ok {
		seed, err := os.ReadFile(path)
		require.NoError(t, err)
		require.Equal(t, string(seed), string(data))
	}
	return parse(t, string(data))
}

func parse(t testing.TB, text string) *secrets.Config {
	t.Helper()
	c, err := secrets.ParseConfig("secrets-config.yaml", []byte(text))
	require.NoError(t, err)
	return c
}

// many returns a file of secrets in production: per of each of a number of services.
func many(services, per int) *secrets.Config {
	c := &secrets.Config{}
	for s := range services {
		for n := range per {
			id := secrets.ID{Environment: "production", Service: fmt.Sprintf("service-%02d", s), Name: fmt.Sprintf("secret-%02d", n)}
			c.Requests = append(c.Requests, secrets.Request{ID: id, Type: secrets.Generated})
		}
	}
	return c
}

// on returns a provisioner of a store, whose clock is the store's.
func on(m *secretstest.Memory) *secrets.Provisioner {
	p := &secrets.Provisioner{Store: m, Now: func() time.Time { return epoch }}
	if m.Now != nil {
		p.Now = m.Now
	}
	return p
}

var epoch = time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)

// apply plans and applies.
func apply(ctx context.Context, p *secrets.Provisioner, c *secrets.Config) error {
	r, err := p.Plan(ctx, c)
	if err != nil {
		return err
	}
	return p.Apply(ctx, r, &plan.Memory{}, nil)
}

func TestDocument(t *testing.T) {
	t.Parallel()
	m := secretstest.NewMemory()
	p, c := on(m), document(t)
	require.NoError(t, apply(t.Context(), p, c))
	s := m.State()
	assert.Equal(t, []string{"default", "production_order-api", "root"}, keys(s.Policies))
	assert.Equal(t, []string{"secrets/production/order-api/db-password", "secrets/production/order-api/stripe-api-key"}, keys(s.Secrets), "the lease leaves nothing")
	assert.Len(t, s.Secrets["secrets/production/order-api/db-password"].Versions[1].Value["value"], 32)
	assert.Empty(t, s.Secrets["secrets/production/order-api/stripe-api-key"].Versions)
	assert.Contains(t, s.Policies["production_order-api"], `path "secrets/data/production/order-api/db-password" {
  capabilities = ["read"]
}

path "secrets/data/production/order-api/stripe-api-key" {
  capabilities = ["read"]
}
`)
	role := s.Roles["kubernetes/production_order-api"]
	assert.Equal(t, []string{"order-api"}, role.ServiceAccounts)
	assert.Equal(t, []string{"production"}, role.Namespaces)
	assert.Equal(t, []string{"production_order-api"}, role.Policies)
	assert.Equal(t, time.Hour, role.TTL)

	m.Forget()
	r, err := p.Plan(t.Context(), c)
	require.NoError(t, err)
	assert.Empty(t, r.Plan.Steps)
	assert.False(t, r.Drifted())
	require.NoError(t, p.Apply(t.Context(), r, &plan.Memory{}, nil))
	assert.Zero(t, m.Writes(), "a second apply writes")
}

// TestFortyFirst is the fault of the document's own program: each further secret took the earlier ones away.
func TestFortyFirst(t *testing.T) {
	t.Parallel()
	m := secretstest.NewMemory()
	p := on(m)
	require.NoError(t, apply(t.Context(), p, many(1, 40)))
	require.NoError(t, apply(t.Context(), p, many(1, 41)))
	assert.Equal(t, 41, strings.Count(m.State().Policies["production_service-00"], "\npath "))
	assert.Equal(t, []string{"production_service-00"}, m.State().Roles["kubernetes/production_service-00"].Policies)
}

// world is the store for plantest.
type world struct {
	*secrets.Provisioner
	memory *secretstest.Memory
	config *secrets.Config
}

func (w world) Plan(ctx context.Context) (*plan.Plan, error) {
	r, err := w.Provisioner.Plan(ctx, w.config)
	if err != nil {
		return nil, err
	}
	return r.Plan, nil
}

func (w world) State(*testing.T) any { return w.memory.State().WithoutValues() }

func TestPlanner(t *testing.T) {
	t.Parallel()
	for _, kv := range []int{1, 2} {
		t.Run(fmt.Sprintf("kv version %d", kv), func(t *testing.T) {
			t.Parallel()
			plantest.Run(t, plantest.Suite{Open: func(t *testing.T) plantest.World {
				m := secretstest.NewMemory(secrets.Mount{Path: "secrets", Type: "kv", KV: kv})
				require.NoError(t, m.PutPolicy(t.Context(), "foreign", `path "a" { capabilities = ["read"] }`))
				return world{on(m), m, document(t)}
			}})
		})
	}
}

const leasePath = "secrets/goldenpath/lease"

var errKilled = errors.New("killed")

// TestKilledAtEachRequest: whatever request is the last, before it or after it was carried out, the next run ends
// in the same state, and no secret has two versions.
func TestKilledAtEachRequest(t *testing.T) {
	t.Parallel()
	for _, kv := range []int{1, 2} {
		whole := memoryOf(kv)
		require.NoError(t, apply(t.Context(), on(whole), document(t)))
		want, total := whole.State().WithoutValues(), len(whole.Requests())
		for at := 1; at <= total; at++ {
			for _, carriedOut := range []bool{false, true} {
				for _, holder := range []string{"", "pipeline-7"} {
					m := memoryOf(kv)
					dieAt(m, at, carriedOut)
					p := on(m)
					p.Holder = holder
					require.Error(t, apply(t.Context(), p, document(t)))
					m.Before, m.After = nil, nil
					values := m.State()
					if holder == "" {
						later := func() time.Time { return epoch.Add(time.Hour) }
						m.Now, p.Now = later, later
					}
					require.NoError(t, apply(t.Context(), p, document(t)), "kv %d, request %d of %d", kv, at, total)
					now := m.State()
					delete(values.Secrets, leasePath)
					delete(now.Secrets, leasePath) // a run that died as it gave the lease back leaves that to the next that does something
					assert.Equal(t, want, now.WithoutValues(), "kv %d, request %d of %d", kv, at, total)
					for path, s := range values.Secrets {
						if v, ok := s.Versions[1]; ok {
							assert.Equal(t, v, now.Secrets[path].Versions[1], "a value was replaced")
						}
					}
				}
			}
		}
	}
}

func memoryOf(kv int) *secretstest.Memory {
	return secretstest.NewMemory(secrets.Mount{Path: "secrets", Type: "kv", KV: kv})
}

// dieAt lets all requests fail from one on; that one may be carried out.
func dieAt(m *secretstest.Memory, at int, carriedOut bool) {
	m.Before = func(r secretstest.Request) error {
		if r.Seq > at || r.Seq == at && !carriedOut {
			return errKilled
		}
		return nil
	}
	m.After = func(r secretstest.Request) error {
		if r.Seq >= at {
			return errKilled
		}
		return nil
	}
}

// TestRequests is the number of requests for 200 secrets of 40 services, which does not depend on the machine.
func TestRequests(t *testing.T) {
	t.Parallel()
	m, c := secretstest.NewMemory(), many(40, 5)
	p := on(m)
	require.NoError(t, apply(t.Context(), p, c))
	first := len(m.Requests())
	assert.LessOrEqual(t, float64(first)/200, 2.62)
	m.Forget()
	require.NoError(t, apply(t.Context(), p, c))
	idle := len(m.Requests())
	assert.LessOrEqual(t, float64(idle)/200, 1.61)
	assert.Zero(t, m.Writes())
	t.Logf("first apply %d requests, %.3f a secret; idle run %d, %.3f", first, float64(first)/200, idle, float64(idle)/200)
}
