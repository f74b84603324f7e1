package secrets_test

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
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

// memoryTrail keeps entries, and takes none when it is full.
type memoryTrail struct {
	mu      sync.Mutex
	entries []secrets.TrailEntry
	full    bool
}

var errFull = errors.New("the disk is full")

func (m *memoryTrail) Record(_ context.Context, e secrets.TrailEntry) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.full {
		return errFull
	}
	m.entries = append(m.entries, e)
	return nil
}

// acts returns the entries in short, and checks that each act has its two.
func (m *memoryTrail) acts(t *testing.T) (out []string) {
	t.Helper()
	begun := map[string]string{}
	for _, e := range m.entries {
		assert.Equal(t, "ada", e.Who)
		assert.False(t, e.Time.IsZero())
		switch e.Phase {
		case secrets.TrailIntended:
			begun[e.ID] = e.Act + " " + e.What
			continue
		case secrets.TrailRefused:
		default:
			assert.Equal(t, begun[e.ID], e.Act+" "+e.What)
		}
		delete(begun, e.ID)
		out = append(out, e.Act+" "+e.What+" "+string(e.Phase))
	}
	assert.Empty(t, begun)
	m.entries = nil
	return out
}

// TestTrail is what each method leaves there.
func TestTrail(t *testing.T) {
	t.Parallel()
	m, trail, ctx := secretstest.NewMemory(), &memoryTrail{}, t.Context()
	p, c := on(m), document(t)
	p.Trail, p.Who, p.Workers = trail, "ada", 1
	_, err := p.Plan(ctx, c)
	require.NoError(t, err)
	assert.Empty(t, trail.entries, "to look is no act")
	journal := &plan.Memory{}
	r, err := p.Plan(ctx, c)
	require.NoError(t, err)
	digest := r.Plan.Digest()
	require.NoError(t, p.Apply(ctx, r, journal, &plan.Options{Digest: digest}))
	assert.Equal(t, []int{1}, trail.entries[1].Versions)
	assert.Equal(t, []string{
		"create secret/secrets/production/order-api/db-password done", "create secret/secrets/production/order-api/stripe-api-key done",
		"create policy/production_order-api done", "create role/kubernetes/production_order-api done",
	}, trail.acts(t))
	_, err = p.Set(ctx, c, c.Requests[0].ID, strings.NewReader("sk"))
	require.NoError(t, err)
	assert.Equal(t, []string{"set secret/secrets/production/order-api/stripe-api-key done"}, trail.acts(t))
	_, err = p.Set(ctx, c, c.Requests[0].ID, strings.NewReader(""))
	require.ErrorIs(t, err, secrets.ErrNoValue)
	assert.Equal(t, []string{"set secret/secrets/production/order-api/stripe-api-key failed"}, trail.acts(t))
	r, err = p.Rotate(ctx, c, &secrets.RotateOptions{Now: true})
	require.NoError(t, err)
	require.NoError(t, p.Apply(ctx, r, &plan.Memory{}, nil))
	assert.Equal(t, []int{2}, trail.entries[1].Versions)
	assert.Equal(t, []string{"rotate secret/secrets/production/order-api/db-password done"}, []string{strings.Replace(trail.acts(t)[0], "rotate/", "secret/", 1)})
	r, err = p.Rollback(ctx, c, c.Requests[1].ID, 1)
	require.NoError(t, err)
	require.NoError(t, p.Apply(ctx, r, &plan.Memory{}, nil))
	assert.Equal(t, []string{"rollback rollback/secrets/production/order-api/db-password done"}, trail.acts(t))
	tearDown(t, p, secrets.ID{Environment: "production", Service: "order-api", Name: "db-password"}, nil)
	assert.Equal(t, []string{"update policy/production_order-api done", "delete secret/secrets/production/order-api/db-password done"}, trail.acts(t))
	require.NoError(t, apply(ctx, p, c))
	assert.Equal(t, "update secret/secrets/production/order-api/db-password done", trail.acts(t)[0], "undeleted")
	require.ErrorIs(t, plan.Undo(ctx, journal, p, &plan.Options{KeepGoing: true}), plan.ErrIrreversible)
	assert.Contains(t, trail.acts(t), "undo role/kubernetes/production_order-api done")
}

// TestTrailRefused is what is in the way and not ours.
func TestTrailRefused(t *testing.T) {
	t.Parallel()
	m, trail := populated(t), &memoryTrail{}
	p := on(m)
	p.Trail, p.Who = trail, "ada"
	c := parse(t, "secrets:\n  - {name: by-hand, service: order-api, environment: production, type: external}\n")
	_, err := p.Plan(t.Context(), c)
	require.ErrorIs(t, err, secrets.ErrForeign)
	_, err = p.Set(t.Context(), c, c.Requests[0].ID, strings.NewReader("x"))
	require.ErrorIs(t, err, secrets.ErrForeign)
	assert.Equal(t, []string{
		"refuse secret/secrets/production/order-api/by-hand refused", "refuse secret/secrets/production/order-api/by-hand refused",
	}, trail.acts(t))
	require.NoError(t, apply(t.Context(), p, document(t)))
	trail.entries = nil
	_, err = p.SetWrapped(t.Context(), document(t), document(t).Requests[0].ID, plan.NewSecret("hvs.used"), nil)
	require.ErrorIs(t, err, secrets.ErrWrapped)
	assert.Contains(t, trail.entries[0].Err, "it was used, has run out or is none")
	assert.Equal(t, []string{"refuse secret/secrets/production/order-api/stripe-api-key refused"}, trail.acts(t))
}

// TestTrailFull: what the trail does not take is not done.
func TestTrailFull(t *testing.T) {
	t.Parallel()
	m := secretstest.NewMemory()
	p, c := on(m), document(t)
	p.Trail = &memoryTrail{full: true}
	before := m.State()
	require.ErrorIs(t, apply(t.Context(), p, c), errFull)
	assert.Equal(t, before, m.State())
	p.Trail = nil
	require.NoError(t, apply(t.Context(), p, c))
	p.Trail = &memoryTrail{full: true}
	_, err := p.Set(t.Context(), c, c.Requests[0].ID, strings.NewReader("x"))
	require.ErrorIs(t, err, errFull)
	assert.Empty(t, m.State().Secrets["secrets/production/order-api/stripe-api-key"].Versions)
}

// TestTrailFile writes from two provisioners, dies within a line, and reads it back.
func TestTrailFile(t *testing.T) {
	t.Parallel()
	name := filepath.Join(t.TempDir(), "trail.jsonl")
	open := func() *secrets.TrailFile {
		f, err := secrets.OpenTrail(name)
		require.NoError(t, err)
		return f
	}
	one, two := open(), open()
	var wg sync.WaitGroup
	for i := range 20 {
		wg.Go(func() {
			e := secrets.TrailEntry{Time: epoch, ID: "x", Who: "ada", Act: "set", Phase: secrets.TrailDone, What: "secret/a\nb", Versions: []int{i}}
			assert.NoError(t, []*secrets.TrailFile{one, two}[i%2].Record(t.Context(), e))
		})
	}
	wg.Wait()
	require.NoError(t, errors.Join(one.Close(), two.Close()))
	info, err := os.Stat(name)
	require.NoError(t, err)
	assert.Equal(t, os.FileMode(0o600), info.Mode().Perm())
	data, err := os.ReadFile(name)
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(name, data[:len(data)-10], 0o600))
	again := open()
	require.NoError(t, again.Record(t.Context(), secrets.TrailEntry{Time: epoch.Add(time.Hour), What: "policy/x", Phase: secrets.TrailIntended}))
	require.NoError(t, again.Close())
	data, err = os.ReadFile(name)
	require.NoError(t, err)
	good, bad := 0, 0
	for e, err := range secrets.ReadTrail(bytes.NewReader(data)) {
		if err != nil {
			require.EqualError(t, err, "line 20 of the trail is no entry")
			bad++
			continue
		}
		good++
		assert.NotEmpty(t, e.What)
	}
	assert.Equal(t, []int{20, 1}, []int{good, bad})
	for _, err := range secrets.ReadTrail(strings.NewReader(strings.Repeat("x", 2<<20))) {
		require.ErrorContains(t, err, "read the trail")
	}
	_, err = secrets.OpenTrail(t.TempDir())
	require.Error(t, err)
}
