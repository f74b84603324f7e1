package secrets_test

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/secrets/secretstest"
)

// TestDue is when values are due, for whoever plans ahead.
func TestDue(t *testing.T) {
	t.Parallel()
	m, ctx := secretstest.NewMemory(), t.Context()
	day := &calendar{epoch}
	m.Now = day.now
	p := on(m)
	c := parse(t, `secrets:
  - {name: api-key, service: shop, environment: prod, type: external, rotation: {period: 365d}}
  - {name: db, service: shop, environment: prod, type: generated, rotation: {period: 100d}}
  - {name: salt, service: shop, environment: prod, type: generated}
`)
	require.NoError(t, apply(ctx, p, c))
	day.after(3)
	r, err := p.Plan(ctx, c)
	require.NoError(t, err)
	assert.Equal(t, []string{"external: nobody has handed it in since 2026-01-01"}, r.Items[0].Why)
	_, err = p.Set(ctx, c, c.Requests[0].ID, strings.NewReader("sk"))
	require.NoError(t, err)
	r, err = p.Plan(ctx, c)
	require.NoError(t, err)
	assert.Equal(t, epoch.AddDate(0, 0, 368), r.Items[0].Due)
	assert.WithinRange(t, r.Items[1].Due, epoch.AddDate(0, 0, 90), epoch.AddDate(0, 0, 100), "up to a tenth early")
	assert.Equal(t, time.Time{}, r.Items[2].Due, "never")
	var out bytes.Buffer
	require.NoError(t, r.WriteJSON(&out))
	assert.Equal(t, 2, strings.Count(out.String(), `"due": "20`))
	day.after(400)
	r, err = p.Plan(ctx, c)
	require.NoError(t, err)
	assert.Equal(t, []string{"due for rotation since 2027-01-04"}, r.Items[0].Why, "a person is to hand another in")
}
