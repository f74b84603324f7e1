package plan_test

import (
	"context"
	"encoding/json"
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/plan"
)

// house is a world in which one step makes three things, the second of which can fail.
type house struct {
	made   []string
	fail   error
	before []string // what attempts began with
	undone []string
}

func (h *house) step() plan.Step {
	return plan.Step{
		Key: "house", Verb: plan.Create, Reversible: true, Intent: json.RawMessage(`[]`),
		Parts: func(_ context.Context, p *plan.Progress) (plan.Receipt, error) {
			h.before = append(h.before, string(p.Undo))
			var done []string
			if p.Undo != nil {
				if err := json.Unmarshal(p.Undo, &done); err != nil {
					return plan.Receipt{}, err
				}
			}
			for _, part := range []string{"floor", "wall", "roof"}[len(done):] {
				if part == "wall" && h.fail != nil {
					return plan.Receipt{}, h.fail
				}
				h.made = append(h.made, part)
				done = append(done, part)
				undo, err := json.Marshal(done)
				if err != nil {
					return plan.Receipt{}, err
				}
				if err := p.Keep(undo); err != nil {
					return plan.Receipt{}, err
				}
			}
			return plan.Receipt{Undo: p.Undo}, nil
		},
	}
}

func (h *house) Undo(_ context.Context, r plan.Receipt) error {
	h.undone = append(h.undone, string(r.State)+string(r.Undo))
	return nil
}

func TestPartsAreTakenUp(t *testing.T) {
	t.Parallel()
	h, journal := &house{fail: errStep}, &plan.Memory{}
	require.ErrorIs(t, plan.Apply(t.Context(), planOf(h.step()), journal, nil), errStep)
	require.ErrorIs(t, plan.Apply(t.Context(), planOf(h.step()), journal, nil), errStep)
	h.fail = nil
	require.NoError(t, plan.Apply(t.Context(), planOf(h.step()), journal, nil))
	assert.Equal(t, []string{"floor", "wall", "roof"}, h.made)
	assert.Equal(t, []string{"", `["floor"]`, `["floor"]`}, h.before)
	require.NoError(t, plan.Undo(t.Context(), journal, h, nil))
	assert.Equal(t, []string{`done["floor","wall","roof"]`}, h.undone, "the last word undoes what failed attempts did, too")
}

func TestPartsOfAnUnclearStepAreKept(t *testing.T) {
	t.Parallel()
	h, journal := &house{fail: fmt.Errorf("no answer: %w", plan.ErrUnclear)}, &plan.Memory{}
	require.ErrorIs(t, plan.Apply(t.Context(), planOf(h.step()), journal, nil), plan.ErrUnclear)
	require.NoError(t, plan.Undo(t.Context(), journal, h, nil))
	assert.Equal(t, []string{`begun["floor"]`}, h.undone)
}

// TestPartsOfAnotherStep applies a plan whose step has become another: what was kept is not its own, and is not forgotten.
func TestPartsOfAnotherStep(t *testing.T) {
	t.Parallel()
	h, journal := &house{fail: fmt.Errorf("no answer: %w", plan.ErrUnclear)}, &plan.Memory{}
	require.ErrorIs(t, plan.Apply(t.Context(), planOf(h.step()), journal, nil), plan.ErrUnclear)
	h.fail = nil
	other := h.step()
	other.Summary = "another house"
	require.NoError(t, plan.Apply(t.Context(), planOf(other), journal, nil))
	assert.Equal(t, []string{"", ""}, h.before)
	require.NoError(t, plan.Undo(t.Context(), journal, h, nil))
	assert.Equal(t, []string{`done["floor","wall","roof"]`, `begun["floor"]`}, h.undone)
}

// TestPartsThatRemain says that of a step which kept nothing nothing remains, and that it may be called again though it must not
// be repeated.
func TestPartsThatRemain(t *testing.T) {
	t.Parallel()
	for keeps, want := range map[bool]error{false: nil, true: plan.ErrIrreversible} {
		ran, journal := 0, &plan.Memory{}
		send := plan.Step{Key: "send", Verb: plan.Run, Once: true, Parts: func(_ context.Context, p *plan.Progress) (plan.Receipt, error) {
			if ran++; ran == 1 {
				return plan.Receipt{}, plan.ErrUnclear
			}
			if !keeps {
				return plan.Receipt{}, nil
			}
			return plan.Receipt{}, p.Keep(json.RawMessage(`1`))
		}}
		require.ErrorIs(t, plan.Apply(t.Context(), planOf(send), journal, nil), plan.ErrUnclear)
		require.NoError(t, plan.Apply(t.Context(), planOf(send), journal, nil))
		assert.Equal(t, 2, ran)
		require.ErrorIs(t, plan.Undo(t.Context(), journal, &tape{}, nil), want)
	}
}

// TestWhatRemainsEndsNothing has an Undoer that says so of the newest step.
func TestWhatRemainsEndsNothing(t *testing.T) {
	t.Parallel()
	for _, kind := range []error{plan.ErrIrreversible, plan.ErrUnclear} {
		w := &tape{failUndo: map[string]error{"b": fmt.Errorf("message: %w", kind)}}
		journal := &plan.Memory{}
		require.NoError(t, plan.Apply(t.Context(), planOf(w.step("a"), w.step("b")), journal, nil))
		require.ErrorIs(t, plan.Undo(t.Context(), journal, w, nil), kind)
		assert.Equal(t, []string{"a"}, w.undone)
		require.NoError(t, plan.Undo(t.Context(), journal, w, nil), "it was said once")
	}
}

func TestProgressByItself(t *testing.T) {
	t.Parallel()
	var p plan.Progress
	require.NoError(t, p.Keep(json.RawMessage(`1`)))
	assert.JSONEq(t, `1`, string(p.Undo))
}
