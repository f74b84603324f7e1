// Package plantest checks planners: that planning changes nothing, that what they plan can be repeated and, after the
// process died at any point, be resumed or taken back.
package plantest

import (
	"context"
	"errors"
	"iter"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/plan"
)

// World is a planner and what it changes.
type World interface {
	plan.Undoer
	// Plan plans the same thing each time: to bring the world into one state.
	Plan(ctx context.Context) (*plan.Plan, error)
	// State returns what there is in the world, to be compared by value.
	State(t *testing.T) any
}

// Suite is what to check.
type Suite struct {
	// Open returns a new world. Each is in the same state.
	Open func(t *testing.T) World
	// Blind says that plans do not depend on the state of the world, so that nothing is left out of them that is done.
	Blind bool
	// Remains says that the plan has irreversible steps, so that Undo does not restore the world.
	Remains bool
}

// Run runs the checks as subtests.
func Run(t *testing.T, s Suite) {
	t.Helper()
	t.Run("planning changes nothing", s.planning)
	t.Run("apply twice", s.twice)
	t.Run("undo", s.undo)
	t.Run("killed, then resumed", func(t *testing.T) { s.killed(t, s.resume) })
	t.Run("killed, then undone", func(t *testing.T) { s.killed(t, s.rollback) })
	t.Run("undo killed, then repeated", s.undoKilled)
}

func (s Suite) planning(t *testing.T) {
	w := s.Open(t)
	before := w.State(t)
	first, second := planOf(t, w), planOf(t, w)
	assert.Equal(t, before, w.State(t))
	assert.Equal(t, first.Digest(), second.Digest(), "two plans for one world")
	require.NoError(t, first.Validate())
	require.NotEmpty(t, first.Steps, "the plan has nothing to do, so the suite checks nothing")
}

func (s Suite) twice(t *testing.T) {
	w := s.Open(t)
	require.NoError(t, plan.Apply(t.Context(), planOf(t, w), &plan.Memory{}, nil))
	after := w.State(t)
	again := planOf(t, w)
	if !s.Blind {
		assert.Empty(t, again.Steps, "what is done is planned again")
	}
	require.NoError(t, plan.Apply(t.Context(), again, &plan.Memory{}, nil))
	assert.Equal(t, after, w.State(t))
}

func (s Suite) undo(t *testing.T) {
	w := s.Open(t)
	before := w.State(t)
	journal := &plan.Memory{}
	require.NoError(t, plan.Apply(t.Context(), planOf(t, w), journal, nil))
	s.takeBack(t, w, journal)
	s.restored(t, before, w)
	require.NoError(t, plan.Undo(t.Context(), journal, w, nil), "undo again")
	s.restored(t, before, w)
}

// takeBack undoes what the journal holds.
func (s Suite) takeBack(t *testing.T, w World, j plan.Journal) {
	t.Helper()
	err := plan.Undo(t.Context(), j, w, nil)
	if s.Remains && (errors.Is(err, plan.ErrIrreversible) || errors.Is(err, plan.ErrUnclear)) {
		return
	}
	require.NoError(t, err)
}

func (s Suite) restored(t *testing.T, before any, w World) {
	t.Helper()
	if !s.Remains {
		assert.Equal(t, before, w.State(t))
	}
}

// killed lets the run die at each record of its journal in turn, before it is written and after.
func (s Suite) killed(t *testing.T, check func(t *testing.T, w World, before, want any, j *plan.Memory)) {
	whole := s.Open(t)
	count := &dying{Journal: &plan.Memory{}, at: -1}
	require.NoError(t, plan.Apply(t.Context(), planOf(t, whole), count, nil))
	want := whole.State(t)
	for at := range count.appended {
		for _, written := range []bool{false, true} {
			w := s.Open(t)
			before := w.State(t)
			kept := &plan.Memory{}
			err := plan.Apply(t.Context(), planOf(t, w), &dying{Journal: kept, at: at, written: written}, nil)
			require.ErrorIs(t, err, errDied)
			check(t, w, before, want, kept)
		}
	}
}

func (s Suite) resume(t *testing.T, w World, _, want any, j *plan.Memory) {
	err := plan.Apply(t.Context(), planOf(t, w), j, nil)
	if s.Remains && errors.Is(err, plan.ErrUnclear) {
		return
	}
	require.NoError(t, err)
	assert.Equal(t, want, w.State(t))
}

func (s Suite) rollback(t *testing.T, w World, before, _ any, j *plan.Memory) {
	s.takeBack(t, w, j)
	s.restored(t, before, w)
}

func (s Suite) undoKilled(t *testing.T) {
	for at := 0; ; at++ {
		w := s.Open(t)
		before := w.State(t)
		kept := &plan.Memory{}
		require.NoError(t, plan.Apply(t.Context(), planOf(t, w), kept, nil))
		err := plan.Undo(t.Context(), &dying{Journal: kept, at: at}, w, nil)
		s.takeBack(t, w, kept)
		s.restored(t, before, w)
		if !errors.Is(err, errDied) {
			return
		}
	}
}

func planOf(t *testing.T, w World) *plan.Plan {
	t.Helper()
	p, err := w.Plan(t.Context())
	require.NoError(t, err)
	return p
}

var errDied = errors.New("the process died")

// dying is a journal whose process dies at one of the receipts.
type dying struct {
	plan.Journal
	at       int  // which receipt; -1: none
	written  bool // it dies after writing it
	appended int
}

func (d *dying) Append(ctx context.Context, r plan.Receipt) error {
	n := d.appended
	d.appended++
	if d.at < 0 || n < d.at {
		return d.Journal.Append(ctx, r)
	}
	if n == d.at && d.written {
		return errors.Join(errDied, d.Journal.Append(ctx, r))
	}
	return errDied
}

func (d *dying) All(ctx context.Context) iter.Seq2[plan.Receipt, error] { return d.Journal.All(ctx) }
