package secrets_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/plan"
	"github.com/goldenpath-go/goldenpath/scaffold"
	"github.com/goldenpath-go/goldenpath/scaffold/action/internal/actiontest"
	action "github.com/goldenpath-go/goldenpath/scaffold/action/secrets"
	"github.com/goldenpath-go/goldenpath/secrets"
	"github.com/goldenpath-go/goldenpath/secrets/secretstest"
)

// lived returns a server that others use already: another service of ours, and somebody's secret that is not.
func lived(t *testing.T) *secretstest.Memory {
	t.Helper()
	m := secretstest.NewMemory()
	provision(t, m, "secrets:\n  - {name: token, service: other, environment: production, type: generated}\n")
	at := secrets.Location{Mount: "secrets", KV: 2, Path: "production/order-api/legacy"}
	_, err := m.Write(t.Context(), at, secrets.Value{"value": plan.NewSecret("theirs")}, 0)
	require.NoError(t, err)
	require.NoError(t, m.PutPolicy(t.Context(), "somebody", "# theirs\n"))
	return m
}

// provision applies a file as a pipeline would.
func provision(t *testing.T, m *secretstest.Memory, file string) {
	t.Helper()
	p := &secrets.Provisioner{Store: m}
	c, err := secrets.ParseConfig("secrets-config.yaml", []byte(file))
	require.NoError(t, err)
	review, err := p.Plan(t.Context(), c)
	require.NoError(t, err)
	require.NoError(t, p.Apply(t.Context(), review, &plan.Memory{}, nil))
}

// values returns all values that a server holds.
func values(m *secretstest.Memory) (out []string) {
	for _, secret := range m.State().Secrets {
		for _, version := range secret.Versions {
			for _, value := range version.Value {
				out = append(out, value)
			}
		}
	}
	return out
}

func TestProvisionAndTakeBack(t *testing.T) {
	t.Parallel()
	m := lived(t)
	before := m.State()
	b := bench(t, m, document)
	o := run(t, b, object{"provision": true, "secrets": []any{generated("db-password"), generated("session-key")}})
	require.NoError(t, o.Err)
	state := m.State()
	assert.Equal(t, 1, state.Secrets["secrets/production/order-api/db-password"].Current)
	assert.Equal(t, 1, state.Secrets["secrets/production/order-api/session-key"].Current)
	assert.Equal(t, 0, state.Secrets["secrets/production/order-api/stripe-api-key"].Current, "it waits")
	assert.Equal(t, 3, strings.Count(state.Policies["production_order-api"], `capabilities = ["read"]`))
	assert.Equal(t, []string{"production_order-api"}, state.Roles["kubernetes/production_order-api"].Policies)
	assert.NotContains(t, state.Secrets, "secrets/goldenpath/lease")

	journal, err := b.Journal(t.Context())
	require.NoError(t, err)
	for _, value := range values(m) {
		for _, text := range []string{journal, o.Log, scaffold.JSON(o.Output, ""), written(t, b)} {
			assert.NotContains(t, text, value)
		}
	}
	require.NoError(t, b.Undo(t.Context()))
	assert.Equal(t, before, m.State())
	require.NoError(t, b.Undo(t.Context()), "again")
}

// TestNothingToDo provisions what is there: nothing is written, and nothing is taken back.
func TestNothingToDo(t *testing.T) {
	t.Parallel()
	m := lived(t)
	provision(t, m, document)
	before := m.State()
	m.Forget()
	b := bench(t, m, document)
	o := run(t, b, object{"provision": true})
	require.NoError(t, o.Err)
	require.NoError(t, b.Undo(t.Context()))
	assert.Zero(t, m.Writes())
	assert.Equal(t, before, m.State())

	o = run(t, bench(t, m, "secrets: []\n"), object{"provision": true})
	require.NoError(t, o.Err)
	assert.Equal(t, `{"file":"secrets-config.yaml","secrets":[]}`, scaffold.JSON(o.Output, ""))
}

func TestRefused(t *testing.T) {
	t.Parallel()
	const one = "secrets:\n  - {name: db-password, service: order-api, environment: production, type: generated}\n"
	tests := map[string]struct {
		before, file string
		prepare      func(*testing.T, *secretstest.Memory)
		class        error
		want         string
	}{
		"others' secret": {
			file:  "secrets:\n  - {name: legacy, service: order-api, environment: production, type: generated}\n",
			class: scaffold.ErrConflict, want: "secrets-config.yaml:2:5: secret secrets/production/order-api/legacy: it is there and is not managed here",
		},
		"others' policy": {
			file: document, class: scaffold.ErrConflict, want: "policy production_order-api: it is there and is not managed here",
			prepare: func(t *testing.T, m *secretstest.Memory) {
				t.Helper()
				require.NoError(t, m.PutPolicy(t.Context(), "production_order-api", "# theirs\n"))
			},
		},
		"a grant would go": {
			before: document, file: one, class: scaffold.ErrConflict,
			want: "order-api in production would lose secrets/data/production/order-api/stripe-api-key, which secrets-config.yaml does not ask for",
		},
		"others would read": {
			before: document, file: document + "consumers:\n  - {service: order-api, namespaces: [elsewhere]}\n", class: scaffold.ErrConflict,
			want: "the secrets of order-api in production are read by order-api in production until now",
		},
		"an edited policy": {
			before: document, file: document, class: scaffold.ErrConflict, want: "was edited by hand",
			prepare: func(t *testing.T, m *secretstest.Memory) {
				t.Helper()
				text, err := m.Policy(t.Context(), "production_order-api")
				require.NoError(t, err)
				require.NoError(t, m.PutPolicy(t.Context(), "production_order-api", text+"# more\n"))
			},
		},
		"no right": {
			file: one, class: scaffold.ErrNotAllowed, want: "permission denied",
			prepare: func(_ *testing.T, m *secretstest.Memory) {
				m.Before = func(secretstest.Request) error { return secrets.ErrDenied }
			},
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			m := lived(t)
			if tt.before != "" {
				provision(t, m, tt.before)
			}
			if tt.prepare != nil {
				tt.prepare(t, m)
			}
			before := m.State()
			b := bench(t, m, tt.file)
			o := run(t, b, object{"provision": true})
			require.ErrorIs(t, o.Err, tt.class)
			assert.ErrorContains(t, o.Err, tt.want)
			require.NoError(t, b.Undo(t.Context()))
			assert.Equal(t, before, m.State())
		})
	}
}

// TestBusy runs while another applies. When both are done, nothing is taken from the other.
func TestBusy(t *testing.T) {
	t.Parallel()
	m := lived(t)
	lease := secrets.Location{Mount: "secrets", KV: 2, Path: "goldenpath/lease"}
	_, err := m.Write(t.Context(), lease, secrets.Value{"holder": plan.NewSecret("another")}, 0)
	require.NoError(t, err)
	before := m.State()
	b := bench(t, m, document)
	o := run(t, b, object{"provision": true})
	require.ErrorIs(t, o.Err, scaffold.ErrConflict)
	require.ErrorIs(t, o.Err, secrets.ErrBusy)
	require.NoError(t, b.Undo(t.Context()))
	assert.Equal(t, before, m.State())
	require.NoError(t, m.DeleteMetadata(t.Context(), lease))
	require.NoError(t, run(t, b, object{"provision": true}).Err)
}

// TestChangedSinceStays takes back a step after somebody else has worked on what it made.
func TestChangedSinceStays(t *testing.T) {
	t.Parallel()
	m := lived(t)
	b := bench(t, m, document)
	require.NoError(t, run(t, b, object{"provision": true}).Err)
	at := secrets.Location{Mount: "secrets", KV: 2, Path: "production/order-api/db-password"}
	_, err := m.Write(t.Context(), at, secrets.Value{"value": plan.NewSecret("new")}, 1)
	require.NoError(t, err)
	err = b.Undo(t.Context())
	require.ErrorIs(t, err, plan.ErrIrreversible)
	require.ErrorContains(t, err, "secrets/production/order-api/db-password has version 2 by now")
	state := m.State()
	assert.Contains(t, state.Secrets, "secrets/production/order-api/db-password")
	assert.NotContains(t, state.Secrets, "secrets/production/order-api/stripe-api-key")
	assert.NotContains(t, state.Policies, "production_order-api")
	assert.NotContains(t, state.Secrets, "secrets/goldenpath/lease")
}

// TestUndoGoesOn has the server fail at each request of the undoing in turn, and repeats it.
func TestUndoGoesOn(t *testing.T) {
	t.Parallel()
	errDown := errors.New("the server is down")
	for at := 1; ; at++ {
		m := lived(t)
		before := m.State()
		fail := 0
		m.Before = func(secretstest.Request) error {
			if fail--; fail == 0 {
				return errDown
			}
			return nil
		}
		b := bench(t, m, document)
		require.NoError(t, run(t, b, object{"provision": true}).Err)
		fail = at
		err := b.Undo(t.Context())
		if fail > 0 {
			require.NoError(t, err)
			assert.Greater(t, at, 8)
			return
		}
		require.ErrorIs(t, err, errDown)
		require.NotErrorIs(t, err, plan.ErrIrreversible)
		require.NoError(t, b.Undo(t.Context()), "at %d", at)
		assert.Equal(t, before, m.State(), "at %d", at)
	}
}

// TestKilled lets the process die after each line of the journal and each request that changes something.
func TestKilled(t *testing.T) {
	t.Parallel()
	in := object{"provision": true, "secrets": []any{generated("session-key"), generated("token", "environment", "staging")}}
	start := func(after int) (*secretstest.Memory, *actiontest.Bench) {
		m := lived(t)
		k := &actiontest.Killer{After: after}
		m.After = func(r secretstest.Request) error {
			if r.Writes() {
				k.Event()
			}
			return nil
		}
		b := bench(t, m, document)
		b.Action, b.Killer = action.Actions(&secrets.Provisioner{Store: m, Workers: 1})[0], k
		return m, b
	}
	m, b := start(0)
	o := run(t, b, in)
	require.NoError(t, o.Err)
	want, output, events := m.State().WithoutValues(), scaffold.JSON(o.Output, ""), b.Killer.Seen
	assert.Greater(t, events, 25)
	for after := 1; after <= events; after++ {
		m, b := start(after)
		before := m.State()
		require.ErrorIs(t, run(t, b, in).Err, actiontest.ErrKilled)
		o := run(t, b, in)
		require.NoError(t, o.Err)
		assert.Equal(t, want, m.State().WithoutValues(), "resumed after %d", after)
		assert.Equal(t, output, scaffold.JSON(o.Output, ""))
		require.NoError(t, b.Undo(t.Context()))
		assert.Equal(t, before, m.State(), "resumed after %d and taken back", after)

		m, b = start(after)
		before = m.State()
		require.ErrorIs(t, run(t, b, in).Err, actiontest.ErrKilled)
		require.NoError(t, b.Undo(t.Context()))
		assert.Equal(t, before, m.State(), "taken back after %d", after)
	}
}
