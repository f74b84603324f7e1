package rest_test

import (
	"context"
	"errors"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/internal/rest"
)

// redirecting returns a client of backstage.example.com, which sends GET /api/x on to target. Every name is dialled at
// the same server, and other says what came for other hosts or schemes.
func redirecting(t *testing.T, code int, target string) (c *rest.Client, other *[]string) {
	t.Helper()
	other = new([]string)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Host != "backstage.example.com" {
			*other = append(*other, r.Host+" "+r.Header.Get("Authorization"))
		}
		if r.URL.Path == "/api/x" {
			http.Redirect(w, r, target, code)
			return
		}
		answer(200, "application/json", `"`+r.URL.Path+" "+r.Header.Get("Authorization")+`"`)(w, r)
	}))
	t.Cleanup(server.Close)
	dial := func(ctx context.Context, _, _ string) (net.Conn, error) {
		return new(net.Dialer).DialContext(ctx, "tcp", server.Listener.Addr().String())
	}
	transport := &http.Transport{DialContext: dial}
	t.Cleanup(transport.CloseIdleConnections)
	return &rest.Client{
		Base:  "http://backstage.example.com/api",
		HTTP:  &http.Client{Transport: transport},
		Token: func(context.Context) (string, error) { return "s3cret", nil },
	}, other
}

func TestRedirectWithinTheServer(t *testing.T) {
	t.Parallel()
	for _, target := range []string{"/api/y", "http://backstage.example.com:80/api/y"} {
		c, _ := redirecting(t, http.StatusFound, target)
		var got string
		require.NoError(t, c.JSON(t.Context(), rest.Get("x"), &got))
		assert.Equal(t, "/api/y Bearer s3cret", got)
	}
}

// TestTokenStaysWithTheServer proves that a redirect makes no request elsewhere, with or without the token.
func TestTokenStaysWithTheServer(t *testing.T) {
	t.Parallel()
	for _, target := range []string{
		"http://evil.example/y", "http://sub.backstage.example.com/y", "http://backstage.example.com:8080/y",
		"https://backstage.example.com/y", "//example.com/y",
	} {
		c, other := redirecting(t, http.StatusFound, target+"?s=s3cret")
		_, err := c.Do(t.Context(), rest.Get("x"))
		require.ErrorIs(t, err, rest.ErrRedirect)
		to, parseErr := url.Parse(target)
		require.NoError(t, parseErr)
		if to.Scheme == "" {
			to.Scheme = "http"
		}
		require.EqualError(t, err, "GET http://backstage.example.com/api/x: redirect is not followed: to another server, "+to.String())
		assert.Empty(t, *other)
	}
}

func TestRedirectOfAPost(t *testing.T) {
	t.Parallel()
	for _, code := range []int{301, 302, 303, 307, 308} {
		c, _ := redirecting(t, code, "/api/y")
		_, err := c.Do(t.Context(), &rest.Request{Method: http.MethodPost, Path: []string{"x"}, Body: 1, Idempotent: true})
		require.EqualError(t, err, "POST http://backstage.example.com/api/x: redirect is not followed: of a POST, to http://backstage.example.com/api/y")
	}
}

func TestRedirectLoop(t *testing.T) {
	t.Parallel()
	c, _ := redirecting(t, http.StatusFound, "/api/x")
	_, err := c.Do(t.Context(), rest.Get("x"))
	require.EqualError(t, err, "GET http://backstage.example.com/api/x: redirect is not followed: more than 5")
}

func TestRedirectPolicyOfTheCaller(t *testing.T) {
	t.Parallel()
	c, _ := redirecting(t, http.StatusFound, "/api/y")
	no := errors.New("not at all")
	c.HTTP.CheckRedirect = func(*http.Request, []*http.Request) error { return no }
	c.MaxRetries = -1
	_, err := c.Do(t.Context(), rest.Get("x"))
	require.ErrorIs(t, err, no)

	c.HTTP.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	_, err = c.Do(t.Context(), rest.Get("x"))
	require.ErrorContains(t, err, "302 Found")
}
