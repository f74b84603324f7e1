package vault

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"strconv"
	"time"

	"github.com/goldenpath-go/goldenpath/secrets"
)

// maxWait is the longest wait between two attempts that nobody asked for.
const maxWait = 5 * time.Second

// do sends a call until it is answered for good, or patience is at its end.
func (s *Store) do(ctx context.Context, c *call) (*answer, error) {
	waits := waits{left: s.options.patience(), next: s.options.firstWait(), retries: s.options.retries()}
	doubt := false // whether an attempt of this write may have been done
	for {
		a, err := s.attempt(ctx, c)
		if err == nil {
			return a, nil
		}
		again, sure := transient(err)
		if c.settled != nil {
			doubt = doubt || !sure
		}
		wait, ok := waits.take(a)
		if !again || !ok || !s.sleep(ctx, c, wait, err) {
			return nil, inDoubt(doubt, err)
		}
		if !doubt {
			continue
		}
		switch state, lookErr := c.settled(ctx); {
		case lookErr != nil:
			return nil, inDoubt(true, errors.Join(err, fmt.Errorf("look whether it was done: %w", lookErr)))
		case state == done:
			return a, nil
		case state == unclear:
			return nil, inDoubt(true, err)
		}
	}
}

// inDoubt adds to an error that the write may have been done. What would be a conflict, or nothing to delete, may be the
// trace of an attempt before.
func inDoubt(doubt bool, err error) error {
	if !doubt {
		return err
	}
	return fmt.Errorf("%w: %w", secrets.ErrUnclear, hideConflict(err))
}

// hideConflict keeps a conflict that the write may have had with itself from being taken for one with somebody else.
func hideConflict(err error) error {
	if errors.Is(err, secrets.ErrConflict) {
		return errors.New("sent again, it met a version that may be its own")
	}
	return err
}

// waits is what is left of the patience for a call.
type waits struct {
	left, next time.Duration
	retries    int
}

// take returns the next wait, and whether there should be one. A server may ask for a longer one.
func (w *waits) take(a *answer) (time.Duration, bool) {
	wait := w.next/2 + rand.N(w.next/2+1) // so that many clients do not come back at once
	if a != nil {
		wait = max(wait, retryAfter(a))
	}
	if w.retries <= 0 || wait > w.left {
		return 0, false
	}
	w.retries--
	w.left -= wait
	w.next = min(2*w.next, maxWait)
	return wait, true
}

// retryAfter returns what the server asks for, in seconds as Vault has it; 0 when it asks nothing.
func retryAfter(a *answer) time.Duration {
	seconds, err := strconv.ParseUint(a.header.Get("Retry-After"), 10, 31)
	if err != nil {
		return 0
	}
	return time.Duration(seconds) * time.Second
}

// sleep reports whether the time is over, and not the context.
func (s *Store) sleep(ctx context.Context, c *call, wait time.Duration, err error) bool {
	s.options.log().LogAttrs(ctx, slog.LevelWarn, "request failed and may be repeated", slog.String("method", c.method),
		slog.String("path", c.path), slog.Duration("wait", wait), slog.Any("error", err))
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-timer.C:
		return true
	}
}
