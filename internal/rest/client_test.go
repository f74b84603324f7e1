package rest_test

import (
	"compress/gzip"
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/internal/rest"
)

func serve(t *testing.T, h http.HandlerFunc) *rest.Client {
	t.Helper()
	server := httptest.NewServer(h)
	t.Cleanup(server.Close)
	return &rest.Client{Base: server.URL + "/api", HTTP: server.Client(), MaxRetries: -1}
}

func answer(code int, contentType, body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", contentType)
		w.WriteHeader(code)
		_, _ = io.WriteString(w, body)
	}
}

func TestRequest(t *testing.T) {
	t.Parallel()
	var got *http.Request
	var body []byte
	c := serve(t, func(w http.ResponseWriter, r *http.Request) {
		got = r
		body, _ = io.ReadAll(r.Body)
		answer(201, "application/json", `{"id": 7}`)(w, r)
	})
	c.UserAgent = "catalog-lint/1"
	c.Token = func(context.Context) (string, error) { return "abc.def-_~+/=", nil }
	var v struct{ ID int }
	err := c.JSON(t.Context(), &rest.Request{
		Method: http.MethodPost,
		Path:   []string{"by name", "a%2Fb;c,d?#"},
		Query:  url.Values{"filter": {"a=b,c", "d"}},
		Body:   map[string]any{"x": nil},
	}, &v)
	require.NoError(t, err)
	assert.Equal(t, 7, v.ID)
	assert.Equal(t, "/api/by%20name/a%252Fb%3Bc%2Cd%3F%23?filter=a%3Db%2Cc&filter=d", got.RequestURI)
	assert.JSONEq(t, `{"x": null}`, string(body))
	assert.Equal(t, "application/json", got.Header.Get("Accept"))
	assert.Equal(t, "application/json", got.Header.Get("Content-Type"))
	assert.Equal(t, "catalog-lint/1", got.Header.Get("User-Agent"))
	assert.Equal(t, "Bearer abc.def-_~+/=", got.Header.Get("Authorization"))

	require.NoError(t, c.JSON(t.Context(), rest.Get("x"), nil))
	assert.Empty(t, got.Header.Get("Content-Type"))
	assert.Equal(t, "/api/x", got.RequestURI)
}

// TestPathCannotBeLeft proves that no name makes a request go elsewhere.
func TestPathCannotBeLeft(t *testing.T) {
	t.Parallel()
	c := serve(t, func(_ http.ResponseWriter, r *http.Request) { t.Errorf("request for %s", r.RequestURI) })
	for _, name := range []string{"", ".", "..", "../../sys/health", "a/b", `..\..`, "a\nb", "a\x00", "\xff", "\u0085"} {
		_, err := c.Do(t.Context(), rest.Get("entities", name, "ancestry"))
		require.ErrorIs(t, err, rest.ErrSegment, "%q", name)
	}
}

func TestBase(t *testing.T) {
	t.Parallel()
	for _, base := range []string{
		"", "backstage.example.com", "ftp://h", "https://", "https://u:s3cret@h:port", "https://h\n/s3cret",
		"https://h/?token=s3cret", "https://h/#s3cret", "//h", "https://h/%zz",
	} {
		c := &rest.Client{Base: base}
		_, err := c.Do(t.Context(), rest.Get("x"))
		require.ErrorIs(t, err, rest.ErrBase, "%q", base)
		assert.NotContains(t, err.Error(), "s3cret")
	}
}

func TestBaseOnlyNeedsAHost(t *testing.T) {
	t.Parallel()
	var uri string
	c := serve(t, func(w http.ResponseWriter, r *http.Request) {
		uri = r.RequestURI
		answer(200, "application/json", "{}")(w, r)
	})
	root := strings.TrimSuffix(c.Base, "/api")
	for suffix, want := range map[string]string{"": "/x", "/": "/x", "/a//": "/a/x", "/a%2Fb": "/a%2Fb/x"} {
		c.Base = root + suffix
		_, err := c.Do(t.Context(), rest.Get("x"))
		require.NoError(t, err)
		assert.Equal(t, want, uri)
	}
}

func TestError(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, contentType, body string
		code                    int
		want                    string
	}{
		{"of the service", "application/json", `{"error": {"name": "NotFoundError", "message": "no x"}, "request": {}}`, 404, "404 Not Found: NotFoundError: no x"},
		{"without name", "application/json", `{"error": {"message": "no x"}}`, 400, "400 Bad Request: no x"},
		{"empty", "", "", 404, "404 Not Found"},
		{"of a proxy", "text/html; charset=utf-8", "<html>\r\n<h1>502\tBad Gateway</h1>\n", 502, "502 Bad Gateway: text/html: <html> <h1>502 Bad Gateway</h1>"},
		{"other JSON", "application/problem+json", `{"title": "no"}`, 422, `422 Unprocessable Entity: {"title": "no"}`},
		{"error of another shape", "application/json", `{"error": "no"}`, 403, `403 Forbidden: {"error": "no"}`},
		{"long", "text/plain", strings.Repeat("é", 300), 500, "500 Internal Server Error: text/plain: " + strings.Repeat("é", 100) + "…"},
		{"binary", "??", "a\x00\xff\u001bb", 500, "500 Internal Server Error: unknown content: a b"},
		{"unknown status", "text/plain", "x", 599, "599: text/plain: x"},
		{"redirect without a target", "text/plain", "x", 304, "304 Not Modified"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			c := serve(t, answer(test.code, test.contentType, test.body))
			_, err := c.Do(t.Context(), &rest.Request{Method: http.MethodGet, Path: []string{"x"}, Query: url.Values{"token": {"s3cret"}}})
			require.EqualError(t, err, "GET "+c.Base+"/x: "+test.want)
			var e *rest.Error
			require.ErrorAs(t, err, &e)
			assert.Equal(t, test.code, e.Status)
		})
	}
}

func TestDecode(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, contentType, body string
		is                      error
		want                    string
	}{
		{"cut off", "application/json", `{"items": [1, 2`, rest.ErrCutOff, "answer is cut off after 15 bytes"},
		{"page", "text/html", "<!DOCTYPE html><title>Sign in</title>", rest.ErrNotJSON, "answer is not JSON but text/html: <!DOCTYPE html><title>Sign in</title>"},
		{"empty", "application/json", "", rest.ErrNotJSON, "answer is not JSON: it is empty"},
		{"more after it", "application/json", `{} {}`, rest.ErrNotJSON, "answer is not JSON but {} {}"},
		{"other type", "application/json", `{"items": 5}`, nil, "json: cannot unmarshal number into Go struct field .items of type []int"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			c := serve(t, answer(200, test.contentType, test.body))
			var v struct {
				Items []int `json:"items"`
			}
			err := c.JSON(t.Context(), rest.Get("x"), &v)
			require.EqualError(t, err, "GET "+c.Base+"/x: "+test.want)
			if test.is != nil {
				require.ErrorIs(t, err, test.is)
			}
			require.NoError(t, c.JSON(t.Context(), rest.Get("x"), nil), "a body that nobody wants is not read")
		})
	}
}

func TestTruncatedBody(t *testing.T) {
	t.Parallel()
	c := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Length", "100")
		_, _ = io.WriteString(w, `{"items": [`)
	})
	err := c.JSON(t.Context(), rest.Get("x"), new(any))
	require.ErrorIs(t, err, io.ErrUnexpectedEOF)
	require.ErrorContains(t, err, "GET "+c.Base+"/x: answer is cut off after 11 bytes: unexpected EOF")
}

func TestMaxBody(t *testing.T) {
	t.Parallel()
	bomb := func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Encoding", "gzip")
		z := gzip.NewWriter(w)
		_, _ = io.WriteString(z, strings.Repeat(" ", 1<<20)+"1")
		_ = z.Close()
	}
	for name, h := range map[string]http.HandlerFunc{"plain": answer(200, "", strings.Repeat(" ", 1<<20)), "compressed": bomb} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := serve(t, h)
			c.MaxBody = 1000
			_, err := c.Do(t.Context(), rest.Get("x"))
			require.EqualError(t, err, "GET "+c.Base+"/x: answer is longer than 1000 bytes")
		})
	}
	c := serve(t, answer(200, "application/json", "[1]"))
	c.MaxBody = 3
	require.NoError(t, c.JSON(t.Context(), rest.Get("x"), new(any)))
}

func TestToken(t *testing.T) {
	t.Parallel()
	t.Run("cannot be had", func(t *testing.T) {
		t.Parallel()
		cause := errors.New("no such file")
		calls := 0
		c := serve(t, func(_ http.ResponseWriter, r *http.Request) { t.Errorf("request for %s", r.RequestURI) })
		c.MaxRetries = 3
		c.Token = func(context.Context) (string, error) { calls++; return "", cause }
		_, err := c.Do(t.Context(), rest.Get("x"))
		require.ErrorIs(t, err, cause)
		require.EqualError(t, err, "GET "+c.Base+"/x: token: no such file")
		assert.Equal(t, 1, calls)
	})
	t.Run("malformed", func(t *testing.T) {
		t.Parallel()
		for _, token := range []string{"s3cret\n", "s3c ret", "s3cret\r\nX-Evil: 1", "s3crét"} {
			c := serve(t, func(_ http.ResponseWriter, r *http.Request) { t.Errorf("request for %s", r.RequestURI) })
			c.Token = func(context.Context) (string, error) { return token, nil }
			_, err := c.Do(t.Context(), rest.Get("x"))
			require.ErrorContains(t, err, "token has a space")
			assert.NotContains(t, err.Error(), "s3c")
		}
	})
	t.Run("sent back", func(t *testing.T) {
		t.Parallel()
		for _, body := range []string{`{"error": {"name": "s3cret", "message": "bad s3cret"}}`, "Authorization: Bearer s3cret", `{"error": {"message": "s3cre\u0074"}}`} {
			c := serve(t, answer(401, "text/plain", body))
			c.Token = func(context.Context) (string, error) { return "s3cret", nil }
			_, err := c.Do(t.Context(), rest.Get("x"))
			require.ErrorContains(t, err, "[token]")
			assert.NotContains(t, err.Error(), "s3cret")
		}
	})
}

// TestOneClientForMany is for the race detector.
func TestOneClientForMany(t *testing.T) {
	t.Parallel()
	c := serve(t, answer(200, "application/json", "[1]"))
	var wg sync.WaitGroup
	for range 20 {
		wg.Go(func() { assert.NoError(t, c.JSON(t.Context(), rest.Get("x"), new([]int))) })
	}
	wg.Wait()
}
