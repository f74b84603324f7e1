package rest

import (
	"context"
	"crypto/tls"
	"errors"
	"math/rand/v2"
	"net"
	"net/http"
	"strconv"
	"time"
)

const (
	firstWait = 500 * time.Millisecond
	maxShift  = 16 // of the first wait; keeps it from overflowing
)

// localError is a failure that sending again cannot mend: it arose here, or is a decision.
type localError struct{ err error }

func (e *localError) Error() string { return e.err.Error() }
func (e *localError) Unwrap() error { return e.err }

// wait returns how long to wait before the next attempt, and whether there should be one. No wait ends after the
// context does: the error at hand says more than a deadline.
func (c *call) wait(ctx context.Context, attempt int, err error) (time.Duration, bool) {
	if attempt > c.client.maxRetries() || ctx.Err() != nil || !c.request.idempotent() || !Transient(err) {
		return 0, false
	}
	wait := c.backoff(attempt)
	var answer *Error
	if errors.As(err, &answer) && answer.RetryAfter > wait {
		wait = answer.RetryAfter
		if wait > c.client.maxWait() {
			return 0, false
		}
	}
	if deadline, ok := ctx.Deadline(); ok && time.Until(deadline) <= wait {
		return 0, false
	}
	return wait, true
}

// backoff doubles from attempt to attempt, up to the longest wait; between half of it and all, so that many clients do
// not come back at once.
func (c *call) backoff(attempt int) time.Duration {
	wait := min(firstWait<<min(attempt-1, maxShift), c.client.maxWait())
	jitter := c.client.Jitter
	if jitter == nil {
		jitter = rand.Float64
	}
	return wait/2 + time.Duration(jitter()*float64(wait/2))
}

// Transient reports whether the same request may well succeed a little later.
func Transient(err error) bool {
	var answer *Error
	if errors.As(err, &answer) {
		switch answer.Status {
		case http.StatusTooManyRequests, http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout:
			return true
		}
		return false
	}
	var local *localError
	var certificate *tls.CertificateVerificationError
	var name *net.DNSError
	switch {
	case errors.As(err, &local), errors.As(err, &certificate):
		return false
	case errors.As(err, &name):
		return !name.IsNotFound
	}
	return true
}

// RetryAfter returns what the header asks for: seconds or a date (RFC 9110, section 10.2.3). 0 when it asks nothing.
func RetryAfter(header http.Header) time.Duration {
	value := header.Get("Retry-After")
	if seconds, err := strconv.ParseUint(value, 10, 31); err == nil {
		return time.Duration(seconds) * time.Second
	}
	date, err := http.ParseTime(value)
	if err != nil {
		return 0
	}
	return max(time.Until(date), 0)
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
