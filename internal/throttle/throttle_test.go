package throttle_test

import (
	"bytes"
	"context"
	"crypto/tls"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/internal/throttle"
)

// answer is what a script says to one attempt.
type answer func(*http.Request) (*http.Response, error)

// script answers attempts, one after another, the last one again and again, and notes when they came and with what.
type script struct {
	answers []answer

	mu     sync.Mutex
	start  time.Time
	times  []time.Duration
	bodies []string
}

func play(answers ...answer) *script { return &script{answers: answers, start: time.Now()} }

func (s *script) RoundTrip(r *http.Request) (*http.Response, error) {
	s.mu.Lock()
	s.times = append(s.times, time.Since(s.start))
	if r.Body != nil {
		body, _ := io.ReadAll(r.Body)
		s.bodies = append(s.bodies, string(body))
	}
	next := s.answers[min(len(s.times), len(s.answers))-1]
	s.mu.Unlock()
	return next(r)
}

func says(status int, body string, header ...string) answer {
	return func(*http.Request) (*http.Response, error) {
		h := http.Header{}
		for i := 0; i < len(header); i += 2 {
			h.Set(header[i], header[i+1])
		}
		return &http.Response{StatusCode: status, Header: h, Body: io.NopCloser(strings.NewReader(body))}, nil
	}
}

func fails(err error) answer { return func(*http.Request) (*http.Response, error) { return nil, err } }

func cutOff(*http.Request) (*http.Response, error) {
	return &http.Response{StatusCode: http.StatusOK, Header: http.Header{}, Body: io.NopCloser(broken{})}, nil
}

type broken struct{}

func (broken) Read([]byte) (int, error) { return 0, io.ErrUnexpectedEOF }

func hang(r *http.Request) (*http.Response, error) {
	<-r.Context().Done()
	return nil, r.Context().Err()
}

// atEpoch is a time after the begin of a bubble, whose clock begins with the year 2000.
func atEpoch(d time.Duration) string {
	return strconv.FormatInt(time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC).Add(d).Unix(), 10)
}

func atDate(d time.Duration) string {
	return time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC).Add(d).Format(http.TimeFormat)
}

// most is a jitter that makes waits as long as they can be.
func most() float64 { return 1 }

func send(t *testing.T, tr http.RoundTripper, method, body string) (int, string, error) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, "https://api.example.com/secret/path", strings.NewReader(body))
	require.NoError(t, err)
	got, err := tr.RoundTrip(r)
	if err != nil {
		return 0, "", err
	}
	read, err := io.ReadAll(got.Body)
	require.NoError(t, err)
	return got.StatusCode, string(read), nil
}

const s, m = time.Second, time.Minute

// TestWaits says when each attempt is made.
func TestWaits(t *testing.T) {
	t.Parallel()
	ok := says(200, "fine")
	tests := []struct {
		name    string
		method  string
		answers []answer
		status  int
		times   []time.Duration
	}{
		{"nothing is wrong", "POST", []answer{ok}, 200, []time.Duration{0}},
		{"429 with seconds, of a POST", "POST", []answer{says(429, "", "Retry-After", "30"), ok}, 200, []time.Duration{0, 31 * s}},
		{"429 with a date", "GET", []answer{says(429, "", "Retry-After", atDate(20*s)), ok}, 200, []time.Duration{0, 21 * s}},
		{"403 with seconds", "POST", []answer{says(403, "secondary rate limit", "Retry-After", "60"), ok}, 200, []time.Duration{0, 61 * s}},
		{"403 with nothing left", "POST", []answer{says(403, "", "X-RateLimit-Remaining", "0", "X-RateLimit-Reset", atEpoch(90*s)), ok}, 200, []time.Duration{0, 91 * s}},
		{"Retry-After goes before the reset", "GET", []answer{says(429, "", "Retry-After", "5", "X-RateLimit-Remaining", "0", "X-RateLimit-Reset", atEpoch(m)), ok}, 200, []time.Duration{0, 6 * s}},
		{"the seconds of PagerDuty", "PUT", []answer{says(429, "", "ratelimit-remaining", "0", "ratelimit-reset", "12"), ok}, 200, []time.Duration{0, 13 * s}},
		{"limits that say no time, with 403 and 429", "POST", []answer{says(403, "You have exceeded a secondary rate limit."), says(429, ""), ok}, 200, []time.Duration{0, m, 3 * m}},
		{"Google's reason", "POST", []answer{says(403, `{"error": {"errors": [{"reason": "rateLimitExceeded"}]}}`), ok}, 200, []time.Duration{0, m}},
		{"403 that is no limit", "GET", []answer{says(403, "Must have admin rights"), ok}, 403, []time.Duration{0}},
		{"403 with requests left", "GET", []answer{says(403, "", "X-RateLimit-Remaining", "7", "X-RateLimit-Reset", atEpoch(m)), ok}, 403, []time.Duration{0}},
		{"errors of the server", "GET", []answer{says(500, ""), says(502, ""), says(503, ""), ok}, 200, []time.Duration{0, s, 3 * s, 7 * s}},
		{"503 with Retry-After", "DELETE", []answer{says(503, "", "Retry-After", "20"), ok}, 200, []time.Duration{0, 20 * s}},
		{"an error of the server that stays", "GET", []answer{says(502, "")}, 502, []time.Duration{0, s, 3 * s, 7 * s, 15 * s}},
		{"an error of the server to a POST", "POST", []answer{says(502, ""), ok}, 502, []time.Duration{0}},
		{"what the server does not know", "GET", []answer{says(501, ""), ok}, 501, []time.Duration{0}},
		{"a broken connection", "PUT", []answer{fails(io.ErrUnexpectedEOF), cutOff, ok}, 200, []time.Duration{0, s, 3 * s}},
		{"an attempt without an end", "DELETE", []answer{hang, ok}, 200, []time.Duration{0, m + s}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				script := play(tt.answers...)
				status, _, err := send(t, &throttle.Transport{Base: script, Jitter: most}, tt.method, "body")
				require.NoError(t, err)
				assert.Equal(t, tt.status, status)
				assert.Equal(t, tt.times, script.times)
				for _, body := range script.bodies {
					assert.Equal(t, "body", body, "each attempt has the body")
				}
			})
		})
	}
}

// TestGraphQL says that a limit is one with status 200, too.
func TestGraphQL(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		script := play(says(200, `{"errors": [{"type": "RATE_LIMITED"}]}`, "X-RateLimit-Remaining", "0", "X-RateLimit-Reset", atEpoch(m)), says(200, "fine"))
		r, err := http.NewRequestWithContext(t.Context(), "POST", "https://api.example.com/graphql", strings.NewReader("body"))
		require.NoError(t, err)
		got, err := (&throttle.Transport{Base: script}).RoundTrip(r)
		require.NoError(t, err)
		read, err := io.ReadAll(got.Body)
		require.NoError(t, err)
		assert.Equal(t, "fine", string(read))
		assert.Equal(t, []time.Duration{0, 61 * s}, script.times)
	})
}

// TestHidden says that no answer repeats credentials, wherever below they were added.
func TestHidden(t *testing.T) {
	t.Parallel()
	echo := func(r *http.Request) (*http.Response, error) {
		r = r.Clone(r.Context())
		r.Header.Set("Authorization", "Bearer s3cret-token")
		got, err := says(400, "Bearer s3cret-token is no good")(r)
		got.Request = r
		return got, err
	}
	status, body, err := send(t, &throttle.Transport{Base: play(echo)}, "GET", "")
	require.NoError(t, err)
	assert.Equal(t, 400, status)
	assert.Equal(t, "Bearer *** is no good", body)
}

// TestErrors says which failures are not waited for.
func TestErrors(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		method string
		answer answer
		want   error
		times  int
	}{
		{"a POST whose connection broke", "POST", fails(io.ErrUnexpectedEOF), io.ErrUnexpectedEOF, 1},
		{"a POST without an end", "POST", hang, context.DeadlineExceeded, 1},
		{"a certificate", "GET", fails(&tls.CertificateVerificationError{Err: errors.ErrUnsupported}), errors.ErrUnsupported, 1},
		{"a connection that is never there", "GET", fails(io.ErrUnexpectedEOF), io.ErrUnexpectedEOF, 5},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				script := play(tt.answer)
				_, _, err := send(t, &throttle.Transport{Base: script}, tt.method, "")
				require.ErrorIs(t, err, tt.want)
				assert.Len(t, script.times, tt.times)
			})
		})
	}
}

// TestPatience says that waits are bounded, all of a request together, and that nothing is waited for in vain.
func TestPatience(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		answer answer
		wait   time.Duration // that is told
		took   time.Duration
	}{
		{"one wait that is too long", says(429, "", "Retry-After", "600"), 601 * s, 0},
		{"waits that add up", says(429, "", "Retry-After", "119"), 120 * s, 4 * m},
		{"the hour of GitHub", says(403, "", "X-RateLimit-Remaining", "0", "X-RateLimit-Reset", atEpoch(time.Hour)), time.Hour + s, 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				start := time.Now()
				_, _, err := send(t, &throttle.Transport{Base: play(tt.answer)}, "POST", "")
				var limit *throttle.LimitError
				require.ErrorAs(t, err, &limit)
				assert.Equal(t, throttle.LimitError{Host: "api.example.com", Wait: tt.wait}, *limit)
				assert.Equal(t, tt.took, time.Since(start))
				assert.NotContains(t, err.Error(), "secret")
			})
		})
	}
}

// TestDeadline says that a wait which the context does not live to see is not begun.
func TestDeadline(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), 10*s)
		defer cancel()
		r, err := http.NewRequestWithContext(ctx, "GET", "https://api.example.com", nil)
		require.NoError(t, err)
		start := time.Now()
		_, err = (&throttle.Transport{Base: play(says(429, "", "Retry-After", "30"))}).RoundTrip(r)
		var limit *throttle.LimitError
		require.ErrorAs(t, err, &limit)
		assert.Zero(t, time.Since(start))
	})
}

// TestCancelled says that a wait ends with its context.
func TestCancelled(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(5*s, cancel)
		r, err := http.NewRequestWithContext(ctx, "GET", "https://api.example.com", nil)
		require.NoError(t, err)
		start := time.Now()
		_, err = (&throttle.Transport{Base: play(says(429, ""))}).RoundTrip(r)
		require.ErrorIs(t, err, context.Canceled)
		assert.Equal(t, 5*s, time.Since(start))
	})
}

// TestKeepAnswer says that a client which loses errors sees a refusal, of the request that met the limit and of those after it.
func TestKeepAnswer(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		script := play(says(429, "slow down", "ratelimit-reset", "900"))
		tr := &throttle.Transport{Base: script, KeepAnswer: true}
		for _, body := range []string{"slow down", ""} {
			r, err := http.NewRequestWithContext(t.Context(), "GET", "https://api.example.com", nil)
			require.NoError(t, err)
			got, err := tr.RoundTrip(r)
			require.NoError(t, err)
			read, err := io.ReadAll(got.Body)
			require.NoError(t, err)
			assert.Equal(t, body, string(read))
			assert.Equal(t, 429, got.StatusCode)
			assert.Equal(t, "901", got.Header.Get("Retry-After"))
		}
		assert.Len(t, script.times, 1)
	})
}

// TestNothingLeft says that the request after the last one that is allowed waits, and that the client does not learn of it.
func TestNothingLeft(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		script := play(says(200, "", "X-RateLimit-Remaining", "0", "X-RateLimit-Reset", atEpoch(40*s)), says(200, ""))
		tr := &throttle.Transport{Base: script}
		r, err := http.NewRequestWithContext(t.Context(), "GET", "https://api.example.com", nil)
		require.NoError(t, err)
		got, err := tr.RoundTrip(r)
		require.NoError(t, err)
		assert.Empty(t, got.Header)
		_, _, err = send(t, tr, "GET", "")
		require.NoError(t, err)
		assert.Equal(t, []time.Duration{0, 41 * s}, script.times)
	})
}

// TestSpacing says that writes go one at a time, with a distance, and reads pass them.
func TestSpacing(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		slow := func(r *http.Request) (*http.Response, error) {
			time.Sleep(2 * s)
			return says(200, "")(r)
		}
		script := play(slow)
		tr := &throttle.Transport{Base: script, Spacing: s}
		var wg sync.WaitGroup
		for _, method := range []string{"POST", "PUT", "DELETE", "GET"} {
			wg.Go(func() {
				_, _, err := send(t, tr, method, "")
				assert.NoError(t, err)
			})
		}
		wg.Wait()
		assert.Equal(t, []time.Duration{0, 0, 3 * s, 6 * s}, script.times)
	})
}

// TestSpacingCancelled says that who gives up waiting for a turn holds up nobody.
func TestSpacingCancelled(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		tr := &throttle.Transport{Base: play(says(200, "")), Spacing: m}
		_, _, err := send(t, tr, "POST", "")
		require.NoError(t, err)
		ctx, cancel := context.WithTimeout(t.Context(), s)
		defer cancel()
		r, err := http.NewRequestWithContext(ctx, "POST", "https://api.example.com", nil)
		require.NoError(t, err)
		_, err = tr.RoundTrip(r)
		require.ErrorIs(t, err, context.DeadlineExceeded)
		_, _, err = send(t, tr, "POST", "")
		require.NoError(t, err)
	})
}

// TestJitter says that clients do not come back at once.
func TestJitter(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		seen := map[time.Duration]bool{}
		for range 20 {
			script := play(says(502, ""), says(200, ""))
			_, _, err := send(t, &throttle.Transport{Base: script}, "GET", "")
			require.NoError(t, err)
			assert.LessOrEqual(t, script.times[1], s)
			seen[script.times[1]] = true
		}
		assert.Greater(t, len(seen), 10)
	})
}

// TestLog says that waits are reported, without what may be secret.
func TestLog(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var log bytes.Buffer
		script := play(says(429, "", "Retry-After", "9"), says(502, ""), fails(io.ErrUnexpectedEOF), says(429, "", "Retry-After", "900"))
		handler := slog.NewTextHandler(&log, &slog.HandlerOptions{ReplaceAttr: func(_ []string, a slog.Attr) slog.Attr {
			if a.Key == slog.TimeKey {
				return slog.Attr{}
			}
			return a
		}})
		_, _, err := send(t, &throttle.Transport{Base: script, Jitter: most, Log: slog.New(handler)}, "PUT", "")
		require.Error(t, err)
		assert.Equal(t, `level=WARN msg="limit is waited for" method=PUT host=api.example.com wait=10s status=429
level=WARN msg="request failed and will be repeated" method=PUT host=api.example.com wait=1s status=502
level=WARN msg="request failed and will be repeated" method=PUT host=api.example.com wait=2s timeout=false
level=WARN msg="limit is longer than there is patience" method=PUT host=api.example.com wait=15m1s status=429
`, log.String())
	})
}

func TestNoRetries(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		script := play(says(502, ""))
		status, _, err := send(t, &throttle.Transport{Base: script, Retries: -1, Timeout: -1}, "GET", "")
		require.NoError(t, err)
		assert.Equal(t, 502, status)
		assert.Len(t, script.times, 1)
	})
}
