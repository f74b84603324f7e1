package whole_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/onboarding/internal/whole"
)

// list is written as a whole, and takes its time.
type list struct {
	mu     sync.Mutex
	names  []string
	delay  func() time.Duration
	writes int
}

func (l *list) read() []string {
	time.Sleep(l.delay())
	l.mu.Lock()
	defer l.mu.Unlock()
	return slices.Clone(l.names)
}

func (l *list) write(names []string) {
	time.Sleep(l.delay())
	l.mu.Lock()
	defer l.mu.Unlock()
	l.names, l.writes = names, l.writes+1
}

func (l *list) add(name string) func(context.Context) (bool, error) {
	return func(context.Context) (bool, error) {
		names := l.read()
		if slices.Contains(names, name) {
			return false, nil
		}
		l.write(append(names, name))
		return true, nil
	}
}

func (l *list) remove(name string) func(context.Context) (bool, error) {
	return func(context.Context) (bool, error) {
		names := l.read()
		left := slices.DeleteFunc(slices.Clone(names), func(n string) bool { return n == name })
		if len(left) == len(names) {
			return false, nil
		}
		l.write(left)
		return true, nil
	}
}

// TestInterleavings has several processes change one list at once, with every call taking some random time: nobody is lost, and
// nobody who left comes back.
func TestInterleavings(t *testing.T) {
	t.Parallel()
	for seed := range uint64(300) {
		synctest.Test(t, func(t *testing.T) {
			random := rand.New(rand.NewPCG(seed, 1))
			var mu sync.Mutex
			l := &list{names: []string{"zoe", "leaver"}, delay: func() time.Duration {
				mu.Lock()
				defer mu.Unlock()
				return time.Duration(random.Int64N(int64(200 * time.Millisecond)))
			}}
			var wg sync.WaitGroup
			for n := range 3 {
				w := &whole.Writer{} // a process of its own
				wg.Go(func() {
					changed, err := w.Change(t.Context(), "list", l.add(fmt.Sprint("joiner", n)))
					assert.NoError(t, err)
					assert.True(t, changed)
				})
			}
			wg.Go(func() {
				_, err := new(whole.Writer).Change(t.Context(), "list", l.remove("leaver"))
				assert.NoError(t, err)
			})
			wg.Wait()
			assert.ElementsMatch(t, []string{"zoe", "joiner0", "joiner1", "joiner2"}, l.names, "seed %d", seed)
		})
	}
}

// TestOneProcess says that those of one process do not even meet.
func TestOneProcess(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		l := &list{delay: func() time.Duration { return time.Second }}
		w := &whole.Writer{}
		var wg sync.WaitGroup
		for n := range 10 {
			wg.Go(func() {
				_, err := w.Change(t.Context(), "list", l.add(fmt.Sprint(n)))
				assert.NoError(t, err)
			})
		}
		wg.Wait()
		assert.Len(t, l.names, 10)
		assert.Equal(t, 10, l.writes)
	})
}

func TestNothingToWrite(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		start := time.Now()
		changed, err := new(whole.Writer).Change(t.Context(), "list", func(context.Context) (bool, error) { return false, nil })
		require.NoError(t, err)
		assert.False(t, changed)
		assert.Equal(t, start, time.Now(), "it does not wait")
	})
}

func TestContended(t *testing.T) {
	t.Parallel()
	w := &whole.Writer{Settle: -1}
	changed, err := w.Change(t.Context(), "list", func(context.Context) (bool, error) { return true, nil })
	require.ErrorIs(t, err, whole.ErrContended)
	assert.True(t, changed)
}

func TestErrorsAndCancelling(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := &whole.Writer{}
		wrong := errors.New("wrong")
		_, err := w.Change(t.Context(), "list", func(context.Context) (bool, error) { return false, wrong })
		require.ErrorIs(t, err, wrong)
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		changed, err := w.Change(ctx, "list", func(context.Context) (bool, error) { return true, nil })
		require.ErrorIs(t, err, context.DeadlineExceeded)
		assert.True(t, changed, "what was written is told")
		_, err = w.Change(ctx, "list", func(context.Context) (bool, error) { return false, nil })
		require.ErrorIs(t, err, context.DeadlineExceeded)
	})
}
