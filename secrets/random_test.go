package secrets_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/plan"
	"github.com/goldenpath-go/goldenpath/secrets"
	"github.com/goldenpath-go/goldenpath/secrets/secretstest"
)

// TestRandomEdits edits the file and, by hand, the store, again and again: after each apply the store grants what the file asks
// for and nothing else, there is no drift but orphans, a second apply writes nothing, and what is not ours is as it was.
func TestRandomEdits(t *testing.T) {
	t.Parallel()
	for seed := range uint64(25) {
		random := rand.New(rand.NewPCG(seed, 1))
		m := populated(t)
		foreign := m.State()
		p := on(m)
		for round := range 6 {
			c := randomConfig(random)
			vandalise(t, m, random)
			require.NoError(t, apply(t.Context(), p, c), "seed %d, round %d", seed, round)
			r, err := p.Audit(t.Context(), c)
			require.NoError(t, err)
			assert.Empty(t, r.Plan.Steps)
			for _, i := range r.Items {
				assert.Contains(t, []secrets.Verdict{secrets.Keep, secrets.Waiting, secrets.Orphan}, i.Verdict, "seed %d: %v", seed, i)
			}
			writes := m.Writes()
			require.NoError(t, apply(t.Context(), p, c))
			assert.Equal(t, writes, m.Writes())
			s := m.State()
			for name, want := range wanted(c) {
				got, err := grants(s.Policies[name])
				require.NoError(t, err)
				assert.Equal(t, want, got)
				assert.Equal(t, []string{name}, s.Roles["kubernetes/"+name].Policies)
			}
			for path, secret := range foreign.Secrets {
				assert.Equal(t, secret, s.Secrets[path])
			}
			assert.Equal(t, foreign.Policies["production_other"], s.Policies["production_other"])
		}
		destroy := &secrets.TeardownOptions{Destroy: true}
		tearDown(t, p, secrets.ID{Environment: "production"}, destroy)
		tearDown(t, p, secrets.ID{Environment: "staging"}, destroy)
		assert.Equal(t, foreign, m.State(), "seed %d", seed)
	}
}

// randomConfig asks for some of 18 secrets of six services.
func randomConfig(random *rand.Rand) *secrets.Config {
	c := &secrets.Config{}
	for _, environment := range []string{"production", "staging"} {
		for service := range 3 {
			for name := range 3 {
				if random.IntN(3) == 0 {
					continue
				}
				r := secrets.Request{Type: secrets.Generated, ID: secrets.ID{
					Environment: environment, Service: fmt.Sprint("service-", service), Name: fmt.Sprint("secret-", name),
				}}
				if name == 2 {
					r.Type = secrets.External
				}
				if random.IntN(4) == 0 {
					r.Owner = fmt.Sprint("group:team-", random.IntN(2))
				}
				c.Requests = append(c.Requests, r)
			}
		}
	}
	if random.IntN(2) == 0 && len(c.Requests) > 0 {
		c.Consumers = []secrets.Consumer{{Service: c.Requests[0].Service, Namespaces: []string{fmt.Sprint("n-", random.IntN(2))}}}
	}
	return c
}

func wanted(c *secrets.Config) map[string]map[string][]string {
	out := map[string]map[string][]string{}
	for _, r := range c.Requests {
		name := c.Layout.PolicyName(r.Environment, r.Service)
		if out[name] == nil {
			out[name] = map[string][]string{}
		}
		out[name]["secrets/data/"+r.String()] = []string{"read"}
	}
	return out
}

// vandalise does what hands do.
func vandalise(t *testing.T, m *secretstest.Memory, random *rand.Rand) {
	t.Helper()
	ctx := t.Context()
	environment, service := []string{"production", "staging"}[random.IntN(2)], fmt.Sprint("service-", random.IntN(3))
	name := environment + "_" + service
	at := secrets.Location{Mount: "secrets", KV: 2, Path: fmt.Sprintf("%s/%s/secret-%d", environment, service, random.IntN(3))}
	var err error
	switch s := m.State(); random.IntN(7) {
	case 0:
		err = m.DeletePolicy(ctx, name)
	case 1:
		err = m.DeleteRole(ctx, "kubernetes", name)
	case 2:
		if text, ok := s.Policies[name]; ok {
			err = m.PutPolicy(ctx, name, text+"path \"*\" { capabilities = [\"sudo\"] }\n")
		}
	case 3:
		if _, ok := s.Roles["kubernetes/"+name]; ok {
			err = m.WriteRole(ctx, "kubernetes", name, map[string]any{"namespaces": []string{"*"}})
		}
	case 4:
		err = m.Delete(ctx, at, 1, 2, 3)
	case 5:
		err = m.DeleteMetadata(ctx, at)
	case 6:
		if old, ok := s.Secrets["secrets/"+at.Path]; ok {
			_, err = m.Write(ctx, at, secrets.Value{"value": plan.NewSecret("by hand")}, old.Current)
		}
	}
	require.NoError(t, err)
}
