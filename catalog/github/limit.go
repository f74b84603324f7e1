package github

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"

	gh "github.com/google/go-github/v62/github"
)

const (
	firstWait    = time.Second      // before the first repetition, doubled for each further one
	unnamedLimit = time.Minute      // what GitHub asks for when a limit on bursts is exceeded and it says no time; doubled likewise
	clockSkew    = time.Second      // between GitHub's clock and ours
	maxDoublings = 16               // keeps waits from overflowing
	longestRetry = 30 * time.Second // of waits that no limit asks for
	mostLimits   = 20               // that one request meets
)

// gate holds all requests back until a limit has passed. The zero value is open.
type gate struct {
	mu    sync.Mutex
	until time.Time
}

// closeFor lets nothing through for d from now on; a wait that is longer already stays.
func (g *gate) closeFor(d time.Duration) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if until := time.Now().Add(d); until.After(g.until) {
		g.until = until
	}
}

// wait returns when the gate is open.
func (g *gate) wait(ctx context.Context) error {
	for {
		g.mu.Lock()
		d := time.Until(g.until)
		g.mu.Unlock()
		if d <= 0 {
			return ctx.Err()
		}
		if err := sleep(ctx, d); err != nil {
			return err
		}
	}
}

// pause prepares for another attempt after err: it waits, or closes the gate. It returns an error when there is to be
// none.
func (a *api) pause(ctx context.Context, path string, attempt int, err error) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	wait, limited := limit(err, attempt)
	switch {
	case limited && (wait > a.maxWait || attempt > mostLimits):
		return fmt.Errorf("%w, for another %s: %w", ErrRateLimited, wait.Round(time.Second), err)
	case limited:
		a.tell(ctx, "rate limit is waited for", path, attempt, wait, err)
		a.gate.closeFor(wait)
		return nil
	case attempt > a.retries || !passing(err):
		return err
	}
	wait = min(firstWait<<min(attempt-1, maxDoublings), longestRetry)
	a.tell(ctx, "request failed and will be repeated", path, attempt, wait, err)
	return sleep(ctx, wait)
}

func (a *api) tell(ctx context.Context, message, path string, attempt int, wait time.Duration, err error) {
	if a.log == nil {
		return
	}
	a.log.LogAttrs(ctx, slog.LevelWarn, message,
		slog.String("path", path),
		slog.Int("attempt", attempt),
		slog.Duration("wait", wait),
		slog.Any("error", err),
	)
}

// limit returns how long to wait when err says that there have been too many requests.
//
// It follows GitHub's "Rate limits for the REST API": a limit answers with 403 or 429; Retry-After counts first, then
// X-RateLimit-Reset when no requests remain; a limit that says neither is waited for a minute, and longer each time.
func limit(err error, attempt int) (time.Duration, bool) {
	var primary *gh.RateLimitError
	var secondary *gh.AbuseRateLimitError
	var refused *gh.ErrorResponse
	switch {
	case errors.As(err, &primary):
		return stated(primary.Response, attempt, primary.Rate.Reset.Time)
	case errors.As(err, &secondary) && secondary.RetryAfter != nil:
		return *secondary.RetryAfter + clockSkew, true
	case errors.As(err, &secondary):
		return stated(secondary.Response, attempt, time.Time{})
	case errors.As(err, &refused) && isLimit(refused):
		return stated(refused.Response, attempt, time.Time{})
	}
	return 0, false
}

// isLimit reports whether a refusal that go-github did not take for a limit is one: all those with status 429, which it
// takes for any other error.
func isLimit(refused *gh.ErrorResponse) bool {
	if refused.Response == nil {
		return false
	}
	h := refused.Response.Header
	switch refused.Response.StatusCode {
	case http.StatusTooManyRequests:
		return true
	case http.StatusForbidden:
		return h.Get("Retry-After") != "" || strings.Contains(strings.ToLower(refused.Message), "rate limit")
	}
	return false
}

// stated returns the wait that a refusal states in its headers, or reset if it is known otherwise.
func stated(response *http.Response, attempt int, reset time.Time) (time.Duration, bool) {
	if response != nil {
		if seconds, err := strconv.ParseUint(response.Header.Get("Retry-After"), 10, 31); err == nil {
			return time.Duration(seconds)*time.Second + clockSkew, true
		}
		at, err := strconv.ParseInt(response.Header.Get("X-RateLimit-Reset"), 10, 64)
		if err == nil && response.Header.Get("X-RateLimit-Remaining") == "0" {
			reset = time.Unix(at, 0)
		}
	}
	if !reset.IsZero() {
		return max(time.Until(reset), 0) + clockSkew, true
	}
	return unnamedLimit << min(attempt-1, maxDoublings), true
}

// passing reports whether the same request may well succeed a little later.
func passing(err error) bool {
	var permanent *permanentError
	var refused *gh.ErrorResponse
	switch {
	case errors.As(err, &permanent):
		return false
	case errors.As(err, &refused):
		return refused.Response != nil && refused.Response.StatusCode >= http.StatusInternalServerError
	}
	var accepted *gh.AcceptedError
	var factor *gh.TwoFactorAuthError
	return !errors.As(err, &accepted) && !errors.As(err, &factor)
}

// fatal reports whether err concerns all requests rather than the one that it answers.
func fatal(err error) bool {
	var factor *gh.TwoFactorAuthError
	return errors.Is(err, ErrRateLimited) || isStatus(err, http.StatusUnauthorized) || errors.As(err, &factor)
}

func sleep(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}
