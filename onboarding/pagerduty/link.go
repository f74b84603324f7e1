package pagerduty

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	api "github.com/PagerDuty/go-pagerduty"

	"github.com/goldenpath-go/goldenpath/internal/throttle"
	"github.com/goldenpath-go/goldenpath/onboarding"
)

// link is the way to PagerDuty.
type link struct {
	client *api.Client // a copy, which waits
	base   string
	from   string
}

// request is what PagerDuty is asked. Segments of the path are escaped here, and nowhere else.
type request struct {
	method string
	path   []string
	query  url.Values
	body   any // nil: none
}

// object is JSON that is sent back as it came, but for what was changed: with members that nobody here knows.
type object = map[string]any

var errNoClient = errors.New("the provider has no client")

// connect returns the link, which the first call makes.
func (p *Provider) connect() (*link, error) {
	p.once.Do(func() {
		p.writer.Settle = p.Settle
		if p.Client == nil {
			return
		}
		own := *p.Client
		own.HTTPClient = &http.Client{
			Transport: &throttle.Transport{Base: roundTripper{p.Client.HTTPClient}, Patience: p.Patience, Retries: retries(p.Patience), Log: p.Log},
		}
		p.link = &link{&own, base(p.Client), p.From}
	})
	if p.link == nil {
		return nil, errNoClient
	}
	return p.link, nil
}

func retries(patience time.Duration) int {
	if patience < 0 {
		return -1
	}
	return 0
}

// roundTripper sends requests by the client's own HTTP client, of whatever kind that is.
type roundTripper struct{ api.HTTPClient }

func (r roundTripper) RoundTrip(q *http.Request) (*http.Response, error) { return r.Do(q) }

// base returns where a client sends its requests, which it does not tell: it is had from one that is not sent.
func base(c *api.Client) string {
	own, caught := *c, &catcher{}
	own.HTTPClient = caught
	_, _ = own.GetTeamWithContext(context.Background(), "") // fails always
	return strings.TrimSuffix(caught.url, "/teams/")
}

type catcher struct{ url string }

func (c *catcher) Do(r *http.Request) (*http.Response, error) {
	c.url = r.URL.String()
	return nil, errNoClient
}

// do sends a request and decodes the answer into out; nil: it does not matter. The error is a *CallError.
func (p *Provider) do(ctx context.Context, q request, out any) error {
	if err := ctx.Err(); err != nil {
		return p.failure(err)
	}
	l, err := p.connect()
	if err != nil {
		return p.failure(err)
	}
	r, err := l.request(ctx, q)
	if err != nil {
		return p.failure(err)
	}
	got, err := l.client.Do(r, true)
	if err != nil {
		return p.failure(err)
	}
	body, err := io.ReadAll(got.Body) // the throttle bounds it
	_ = got.Body.Close()
	switch {
	case err != nil:
		return p.failure(err)
	case got.StatusCode < 200 || got.StatusCode > 299:
		return p.refusal(r, got, body)
	case out == nil:
		return nil
	}
	decoder := json.NewDecoder(bytes.NewReader(body))
	decoder.UseNumber() // what is sent back must be what came
	if err := decoder.Decode(out); err != nil {
		return p.fault(onboarding.ClassUnknown, fmt.Errorf("%s %s: read the answer: %w", q.method, r.URL.Path, err))
	}
	return nil
}

func (l *link) request(ctx context.Context, q request) (*http.Request, error) {
	var body io.Reader
	if q.body != nil {
		data, err := json.Marshal(q.body)
		if err != nil {
			return nil, err
		}
		body = bytes.NewReader(data)
	}
	target := l.base
	for _, segment := range q.path {
		target += "/" + url.PathEscape(segment)
	}
	if len(q.query) > 0 {
		target += "?" + q.query.Encode()
	}
	r, err := http.NewRequestWithContext(ctx, q.method, target, body)
	if err == nil && l.from != "" && q.method != http.MethodGet {
		r.Header.Set("From", l.from)
	}
	return r, err
}

const pageSize = 100

// list returns all pages of a list.
func list[T any](ctx context.Context, p *Provider, key string, query url.Values, path ...string) ([]T, error) {
	if query == nil {
		query = url.Values{}
	}
	query.Set("limit", strconv.Itoa(pageSize))
	var out []T
	for {
		query.Set("offset", strconv.Itoa(len(out)))
		var answer map[string]json.RawMessage
		if err := p.do(ctx, request{method: http.MethodGet, path: path, query: query}, &answer); err != nil {
			return nil, err
		}
		var page []T
		var more bool
		if err := errors.Join(decode(answer[key], &page), decode(answer["more"], &more)); err != nil {
			return nil, p.failure(err)
		}
		out = append(out, page...)
		if !more || len(page) == 0 {
			return out, nil
		}
	}
}

// decode decodes a member that may be absent.
func decode(data json.RawMessage, out any) error {
	if len(data) == 0 {
		return nil
	}
	return json.Unmarshal(data, out)
}
