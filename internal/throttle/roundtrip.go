package throttle

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"strconv"
	"time"

	"github.com/goldenpath-go/goldenpath/internal/rest"
)

const (
	maxBody     = 64 << 20
	firstWait   = time.Second // at most, after the first error; doubled for each further one
	longestWait = 30 * time.Second
	maxShift    = 10 // of waits that double; keeps them from overflowing
)

var errTooLong = fmt.Errorf("answer has more than %d bytes", maxBody)

// request is one request on its way, all its attempts.
type request struct {
	*http.Request
	transport *Transport
	left      time.Duration // of the patience
	limits    int           // that were met
	failures  int
}

// RoundTrip sends a request until there is an answer that sending it again would not change.
func (t *Transport) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.Body != nil {
		defer r.Body.Close()
	}
	end, err := t.begin(r)
	if err != nil {
		return nil, err
	}
	defer end()
	q := &request{Request: r, transport: t, left: orDefault(t.Patience, DefaultPatience)}
	for {
		if err := q.pass(); err != nil {
			return q.refusal(err)
		}
		got, err := q.attempt()
		if ctx := r.Context(); ctx.Err() != nil {
			return nil, ctx.Err()
		}
		var again bool
		if got, again, err = q.judge(got, err); !again {
			return got, err
		}
	}
}

// begin waits for the turn of a request that writes, and returns what ends it.
func (t *Transport) begin(r *http.Request) (end func(), err error) {
	if t.Spacing <= 0 || r.Method == http.MethodGet || r.Method == http.MethodHead {
		return func() {}, nil
	}
	t.once.Do(func() {
		t.turn = make(chan struct{}, 1)
		t.turn <- struct{}{}
	})
	select {
	case <-t.turn:
	case <-r.Context().Done():
		return nil, r.Context().Err()
	}
	if !t.last.IsZero() {
		err = sleep(r.Context(), t.Spacing-time.Since(t.last))
	}
	if err != nil {
		t.turn <- struct{}{}
		return nil, err
	}
	return func() {
		t.last = time.Now()
		t.turn <- struct{}{}
	}, nil
}

// pass waits until the limits that were met have passed.
func (q *request) pass() error {
	for {
		wait := q.transport.gate.left()
		switch {
		case wait <= 0:
			return q.Context().Err()
		case !q.patient(wait):
			return &LimitError{Host: q.URL.Host, Wait: wait}
		}
		q.left -= wait
		if err := sleep(q.Context(), wait); err != nil {
			return err
		}
	}
}

// refusal returns what the client gets to see of a request that was not sent.
func (q *request) refusal(err error) (*http.Response, error) {
	var limit *LimitError
	if !errors.As(err, &limit) || !q.transport.KeepAnswer {
		return nil, err
	}
	header := http.Header{"Retry-After": {inSeconds(limit.Wait)}}
	return &http.Response{
		Status: "429 Too Many Requests", StatusCode: http.StatusTooManyRequests, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: header, Body: http.NoBody, Request: q.Request,
	}, nil
}

// inSeconds returns a wait as Retry-After has it.
func inSeconds(wait time.Duration) string {
	return strconv.Itoa(int((wait + time.Second - 1) / time.Second))
}

// patient reports whether a wait ends before the patience and the context do.
func (q *request) patient(wait time.Duration) bool {
	deadline, ok := q.Context().Deadline()
	return wait <= q.left && (!ok || wait < time.Until(deadline))
}

// attempt sends the request once, and reads the answer to its end.
func (q *request) attempt() (*http.Response, error) {
	ctx := q.Context()
	if timeout := orDefault(q.transport.Timeout, DefaultTimeout); timeout > 0 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, timeout)
		defer cancel()
	}
	r := q.Clone(ctx)
	if q.GetBody != nil {
		body, err := q.GetBody()
		if err != nil {
			return nil, err
		}
		r.Body = body
	}
	got, err := q.transport.base().RoundTrip(r)
	if err != nil {
		return nil, err
	}
	defer got.Body.Close()
	body, err := io.ReadAll(io.LimitReader(got.Body, maxBody+1))
	switch {
	case err != nil:
		return nil, fmt.Errorf("answer is cut off after %d bytes: %w", len(body), err)
	case len(body) > maxBody:
		return nil, errTooLong
	}
	got.Body = io.NopCloser(bytes.NewReader(Hide(got, body)))
	got.Request = q.Request
	return got, nil
}

// judge returns what the client gets to see, or prepares for another attempt.
func (q *request) judge(got *http.Response, err error) (*http.Response, bool, error) {
	if err == nil {
		if wait, ok := limited(got, q.limits+1); ok {
			return q.meet(got, wait)
		}
		if left, reset, ok := Remaining(got.Header); ok && left == 0 {
			q.transport.gate.close(until(reset))
		}
		uncount(got)
	}
	if !passing(got, err) || !q.repeatable() || q.failures >= orDefault(q.transport.Retries, DefaultRetries) {
		return got, false, err
	}
	wait := q.backoff()
	if got != nil {
		wait = max(wait, rest.RetryAfter(got.Header))
	}
	if !q.patient(wait) {
		return got, false, err
	}
	q.failures++
	q.left -= wait
	q.tell("request failed and will be repeated", got, wait, err)
	if err := sleep(q.Context(), wait); err != nil {
		return nil, false, err
	}
	return nil, true, nil
}

// meet waits for a limit, or gives up. Whatever the method, the refused request did nothing.
func (q *request) meet(got *http.Response, wait time.Duration) (*http.Response, bool, error) {
	q.limits++
	q.transport.gate.close(wait)
	again := q.patient(wait) && q.bodyAgain()
	if again {
		q.tell("limit is waited for", got, wait, nil)
		return nil, true, nil
	}
	q.tell("limit is longer than there is patience", got, wait, nil)
	if !q.transport.KeepAnswer {
		return nil, false, &LimitError{Host: q.URL.Host, Wait: wait}
	}
	uncount(got)
	got.Header.Set("Retry-After", inSeconds(wait))
	return got, false, nil
}

// bodyAgain reports whether there is a body to send again, or none to send.
func (q *request) bodyAgain() bool { return q.Body == nil || q.Body == http.NoBody || q.GetBody != nil }

// repeatable reports whether sending the request twice does the same as sending it once: RFC 9110, section 9.2.2.
func (q *request) repeatable() bool {
	switch q.Method {
	case http.MethodGet, http.MethodHead, http.MethodOptions, http.MethodPut, http.MethodDelete:
		return q.bodyAgain()
	}
	repeatable := q.transport.Repeatable
	return repeatable != nil && repeatable(q.Request) && q.bodyAgain()
}

// passing reports whether the same request may well succeed a little later.
func passing(got *http.Response, err error) bool {
	if err != nil {
		return rest.Transient(err) && !errors.Is(err, errTooLong)
	}
	return got.StatusCode >= http.StatusInternalServerError && got.StatusCode != http.StatusNotImplemented
}

// backoff returns anything up to a bound that doubles from failure to failure, so that many clients do not come back at once.
func (q *request) backoff() time.Duration {
	jitter := q.transport.Jitter
	if jitter == nil {
		jitter = rand.Float64
	}
	return time.Duration(jitter() * float64(min(firstWait<<min(q.failures, maxShift), longestWait)))
}

func (q *request) tell(message string, got *http.Response, wait time.Duration, err error) {
	if q.transport.Log == nil {
		return
	}
	attributes := []slog.Attr{slog.String("method", q.Method), slog.String("host", q.URL.Host), slog.Duration("wait", wait)}
	if got != nil {
		attributes = append(attributes, slog.Int("status", got.StatusCode))
	}
	if err != nil {
		attributes = append(attributes, slog.Bool("timeout", errors.Is(err, context.DeadlineExceeded)))
	}
	q.transport.Log.LogAttrs(q.Context(), slog.LevelWarn, message, attributes...)
}

func sleep(ctx context.Context, d time.Duration) error {
	if d <= 0 {
		return ctx.Err()
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}
