package scaffold_test

import (
	"context"
	"encoding/json"
	"errors"
	"os"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/plan"
	"github.com/goldenpath-go/goldenpath/plan/plantest"
	"github.com/goldenpath-go/goldenpath/scaffold"
)

// numbered returns an action that adds two things to the registry under numbers that only the registry knows, and so cannot find
// its work again but by what it kept.
func (r registry) numbered() *scaffold.Action {
	type record struct{ IDs []string }
	return &scaffold.Action{
		ID: "registry:numbered", Effect: true,
		Run: func(_ context.Context, c *scaffold.Call) error {
			var was record
			if _, err := c.Earlier(&was); err != nil {
				return err
			}
			for _, part := range []string{"a", "b"} {
				id := c.Input.Text("name") + "-" + part
				if !slices.Contains(was.IDs, id) {
					if r[id] {
						return errors.New(id + " is there already")
					}
					was.IDs = append(was.IDs, id)
					if err := c.Undo(was); err != nil {
						return err
					}
				}
				r[id] = true
			}
			c.Output("ids", was.IDs)
			return nil
		},
		Undo: func(_ context.Context, undo json.RawMessage) error {
			var was record
			if err := json.Unmarshal(undo, &was); err != nil {
				return err
			}
			for _, id := range was.IDs {
				delete(r, id)
			}
			return nil
		},
	}
}

// TestKilledBetweenParts lets a run die at each record of its journal, of which a step with iterations of several effects writes
// many.
func TestKilledBetweenParts(t *testing.T) {
	t.Parallel()
	const spec = `  steps:
    - { id: files, action: 'fetch:template', input: { url: ./skeleton, values: { name: a } } }
    - { id: add, each: [x, y, z], action: 'registry:numbered', input: { name: '${{ each.value }}' } }
`
	plantest.Run(t, plantest.Suite{Blind: true, Open: func(t *testing.T) plantest.World {
		w := newWorld(t, spec)
		w.runner.Actions = append(w.runner.Actions, w.registry.idempotent(w.registry.numbered()))
		return suiteWorld{w, t}
	}})
}

// idempotent lets an action be applied to a new journal, as one of the checks does: what is there is then taken away first.
func (r registry) idempotent(a *scaffold.Action) *scaffold.Action {
	run := a.Run
	a.Run = func(ctx context.Context, c *scaffold.Call) error {
		if known, err := c.Earlier(&struct{}{}); err != nil || known {
			return errors.Join(err, run(ctx, c))
		}
		delete(r, c.Input.Text("name")+"-a")
		delete(r, c.Input.Text("name")+"-b")
		return run(ctx, c)
	}
	return a
}

// mailbox is where messages are sent, which nobody can look into.
type mailbox struct {
	sent []string
	fail map[string]error
}

func (m *mailbox) send() *scaffold.Action {
	return &scaffold.Action{
		ID: "mail:send", Effect: true, Once: true,
		Run: func(_ context.Context, c *scaffold.Call) error {
			text := c.Input.Text("text")
			if err := m.fail[text]; err != nil {
				return err
			}
			m.sent = append(m.sent, text)
			c.Output("id", "id-"+text)
			return nil
		},
	}
}

const mails = `  steps:
    - { id: send, each: [x, y, z], action: 'mail:send', input: { text: '${{ each.value }}' } }
  output: { ids: '${{ steps.send.output.id }}' }
`

func TestWhatMustNotBeRepeated(t *testing.T) {
	t.Parallel()
	lost := errors.Join(plan.ErrUnclear, errors.New("connection reset"))
	tests := []struct {
		name    string
		fail    error
		decide  func(context.Context, string) (bool, error)
		resumed error
		undone  error
		sent    []string
		ids     string
	}{
		{"refused, so not sent", errors.New("mailbox full"), nil, nil, plan.ErrIrreversible, []string{"x", "y", "z"}, `["id-x","id-y","id-z"]`},
		{"nobody knows", lost, nil, plan.ErrUnclear, plan.ErrUnclear, []string{"x"}, ""},
		{"it was sent", lost, func(context.Context, string) (bool, error) { return true, nil }, nil, plan.ErrIrreversible, []string{"x", "z"}, `["id-x","id-z"]`},
		{"it was not", lost, func(context.Context, string) (bool, error) { return false, nil }, nil, plan.ErrIrreversible, []string{"x", "y", "z"}, `["id-x","id-y","id-z"]`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			m := &mailbox{fail: map[string]error{"y": tt.fail}}
			w, journal := newWorld(t, mails), &plan.Memory{}
			w.runner.Actions = append(w.runner.Actions, m.send())
			require.ErrorIs(t, w.plan(t).Apply(t.Context(), journal, nil), tt.fail)
			assert.Equal(t, []string{"x"}, m.sent)
			m.fail, w.runner.Unclear = nil, tt.decide
			run := w.plan(t)
			require.ErrorIs(t, run.Apply(t.Context(), journal, nil), tt.resumed)
			assert.Equal(t, tt.sent, m.sent)
			if tt.resumed == nil {
				result, err := run.Result(t.Context())
				require.NoError(t, err)
				assert.Equal(t, tt.ids, scaffold.JSON(result.Output.Get("ids"), ""))
			}
			require.ErrorIs(t, plan.Undo(t.Context(), journal, w.Undoer, nil), tt.undone)
			require.NoError(t, plan.Undo(t.Context(), journal, w.Undoer, nil), "it is said once")
		})
	}
}

// TestCancelledMessageIsUnclear cancels the context while a message is under way.
func TestCancelledMessageIsUnclear(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	m := &mailbox{}
	a := m.send()
	a.Run = func(ctx context.Context, _ *scaffold.Call) error {
		cancel()
		return ctx.Err()
	}
	w, journal := newWorld(t, mails), &plan.Memory{}
	w.runner.Actions = append(w.runner.Actions, a)
	require.ErrorIs(t, w.plan(t).Apply(ctx, journal, nil), plan.ErrUnclear)
	require.ErrorIs(t, plan.Undo(t.Context(), journal, w.Undoer, nil), plan.ErrUnclear)
}

func TestNothingRemainsOfWhatWasNotCalled(t *testing.T) {
	t.Parallel()
	m := &mailbox{}
	w, journal := newWorld(t, `  steps:
    - { id: first, action: 'debug:log', input: { message: '' } }
    - { id: send, if: '${{ steps.first.output.nothing }}', action: 'mail:send', input: { text: x } }
`), &plan.Memory{}
	w.runner.Actions = append(w.runner.Actions, m.send())
	run := w.plan(t)
	require.Len(t, run.Plan.Steps, 2)
	require.NoError(t, run.Apply(t.Context(), journal, nil))
	assert.Empty(t, m.sent)
	require.NoError(t, plan.Undo(t.Context(), journal, w.Undoer, nil), "the step was skipped")
}

// TestUndoFromTheJournalAlone takes back what was done when the folder of the run is long gone.
func TestUndoFromTheJournalAlone(t *testing.T) {
	t.Parallel()
	w, journal := newWorld(t, serviceSteps), &plan.Memory{}
	run := w.plan(t)
	require.NoError(t, run.Apply(t.Context(), journal, nil))
	require.NoError(t, run.Close())
	assert.Len(t, w.registry, 3)
	require.NoError(t, os.RemoveAll(w.dir))
	require.NoError(t, plan.Undo(t.Context(), journal, w.Undoer, nil))
	assert.Equal(t, registry{"old": true}, w.registry)
	assert.NoDirExists(t, w.dir)
}

func TestUndoLeavesNoFiles(t *testing.T) {
	t.Parallel()
	w, journal := newWorld(t, serviceSteps), &plan.Memory{}
	run := w.plan(t)
	require.NoError(t, run.Apply(t.Context(), journal, nil))
	require.NoError(t, run.Close())
	require.NoError(t, plan.Undo(t.Context(), journal, w.Undoer, nil))
	left, err := os.ReadDir(w.dir)
	require.NoError(t, err)
	assert.Empty(t, left)
	result, err := run.Result(t.Context())
	require.NoError(t, err)
	assert.Empty(t, result.Files)
}

func TestUndoNeedsTheAction(t *testing.T) {
	t.Parallel()
	w, journal := newWorld(t, serviceSteps), &plan.Memory{}
	require.NoError(t, w.plan(t).Apply(t.Context(), journal, nil))
	require.ErrorIs(t, plan.Undo(t.Context(), journal, runner().Undoer(w.dir), nil), scaffold.ErrNotFound)
	assert.Len(t, w.registry, 3)
}
