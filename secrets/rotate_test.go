package secrets_test

import (
	"errors"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/plan"
	"github.com/goldenpath-go/goldenpath/secrets"
	"github.com/goldenpath-go/goldenpath/secrets/secretstest"
)

const rotated = "secrets: [{name: db, service: shop, environment: prod, type: generated, rotation: {period: 100d, grace: 7d}}]"

var dbID = secrets.ID{Environment: "prod", Service: "shop", Name: "db"}

const dbPath = "secrets/prod/shop/db"

// calendar is a clock that a test sets.
type calendar struct{ day time.Time }

func (c *calendar) now() time.Time { return c.day }
func (c *calendar) after(days int) { c.day = epoch.AddDate(0, 0, days) }
func db() secrets.Location         { return secrets.Location{Mount: "secrets", KV: 2, Path: "prod/shop/db"} }
func text(v secrets.Value) string  { return v["value"].Reveal() }
func only() *secrets.RotateOptions {
	return &secrets.RotateOptions{Now: true, Only: []secrets.ID{dbID}}
}
func setUp(t *testing.T) (*secretstest.Memory, *secrets.Provisioner, *secrets.Config, *calendar) {
	t.Helper()
	day := &calendar{epoch}
	m := secretstest.NewMemory()
	m.Now = day.now
	p, c := on(m), parse(t, rotated)
	require.NoError(t, apply(t.Context(), p, c))
	return m, p, c, day
}

// rotate plans a rotation, applies it, and returns the verdicts.
func rotate(t *testing.T, p *secrets.Provisioner, c *secrets.Config, o *secrets.RotateOptions) (out []secrets.Verdict) {
	t.Helper()
	r, err := p.Rotate(t.Context(), c, o)
	require.NoError(t, err)
	require.NoError(t, p.Apply(t.Context(), r, &plan.Memory{}, nil))
	for _, i := range r.Items {
		out = append(out, i.Verdict)
	}
	return out
}

// TestRotation: both values within the grace, the old one gone after it.
func TestRotation(t *testing.T) {
	t.Parallel()
	m, p, c, day := setUp(t)
	old, err := m.Read(t.Context(), db(), 0)
	require.NoError(t, err)
	day.after(89)
	assert.Empty(t, rotate(t, p, c, nil), "no earlier than a tenth before its period")
	day.after(100)
	r, err := p.Plan(t.Context(), c)
	require.NoError(t, err)
	assert.Contains(t, r.Items[0].Why[0], "due for rotation since")
	assert.Empty(t, r.Plan.Steps, "a plan rotates nothing")
	assert.Equal(t, []secrets.Verdict{secrets.Rotate}, rotate(t, p, c, nil))
	assert.Empty(t, rotate(t, p, c, nil), "once is enough")

	now, err := m.Read(t.Context(), db(), 0)
	require.NoError(t, err)
	assert.NotEqual(t, text(old), text(now))
	before, err := m.Read(t.Context(), db(), 1)
	require.NoError(t, err)
	assert.Equal(t, text(old), text(before))
	assert.Equal(t, []secrets.Verdict{secrets.Keep}, rotate(t, p, c, only()), "not within the grace, even when told to")
	day.after(106)
	assert.Empty(t, rotate(t, p, c, nil))
	day.after(107)
	assert.Equal(t, []secrets.Verdict{secrets.Retire}, rotate(t, p, c, nil))
	_, err = m.Read(t.Context(), db(), 1)
	require.ErrorIs(t, err, secrets.ErrNotFound)
	same, err := m.Read(t.Context(), db(), 0)
	require.NoError(t, err)
	assert.Equal(t, text(now), text(same))
	assert.Equal(t, []secrets.Verdict{secrets.Rotate}, rotate(t, p, c, only()))
}

func TestRollback(t *testing.T) {
	t.Parallel()
	m, p, c, _ := setUp(t)
	_, err := p.Rollback(t.Context(), c, dbID, 0)
	require.ErrorIs(t, err, secrets.ErrNotFound, "there is nothing before")
	old, err := m.Read(t.Context(), db(), 0)
	require.NoError(t, err)
	rotate(t, p, c, only())
	r, err := p.Rollback(t.Context(), c, dbID, 0)
	require.NoError(t, err)
	require.NoError(t, p.Apply(t.Context(), r, &plan.Memory{}, nil))
	now, err := m.Read(t.Context(), db(), 0)
	require.NoError(t, err)
	assert.Equal(t, text(old), text(now))
	assert.Equal(t, 3, m.State().Secrets[dbPath].Current)
	_, err = p.Rollback(t.Context(), c, secrets.ID{Environment: "prod", Service: "shop", Name: "none"}, 0)
	require.ErrorIs(t, err, secrets.ErrNotFound)
}

// TestUndoRotation takes a rotation back from its journal.
func TestUndoRotation(t *testing.T) {
	t.Parallel()
	m, p, c, _ := setUp(t)
	old, err := m.Read(t.Context(), db(), 0)
	require.NoError(t, err)
	r, err := p.Rotate(t.Context(), c, only())
	require.NoError(t, err)
	journal := &plan.Memory{}
	require.NoError(t, p.Apply(t.Context(), r, journal, nil))
	require.ErrorIs(t, plan.Undo(t.Context(), journal, p, nil), plan.ErrIrreversible, "the versions remain")
	now, err := m.Read(t.Context(), db(), 0)
	require.NoError(t, err)
	assert.Equal(t, text(old), text(now))
}

// TestRotationKilled: whatever request is the last, the value is one that can be read, and no run rotates twice.
func TestRotationKilled(t *testing.T) {
	t.Parallel()
	for at := 1; at <= 10; at++ {
		for _, carriedOut := range []bool{false, true} {
			m, p, c, day := setUp(t)
			day.after(100)
			m.Forget()
			dieAt(m, at, carriedOut)
			r, err := p.Rotate(t.Context(), c, nil)
			if err == nil {
				err = p.Apply(t.Context(), r, &plan.Memory{}, nil)
			}
			m.Before, m.After = nil, nil
			live, readErr := m.Read(t.Context(), db(), 0)
			require.NoError(t, readErr)
			assert.Len(t, text(live), 32)
			if err != nil {
				day.day = day.day.Add(time.Hour)
				rotate(t, p, c, nil)
			}
			assert.Equal(t, 2, m.State().Secrets[dbPath].Current, "request %d", at)
		}
	}
}

// TestFailedWrite: a rotation whose write is refused leaves the live value, and one that another made meanwhile wins.
func TestFailedWrite(t *testing.T) {
	t.Parallel()
	m, p, c, _ := setUp(t)
	first, err := p.Rotate(t.Context(), c, only())
	require.NoError(t, err)
	second, err := p.Rotate(t.Context(), c, only())
	require.NoError(t, err)
	require.NoError(t, p.Apply(t.Context(), first, &plan.Memory{}, nil))
	want := m.State()
	require.ErrorIs(t, p.Apply(t.Context(), second, &plan.Memory{}, nil), secrets.ErrConflict)
	assert.Equal(t, want, m.State())
}

func TestJitter(t *testing.T) {
	t.Parallel()
	day := &calendar{epoch}
	m := secretstest.NewMemory()
	m.Now = day.now
	c := many(10, 10)
	for i := range c.Requests {
		c.Requests[i].Rotation.Period = secrets.Period(100 * 24 * time.Hour)
	}
	p := on(m)
	require.NoError(t, apply(t.Context(), p, c))
	day.after(95)
	r, err := p.Rotate(t.Context(), c, nil)
	require.NoError(t, err)
	assert.InDelta(t, 50, len(r.Plan.Steps), 25, "half of them half-way")
}

func TestGenerate(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		shape secrets.Shape
		chars string
		size  int
		bits  float64
	}{
		"default":   {secrets.Shape{}, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", 32, 32 * math.Log2(62)},
		"digits":    {secrets.Shape{Alphabet: "digits", Length: 40}, "0123456789", 40, 40 * math.Log2(10)},
		"own":       {secrets.Shape{Characters: "abc", Length: 100}, "abc", 100, 100 * math.Log2(3)},
		"hex":       {secrets.Shape{Format: "hex", Length: 16}, "0123456789abcdef", 32, 128},
		"base64":    {secrets.Shape{Format: "base64"}, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+/=", 44, 256},
		"base64url": {secrets.Shape{Format: "base64url", Length: 16}, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_", 22, 128},
		"uuid":      {secrets.Shape{Format: "uuid"}, "0123456789abcdef-", 36, 122},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			assert.InDelta(t, c.bits, c.shape.Entropy(), 0.01)
			seen := map[string]bool{}
			for range 100 {
				v, err := c.shape.Generate(nil)
				require.NoError(t, err)
				assert.Len(t, v.Reveal(), c.size)
				assert.Empty(t, strings.Trim(v.Reveal(), c.chars))
				seen[v.Reveal()] = true
			}
			assert.Len(t, seen, 100)
		})
	}
	_, err := secrets.Shape{}.Generate(strings.NewReader("too short"))
	require.Error(t, err, "a source that fails is no weaker value")
	_, err = secrets.Shape{Length: 4}.Generate(nil)
	require.ErrorContains(t, err, "can be guessed")
}

// TestNoBias draws from alphabets whose sizes do not divide 256. The source counts up, so that each byte is as frequent as the others:
// what is drawn then is so too, exactly, and by a remainder it would not be.
func TestNoBias(t *testing.T) {
	t.Parallel()
	for _, characters := range []string{"abc", "abcdefg", "0123456789", "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"} {
		count := map[rune]int{}
		limit := 256 / len(characters) * len(characters)
		v, err := secrets.Shape{Characters: characters, Length: 4 * limit}.Generate(&counting{})
		require.NoError(t, err)
		for _, r := range v.Reveal() {
			count[r]++
		}
		assert.Len(t, count, len(characters))
		for _, n := range count {
			assert.Equal(t, 4*limit/len(characters), n)
		}
	}
}

// counting yields 0, 1, … 255, 0, ….
type counting struct{ next byte }

func (c *counting) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = c.next
		c.next++
	}
	return len(p), nil
}

// TestChiSquare looks at a million characters of the system's source: the statistic of 61 degrees of freedom is above 160 less than once in
// a thousand million runs.
func TestChiSquare(t *testing.T) {
	t.Parallel()
	count := map[rune]float64{}
	const draws, length = 1000, 1000
	for range draws {
		v, err := secrets.Shape{Length: length}.Generate(nil)
		require.NoError(t, err)
		for _, r := range v.Reveal() {
			count[r]++
		}
	}
	expected, statistic := float64(draws*length)/62, 0.0
	for _, n := range count {
		statistic += (n - expected) * (n - expected) / expected
	}
	assert.Len(t, count, 62)
	assert.Less(t, statistic, 160.0)
}

func TestPasswordPolicy(t *testing.T) {
	t.Parallel()
	m := secretstest.NewMemory()
	c := parse(t, "secrets: [{name: a, service: s, environment: e, type: generated, shape: {policy: test}}]")
	require.NoError(t, apply(t.Context(), on(m), c))
	assert.Contains(t, m.State().Secrets["secrets/e/s/a"].Versions[1].Value["value"], "Generated-By-test")
}

func TestSet(t *testing.T) {
	t.Parallel()
	m, c := secretstest.NewMemory(), document(t)
	p := on(m)
	id := secrets.ID{Environment: "production", Service: "order-api", Name: "stripe-api-key"}
	set := func(text string) error {
		_, err := p.Set(t.Context(), c, id, strings.NewReader(text))
		return err
	}
	require.ErrorIs(t, set("x"), secrets.ErrNotFound, "not claimed yet")
	require.NoError(t, apply(t.Context(), p, c))
	r, err := p.Plan(t.Context(), c)
	require.NoError(t, err)
	assert.Equal(t, secrets.Waiting, r.Items[1].Verdict)
	require.ErrorIs(t, set("\n"), secrets.ErrNoValue)
	require.ErrorContains(t, set(strings.Repeat("x", 300<<10)), "more than")
	require.NoError(t, set("line one\nline two\r\n"))
	require.NoError(t, set("second"))
	s := m.State().Secrets["secrets/production/order-api/stripe-api-key"]
	assert.Equal(t, "line one\nline two", s.Versions[1].Value["value"])
	assert.Equal(t, "second", s.Versions[2].Value["value"])
	_, err = p.Set(t.Context(), c, secrets.ID{Environment: "production", Service: "order-api", Name: "db-password"}, strings.NewReader("x"))
	require.ErrorContains(t, err, "is generated")
	_, err = p.Set(t.Context(), c, id, failing{})
	require.Error(t, err)
	assert.NotContains(t, err.Error(), "MARKER", "an error of the reader may quote what it read")
}

func TestSetPlain(t *testing.T) {
	t.Parallel()
	m, c := memoryOf(1), document(t)
	p, ctx := on(m), t.Context()
	_, err := p.Set(ctx, c, c.Requests[0].ID, strings.NewReader("early"))
	require.ErrorIs(t, err, secrets.ErrNotFound)
	require.NoError(t, apply(ctx, p, c))
	_, err = p.Set(ctx, c, c.Requests[0].ID, strings.NewReader("sk"))
	require.NoError(t, err)
	assert.Equal(t, "sk", m.State().Secrets["secrets/production/order-api/stripe-api-key"].Versions[0].Value["value"])
	r, err := p.Plan(ctx, c)
	require.NoError(t, err)
	assert.Empty(t, r.Plan.Steps)
	before := m.State()
	_, err = m.Write(ctx, secrets.Location{Mount: "secrets", KV: 1, Path: "production/order-api/by-hand"}, secrets.Value{"a": plan.NewSecret("b")}, 0)
	require.NoError(t, err)
	tearDown(t, p, secrets.ID{Environment: "production"}, nil)
	s := m.State()
	assert.Equal(t, []string{"secrets/production/order-api/by-hand"}, keys(s.Secrets), "what our policy does not name is not ours")
	assert.NotEqual(t, before, s)
	assert.Empty(t, s.Roles)
}

type failing struct{}

func (failing) Read([]byte) (int, error) { return 0, errors.New("MARKER") }
