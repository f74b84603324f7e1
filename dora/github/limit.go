package github

import (
	"bytes"
	"encoding/json"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/goldenpath-go/goldenpath/internal/throttle"
)

const (
	unnamedLimit = time.Minute // what GitHub asks for where it says no time; doubled each time
	clockSkew    = time.Second // between GitHub's clock and ours
)

// gates hold requests back until a limit has passed: REST and GraphQL have
// hourly limits of their own. The zero value is open.
type gates struct {
	mu          sync.Mutex
	rest, graph time.Time
}

// close lets nothing through for a while: nothing at all where the limit was
// one on bursts, which REST and GraphQL share.
func (g *gates) close(r *http.Request, got *answer, wait time.Duration) {
	g.mu.Lock()
	defer g.mu.Unlock()
	until := time.Now().Add(wait)
	left, _, known := throttle.Remaining(got.Header)
	both := !known || left > 0
	if (both || isGraph(r)) && until.After(g.graph) {
		g.graph = until
	}
	if (both || !isGraph(r)) && until.After(g.rest) {
		g.rest = until
	}
}

// left returns how long a request must wait.
func (g *gates) left(r *http.Request) time.Duration {
	g.mu.Lock()
	defer g.mu.Unlock()
	if isGraph(r) {
		return time.Until(g.graph)
	}
	return time.Until(g.rest)
}

func isGraph(r *http.Request) bool { return strings.HasSuffix(r.URL.Path, "/graphql") }

// limited reports whether an answer says that there were too many requests. It
// follows GitHub's "Rate limits for the REST API" and "Rate limits and query
// limits for the GraphQL API", by which the latter may answer with status 200.
func limited(a *answer) bool {
	switch a.StatusCode {
	case http.StatusTooManyRequests:
		return true
	case http.StatusForbidden:
		left, _, ok := throttle.Remaining(a.Header)
		return a.Header.Get("Retry-After") != "" || ok && left == 0 || throttle.SaysLimit(string(a.body))
	case http.StatusOK:
		for _, e := range a.errors() {
			if e.Type == "RATE_LIMITED" || throttle.SaysLimit(e.Message) {
				return true
			}
		}
	}
	return false
}

// passing reports whether the same request may well succeed a little later. Of
// GraphQL's errors those have no type that are the server's own.
func passing(a *answer) bool {
	if a.StatusCode >= http.StatusInternalServerError {
		return true
	}
	for _, e := range a.errors() {
		if e.Type == "" && (strings.HasPrefix(e.Message, "Something went wrong") || strings.Contains(e.Message, "timed out")) {
			return true
		}
	}
	return false
}

// errors returns what an answer in GraphQL says is wrong.
func (a *answer) errors() []graphError {
	var said struct{ Errors []graphError }
	if !a.graph || !bytes.Contains(a.body, []byte(`"errors"`)) || json.Unmarshal(a.body, &said) != nil {
		return nil
	}
	return said.Errors
}

// waitOf returns how long an answer that is a limit wants us to wait:
// Retry-After counts first, then the reset if nothing remains; else it is a
// minute, and longer each time.
func waitOf(a *answer, times int) time.Duration {
	if seconds, err := strconv.ParseUint(a.Header.Get("Retry-After"), 10, 31); err == nil {
		return time.Duration(seconds)*time.Second + clockSkew
	}
	if left, reset, ok := throttle.Remaining(a.Header); ok && left == 0 {
		return untilReset(reset)
	}
	return unnamedLimit << min(times-1, 10)
}

func untilReset(reset time.Time) time.Duration { return max(time.Until(reset), 0) + clockSkew }
