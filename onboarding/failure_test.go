package onboarding_test

import (
	"context"
	"errors"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/onboarding"
	"github.com/goldenpath-go/goldenpath/onboarding/onboardingtest"
	"github.com/goldenpath-go/goldenpath/plan"
)

var errDown = errors.New("no route to the host")

func down(m *onboardingtest.Memory, method string) {
	m.Before = func(_ context.Context, e onboardingtest.Event) error {
		if method == "" || e.Method == method {
			return &onboarding.CallError{Provider: m.Called, Class: onboarding.ClassTransient, Err: errDown}
		}
		return nil
	}
}

// TestOneProviderDown: the others finish, and a later run completes.
func TestOneProviderDown(t *testing.T) {
	t.Parallel()
	whole := settled(t)
	for name, c := range map[string]struct{ before, between string }{
		"when it is asked":      {"observe", ""},
		"when it is told":       {"give", ""},
		"after it was reviewed": {"", "observe"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			if c.before != "" {
				down(w.pager, c.before)
			}
			r, err := w.Join(t.Context(), ada(), wants())
			require.NotNil(t, r)
			assert.Equal(t, c.before == "observe", errors.Is(err, errDown))
			if c.between != "" {
				down(w.pager, c.between)
			}
			result, err := w.Apply(t.Context(), r, nil)
			require.ErrorIs(t, err, errDown)
			var call *onboarding.CallError
			require.ErrorAs(t, err, &call)
			assert.Equal(t, "pager", call.Provider)
			assert.True(t, result.Failed())
			got := states(result.Items)
			assert.Equal(t, onboarding.Pending, got["give hub/account as member"])
			assert.Equal(t, onboarding.Done, got["give mail/team/all as member"])
			assert.Empty(t, w.told.Sent(), "it is too early to tell how things are")
			for _, i := range result.Items {
				if i.State == onboarding.Failed {
					assert.Equal(t, onboarding.ClassTransient, i.Class)
					assert.ErrorIs(t, i.Err, errDown)
				}
			}
			w.pager.Before = nil
			w.apply(t, w.join(t))
			w.accept(t)
			w.apply(t, w.join(t))
			assert.Equal(t, whole.state(), w.state())
			w.once(t)
			assert.Len(t, w.told.Sent(), 1)
		})
	}
}

// TestEveryCause: several providers fail, each in its own way.
func TestEveryCause(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	causes := map[string]error{}
	for _, m := range w.systems()[:3] {
		cause := errors.New("it is full")
		causes[m.Called] = cause
		m.Before = func(_ context.Context, e onboardingtest.Event) error {
			if e.Method == "give" {
				return cause
			}
			return nil
		}
	}
	result, err := w.Apply(t.Context(), w.join(t), nil)
	for name, cause := range causes {
		require.ErrorIs(t, err, cause, name)
	}
	var report *plan.Error
	require.ErrorAs(t, err, &report)
	assert.Len(t, result.Items, len(wants())+1, "the result lists every item")
	got := states(result.Items)
	assert.Equal(t, onboarding.Failed, got["give hub/account as member"])
	assert.Equal(t, onboarding.Skipped, got["give hub/team/payments as member"], "it needs the account")
	assert.Equal(t, onboarding.Skipped, got["tell chat-messages message"])
	assert.Equal(t, onboarding.ClassUnknown, onboarding.ClassOf(causes["hub"]))
}

// TestHanging: a system that does not answer keeps nobody else from their work.
func TestHanging(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		w.Timeout = time.Minute
		w.pager.Before = func(ctx context.Context, e onboardingtest.Event) error {
			if e.Method == "observe" {
				return nil
			}
			<-ctx.Done()
			return ctx.Err()
		}
		r, err := w.Join(t.Context(), ada(), wants())
		require.NoError(t, err)
		result, err := w.Apply(t.Context(), r, nil)
		require.ErrorIs(t, err, context.DeadlineExceeded)
		assert.Equal(t, onboarding.ClassTransient, onboarding.ClassOf(err))
		assert.Equal(t, onboarding.Done, states(result.Items)["give mail/team/all as member"])

		w.pager.Before = nil
		w.told.After = func(ctx context.Context, _ onboarding.Message) error {
			<-ctx.Done()
			return ctx.Err()
		}
		_, err = w.Apply(t.Context(), w.join(t), nil)
		require.ErrorIs(t, err, plan.ErrUnclear, "nobody knows whether a message without an answer arrived")
		assert.Empty(t, w.join(t).Plan.Steps)
	})
}

// TestCancelled: a run that is ended by its context goes on later.
func TestCancelled(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx, cancel := context.WithCancel(t.Context())
	w.mail.After = func(_ context.Context, e onboardingtest.Event) error {
		if e.Method == "give" {
			cancel()
		}
		return nil
	}
	result, err := w.Apply(ctx, w.join(t), nil)
	require.ErrorIs(t, err, context.Canceled)
	assert.Equal(t, onboarding.Skipped, states(result.Items)["tell chat-messages message"])
	w.apply(t, w.join(t))
	w.once(t)
	_, err = w.Join(ctx, ada(), wants())
	require.ErrorIs(t, err, context.Canceled)
}

// TestTwoRunsAtOnce: with one journal they take turns; with two the providers look first.
func TestTwoRunsAtOnce(t *testing.T) {
	t.Parallel()
	for name, shared := range map[string]bool{"one journal": true, "two journals": false} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			w.Messengers = nil
			if shared {
				w.Messengers = []onboarding.Messenger{w.told}
			}
			var wg sync.WaitGroup
			for range 4 {
				o := &onboarding.Onboarder{Providers: w.Providers, Messengers: w.Messengers, Journal: w.Journal}
				if !shared {
					o.Journal = &plan.Memory{}
				}
				r, err := o.Join(t.Context(), ada(), wants())
				require.NoError(t, err)
				wg.Go(func() {
					if _, err := o.Apply(t.Context(), r, nil); err != nil && !errors.Is(err, plan.ErrLocked) {
						assert.ErrorIs(t, err, onboarding.ErrChanged)
					}
				})
			}
			wg.Wait()
			w.apply(t, w.join(t))
			w.once(t)
			w.accept(t)
			w.apply(t, w.join(t))
			assert.Equal(t, settled(t).state(), w.state())
		})
	}
}

// TestManyAtOnce: nobody is lost.
func TestManyAtOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	var wg sync.WaitGroup
	for _, name := range []string{"a", "b", "c", "d", "e"} {
		p := onboarding.Person{Email: name + "@example.com"}
		o := &onboarding.Onboarder{Providers: w.Providers}
		wg.Go(func() {
			r, err := o.Join(t.Context(), p, wants())
			if assert.NoError(t, err) {
				_, err = o.Apply(t.Context(), r, nil)
				assert.NoError(t, err)
			}
		})
	}
	wg.Wait()
	assert.Len(t, w.pager.State().Rotations["primary"], 5)
}
