package secrets_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/plan"
	"github.com/goldenpath-go/goldenpath/secrets"
	"github.com/goldenpath-go/goldenpath/secrets/secretstest"
)

// TestPurge destroys what was torn down, after the retention, and nothing else.
func TestPurge(t *testing.T) {
	t.Parallel()
	m := populated(t)
	day := &calendar{epoch}
	m.Now = day.now
	before := m.State()
	p, c, ctx := on(m), document(t), t.Context()
	require.NoError(t, apply(ctx, p, c))
	scope := secrets.ID{Environment: "production"}
	purge := func(c *secrets.Config, o *secrets.PurgeOptions) (keys []string) {
		r, err := p.Purge(ctx, c, scope, o)
		require.NoError(t, err)
		require.NoError(t, p.Apply(ctx, r, &plan.Memory{}, nil))
		return stepKeys(r)
	}
	assert.Empty(t, purge(c, nil), "all is asked for")
	day.after(1)
	tearDown(t, p, scope, nil)
	day.after(30)
	assert.Equal(t, []string{"purge/secrets/production/order-api/stripe-api-key"}, purge(&secrets.Config{}, nil), "it never had a value in 30 days")
	require.Contains(t, m.State().Secrets, "secrets/production/order-api/db-password", "within the retention")
	assert.Empty(t, purge(c, &secrets.PurgeOptions{Retention: secrets.Period(time.Hour)}), "it is asked for again")
	day.after(32)
	assert.Equal(t, []string{"purge/secrets/production/order-api/db-password"}, purge(&secrets.Config{}, nil))
	assert.Equal(t, before, m.State())
}

// TestPurgeRefused is what is named and cannot go.
func TestPurgeRefused(t *testing.T) {
	t.Parallel()
	m := populated(t)
	p, c, ctx := on(m), document(t), t.Context()
	require.NoError(t, apply(ctx, p, c))
	named := secrets.ID{Environment: "production", Service: "order-api", Name: "db-password"}
	_, err := p.Purge(ctx, c, named, nil)
	require.ErrorContains(t, err, "is asked for: it is not torn down")
	_, err = p.Purge(ctx, &secrets.Config{}, named, nil)
	require.ErrorContains(t, err, "can be read: it is not torn down")
	named.Name = "by-hand"
	_, err = p.Purge(ctx, &secrets.Config{}, named, nil)
	require.ErrorIs(t, err, secrets.ErrForeign)
	_, err = p.Purge(ctx, &secrets.Config{}, secrets.ID{Environment: "../x"}, nil)
	require.Error(t, err)
	_, err = on(memoryOf(1)).Purge(ctx, c, named, nil)
	require.ErrorContains(t, err, "kv version 1 keeps nothing")
}

// TestPurgeStale: what was undeleted since is not destroyed.
func TestPurgeStale(t *testing.T) {
	t.Parallel()
	m := secretstest.NewMemory()
	day := &calendar{epoch}
	m.Now = day.now
	p, c, ctx := on(m), document(t), t.Context()
	require.NoError(t, apply(ctx, p, c))
	scope := secrets.ID{Environment: "production", Service: "order-api", Name: "db-password"}
	tearDown(t, p, scope, nil)
	day.after(40)
	r, err := p.Purge(ctx, &secrets.Config{}, scope, nil)
	require.NoError(t, err)
	require.NoError(t, apply(ctx, p, c))
	require.ErrorIs(t, p.Apply(ctx, r, &plan.Memory{}, nil), secrets.ErrConflict)
	assert.False(t, m.State().Secrets["secrets/production/order-api/db-password"].Versions[1].Deleted)
}

// TestSetWrapped takes a value from a one-time token, if the token is what it should be.
func TestSetWrapped(t *testing.T) {
	t.Parallel()
	m, ctx := secretstest.NewMemory(), t.Context()
	p, c := on(m), document(t)
	wrap := func(path string, ttl time.Duration, fields ...string) plan.Secret {
		v := secrets.Value{}
		for i := 0; i < len(fields); i += 2 {
			v[fields[i]] = plan.NewSecret(fields[i+1])
		}
		token, err := m.Wrap(ctx, path, ttl, v)
		require.NoError(t, err)
		return token
	}
	const from = "sys/wrapping/wrap"
	id := c.Requests[0].ID
	unclaimed := wrap(from, time.Hour, "value", "sk\n")
	_, err := p.SetWrapped(ctx, c, id, unclaimed, nil)
	require.ErrorContains(t, err, "is not claimed yet")
	require.NoError(t, apply(ctx, p, c))
	v, err := p.SetWrapped(ctx, c, id, unclaimed, nil)
	require.NoError(t, err, "it was not spent in vain")
	assert.Equal(t, 1, v.Number)
	assert.Equal(t, "sk", m.State().Secrets["secrets/production/order-api/stripe-api-key"].Versions[1].Value["value"])

	for name, test := range map[string]struct {
		token plan.Secret
		o     *secrets.WrappedOptions
		is    error
		says  string
	}{
		"used":        {unclaimed, nil, secrets.ErrWrapped, "it was used, has run out or is none"},
		"none":        {plan.NewSecret("hvs.root"), nil, secrets.ErrWrapped, "is none"},
		"elsewhere":   {wrap("secrets/data/a", time.Hour, "value", "sk"), nil, secrets.ErrWrapped, `it was made by "secrets/data/a"`},
		"long":        {wrap(from, 25*time.Hour, "value", "sk"), nil, secrets.ErrWrapped, "made for 25h0m0s, not for 24h0m0s at most"},
		"longer yet":  {wrap(from, 2*time.Minute, "value", "sk"), &secrets.WrappedOptions{MaxTTL: time.Minute}, secrets.ErrWrapped, "at most"},
		"no field":    {wrap(from, time.Hour, "password", "MARKER"), nil, nil, "it has not the field value alone; the token is spent"},
		"more fields": {wrap(from, time.Hour, "value", "MARKER", "user", "x"), nil, nil, "it has not the field value alone"},
		"empty":       {wrap(from, time.Hour, "value", ""), nil, secrets.ErrNoValue, "there is no value"},
		"too much":    {wrap(from, time.Hour, "value", strings.Repeat("M", 300<<10)), nil, nil, "more than"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := p.SetWrapped(ctx, c, id, test.token, test.o)
			require.ErrorContains(t, err, test.says)
			if test.is != nil {
				require.ErrorIs(t, err, test.is)
			}
			assert.NotContains(t, err.Error(), "MARKER")
			assert.NotContains(t, err.Error(), test.token.Reveal())
		})
	}
	assert.Equal(t, 1, m.State().Secrets["secrets/production/order-api/stripe-api-key"].Current)
	_, err = (&secrets.Provisioner{Store: struct{ secrets.Store }{m}}).SetWrapped(ctx, c, id, unclaimed, nil)
	require.ErrorContains(t, err, "no one-time tokens")
}
