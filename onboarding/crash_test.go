package onboarding_test

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/onboarding"
	"github.com/goldenpath-go/goldenpath/onboarding/onboardingtest"
	"github.com/goldenpath-go/goldenpath/plan"
)

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
	switch {
	case d.at < 0, n < d.at:
		return d.Journal.Append(ctx, r)
	case n == d.at && d.written:
		return errors.Join(errDied, d.Journal.Append(ctx, r))
	}
	return errDied
}

func (d *dying) All(ctx context.Context) iter.Seq2[plan.Receipt, error] { return d.Journal.All(ctx) }

// ignore returns nil for errors that are all of the target.
func ignore(err, target error) error {
	var report *plan.Error
	if !errors.As(err, &report) {
		return err
	}
	for _, f := range report.Failed {
		if !errors.Is(f.Err, target) {
			return err
		}
	}
	return report.Err
}

// journey is what is done in one run, and what people do after it.
type journey struct {
	open  func(*testing.T) *world
	plan  func(*world, *testing.T) *onboarding.Review
	after func(*world, *testing.T)
}

func journeys() map[string]journey {
	return map[string]journey{
		"joining":         {newWorld, (*world).join, func(w *world, t *testing.T) { w.accept(t) }},
		"having accepted": {accepted, (*world).join, func(*world, *testing.T) {}},
		"leaving":         {settled, (*world).leave, func(*world, *testing.T) {}},
	}
}

func accepted(t *testing.T) *world {
	t.Helper()
	w := newWorld(t)
	w.apply(t, w.join(t))
	w.accept(t)
	return w
}

// whole returns how the journey ends, and how many receipts a run of it writes.
func (j journey) whole(t *testing.T) (*world, int) {
	t.Helper()
	w := j.open(t)
	count := &dying{Journal: w.Journal, at: -1}
	w.Journal = count
	w.apply(t, j.plan(w, t))
	j.after(w, t)
	w.apply(t, j.plan(w, t))
	return w, count.appended
}

// TestKilledAtEachReceipt kills the run before and after each line of its journal.
func TestKilledAtEachReceipt(t *testing.T) {
	t.Parallel()
	for name, j := range journeys() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			whole, receipts := j.whole(t)
			for at := range receipts {
				for _, written := range []bool{false, true} {
					w := j.open(t)
					journal := w.Journal
					w.Journal = &dying{Journal: journal, at: at, written: written}
					_, _ = w.Apply(t.Context(), j.plan(w, t), nil)
					w.resume(t, j, journal, whole, fmt.Sprintf("receipt %d, written: %t", at, written))
				}
			}
		})
	}
}

// resume goes on in a new process, and compares the end with that of a run that did not die.
func (w *world) resume(t *testing.T, j journey, journal plan.Journal, whole *world, when string) {
	t.Helper()
	w.reopen(journal)
	w.hook(nil, nil)
	w.told.Before, w.told.After = nil, nil
	w.apply(t, j.plan(w, t))
	j.after(w, t)
	last := w.apply(t, j.plan(w, t))
	assert.False(t, last.Failed(), when)
	assert.Equal(t, whole.state(), w.state(), when)
	assert.Empty(t, j.plan(w, t).Plan.Steps, when)
	w.once(t)
	unclear := states(last.Items)["tell chat-messages message"] == onboarding.Manual
	assert.True(t, unclear || len(w.told.Sent()) == len(whole.told.Sent()), "%s: a message is missing, and nobody says so", when)
}

// TestKilledAtEachCall kills the run before and after each call of a provider, and at each message.
func TestKilledAtEachCall(t *testing.T) {
	t.Parallel()
	for name, j := range journeys() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			whole, _ := j.whole(t)
			for at := range 100 {
				w := j.open(t)
				journal := w.Journal
				r := j.plan(w, t)
				if !w.dieAt(t, r, at) {
					require.Greater(t, at, 1)
					return
				}
				w.resume(t, j, journal, whole, fmt.Sprintf("call %d", at))
			}
		})
	}
}

// dieAt applies until the nth moment, before or after a call, and reports whether there was one.
func (w *world) dieAt(t *testing.T, r *onboarding.Review, at int) bool {
	t.Helper()
	n, died := 0, false
	journal := &lost{Journal: w.Journal}
	die := func() error {
		if n++; n > at {
			died, journal.lost = true, true
			return errDied
		}
		return nil
	}
	w.Journal = journal
	calls := func(e onboardingtest.Event) error {
		if e.Method == "observe" && !died {
			return nil
		}
		return die()
	}
	w.hook(calls, calls)
	message := func(context.Context, onboarding.Message) error { return die() }
	w.told.Before, w.told.After = message, message
	_, _ = w.Apply(t.Context(), r, nil)
	return died
}

// lost is the journal of a process that died.
type lost struct {
	plan.Journal
	lost bool
}

func (l *lost) Append(ctx context.Context, r plan.Receipt) error {
	if l.lost {
		return errDied
	}
	return l.Journal.Append(ctx, r)
}

// TestKilledThenUndone: whatever was done of a join can be taken back.
func TestKilledThenUndone(t *testing.T) {
	t.Parallel()
	before := newWorld(t).state()
	for at := range 100 {
		w := newWorld(t)
		journal := w.Journal
		if !w.dieAt(t, w.join(t), at) {
			return
		}
		w.reopen(journal)
		w.hook(nil, nil)
		err := plan.Undo(t.Context(), journal, w, nil)
		if !errors.Is(err, plan.ErrUnclear) {
			require.NoError(t, ignore(err, plan.ErrIrreversible))
		}
		assert.Equal(t, before, w.state(), "call %d", at)
	}
}

// TestUnclearMessage: a message of which nobody knows is not sent again, until a human says that it did not arrive.
func TestUnclearMessage(t *testing.T) {
	t.Parallel()
	unclear := func(t *testing.T, arrived bool) *world {
		w := newWorld(t)
		die := func(context.Context, onboarding.Message) error { return plan.ErrUnclear }
		if arrived {
			w.told.After = die
		} else {
			w.told.Before = die
		}
		_, err := w.Apply(t.Context(), w.join(t), nil)
		require.ErrorIs(t, err, plan.ErrUnclear)
		w.told.Before, w.told.After = nil, nil
		return w
	}
	w := unclear(t, true)
	bob := onboarding.Person{Email: "bob@example.com"}
	r, err := w.Join(t.Context(), bob, wants())
	require.NoError(t, err)
	w.apply(t, r) // a run that has an end
	r = w.join(t)
	assert.Empty(t, r.Plan.Steps)
	assert.Equal(t, onboarding.Manual, states(r.Items)["tell chat-messages message"])
	require.NoError(t, w.Settle(t.Context(), "chat-messages", r.Changes[0], true))
	assert.Equal(t, onboarding.Done, states(w.join(t).Items)["tell chat-messages message"])
	w.once(t)

	w = unclear(t, false)
	require.NoError(t, w.Settle(t.Context(), "chat-messages", w.join(t).Changes[0], false))
	w.apply(t, w.join(t))
	assert.Len(t, w.told.Sent(), 1)

	for _, arrived := range []bool{false, true} {
		for _, other := range []bool{false, true} {
			w = unclear(t, arrived)
			w.Messengers = []onboarding.Messenger{onboardingtest.FindingRecorder{Recorder: w.told}}
			if other {
				r, err = w.Join(t.Context(), bob, wants())
				require.NoError(t, err)
				w.apply(t, r)
			}
			w.apply(t, w.join(t))
			w.once(t)
			assert.Empty(t, w.join(t).Plan.Steps, "a messenger that can look needs nobody")
		}
	}
}
