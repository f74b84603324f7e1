package fetch_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/cmd/catalog-lint/internal/fetch"
)

// serve returns the address of a server that answers by h, and a count of its requests.
func serve(t *testing.T, h http.HandlerFunc) (address string, asked *atomic.Int64) {
	t.Helper()
	asked = new(atomic.Int64)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked.Add(1)
		h(w, r)
	}))
	t.Cleanup(server.Close)
	return server.URL + "/catalog.snapshot?signature=secret", asked
}

func isFine(data []byte) error {
	if !strings.HasPrefix(string(data), "fine") {
		return errors.New("not fine")
	}
	return nil
}

func TestGetKeepsACopy(t *testing.T) {
	t.Parallel()
	for _, validator := range []string{"ETag", "Last-Modified"} {
		t.Run(validator, func(t *testing.T) {
			t.Parallel()
			version, full := "Mon, 02 Jan 2026 03:04:05 GMT", 0
			address, asked := serve(t, func(w http.ResponseWriter, r *http.Request) {
				w.Header().Set(validator, version)
				if r.Header.Get("If-None-Match") == version || r.Header.Get("If-Modified-Since") == version {
					w.WriteHeader(http.StatusNotModified)
					return
				}
				full++
				fmt.Fprint(w, "fine ", version)
			})
			c := &fetch.Client{Dir: filepath.Join(t.TempDir(), "copies"), Check: isFine}
			for range 3 {
				got, err := c.Get(t.Context(), address)
				require.NoError(t, err)
				require.NoError(t, got.Failed)
				assert.Equal(t, "fine "+version, string(got.Data))
			}
			assert.Equal(t, 1, full)
			version = "Mon, 02 Jan 2026 03:04:06 GMT"
			got, err := c.Get(t.Context(), address)
			require.NoError(t, err)
			assert.Equal(t, "fine "+version, string(got.Data))
			assert.EqualValues(t, 4, asked.Load())
		})
	}
}

func TestGetWithoutACopy(t *testing.T) {
	t.Parallel()
	address, asked := serve(t, func(w http.ResponseWriter, r *http.Request) {
		assert.Empty(t, r.Header.Get("If-None-Match"))
		w.Header().Set("ETag", `"1"`)
		fmt.Fprint(w, "fine")
	})
	c := &fetch.Client{UserAgent: "test/1"}
	for range 2 {
		got, err := c.Get(t.Context(), address)
		require.NoError(t, err)
		assert.Equal(t, "fine", string(got.Data))
	}
	assert.EqualValues(t, 2, asked.Load())
}

func TestGetGoesOnWithTheCopy(t *testing.T) {
	t.Parallel()
	answer := func(w http.ResponseWriter) { fmt.Fprint(w, "fine") }
	address, _ := serve(t, func(w http.ResponseWriter, _ *http.Request) { answer(w) })
	c := &fetch.Client{Dir: t.TempDir(), Check: isFine, Attempts: 1}
	_, err := c.Get(t.Context(), address)
	require.NoError(t, err)
	for want, bad := range map[string]func(w http.ResponseWriter){
		"not fine":                       func(w http.ResponseWriter) { fmt.Fprint(w, "<html>sign in</html>") },
		"503 Service Unavailable":        func(w http.ResponseWriter) { w.WriteHeader(http.StatusServiceUnavailable) },
		"401 Unauthorized: it wants a t": func(w http.ResponseWriter) { w.WriteHeader(http.StatusUnauthorized) },
		"304 Not Modified":               nil,
	} {
		if bad == nil {
			continue
		}
		answer = bad
		got, err := c.Get(t.Context(), address)
		require.NoError(t, err, want)
		assert.Equal(t, "fine", string(got.Data))
		require.ErrorContains(t, got.Failed, want)
		assert.NotContains(t, got.Failed.Error(), "secret")
	}
}

func TestGetFails(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		answer http.HandlerFunc
		asked  int64
		want   string
	}{
		{"not there", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNotFound) }, 1, "404 Not Found: nothing is there, or not for this token"},
		{"forbidden", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusForbidden) }, 1, "403 Forbidden: the token may not read this"},
		{"not modified, though nothing is known", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNotModified) }, 1, "304"},
		{"broken", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusInternalServerError) }, 2, "500 Internal Server Error"},
		{"refused by Check", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, "other") }, 1, "not fine"},
		{"too long, as announced", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, "fine", strings.Repeat("x", 100)) }, 1, "file is too large: it has 104 bytes, and at most 64 are read"},
		{"too long", func(w http.ResponseWriter, _ *http.Request) {
			fmt.Fprint(w, "fine")
			w.(http.Flusher).Flush()
			fmt.Fprint(w, strings.Repeat("x", 100))
		}, 1, "file is too large: at most 64 bytes are read"},
		{"cut off", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", "60")
			fmt.Fprint(w, "fine")
		}, 2, "answer is cut off after 4 bytes"},
		{"in circles", func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/", http.StatusFound) }, 6, "more than 5 redirects"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			address, asked := serve(t, tt.answer)
			c := &fetch.Client{Check: isFine, MaxSize: 64, Attempts: 2}
			_, err := c.Get(t.Context(), address)
			require.ErrorContains(t, err, tt.want)
			assert.NotContains(t, err.Error(), "secret")
			assert.Equal(t, tt.asked, asked.Load())
		})
	}
}

func TestGetTriesAgain(t *testing.T) {
	t.Parallel()
	failures := 2
	address, _ := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		if failures--; failures >= 0 {
			w.WriteHeader(http.StatusBadGateway)
			return
		}
		fmt.Fprint(w, "fine")
	})
	got, err := (&fetch.Client{Check: isFine}).Get(t.Context(), address)
	require.NoError(t, err)
	assert.Equal(t, "fine", string(got.Data))
}

// never is a connection on which nothing comes.
type never struct{}

func (never) RoundTrip(r *http.Request) (*http.Response, error) {
	<-r.Context().Done()
	return nil, r.Context().Err()
}

func TestGetWaitsNotForEver(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		start := time.Now()
		c := &fetch.Client{HTTP: &http.Client{Transport: never{}}}
		_, err := c.Get(t.Context(), "https://example.com/catalog.snapshot")
		require.EqualError(t, err, "https://example.com/catalog.snapshot: no whole answer within 30s")
		assert.Equal(t, 30*time.Second, time.Since(start), "and not tried again")

		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		_, err = c.Get(ctx, "https://example.com/catalog.snapshot")
		require.ErrorIs(t, err, context.DeadlineExceeded)
	})
}

func TestTokenGoesToItsServerOnly(t *testing.T) {
	t.Parallel()
	elsewhere, _ := serve(t, func(w http.ResponseWriter, r *http.Request) {
		assert.Empty(t, r.Header.Get("Authorization"))
		fmt.Fprint(w, "fine")
	})
	address, _ := serve(t, func(w http.ResponseWriter, r *http.Request) {
		assert.Equal(t, "Bearer t0ken", r.Header.Get("Authorization"))
		if strings.HasPrefix(r.URL.Path, "/catalog.snapshot") {
			http.Redirect(w, r, "/moved", http.StatusFound)
			return
		}
		http.Redirect(w, r, elsewhere, http.StatusFound)
	})
	token := func(context.Context) (string, error) { return "t0ken", nil }
	c := &fetch.Client{Token: token}
	_, err := c.Get(t.Context(), address)
	require.NoError(t, err)

	_, err = c.Get(t.Context(), "http://example.com/x")
	require.ErrorIs(t, err, fetch.ErrPlain)
	c.Token = func(context.Context) (string, error) { return "t0 ken", nil }
	_, err = c.Get(t.Context(), address)
	require.ErrorContains(t, err, "token: has a space")
	assert.NotContains(t, err.Error(), "t0 ken")
	c.Token = func(context.Context) (string, error) {
		return "", errors.New("environment variable X is empty or not set")
	}
	_, err = c.Get(t.Context(), address)
	require.ErrorContains(t, err, "token: environment variable X is empty or not set")
}

// redirecting answers every request with a redirect to plain http.
type redirecting struct{}

func (redirecting) RoundTrip(r *http.Request) (*http.Response, error) {
	h := http.Header{"Location": {"http://example.com/"}}
	return &http.Response{StatusCode: http.StatusFound, Header: h, Body: http.NoBody, Request: r}, nil
}

func TestGetDoesNotLeaveHTTPS(t *testing.T) {
	t.Parallel()
	c := &fetch.Client{HTTP: &http.Client{Transport: redirecting{}}}
	_, err := c.Get(t.Context(), "https://example.com/x")
	require.EqualError(t, err, "https://example.com/x: redirected from https to http")
}

func TestGetRefusesWhatIsNoURL(t *testing.T) {
	t.Parallel()
	for address, want := range map[string]error{
		"ftp://example.com/x": fetch.ErrURL, "/etc/passwd": fetch.ErrURL, "https://": fetch.ErrURL, "https://a b": fetch.ErrURL,
		"https://user:pa55@example.com/": fetch.ErrUserInfo,
	} {
		_, err := (&fetch.Client{}).Get(t.Context(), address)
		require.ErrorIs(t, err, want, address)
		assert.NotContains(t, err.Error(), "pa55")
	}
}

func TestCopiesThatAreOfNoUse(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	address, asked := serve(t, func(w http.ResponseWriter, r *http.Request) {
		assert.Empty(t, r.Header.Get("If-None-Match"))
		w.Header().Set("ETag", `"1"`)
		fmt.Fprint(w, "fine")
	})
	c := &fetch.Client{Dir: dir, Check: isFine, MaxSize: 100}
	_, err := c.Get(t.Context(), address)
	require.NoError(t, err)
	entries, err := os.ReadDir(dir)
	require.NoError(t, err)
	require.Len(t, entries, 1)
	file := filepath.Join(dir, entries[0].Name())
	for _, text := range []string{"", "\n", "{}\nother", "{}", "[]\nfine", `{"etag":"\"1\""}` + "\nfin", "{}\nfine" + strings.Repeat("x", 20000)} {
		require.NoError(t, os.WriteFile(file, []byte(text), 0o600))
		got, err := c.Get(t.Context(), address)
		require.NoError(t, err, text)
		require.NoError(t, got.Failed)
		assert.Equal(t, "fine", string(got.Data))
	}
	assert.EqualValues(t, 8, asked.Load())
	kept, err := os.ReadFile(file)
	require.NoError(t, err)
	assert.NotContains(t, string(kept), "secret")
}

func TestCopiesDoNotPileUp(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	address, _ := serve(t, func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, "fine") })
	c := &fetch.Client{Dir: dir}
	for i := range 20 {
		_, err := c.Get(t.Context(), fmt.Sprint(address, i))
		require.NoError(t, err)
	}
	entries, err := os.ReadDir(dir)
	require.NoError(t, err)
	assert.Len(t, entries, 16)
}

func TestCopiesThatCannotBeKept(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "file")
	require.NoError(t, os.WriteFile(file, nil, 0o644))
	address, _ := serve(t, func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, "fine") })
	got, err := (&fetch.Client{Dir: filepath.Join(file, "copies")}).Get(t.Context(), address)
	require.NoError(t, err)
	assert.Equal(t, "fine", string(got.Data))
}
