// Package throttle sends HTTP requests no faster than a service allows, and again where that helps: what every client of a
// service needs and most client libraries lack.
//
// A [Transport] goes below a client library. It waits for limits as the service says, by Retry-After, by the headers of GitHub
// and of PagerDuty, and repeats what failed on the way or in the server where a repetition cannot do harm. All waits of a
// request together are bounded by its Patience; what takes longer is a [*LimitError].
package throttle

import (
	"fmt"
	"log/slog"
	"net/http"
	"sync"
	"time"
)

// The defaults of [Transport].
const (
	DefaultPatience = 5 * time.Minute
	DefaultRetries  = 4
	DefaultTimeout  = time.Minute
)

// Transport is a http.RoundTripper that waits and repeats. The zero value is good. It may be used by many at once, and must not be
// copied or changed after its first use. Answers are there in full when it returns them, and without the headers by which some
// clients count limits themselves.
type Transport struct {
	Base http.RoundTripper // nil: http.DefaultTransport
	// Patience is how long a request may wait, all its waits together. 0: DefaultPatience.
	Patience time.Duration
	// Retries is how often a request is sent again after an error of the server or of the connection; never one that is not
	// idempotent. 0: DefaultRetries; negative: never.
	Retries int
	// Repeatable reports of requests whose method does not say so that they may be sent twice: some services read by POST. Nil: none.
	Repeatable func(*http.Request) bool
	// Timeout is that of one attempt. 0: DefaultTimeout; negative: none.
	Timeout time.Duration
	// Spacing sends requests that write one at a time, and each that long after the one before has ended. 0: as they come.
	Spacing time.Duration
	// KeepAnswer hands on the refusal that there is no patience left for, in place of a *LimitError, for clients that lose the
	// error. How much longer to wait is then in its header Retry-After, in seconds.
	KeepAnswer bool
	// Jitter spreads the waits after errors, in [0, 1). Nil: math/rand/v2.
	Jitter func() float64
	// Log is told of waits and repetitions, by method and host: paths can be secrets. Nil: silence.
	Log *slog.Logger

	gate gate
	once sync.Once
	turn chan struct{} // holds a token while nobody writes
	last time.Time     // when the last write ended; belongs to who has the token
}

// LimitError says that a service wants a request to wait for longer than it has patience. Nothing was done.
type LimitError struct {
	Host string
	Wait time.Duration // from now
}

// Error returns the host and the wait.
func (e *LimitError) Error() string {
	return fmt.Sprintf("%s takes no more requests for another %s", e.Host, e.Wait.Round(time.Second))
}

func (t *Transport) base() http.RoundTripper {
	if t.Base == nil {
		return http.DefaultTransport
	}
	return t.Base
}

func orDefault[T int | time.Duration](v, standard T) T {
	if v == 0 {
		return standard
	}
	return max(v, 0)
}
