package vault_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/plan"
	"github.com/goldenpath-go/goldenpath/secrets"
)

// TestRotation rotates by a clock that runs ahead of the server's: the old value stays readable for the grace period, and is
// gone after it. A rollback brings an earlier one back.
func TestRotation(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(t *testing.T, w *world) {
		ctx, s, at := t.Context(), w.store(t), kv2("production/order-api/db-password")
		p, c := provisioner(s), parse(t, document)
		c.Requests[1].Rotation = secrets.Rotation{Period: secrets.Period(30 * 24 * time.Hour), Grace: secrets.Period(24 * time.Hour)}
		require.NoError(t, apply(t, p, c))
		first, err := s.Read(ctx, at, 0)
		require.NoError(t, err)

		rotate := func(days int) {
			p.Now = func() time.Time { return time.Now().AddDate(0, 0, days) }
			if w.real == nil { // whose clock stands still at an epoch of its own
				m, err := s.Metadata(ctx, at)
				require.NoError(t, err)
				p.Now = func() time.Time { return m.Latest().Created.AddDate(0, 0, days) }
			}
			r, err := p.Rotate(ctx, c, nil)
			require.NoError(t, err)
			require.NoError(t, p.Apply(ctx, r, &plan.Memory{}, nil))
		}
		rotate(40)
		second, err := s.Read(ctx, at, 0)
		require.NoError(t, err)
		assert.NotEqual(t, first[secrets.DefaultField].Reveal(), second[secrets.DefaultField].Reveal())
		old, err := s.Read(ctx, at, 1)
		require.NoError(t, err, "within its grace")
		assert.Equal(t, first[secrets.DefaultField].Reveal(), old[secrets.DefaultField].Reveal())
		rotate(2)
		_, err = s.Read(ctx, at, 1)
		require.ErrorIs(t, err, secrets.ErrNotFound, "after its grace")
		again, err := s.Read(ctx, at, 0)
		require.NoError(t, err)
		assert.Equal(t, second, again)
	})
}

func TestRollback(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(t *testing.T, w *world) {
		ctx, s, at := t.Context(), w.store(t), kv2("production/order-api/db-password")
		p, c := provisioner(s), parse(t, document)
		require.NoError(t, apply(t, p, c))
		first, err := s.Read(ctx, at, 0)
		require.NoError(t, err)
		r, err := p.Rotate(ctx, c, &secrets.RotateOptions{Now: true})
		require.NoError(t, err)
		require.NoError(t, p.Apply(ctx, r, &plan.Memory{}, nil))
		r, err = p.Rollback(ctx, c, c.Requests[1].ID, 1)
		require.NoError(t, err)
		require.NoError(t, p.Apply(ctx, r, &plan.Memory{}, nil))
		now, err := s.Read(ctx, at, 0)
		require.NoError(t, err)
		assert.Equal(t, first, now)
	})
}
