package github

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"time"

	"github.com/goldenpath-go/goldenpath/dora"
	"github.com/goldenpath-go/goldenpath/internal/throttle"
)

// maxBody is the longest answer that is read.
const maxBody = 64 << 20

const (
	firstPause   = time.Second
	longestPause = 30 * time.Second
	mostLimits   = 20 // that one request meets
)

// transport sends requests to one server: within its limits, and again where
// that helps. Answers are there in full when it returns them.
type transport struct {
	base             http.RoundTripper
	scheme, host     string
	meter            *meter
	gates            *gates
	log              *slog.Logger
	retries          int
	timeout, maxWait time.Duration
}

// RoundTrip sends a request until there is an answer that sending it again
// would not change.
func (t *transport) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.URL.Scheme != t.scheme || r.URL.Host != t.host {
		return nil, fmt.Errorf("redirect to another server, %s, is not followed", r.URL.Host)
	}
	for failures, limits := 0, 0; ; {
		if err := t.hold(r); err != nil {
			return nil, err
		}
		got, err := t.attempt(r)
		if ctx := r.Context(); ctx.Err() != nil {
			return nil, ctx.Err()
		}
		if err == nil && limited(got) {
			limits++
			wait := waitOf(got, limits)
			t.tell(r, "rate limit is waited for", wait, nil)
			if limits > mostLimits || wait > t.maxWait {
				return nil, fmt.Errorf("%w for another %s", ErrRateLimited, wait.Round(time.Second))
			}
			t.gates.close(r, got, wait)
			continue
		}
		if err == nil && !passing(got) || failures >= t.retries {
			return got.response(r), err
		}
		wait := min(firstPause<<min(failures, 10), longestPause)
		failures++
		t.tell(r, "request failed and will be repeated", wait, err)
		if err := t.sleep(r.Context(), wait); err != nil {
			return nil, err
		}
	}
}

// answer is a response that was read to its end.
type answer struct {
	*http.Response
	body  []byte
	graph bool // to a query in GraphQL
}

// attempt sends a request once.
func (t *transport) attempt(r *http.Request) (*answer, error) {
	ctx := r.Context()
	if t.timeout > 0 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, t.timeout)
		defer cancel()
	}
	again := r.Clone(ctx)
	if r.GetBody != nil {
		body, err := r.GetBody()
		if err != nil {
			return nil, err
		}
		again.Body = body
	}
	t.meter.add(func(c *dora.Cost) { c.Requests++ })
	response, err := t.base.RoundTrip(again)
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	body, err := io.ReadAll(io.LimitReader(response.Body, maxBody+1))
	switch {
	case err != nil:
		return nil, fmt.Errorf("answer is cut off after %d bytes: %w", len(body), err)
	case len(body) > maxBody:
		return nil, fmt.Errorf("answer has more than %d bytes", maxBody)
	}
	got := &answer{Response: response, body: throttle.Hide(response, body), graph: isGraph(r)}
	t.seen(r, got)
	return got, nil
}

// seen notes what an answer says of the limits, and holds back what would
// exceed them.
func (t *transport) seen(r *http.Request, got *answer) {
	left, reset, ok := throttle.Remaining(got.Header)
	if !ok {
		return
	}
	t.meter.add(func(c *dora.Cost) { c.Remaining, c.Reset = left, reset })
	if left == 0 && !limited(got) {
		t.gates.close(r, got, untilReset(reset))
	}
}

// response returns the answer for the client, without what makes it count
// limits itself, and without the credentials that were sent. Nil stays nil.
func (a *answer) response(r *http.Request) *http.Response {
	if a == nil {
		return nil
	}
	out := *a.Response
	out.Request = r
	out.Header = out.Header.Clone()
	for _, name := range []string{"X-RateLimit-Limit", "X-RateLimit-Remaining", "X-RateLimit-Reset"} {
		out.Header.Del(name)
	}
	out.Body = io.NopCloser(bytes.NewReader(a.body))
	return &out
}

// hold waits until the limits that were met have passed.
func (t *transport) hold(r *http.Request) error {
	for {
		wait := t.gates.left(r)
		switch {
		case wait <= 0:
			return r.Context().Err()
		case wait > t.maxWait:
			return fmt.Errorf("%w for another %s", ErrRateLimited, wait.Round(time.Second))
		}
		t.meter.add(func(c *dora.Cost) { c.Waited += wait })
		if err := t.sleep(r.Context(), wait); err != nil {
			return err
		}
	}
}

func (t *transport) sleep(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}

func (t *transport) tell(r *http.Request, message string, wait time.Duration, err error) {
	if t.log == nil {
		return
	}
	attributes := []slog.Attr{slog.String("path", r.URL.Path), slog.Duration("wait", wait)}
	if err != nil {
		attributes = append(attributes, slog.Any("error", err))
	}
	t.log.LogAttrs(r.Context(), slog.LevelWarn, message, attributes...)
}
