package rest

import (
	"context"
	"log/slog"
	"net/http"
	"time"
)

// The defaults of [Client].
const (
	DefaultRetries = 3
	DefaultTimeout = time.Minute
	DefaultMaxWait = 30 * time.Second
	DefaultMaxBody = 64 << 20
)

// Client sends requests to one service. Base is required. It may be used by several goroutines at once and must not be
// changed meanwhile.
type Client struct {
	Base       string                                    // http or https URL of the service, below which all paths are
	HTTP       *http.Client                              // used, never changed; nil means http.DefaultClient
	Token      func(ctx context.Context) (string, error) // bearer token, asked for at each attempt; nil means none
	UserAgent  string                                    // "" means Go's own
	MaxRetries int                                       // repetitions after the first attempt; 0 means DefaultRetries, negative none
	Timeout    time.Duration                             // of one attempt; 0 means DefaultTimeout, negative none
	MaxWait    time.Duration                             // longest wait before a repetition; 0 means DefaultMaxWait
	MaxBody    int64                                     // longest answer in bytes, decompressed; 0 means DefaultMaxBody
	Jitter     func() float64                            // spreads waits, in [0, 1); nil means math/rand/v2
	Log        *slog.Logger                              // told of repetitions; nil means silence
}

// Response is an answer with a status of success (2xx).
type Response struct {
	Status int
	Header http.Header
	Body   []byte

	from string // what it answers, for errors
}

// Do sends a request, again where that is safe, until it is answered or the retries are used up. Statuses other than
// 2xx are an [*Error]; what comes before an answer (network, token, redirects) are other errors, which wrap their cause.
func (c *Client) Do(ctx context.Context, r *Request) (*Response, error) {
	call, err := c.prepare(r)
	if err != nil {
		return nil, err
	}
	for attempt := 1; ; attempt++ {
		response, err := call.attempt(ctx, attempt)
		if err == nil {
			return response, nil
		}
		wait, again := call.wait(ctx, attempt, err)
		if !again {
			return nil, err
		}
		c.logRetry(ctx, call, attempt, wait, err)
		if sleep(ctx, wait) != nil {
			return nil, err
		}
	}
}

func (c *Client) logRetry(ctx context.Context, call *call, attempt int, wait time.Duration, err error) {
	if c.Log == nil {
		return
	}
	c.Log.LogAttrs(ctx, slog.LevelWarn, "request failed and will be repeated",
		slog.String("method", call.request.Method),
		slog.String("url", call.shown),
		slog.Int("attempt", attempt),
		slog.Duration("wait", wait),
		slog.Any("error", err),
	)
}

func (c *Client) http() http.Client {
	if c.HTTP == nil {
		return *http.DefaultClient
	}
	return *c.HTTP
}

func (c *Client) timeout() time.Duration { return orDefault(c.Timeout, DefaultTimeout) }
func (c *Client) maxWait() time.Duration { return orDefault(c.MaxWait, DefaultMaxWait) }
func (c *Client) maxBody() int64         { return orDefault(c.MaxBody, DefaultMaxBody) }
func (c *Client) maxRetries() int        { return orDefault(c.MaxRetries, DefaultRetries) }

func orDefault[T int | int64 | time.Duration](value, standard T) T {
	if value == 0 {
		return standard
	}
	return value
}
