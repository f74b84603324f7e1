package github

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"sync/atomic"
	"time"

	gh "github.com/google/go-github/v62/github"
)

// maxBody is the most bytes that an answer may have. GitHub's own limit on trees is 7 MB.
const maxBody = 64 << 20

// api sends requests: within the limits, again where that helps, and in full only for what is not known.
type api struct {
	client  *gh.Client
	cache   Cache
	retries int
	timeout time.Duration
	maxWait time.Duration
	log     *slog.Logger

	gate                gate
	requests, unchanged atomic.Int64
}

func (r *Reader) newAPI() *api {
	own := r.Client.Client() // a copy
	own.CheckRedirect = stay(own.CheckRedirect)
	client := gh.NewClient(own)
	client.BaseURL, client.UserAgent = r.Client.BaseURL, r.Client.UserAgent
	return &api{
		client:  client,
		cache:   r.Cache,
		retries: orDefault(r.Retries, DefaultRetries),
		timeout: orDefault(r.Timeout, DefaultTimeout),
		maxWait: orDefault(r.MaxWait, DefaultMaxWait),
		log:     r.Log,
	}
}

// stay returns what a client asks before it follows a redirect: whether it leads elsewhere, and then what it asked
// before.
func stay(before func(*http.Request, []*http.Request) error) func(*http.Request, []*http.Request) error {
	return func(next *http.Request, via []*http.Request) error {
		from := via[0].URL
		if next.URL.Scheme != from.Scheme || next.URL.Host != from.Host {
			return &permanentError{fmt.Errorf("redirect to another server, %s, is not followed", next.URL.Host)}
		}
		if before != nil {
			return before(next, via)
		}
		if len(via) > 9 {
			return &permanentError{errors.New("too many redirects")}
		}
		return nil
	}
}

// permanentError is one that sending again cannot mend.
type permanentError struct{ error }

func (e *permanentError) Unwrap() error { return e.error }

// answer is what GitHub said, and how the cache keeps it.
type answer struct {
	ETag string
	Next int // page; 0 when this is the last
	Body json.RawMessage
}

// get asks for path, which is below the API's address and escaped, or has the cache answer if nothing has changed. It
// returns the number of the next page, too, 0 after the last.
func get[T any](ctx context.Context, a *api, path string) (value T, next int, err error) {
	saved := a.saved(path)
	value, got, err := ask[T](ctx, a, path, saved)
	if err != nil {
		return value, 0, err
	}
	a.save(ctx, path, got, saved.ETag)
	return value, got.Next, nil
}

// ask asks for path until it is answered. The answer is saved itself if nothing has changed since.
func ask[T any](ctx context.Context, a *api, path string, saved answer) (value T, got *answer, err error) {
	for attempt := 1; ; attempt++ {
		if err := a.gate.wait(ctx); err != nil {
			return value, nil, err
		}
		got, err := a.attempt(ctx, path, saved.ETag)
		if err == nil && got == nil {
			got = &saved
		}
		if err == nil {
			value, err = decode[T](got.Body)
		}
		if err == nil {
			return value, got, nil
		}
		if err := a.pause(ctx, path, attempt, err); err != nil {
			return value, nil, err
		}
		saved = answer{} // if it is that which cannot be decoded
	}
}

func decode[T any](body []byte) (value T, err error) {
	if err := json.Unmarshal(body, &value); err != nil {
		return value, fmt.Errorf("read the answer: %w", err)
	}
	return value, nil
}

// attempt asks once. It returns nil when nothing has changed since the answer with that tag.
func (a *api) attempt(ctx context.Context, path, etag string) (*answer, error) {
	if a.timeout > 0 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, a.timeout)
		defer cancel()
	}
	request, err := a.client.NewRequest(http.MethodGet, path, nil)
	if err != nil {
		return nil, &permanentError{err}
	}
	if etag != "" {
		request.Header.Set("If-None-Match", etag)
	}
	response, err := a.client.BareDo(ctx, request)
	if response != nil && response.Response != nil && response.Body != nil {
		defer response.Body.Close()
	}
	if isStatus(err, http.StatusNotModified) && etag != "" {
		a.requests.Add(1)
		a.unchanged.Add(1)
		return nil, nil
	}
	if err != nil {
		return nil, shortened(err)
	}
	a.requests.Add(1)
	body, err := io.ReadAll(io.LimitReader(response.Body, maxBody+1))
	if err != nil {
		return nil, fmt.Errorf("answer is cut off after %d bytes: %w", len(body), err)
	}
	if len(body) > maxBody {
		return nil, &permanentError{fmt.Errorf("answer has more than %d bytes", maxBody)}
	}
	return &answer{ETag: response.Header.Get("ETag"), Next: response.NextPage, Body: body}, nil
}

// shortened returns err without the address, which the caller says in its own words.
func shortened(err error) error {
	var wrapped *url.Error
	if errors.As(err, &wrapped) {
		return wrapped.Err
	}
	return err
}

// isStatus reports whether err is an answer with that status.
func isStatus(err error, status int) bool {
	var refused *gh.ErrorResponse
	return errors.As(err, &refused) && refused.Response != nil && refused.Response.StatusCode == status
}

func (a *api) key(path string) string { return a.client.BaseURL.String() + path }

// saved returns what the cache has of path; the zero answer when that is nothing.
func (a *api) saved(path string) (saved answer) {
	if a.cache == nil {
		return saved
	}
	data, ok := a.cache.Load(a.key(path))
	if !ok || json.Unmarshal(data, &saved) != nil {
		return answer{}
	}
	return saved
}

// save keeps an answer that was not saved before. A cache that fails costs requests, not results.
func (a *api) save(ctx context.Context, path string, got *answer, tag string) {
	if a.cache == nil || got.ETag == "" || got.ETag == tag {
		return
	}
	data, err := json.Marshal(got)
	if err == nil {
		err = a.cache.Store(a.key(path), data)
	}
	if err != nil && a.log != nil {
		a.log.LogAttrs(ctx, slog.LevelWarn, "answer could not be kept", slog.String("path", path), slog.Any("error", err))
	}
}
