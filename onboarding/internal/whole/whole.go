// Package whole changes lists that a service lets be written only as a whole, without a check that nobody has written since: of two
// who write at once, one would undo what the other did.
//
// A [Writer] lets one of its own process at a time, and looks again some time after each write. Whoever read the list before that
// write has written it by then, so that a change which got lost is seen, and made again. Nobody is lost while the time between
// reading and writing, times the number of those who write at once, is less than Settle.
package whole

import (
	"context"
	"errors"
	"math/rand/v2"
	"sync"
	"time"
)

const (
	// DefaultSettle is how long after a write a Writer looks again.
	DefaultSettle = 2 * time.Second

	maxRounds = 20
)

// ErrContended says that others kept changing the list. What was written last may be theirs.
var ErrContended = errors.New("others keep changing it at the same time")

// Writer changes lists. The zero value is good. It must not be copied.
type Writer struct {
	Settle time.Duration // 0: DefaultSettle; negative: it looks again at once

	mu    sync.Mutex
	turns map[string]chan struct{} // by key; each holds a token while nobody writes
}

// Change calls once, which reads the list of a key and writes it if need be, until that has nothing to write. It reports whether
// anything was written.
func (w *Writer) Change(ctx context.Context, key string, once func(context.Context) (wrote bool, err error)) (changed bool, err error) {
	turn := w.turn(key)
	select {
	case <-ctx.Done():
		return false, ctx.Err()
	case <-turn:
	}
	defer func() { turn <- struct{}{} }()
	for range maxRounds {
		if err := ctx.Err(); err != nil {
			return changed, err
		}
		wrote, err := once(ctx)
		changed = changed || wrote
		if err != nil || !wrote {
			return changed, err
		}
		if err := w.settle(ctx); err != nil {
			return changed, err
		}
	}
	return changed, ErrContended
}

func (w *Writer) turn(key string) chan struct{} {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.turns == nil {
		w.turns = map[string]chan struct{}{}
	}
	if w.turns[key] == nil {
		w.turns[key] = make(chan struct{}, 1)
		w.turns[key] <- struct{}{}
	}
	return w.turns[key]
}

// settle waits for a time that is not the same for any two, lest they undo each other for ever.
func (w *Writer) settle(ctx context.Context) error {
	wait := w.Settle
	if wait == 0 {
		wait = DefaultSettle
	}
	if wait < 0 {
		return nil
	}
	timer := time.NewTimer(wait + rand.N(wait))
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}
