// Package pagerduty sends requests to PagerDuty's REST API, version 2, for what needs a few of them and no client library.
package pagerduty

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"time"

	"github.com/goldenpath-go/goldenpath/internal/rest"
)

// DefaultBase is where the API is; that of Europe is https://api.eu.pagerduty.com.
const DefaultBase = "https://api.pagerduty.com"

// Client is what requests are sent by. Token is required.
type Client struct {
	Token   string
	Base    string        // empty: DefaultBase
	HTTP    *http.Client  // used, never changed; nil means http.DefaultClient
	MaxWait time.Duration // longest wait before a repetition; 0 means rest.DefaultMaxWait
}

// Do sends a request, again where the service asks for that, and decodes the answer into out; nil means that it does not
// matter. No error has the token.
func (c Client) Do(ctx context.Context, r *rest.Request, out any) error {
	own := http.Client{}
	if c.HTTP != nil {
		own = *c.HTTP
	}
	next := own.Transport
	if next == nil {
		next = http.DefaultTransport
	}
	own.Transport = headers{next, c.Token}
	client := rest.Client{Base: c.Base, HTTP: &own, MaxWait: c.MaxWait}
	if client.Base == "" {
		client.Base = DefaultBase
	}
	return c.hide(client.JSON(ctx, r, out))
}

// hide returns err without the token, which some proxies answer with.
func (c Client) hide(err error) error {
	if err == nil || c.Token == "" || !strings.Contains(err.Error(), c.Token) {
		return err
	}
	return errors.New(strings.ReplaceAll(err.Error(), c.Token, "***"))
}

// headers adds to each request what PagerDuty asks for, and says in the words of HTTP how long it wants us to wait.
type headers struct {
	next  http.RoundTripper
	token string
}

func (h headers) RoundTrip(r *http.Request) (*http.Response, error) {
	r = r.Clone(r.Context())
	r.Header.Set("Authorization", "Token token="+h.token)
	r.Header.Set("Accept", "application/vnd.pagerduty+json;version=2")
	answer, err := h.next.RoundTrip(r)
	if err == nil && answer.StatusCode == http.StatusTooManyRequests && answer.Header.Get("Retry-After") == "" {
		answer.Header.Set("Retry-After", answer.Header.Get("Ratelimit-Reset"))
	}
	return answer, err
}
