package secrets_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/plan"
	"github.com/goldenpath-go/goldenpath/secrets"
	"github.com/goldenpath-go/goldenpath/secrets/secretstest"
	"github.com/goldenpath-go/goldenpath/source"
)

// populated returns a store that others use too.
func populated(t *testing.T) *secretstest.Memory {
	t.Helper()
	m, ctx := secretstest.NewMemory(), t.Context()
	require.NoError(t, m.PutPolicy(ctx, "team-x", `path "x" { capabilities = ["read"] }`))
	require.NoError(t, m.PutPolicy(ctx, "production_other", "# by hand\n"))
	require.NoError(t, m.PutRole(ctx, "kubernetes", "production_other", &secrets.Role{ServiceAccounts: []string{"a"}, Namespaces: []string{"b"}, Policies: []string{"team-x"}}))
	for _, path := range []string{"production/order-api/by-hand", "production/other/x", "elsewhere/y/z"} {
		_, err := m.Write(ctx, secrets.Location{Mount: "secrets", KV: 2, Path: path}, secrets.Value{"a": plan.NewSecret("b")}, 0)
		require.NoError(t, err)
	}
	return m
}

// tearDown plans and applies.
func tearDown(t *testing.T, p *secrets.Provisioner, scope secrets.ID, o *secrets.TeardownOptions) *secrets.Review {
	t.Helper()
	r, err := p.Teardown(t.Context(), secrets.Layout{}, scope, o)
	require.NoError(t, err)
	require.NoError(t, p.Apply(t.Context(), r, &plan.Memory{}, nil))
	return r
}

// TestThereAndBack: what was there before is as it was.
func TestThereAndBack(t *testing.T) {
	t.Parallel()
	m := populated(t)
	before := m.State()
	p := on(m)
	require.NoError(t, apply(t.Context(), p, document(t)))
	require.NotEqual(t, before, m.State())
	destroy := &secrets.TeardownOptions{Destroy: true}
	tearDown(t, p, secrets.ID{Environment: "production"}, destroy)
	assert.Equal(t, before, m.State())
	m.Forget()
	assert.Empty(t, tearDown(t, p, secrets.ID{Environment: "production"}, destroy).Plan.Steps)
	assert.Zero(t, m.Writes())
}

func TestTeardownAndBackAgain(t *testing.T) {
	t.Parallel()
	m := secretstest.NewMemory()
	p, c := on(m), document(t)
	require.NoError(t, apply(t.Context(), p, c))
	before := m.State()

	r := tearDown(t, p, secrets.ID{Environment: "production", Service: "order-api", Name: "db-password"}, nil)
	assert.Len(t, r.Plan.Steps, 2, "the policy narrowed, then the secret")
	got, err := grants(m.State().Policies["production_order-api"])
	require.NoError(t, err)
	assert.Equal(t, []string{"secrets/data/production/order-api/stripe-api-key"}, keys(got))
	require.NoError(t, apply(t.Context(), p, c))
	assert.Equal(t, before, m.State(), "asked for again, it has its value again")

	journal := &plan.Memory{}
	r, err = p.Teardown(t.Context(), c.Layout, secrets.ID{Environment: "production", Service: "order-api"}, nil)
	require.NoError(t, err)
	assert.Equal(t, []string{"role/kubernetes/production_order-api", "policy/production_order-api", "secret/secrets/production/order-api/db-password"}, stepKeys(r))
	require.NoError(t, p.Apply(t.Context(), r, journal, nil))
	s := m.State()
	assert.NotContains(t, s.Policies, "production_order-api")
	assert.Empty(t, s.Roles)
	assert.True(t, s.Secrets["secrets/production/order-api/db-password"].Versions[1].Deleted)
	require.NoError(t, plan.Undo(t.Context(), journal, p, nil))
	assert.Equal(t, before, m.State())
}

func stepKeys(r *secrets.Review) (out []string) {
	for _, s := range r.Plan.Steps {
		out = append(out, s.Key)
	}
	return out
}

// TestTeardownKilled: whatever request is the last, nobody reads what is being taken away, and the next run ends the same.
func TestTeardownKilled(t *testing.T) {
	t.Parallel()
	for _, destroy := range []bool{false, true} {
		for at := 1; at < 16; at++ {
			m := populated(t)
			p := on(m)
			p.Holder = "pipeline"
			require.NoError(t, apply(t.Context(), p, document(t)))
			m.Forget()
			dieAt(m, at, true)
			o := &secrets.TeardownOptions{Destroy: destroy}
			scope := secrets.ID{Environment: "production", Service: "order-api"}
			if r, err := p.Teardown(t.Context(), secrets.Layout{}, scope, o); err == nil {
				_ = p.Apply(t.Context(), r, &plan.Memory{}, nil)
			}
			m.Before, m.After = nil, nil
			tearDown(t, p, scope, o)
			s := m.State()
			delete(s.Secrets, leasePath)
			assert.NotContains(t, s.Policies, "production_order-api")
			assert.NotContains(t, s.Roles, "kubernetes/production_order-api")
			if destroy {
				assert.Equal(t, populated(t).State(), s)
			}
		}
	}
}

// TestForeign: what bears no mark is never written, and everything in the way is reported.
func TestForeign(t *testing.T) {
	t.Parallel()
	m := populated(t)
	before := m.State()
	c := parse(t, `secrets:
  - {name: by-hand, service: order-api, environment: production, type: generated}
  - {name: x, service: other, environment: production, type: generated}
`)
	_, err := on(m).Plan(t.Context(), c)
	require.ErrorIs(t, err, secrets.ErrForeign)
	var errs source.Errors
	require.ErrorAs(t, err, &errs)
	assert.Len(t, errs, 4, "two secrets, a policy, a role: %v", err)
	assert.Equal(t, "secrets-config.yaml:2:5", errs[0].Pos.String())
	tearDown(t, on(m), secrets.ID{Environment: "production"}, &secrets.TeardownOptions{Destroy: true})
	assert.Equal(t, before, m.State())

	other := on(m)
	other.Manager = "another"
	require.NoError(t, apply(t.Context(), on(m), document(t)))
	_, err = other.Plan(t.Context(), document(t))
	require.ErrorIs(t, err, secrets.ErrForeign, "another's mark is not ours")
}

func TestAdopt(t *testing.T) {
	t.Parallel()
	m := populated(t)
	before := m.State()
	c := parse(t, `secrets:
  - {name: x, service: other, environment: production, type: generated, adopt: true}
consumers:
  - {service: other, adopt: true}
`)
	p, journal := on(m), &plan.Memory{}
	r, err := p.Plan(t.Context(), c)
	require.NoError(t, err)
	require.NoError(t, p.Apply(t.Context(), r, journal, nil))
	s := m.State()
	assert.Equal(t, before.Secrets["secrets/production/other/x"].Versions, s.Secrets["secrets/production/other/x"].Versions, "its value stays")
	assert.Equal(t, []string{"production_other"}, s.Roles["kubernetes/production_other"].Policies)
	assert.True(t, r.Access[0].Unknown)
	again, err := p.Plan(t.Context(), c)
	require.NoError(t, err)
	assert.Empty(t, again.Plan.Steps)
	require.NoError(t, plan.Undo(t.Context(), journal, p, nil))
	s, want := m.State(), before
	for _, all := range []map[string]secretstest.SecretState{s.Secrets, want.Secrets} {
		for path, secret := range all {
			if len(secret.Custom) == 0 {
				secret.Custom = nil
				all[path] = secret
			}
		}
	}
	assert.Equal(t, want.Secrets, s.Secrets)
	assert.Equal(t, want.Policies, s.Policies)
}

// TestDrift looks at what people do by hand.
func TestDrift(t *testing.T) {
	t.Parallel()
	m := secretstest.NewMemory()
	p, ctx := on(m), t.Context()
	require.NoError(t, apply(ctx, p, many(4, 2)))
	want := m.State()
	c := many(4, 2)
	text := want.Policies["production_service-00"]
	require.NoError(t, m.PutPolicy(ctx, "production_service-00", strings.Replace(text, "secret-00", "*", 1)))
	require.NoError(t, m.WriteRole(ctx, "kubernetes", "production_service-01", map[string]any{"namespaces": []string{"*"}, "policies": []string{"admin", "production_service-01"}}))
	at := secrets.Location{Mount: "secrets", KV: 2, Path: "production/service-02/secret-00"}
	require.NoError(t, m.Delete(ctx, at, 1))
	require.NoError(t, m.PutMetadata(ctx, secrets.Location{Mount: "secrets", KV: 2, Path: "production/service-02/secret-01"}, secrets.Settings{
		Custom: map[string]string{"goldenpath-manager": "goldenpath", "goldenpath-type": "generated", "goldenpath-owner": "group:thieves"},
	}))
	require.NoError(t, m.DeletePolicy(ctx, "production_service-03"))
	r, err := p.Audit(ctx, c)
	require.NoError(t, err)
	assert.True(t, r.Drifted())
	found := map[string]string{}
	for _, i := range r.Items {
		if i.Verdict != secrets.Keep {
			found[string(i.Kind)+" "+i.Name] = string(i.Verdict) + ": " + strings.Join(i.Why, "; ")
		}
	}
	assert.Equal(t, map[string]string{
		"policy production_service-00":                   "update: it was edited by hand",
		"role production_service-01":                     `update: - namespaces ["*"]; + namespaces ["production"]; - policies ["admin","production_service-01"]; + policies ["production_service-01"]`,
		"secret secrets/production/service-02/secret-00": "restore: version 1 was deleted",
		"secret secrets/production/service-02/secret-01": `update: goldenpath-owner "group:thieves" → ""`,
		"policy production_service-03":                   "create: ",
	}, found)
	require.NoError(t, p.Apply(ctx, r, &plan.Memory{}, nil))
	assert.Equal(t, want, m.State())
}

func TestOrphans(t *testing.T) {
	t.Parallel()
	m := secretstest.NewMemory()
	p, ctx := on(m), t.Context()
	require.NoError(t, apply(ctx, p, many(3, 2)))
	require.NoError(t, m.DeletePolicy(ctx, "production_service-02"))
	require.NoError(t, m.PutPolicy(ctx, "production_by-hand", "# not ours\n"))
	before := m.State()
	c := many(1, 1)
	orphans := func(r *secrets.Review, err error) (out []string) {
		require.NoError(t, err)
		for _, i := range r.Items {
			if i.Verdict == secrets.Orphan {
				out = append(out, string(i.Kind)+" "+i.Name)
			}
		}
		return out
	}
	assert.Equal(t, []string{"secret secrets/production/service-00/secret-01", "policy production_service-01"}, orphans(p.Plan(ctx, c)))
	assert.Equal(t, []string{
		"secret secrets/production/service-00/secret-01", "policy production_service-01", "role production_service-01",
		"secret secrets/production/service-02/", "role production_service-02",
	}, orphans(p.Audit(ctx, c)))
	require.NoError(t, apply(ctx, p, c))
	after := m.State()
	assert.Equal(t, before.Secrets, after.Secrets, "orphans stay until they are torn down")
}

// TestDestroyedByHand: a generated value is made anew, an external one is waited for.
func TestDestroyedByHand(t *testing.T) {
	t.Parallel()
	m, c := secretstest.NewMemory(), document(t)
	p, ctx := on(m), t.Context()
	require.NoError(t, apply(ctx, p, c))
	_, err := p.Set(ctx, c, c.Requests[0].ID, strings.NewReader("sk"))
	require.NoError(t, err)
	for _, name := range []string{"db-password", "stripe-api-key"} {
		require.NoError(t, m.Destroy(ctx, secrets.Location{Mount: "secrets", KV: 2, Path: "production/order-api/" + name}, 1))
	}
	r, err := p.Plan(ctx, c)
	require.NoError(t, err)
	assert.Equal(t, secrets.Add, r.Items[0].Verdict)
	assert.Equal(t, secrets.Waiting, r.Items[1].Verdict)
	journal := &plan.Memory{}
	require.NoError(t, p.Apply(ctx, r, journal, nil))
	assert.Equal(t, 2, m.State().Secrets["secrets/production/order-api/db-password"].Current)
	require.ErrorIs(t, plan.Undo(ctx, journal, p, nil), plan.ErrIrreversible)
	assert.True(t, m.State().Secrets["secrets/production/order-api/db-password"].Versions[2].Destroyed)
}

// TestUndoAfterOthers: what somebody has changed since is left as it is.
func TestUndoAfterOthers(t *testing.T) {
	t.Parallel()
	m, c := secretstest.NewMemory(), document(t)
	p, ctx, journal := on(m), t.Context(), &plan.Memory{}
	r, err := p.Plan(ctx, c)
	require.NoError(t, err)
	require.NoError(t, p.Apply(ctx, r, journal, nil))
	_, err = p.Set(ctx, c, c.Requests[0].ID, strings.NewReader("handed in"))
	require.NoError(t, err)
	_, err = m.Write(ctx, secrets.Location{Mount: "secrets", KV: 2, Path: "production/order-api/db-password"}, secrets.Value{"value": plan.NewSecret("by hand")}, 1)
	require.NoError(t, err)
	require.NoError(t, m.PutPolicy(ctx, "production_order-api", "# by hand\n"))
	require.ErrorIs(t, plan.Undo(ctx, journal, p, nil), plan.ErrIrreversible)
	s := m.State()
	assert.Equal(t, "# by hand\n", s.Policies["production_order-api"])
	assert.Equal(t, "by hand", s.Secrets["secrets/production/order-api/db-password"].Versions[2].Value["value"])
	assert.Empty(t, s.Roles, "what is still as it was made is taken back")
}
