package throttle

import (
	"bytes"
	"io"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/goldenpath-go/goldenpath/internal/rest"
)

const (
	unnamedLimit = time.Minute // what GitHub asks for where it says no time; doubled each time
	clockSkew    = time.Second // between the service's clock and ours
)

// gate holds all requests back until a limit has passed. The zero value is open.
type gate struct {
	mu   sync.Mutex
	open time.Time
}

// close lets nothing through for a while; a longer wait stays.
func (g *gate) close(wait time.Duration) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if at := time.Now().Add(wait); at.After(g.open) {
		g.open = at
	}
}

func (g *gate) left() time.Duration {
	g.mu.Lock()
	defer g.mu.Unlock()
	return time.Until(g.open)
}

// limited reports whether an answer says that there were too many requests, and how long to wait. It follows GitHub's "Rate
// limits for the REST API", by which 403 is such an answer too, Retry-After counts first and then the reset if nothing remains,
// and a limit that says no time is waited for a minute, longer each time; GraphQL's limit, with status 200; and PagerDuty's "REST API Rate Limits", where
// ratelimit-reset is a number of seconds.
func limited(got *http.Response, times int) (time.Duration, bool) {
	left, reset, counted := Remaining(got.Header)
	switch got.StatusCode {
	case http.StatusTooManyRequests:
	case http.StatusForbidden:
		if got.Header.Get("Retry-After") == "" && !(counted && left == 0) && !SaysLimit(body(got)) {
			return 0, false
		}
	case http.StatusOK:
		if !strings.HasSuffix(got.Request.URL.Path, "/graphql") || !strings.Contains(body(got), `"RATE_LIMITED"`) {
			return 0, false
		}
	default:
		return 0, false
	}
	if got.Header.Get("Retry-After") != "" {
		return rest.RetryAfter(got.Header) + clockSkew, true
	}
	if counted && left == 0 {
		return until(reset), true
	}
	if seconds, err := strconv.ParseUint(got.Header.Get("Ratelimit-Reset"), 10, 31); err == nil {
		return time.Duration(seconds)*time.Second + clockSkew, true
	}
	return unnamedLimit << min(times-1, maxShift), true
}

// body returns that of an answer, which is in memory and stays to be read.
func body(got *http.Response) string {
	data, _ := io.ReadAll(got.Body)
	got.Body = io.NopCloser(bytes.NewReader(data))
	return string(data)
}

// SaysLimit reports whether the text of a refusal is about a limit: some of GitHub's and Google's can be known by nothing else.
func SaysLimit(text string) bool {
	text = strings.ToLower(text)
	for _, words := range []string{"secondary rate limit", "rate limit exceeded", "ratelimitexceeded"} {
		if strings.Contains(text, words) {
			return true
		}
	}
	return false
}

// Remaining returns how many requests GitHub allows still, and until when.
func Remaining(h http.Header) (left int, reset time.Time, ok bool) {
	left, err := strconv.Atoi(h.Get("X-RateLimit-Remaining"))
	seconds, err2 := strconv.ParseInt(h.Get("X-RateLimit-Reset"), 10, 64)
	return left, time.Unix(seconds, 0).UTC(), err == nil && err2 == nil
}

func until(reset time.Time) time.Duration { return max(time.Until(reset), 0) + clockSkew }

// uncount takes away what makes go-github refuse requests by itself.
func uncount(got *http.Response) {
	for _, name := range []string{"X-RateLimit-Limit", "X-RateLimit-Remaining", "X-RateLimit-Reset"} {
		got.Header.Del(name)
	}
}

// Hide takes the credentials of a request out of an error that repeats them, as some proxies answer.
func Hide(got *http.Response, body []byte) []byte {
	if got.StatusCode < http.StatusBadRequest || got.Request == nil {
		return body
	}
	for _, secret := range strings.Fields(got.Request.Header.Get("Authorization")) {
		if len(secret) > len("bearer") {
			body = bytes.ReplaceAll(body, []byte(secret), []byte("***"))
		}
	}
	return body
}
