package github_test

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/catalog/github"
)

// refusal is an answer that is none of success.
type refusal struct {
	status int
	header map[string]string
	body   string
}

func (f refusal) write(w http.ResponseWriter) {
	for name, value := range f.header {
		w.Header().Set(name, value)
	}
	w.WriteHeader(f.status)
	_, _ = w.Write([]byte(f.body)) // a client that is gone
}

// once returns a handler that gives refusals for the first requests, and then what h gives.
func once(h http.Handler, refusals ...refusal) http.Handler {
	var n atomic.Int64
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if i := int(n.Add(1)) - 1; i < len(refusals) {
			refusals[i].write(w)
			return
		}
		h.ServeHTTP(w, r)
	})
}

func times(n int, f refusal) []refusal {
	var all []refusal
	for range n {
		all = append(all, f)
	}
	return all
}

// TestWaits turns the clock: how long is waited for what, and what comes of it in the end.
func TestWaits(t *testing.T) {
	t.Parallel()
	// The clock of a bubble begins at this second.
	reset := func(after time.Duration) string {
		return strconv.FormatInt(time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC).Add(after).Unix(), 10)
	}
	used := func(status int, after time.Duration) refusal {
		return refusal{status, map[string]string{"X-RateLimit-Remaining": "0", "X-RateLimit-Limit": "5000", "X-RateLimit-Reset": reset(after)}, `{"message":"API rate limit exceeded"}`}
	}
	burst := refusal{403, nil, `{"message":"You have exceeded a secondary rate limit","documentation_url":"https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api#about-secondary-rate-limits"}`}
	after := refusal{403, map[string]string{"Retry-After": "30"}, burst.body}
	old := refusal{403, map[string]string{"Retry-After": "30"}, `{"documentation_url":"https://docs.github.com/rest/overview/resources-in-the-rest-api#secondary-rate-limits"}`}
	tests := []struct {
		name     string
		refusals []refusal
		waited   time.Duration
		err      string
	}{
		{"none", nil, 0, ""},
		{"the limit of an hour", []refusal{used(403, 17*time.Minute)}, 17*time.Minute + time.Second, ""},
		{"the same with 429", []refusal{used(429, 17*time.Minute)}, 17*time.Minute + time.Second, ""},
		{"a reset that is past", []refusal{used(403, -time.Minute)}, time.Second, ""},
		{"a limit on bursts", []refusal{after}, 31 * time.Second, ""},
		{"a limit on bursts as it was", []refusal{old}, 31 * time.Second, ""},
		{"the same with 429", []refusal{{429, map[string]string{"Retry-After": "5"}, ""}}, 6 * time.Second, ""},
		{"no time said", []refusal{burst, burst, {429, nil, ""}}, (1 + 2 + 4) * time.Minute, ""},
		{"a limit that lasts too long", []refusal{used(403, 3*time.Hour)}, 0, "rate limit is used up, for another 3h0m1s"},
		{"a limit without end", times(100, refusal{429, map[string]string{"Retry-After": "0"}, ""}), 20 * time.Second, "rate limit is used up, for another 1s"},
		{"failures that pass", []refusal{{502, nil, "bad gateway"}, {500, nil, ""}, {200, nil, `[{"name"`}}, (1 + 2 + 4) * time.Second, ""},
		{"one failure too many", times(4, refusal{503, nil, ""}), (1 + 2 + 4) * time.Second, ": 503 "},
		{"forbidden", []refusal{{403, nil, `{"message":"Resource not accessible by personal access token"}`}}, 0, "403 Resource not accessible by personal access token"},
		{"not authorised", []refusal{{401, nil, `{"message":"Bad credentials"}`}}, 0, "401 Bad credentials"},
		{"a second factor", []refusal{{401, map[string]string{"X-GitHub-OTP": "required; app"}, `{"message":"Must specify two-factor authentication OTP code."}`}}, 0, "two-factor"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				r := near(once(acme(repository("shop", "catalog-info.yaml", component("orders"))), tt.refusals...))
				start := time.Now()
				result, err := r.Read(t.Context())
				assert.Equal(t, tt.waited, time.Since(start))
				if tt.err != "" {
					require.ErrorContains(t, err, tt.err)
					assert.Equal(t, strings.Contains(tt.err, "used up"), strings.Contains(fmt.Sprint(err), github.ErrRateLimited.Error()))
					return
				}
				require.NoError(t, err)
				assert.Equal(t, 1, result.Catalog.Len())
			})
		})
	}
}

// TestLimitStopsEverybody says that while a limit lasts nothing is sent by any worker.
func TestLimitStopsEverybody(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		server := acme()
		for i := range 40 {
			server.Repositories = append(server.Repositories, repository(fmt.Sprintf("r%d", i), "catalog-info.yaml", component(fmt.Sprintf("c%d", i))))
		}
		var limited atomic.Int64
		var until atomic.Pointer[time.Time]
		h := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			switch end := until.Load(); {
			case end != nil && time.Now().Before(*end):
				limited.Add(1)
				refusal{429, map[string]string{"Retry-After": "60"}, ""}.write(w)
			case end == nil && strings.Contains(r.URL.Path, "/r20/"):
				end := time.Now().Add(time.Minute)
				until.Store(&end)
				refusal{429, map[string]string{"Retry-After": "60"}, ""}.write(w)
			default:
				time.Sleep(time.Millisecond)
				server.ServeHTTP(w, r)
			}
		})
		r := near(h)
		var log bytes.Buffer
		r.Workers, r.Log = 8, slog.New(slog.NewTextHandler(&log, nil))
		result := read(t, r)
		assert.Equal(t, 40, result.Catalog.Len())
		assert.Empty(t, result.Unread)
		assert.LessOrEqual(t, limited.Load(), int64(8), "each worker may have had one request on its way")
		assert.Contains(t, log.String(), `msg="rate limit is waited for"`)
	})
}

// TestFatal says that what concerns everything ends everything: the first answer about a repository, not the fortieth.
func TestFatal(t *testing.T) {
	t.Parallel()
	server := acme()
	for i := range 40 {
		server.Repositories = append(server.Repositories, repository(fmt.Sprintf("r%d", i)))
	}
	var asked atomic.Int64
	r := served(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.Contains(r.URL.Path, "/git/") {
			asked.Add(1)
			refusal{401, nil, `{"message":"Bad credentials"}`}.write(w)
			return
		}
		server.ServeHTTP(w, r)
	}))
	_, err := r.Read(t.Context())
	assert.ErrorContains(t, err, "401 Bad credentials")
	assert.LessOrEqual(t, asked.Load(), int64(github.DefaultWorkers))
}

// TestContextEndsWaits says that nobody waits an hour for who has given up.
func TestContextEndsWaits(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		for _, f := range []refusal{{429, map[string]string{"Retry-After": "600"}, ""}, {503, nil, ""}} {
			ctx, stop := context.WithTimeout(t.Context(), 500*time.Millisecond)
			start := time.Now()
			_, err := near(once(acme(), times(100, f)...)).Read(ctx)
			stop()
			assert.ErrorIs(t, err, context.DeadlineExceeded)
			assert.Equal(t, 500*time.Millisecond, time.Since(start))
		}
	})
}

// TestTimeout says that one request does not hang for ever.
func TestTimeout(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		slow := true
		h := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if slow {
				slow = false
				<-r.Context().Done()
				panic(http.ErrAbortHandler)
			}
			acme().ServeHTTP(w, r)
		})
		start := time.Now()
		read(t, near(aborting(h)))
		assert.Equal(t, time.Minute+time.Second, time.Since(start))
	})
}

// aborting turns a panic of h into an answer that breaks off, as a server does with the connection.
func aborting(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer func() {
			if recover() != nil {
				w.WriteHeader(http.StatusBadGateway)
			}
		}()
		h.ServeHTTP(w, r)
	})
}
