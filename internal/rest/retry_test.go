package rest_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/internal/rest"
)

// script answers the attempts of one request, one function each, and notes when they came.
type script struct {
	start  time.Time
	steps  []func(*http.Request) (*http.Response, error)
	times  []time.Duration
	bodies []string
}

func (s *script) RoundTrip(r *http.Request) (*http.Response, error) {
	if len(s.times) == 0 {
		s.start = time.Now()
	}
	s.times = append(s.times, time.Since(s.start))
	if r.Body != nil {
		body, _ := io.ReadAll(r.Body)
		s.bodies = append(s.bodies, string(body))
	}
	step := s.steps[min(len(s.times)-1, len(s.steps)-1)]
	answer, err := step(r)
	if answer != nil {
		answer.Request = r
	}
	return answer, err
}

func status(code int, header ...string) func(*http.Request) (*http.Response, error) {
	return func(*http.Request) (*http.Response, error) {
		h := http.Header{"Content-Type": {"application/json"}}
		for i := 0; i+1 < len(header); i += 2 {
			h.Set(header[i], header[i+1])
		}
		return &http.Response{StatusCode: code, Header: h, Body: io.NopCloser(strings.NewReader("{}"))}, nil
	}
}

func broken(err error) func(*http.Request) (*http.Response, error) {
	return func(*http.Request) (*http.Response, error) { return nil, err }
}

// cutOff is an answer whose body ends before its time.
func cutOff(*http.Request) (*http.Response, error) {
	body := io.MultiReader(strings.NewReader(`{"items": [`), errReader{})
	return &http.Response{StatusCode: http.StatusOK, Header: http.Header{}, Body: io.NopCloser(body)}, nil
}

type errReader struct{}

func (errReader) Read([]byte) (int, error) { return 0, io.ErrUnexpectedEOF }

func hang(r *http.Request) (*http.Response, error) {
	<-r.Context().Done()
	return nil, r.Context().Err()
}

func steps(s ...func(*http.Request) (*http.Response, error)) []func(*http.Request) (*http.Response, error) {
	return s
}

// client waits exactly as long as backoff allows at most: 0.5 s, 1 s, 2 s.
func client(s *script) *rest.Client {
	return &rest.Client{
		Base:   "https://backstage.example.com/api",
		HTTP:   &http.Client{Transport: s},
		Jitter: func() float64 { return 1 },
	}
}

func TestRetry(t *testing.T) {
	t.Parallel()
	refused := errors.New("connection refused")
	post := &rest.Request{Method: http.MethodPost, Path: []string{"items"}, Body: map[string]int{"n": 1}}
	query := &rest.Request{Method: http.MethodPost, Path: []string{"items"}, Body: map[string]int{"n": 1}, Idempotent: true}
	later := func(d time.Duration) func(*http.Request) (*http.Response, error) {
		return func(r *http.Request) (*http.Response, error) {
			return status(503, "Retry-After", time.Now().Add(d).UTC().Format(http.TimeFormat))(r)
		}
	}
	const ms = time.Millisecond
	tests := []struct {
		name    string
		request *rest.Request
		steps   []func(*http.Request) (*http.Response, error)
		times   []time.Duration // when the attempts are made
		want    string          // error; "" for none
	}{
		{"first time", rest.Get("x"), steps(status(200)), []time.Duration{0}, ""},
		{"429", rest.Get("x"), steps(status(429), status(200)), []time.Duration{0, 500 * ms}, ""},
		{"502, 503, 504", rest.Get("x"), steps(status(502), status(503), status(504), status(200)), []time.Duration{0, 500 * ms, 1500 * ms, 3500 * ms}, ""},
		{"network", rest.Get("x"), steps(broken(refused), status(200)), []time.Duration{0, 500 * ms}, ""},
		{"cut off", rest.Get("x"), steps(cutOff, status(200)), []time.Duration{0, 500 * ms}, ""},
		{"cut off for good", rest.Get("x"), steps(cutOff), []time.Duration{0, 500 * ms, 1500 * ms, 3500 * ms},
			"GET https://backstage.example.com/api/x: answer is cut off after 11 bytes: unexpected EOF (after 4 attempts)"},
		{"used up", rest.Get("x"), steps(status(503)), []time.Duration{0, 500 * ms, 1500 * ms, 3500 * ms},
			"GET https://backstage.example.com/api/x: 503 Service Unavailable: {} (after 4 attempts)"},
		{"network used up", rest.Get("x"), steps(broken(refused)), []time.Duration{0, 500 * ms, 1500 * ms, 3500 * ms},
			"GET https://backstage.example.com/api/x: connection refused (after 4 attempts)"},
		{"no such host", rest.Get("x"), steps(broken(&net.DNSError{Err: "no such host", Name: "h", IsNotFound: true})), []time.Duration{0},
			"GET https://backstage.example.com/api/x: lookup h: no such host"},
		{"500", rest.Get("x"), steps(status(500)), []time.Duration{0}, "GET https://backstage.example.com/api/x: 500 Internal Server Error: {}"},
		{"422", rest.Get("x"), steps(status(422)), []time.Duration{0}, "GET https://backstage.example.com/api/x: 422 Unprocessable Entity: {}"},
		{"POST that may change something", post, steps(status(503)), []time.Duration{0}, "POST https://backstage.example.com/api/items: 503 Service Unavailable: {}"},
		{"POST with the network down", post, steps(broken(refused)), []time.Duration{0}, "POST https://backstage.example.com/api/items: connection refused"},
		{"POST that asks", query, steps(status(503), broken(refused), status(200)), []time.Duration{0, 500 * ms, 1500 * ms}, ""},
		{"DELETE", &rest.Request{Method: http.MethodDelete, Path: []string{"x"}}, steps(status(503), status(204)), []time.Duration{0, 500 * ms}, ""},
		{"Retry-After in seconds", rest.Get("x"), steps(status(429, "Retry-After", "7"), status(200)), []time.Duration{0, 7000 * ms}, ""},
		{"Retry-After as a date", rest.Get("x"), steps(later(9*time.Second), status(200)), []time.Duration{0, 9000 * ms}, ""},
		{"Retry-After in the past", rest.Get("x"), steps(later(-time.Hour), status(200)), []time.Duration{0, 500 * ms}, ""},
		{"Retry-After of nonsense", rest.Get("x"), steps(status(503, "Retry-After", "soon"), status(200)), []time.Duration{0, 500 * ms}, ""},
		{"Retry-After too late", rest.Get("x"), steps(status(503, "Retry-After", "3600")), []time.Duration{0}, "GET https://backstage.example.com/api/x: 503 Service Unavailable: {}"},
		{"silence", rest.Get("x"), steps(hang, status(200)), []time.Duration{0, time.Minute + 500*ms}, ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				s := &script{steps: test.steps}
				_, err := client(s).Do(t.Context(), test.request)
				assert.Equal(t, test.times, s.times)
				if test.want == "" {
					require.NoError(t, err)
				} else {
					require.EqualError(t, err, test.want)
				}
				if test.request.Body != nil {
					for _, body := range s.bodies {
						assert.JSONEq(t, `{"n": 1}`, body, "each attempt sends the whole body")
					}
				}
			})
		})
	}
}

func TestRetryEndsWithContext(t *testing.T) {
	t.Parallel()
	t.Run("deadline before the next attempt", func(t *testing.T) {
		t.Parallel()
		synctest.Test(t, func(t *testing.T) {
			ctx, cancel := context.WithTimeout(t.Context(), time.Second)
			defer cancel()
			s, start := &script{steps: steps(status(503))}, time.Now()
			_, err := client(s).Do(ctx, rest.Get("x"))
			require.ErrorContains(t, err, "503")
			assert.Equal(t, 500*time.Millisecond, time.Since(start), "it does not wait for what cannot be")
		})
	})
	t.Run("cancelled while it waits", func(t *testing.T) {
		t.Parallel()
		synctest.Test(t, func(t *testing.T) {
			ctx, cancel := context.WithCancel(t.Context())
			time.AfterFunc(100*time.Millisecond, cancel)
			s, start := &script{steps: steps(status(503))}, time.Now()
			_, err := client(s).Do(ctx, rest.Get("x"))
			require.ErrorContains(t, err, "503")
			assert.Equal(t, 100*time.Millisecond, time.Since(start))
			assert.Len(t, s.times, 1)
		})
	})
	t.Run("cancelled in an attempt", func(t *testing.T) {
		t.Parallel()
		synctest.Test(t, func(t *testing.T) {
			ctx, cancel := context.WithTimeout(t.Context(), time.Second)
			defer cancel()
			s := &script{steps: steps(hang)}
			_, err := client(s).Do(ctx, rest.Get("x"))
			require.ErrorIs(t, err, context.DeadlineExceeded)
			assert.Len(t, s.times, 1)
		})
	})
	t.Run("an attempt takes too long", func(t *testing.T) {
		t.Parallel()
		synctest.Test(t, func(t *testing.T) {
			c := client(&script{steps: steps(hang)})
			c.MaxRetries, c.Timeout = -1, 2*time.Second
			_, err := c.Do(t.Context(), rest.Get("x"))
			require.EqualError(t, err, "GET https://backstage.example.com/api/x: no whole answer within 2s: context deadline exceeded")
		})
	})
	t.Run("no limit", func(t *testing.T) {
		t.Parallel()
		synctest.Test(t, func(t *testing.T) {
			c := client(&script{steps: steps(func(r *http.Request) (*http.Response, error) {
				time.Sleep(time.Hour)
				return status(200)(r)
			})})
			c.Timeout = -1
			_, err := c.Do(t.Context(), rest.Get("x"))
			require.NoError(t, err)
		})
	})
}

func TestBackoffBounds(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := &script{steps: steps(status(503))}
		c := client(s)
		c.MaxRetries, c.MaxWait, c.Jitter = 40, 4*time.Second, nil
		_, err := c.Do(t.Context(), rest.Get("x"))
		require.Error(t, err)
		require.Len(t, s.times, 41)
		for i := 1; i < len(s.times); i++ {
			most := 4 * time.Second
			if i <= 3 {
				most = 500 * time.Millisecond << (i - 1)
			}
			wait := s.times[i] - s.times[i-1]
			assert.GreaterOrEqual(t, wait, most/2, "wait %d", i)
			assert.LessOrEqual(t, wait, most, "wait %d", i)
		}
	})
}

func TestLog(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var log bytes.Buffer
		c := client(&script{steps: steps(status(503), status(200))})
		c.Token = func(context.Context) (string, error) { return "s3cret", nil }
		c.Log = slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{ReplaceAttr: func(_ []string, a slog.Attr) slog.Attr {
			if a.Key == slog.TimeKey {
				return slog.Attr{}
			}
			return a
		}}))
		r := rest.Get("x")
		r.Query = map[string][]string{"access_token": {"s3cret"}}
		_, err := c.Do(t.Context(), r)
		require.NoError(t, err)
		assert.Equal(t, fmt.Sprintln(`level=WARN msg="request failed and will be repeated" method=GET`+
			` url=https://backstage.example.com/api/x attempt=1 wait=500ms`+
			` error="GET https://backstage.example.com/api/x: 503 Service Unavailable: {}"`), log.String())
	})
}
