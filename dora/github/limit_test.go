package github_test

import (
	"bytes"
	"context"
	"encoding/json"
	"log/slog"
	"net/http"
	"strconv"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/dora"
	"github.com/goldenpath-go/goldenpath/dora/github"
)

// graphSays returns a handler that answers 200 with an error in GraphQL.
func graphSays(kind, message string, headers ...string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		for i := 0; i < len(headers); i += 2 {
			w.Header().Set(headers[i], headers[i+1])
		}
		e := map[string]any{"message": message}
		if kind != "" {
			e["type"] = kind
		}
		_ = json.NewEncoder(w).Encode(map[string]any{"data": nil, "errors": []any{e}})
	}
}

func cutOff(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Cut", "1")
	_, _ = w.Write([]byte(`{"data": {"repository": {}}}`))
}

// inHalfAnHour is the reset of a limit in a bubble, whose clock begins with the
// year 2000.
func inHalfAnHour() string {
	return strconv.FormatInt(time.Date(2000, 1, 1, 0, 30, 0, 0, time.UTC).Unix(), 10)
}

// TestLimits has each fault in the middle of paging: nothing is lost, and the
// wait is what GitHub said.
func TestLimits(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name     string
		faults   []http.HandlerFunc
		waited   time.Duration // because GitHub said so
		took     time.Duration
		requests int
	}{
		{"none", nil, 0, 0, 3},
		{"403 with Retry-After", []http.HandlerFunc{says(403, "You have exceeded a secondary rate limit", "Retry-After", "30")}, 31 * time.Second, 31 * time.Second, 4},
		{"429 with Retry-After", []http.HandlerFunc{says(429, "", "Retry-After", "90")}, 91 * time.Second, 91 * time.Second, 4},
		{
			"403 with nothing left", []http.HandlerFunc{says(403, "API rate limit exceeded", "X-RateLimit-Remaining", "0", "X-RateLimit-Reset", inHalfAnHour())},
			30*time.Minute + time.Second, 30*time.Minute + time.Second, 4,
		},
		{
			"secondary limits without a time", []http.HandlerFunc{says(403, "You have exceeded a secondary rate limit."), says(429, "")},
			3 * time.Minute, 3 * time.Minute, 5,
		},
		{
			"GraphQL 200 with a limit", []http.HandlerFunc{graphSays("RATE_LIMITED", "API rate limit exceeded", "X-RateLimit-Remaining", "0", "X-RateLimit-Reset", inHalfAnHour())},
			30*time.Minute + time.Second, 30*time.Minute + time.Second, 4,
		},
		{"GraphQL 200 with a fault of the server", []http.HandlerFunc{graphSays("", "Something went wrong while executing your query.")}, 0, time.Second, 4},
		{"errors of the server", []http.HandlerFunc{says(502, ""), says(503, ""), says(500, "")}, 0, 7 * time.Second, 6},
		{"a dropped connection", []http.HandlerFunc{cutOff, cutOff}, 0, 3 * time.Second, 5},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				f := hourly(t, 250)
				for i, fault := range tt.faults {
					f.faults[2+i] = fault
				}
				begin := time.Now()
				got := mustRead(t, (&github.Deployments{API: f.direct()}).Deployments(t.Context(), january(orders())))
				assert.Len(t, got.items, 250)
				assert.Equal(t, tt.waited, got.cost.Waited)
				assert.Equal(t, tt.took, time.Since(begin))
				assert.Equal(t, tt.requests, got.cost.Requests)
				assert.Len(t, f.requests(), tt.requests)
			})
		})
	}
}

// TestLastRequestIsNotExceeded says that GitHub need not refuse: once nothing is
// left the reset is waited for.
func TestLastRequestIsNotExceeded(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := hourly(t, 250)
		left := 2
		f.limit = func(h http.Header) {
			if left--; left < 0 {
				left = 4999
			}
			h.Set("X-RateLimit-Remaining", strconv.Itoa(left))
			h.Set("X-RateLimit-Reset", inHalfAnHour())
		}
		got := mustRead(t, (&github.Deployments{API: f.direct()}).Deployments(t.Context(), january(orders())))
		assert.Len(t, got.items, 250)
		assert.Equal(t, 30*time.Minute+time.Second, got.cost.Waited)
		assert.Equal(t, 4999, got.cost.Remaining)
		assert.Equal(t, 3, got.cost.Requests)
		assert.Equal(t, time.Date(2000, 1, 1, 0, 30, 0, 0, time.UTC), got.cost.Reset)
	})
}

// TestRESTHasALimitOfItsOwn says that GraphQL's does not hold REST back, and a
// limit on bursts both.
func TestRESTHasALimitOfItsOwn(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := hourly(t, 1)
		api := f.direct()
		deployments := func() time.Duration {
			return mustRead(t, (&github.Deployments{API: api}).Deployments(t.Context(), january(orders()))).cost.Waited
		}
		issues := func() time.Duration {
			return mustRead(t, (&github.Issues{API: api}).Incidents(t.Context(), january(orders()))).cost.Waited
		}
		f.faults[1] = func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("X-RateLimit-Remaining", "0")
			w.Header().Set("X-RateLimit-Reset", inHalfAnHour())
			f.serveGraph(w, r)
		}
		assert.Zero(t, deployments())
		assert.Zero(t, issues())
		assert.Equal(t, 30*time.Minute+time.Second, deployments())

		f.faults[4] = says(http.StatusForbidden, "", "Retry-After", "60", "X-RateLimit-Remaining", "4000", "X-RateLimit-Reset", inHalfAnHour())
		begin := time.Now()
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		_, err := read((&github.Issues{API: api}).Incidents(ctx, january(orders())))
		require.ErrorIs(t, err, context.DeadlineExceeded)
		assert.Equal(t, time.Minute, deployments())
		assert.Equal(t, time.Minute+time.Second, time.Since(begin))
	})
}

func TestGivesUp(t *testing.T) {
	t.Parallel()
	again := make([]http.HandlerFunc, 50)
	for i := range again {
		again[i] = says(429, "")
	}
	tests := []struct {
		name     string
		faults   []http.HandlerFunc
		is       error
		says     string
		requests int
	}{
		{"a limit longer than the longest wait", []http.HandlerFunc{says(429, "", "Retry-After", "7200")}, github.ErrRateLimited, "2h0m1s", 2},
		{"limits that never end", again, github.ErrRateLimited, "2h8m0s", 9},
		{"a server that is down", []http.HandlerFunc{says(500, ""), says(500, ""), says(500, ""), says(500, ""), says(500, "boom")}, nil, "500 boom", 6},
		{"a connection that is", []http.HandlerFunc{cutOff, cutOff, cutOff, cutOff, cutOff}, nil, "cut off after 10 bytes", 6},
		{"no permission", []http.HandlerFunc{says(403, "Resource not accessible by integration")}, nil, "Resource not accessible", 2},
		{"GraphQL's own words", []http.HandlerFunc{graphSays("FORBIDDEN", "no scope")}, nil, "acme/orders: GraphQL: FORBIDDEN: no scope", 2},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				f := hourly(t, 250)
				for i, fault := range tt.faults {
					f.faults[2+i] = fault
				}
				got, err := read((&github.Deployments{API: f.direct()}).Deployments(t.Context(), january(orders())))
				require.Error(t, err)
				if tt.is != nil {
					require.ErrorIs(t, err, tt.is)
				}
				assert.ErrorContains(t, err, tt.says)
				assert.Len(t, got.items, 100, "what was had before is good")
				assert.Len(t, f.requests(), tt.requests)
				f.faults = nil
				q := january(orders())
				q.Cursor = got.cursor
				rest := mustRead(t, (&github.Deployments{API: f.direct()}).Deployments(t.Context(), q))
				assert.Len(t, rest.items, 250, "150 were missing, and the newest 100 come again as what is new is asked for")
			})
		})
	}
}

func TestContextEndsAWait(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := hourly(t, 250)
		f.faults[2] = says(403, "", "Retry-After", "3000")
		ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
		defer cancel()
		begin := time.Now()
		got, err := read((&github.Deployments{API: f.direct()}).Deployments(ctx, january(orders())))
		require.ErrorIs(t, err, context.DeadlineExceeded)
		assert.Equal(t, 5*time.Second, time.Since(begin))
		assert.Len(t, got.items, 100)
		assert.NotNil(t, got.cursor)
	})
}

// TestDroppedConnection drops a real one in the middle of an answer.
func TestDroppedConnection(t *testing.T) {
	t.Parallel()
	f := hourly(t, 250)
	f.faults[2] = func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Length", "1000")
		_, _ = w.Write([]byte(`{"data": `))
		panic(http.ErrAbortHandler)
	}
	got := mustRead(t, (&github.Deployments{API: f.api()}).Deployments(t.Context(), january(orders())))
	assert.Len(t, got.items, 250)
	assert.Equal(t, 4, got.cost.Requests)
}

// TestTokenStaysSecret has GitHub, or what stands before it, repeat the token.
func TestTokenStaysSecret(t *testing.T) {
	t.Parallel()
	for name, fault := range map[string]http.HandlerFunc{
		"repeated":         says(401, "bad credentials: Bearer "+secret),
		"repeated as page": func(w http.ResponseWriter, _ *http.Request) { http.Error(w, secret, http.StatusBadGateway) },
		"sent elsewhere": func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "https://evil.example.com/", http.StatusTemporaryRedirect)
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				f := hourly(t, 1)
				for i := range 10 {
					f.faults[i+1] = fault
				}
				var log bytes.Buffer
				api := f.direct()
				api.Log = slog.New(slog.NewJSONHandler(&log, nil))
				_, err := read((&github.Deployments{API: api}).Deployments(t.Context(), january(orders())))
				require.Error(t, err)
				_, err2 := read((&github.Issues{API: api}).Incidents(t.Context(), january(orders())))
				require.Error(t, err2)
				for _, said := range []string{err.Error(), err2.Error(), log.String()} {
					assert.NotContains(t, said, secret)
				}
			})
		})
	}
}

func TestWithoutClient(t *testing.T) {
	t.Parallel()
	for _, api := range []*github.API{nil, {}} {
		_, err := read((&github.Releases{API: api}).Deployments(t.Context(), january(orders())))
		require.EqualError(t, err, "a client is required")
	}
}

// TestNamesCannotLeaveThePath proves that no name makes a request go elsewhere.
func TestNamesCannotLeaveThePath(t *testing.T) {
	t.Parallel()
	f := newFake(t)
	api := f.direct()
	for _, slug := range []string{"acme", "acme/", "/x", "../..", "acme/../x", "acme/orders/..", "acme/or ders", "acme/orders?x=1", "acme/orders#1", "acme/%2e"} {
		q := january(dora.Service{Name: "orders", Repo: slug})
		_, err := read((&github.Deployments{API: api}).Deployments(t.Context(), q))
		require.ErrorContains(t, err, "not of the form owner/name")
		_, err = read((&github.Commits{API: api}).Changes(t.Context(), dora.ChangeQuery{Repo: slug, Heads: []string{sha(1)}}))
		require.ErrorContains(t, err, "not of the form owner/name")
	}
	for _, workflow := range []string{"", "..", "a/b", "deploy.yml?x", "%2e%2e"} {
		_, err := read((&github.Runs{API: api, Workflow: workflow}).Deployments(t.Context(), january(orders())))
		require.Error(t, err)
	}
	for _, head := range []string{"HEAD", "main...x", `"}`, "../x"} {
		got := mustRead(t, (&github.Commits{API: api}).Changes(t.Context(), dora.ChangeQuery{Repo: "acme/orders", Heads: []string{head}}))
		assert.Empty(t, got.items)
	}
	assert.Empty(t, f.requests())
}
