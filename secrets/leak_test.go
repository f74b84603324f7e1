package secrets_test

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/plan"
	"github.com/goldenpath-go/goldenpath/secrets"
	"github.com/goldenpath-go/goldenpath/secrets/secretstest"
)

// canary is in every value of TestNoLeak: the random bytes that values are made of are all the same, and so are the characters.
type canary struct{}

func (canary) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = 25 // z, of letters and digits
	}
	return len(p), nil
}

// TestNoLeak: with each request failing in turn, no value is in anything that is shown or kept.
func TestNoLeak(t *testing.T) {
	t.Parallel()
	const handed = "MARKER-handed-in-4711"
	generated := strings.Repeat("z", 32)
	c := document(t)
	c.Requests[1].Rotation.Period = secrets.Period(time.Hour * 24 * 100)
	id := secrets.ID{Environment: "production", Service: "order-api", Name: "stripe-api-key"}
	var out bytes.Buffer
	show := func(values ...any) {
		for _, v := range values {
			fmt.Fprintf(&out, "%v %+v %#v %s\n", v, v, v, v)
			_ = json.NewEncoder(&out).Encode(v)
		}
	}
	trail := memoryTrail{}
	for at := range 40 {
		for _, carriedOut := range []bool{false, true} {
			m := secretstest.NewMemory()
			day := &calendar{epoch}
			m.Now = day.now
			p, journal := on(m), &plan.Memory{}
			p.Rand, p.Trail = canary{}, &trail
			failOnce(m, at, carriedOut)
			o := &plan.Options{Logger: slog.New(slog.NewTextHandler(&out, &slog.HandlerOptions{Level: slog.LevelDebug}))}
			act := func(r *secrets.Review, err error) {
				show(err)
				if err != nil || r == nil {
					return
				}
				show(r, r.Plan)
				require.NoError(t, r.WriteMarkdown(&out))
				require.NoError(t, r.WriteJSON(&out))
				show(p.Apply(t.Context(), r, journal, o))
			}
			act(p.Plan(t.Context(), c))
			act(p.Plan(t.Context(), c))
			v, err := p.Set(t.Context(), c, id, strings.NewReader(handed))
			show(v, err)
			token, err := m.Wrap(t.Context(), "sys/wrapping/wrap", time.Hour, secrets.Value{"value": plan.NewSecret(handed)})
			show(token, err)
			v, err = p.SetWrapped(t.Context(), c, id, token, nil)
			show(v, err)
			if at == 0 { // no request fails: the values are where they belong
				held := m.State().Secrets
				require.Equal(t, handed, held["secrets/production/order-api/stripe-api-key"].Versions[1].Value["value"])
				require.Equal(t, generated, held["secrets/production/order-api/db-password"].Versions[1].Value["value"])
			}
			day.after(200)
			act(p.Rotate(t.Context(), c, nil))
			act(p.Rollback(t.Context(), c, secrets.ID{Environment: "production", Service: "order-api", Name: "db-password"}, 0))
			act(p.Audit(t.Context(), c))
			act(p.Teardown(t.Context(), c.Layout, secrets.ID{Environment: "production"}, nil))
			for r, err := range journal.All(t.Context()) {
				require.NoError(t, err)
				show(r, string(r.Undo))
			}
			show(p)
		}
	}
	for _, e := range trail.entries {
		show(e)
	}
	assert.False(t, strings.Contains(out.String(), "hvs.wrapping"), "a one-time token is shown")
	for _, value := range []string{handed, generated} {
		for name, form := range map[string]string{
			"clear": value, "hex": hex.EncodeToString([]byte(value)), "base64": base64.StdEncoding.EncodeToString([]byte(value))[:20],
			"URL": url.QueryEscape(value), "bytes": strings.Trim(fmt.Sprint([]byte(value)), "[]"),
		} {
			assert.False(t, strings.Contains(out.String(), form), "%s is shown", name)
		}
	}
	assert.Greater(t, out.Len(), 100_000)
}

// failOnce lets one request fail.
func failOnce(m *secretstest.Memory, at int, carriedOut bool) {
	fails := func(r secretstest.Request) error {
		if r.Seq == at {
			return errKilled
		}
		return nil
	}
	m.Before = fails
	if carriedOut {
		m.Before, m.After = nil, fails
	}
}
