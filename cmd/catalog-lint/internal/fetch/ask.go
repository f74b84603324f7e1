package fetch

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// maxRedirects is how often an answer may lead elsewhere.
const maxRedirects = 5

// pause is what passes before the second attempt; before each further one twice as much as before.
const pause = 250 * time.Millisecond

// ask returns what the server has, or kept when that is the same. Failures that may pass are tried again.
func (c *Client) ask(ctx context.Context, u *url.URL, kept *copied) (*copied, error) {
	token, err := c.token(ctx, u)
	if err != nil {
		return nil, err
	}
	for attempt := 1; ; attempt++ {
		answer, err := c.attempt(ctx, u, token, kept)
		if err == nil || attempt == c.attempts() || !passes(err) {
			return answer, withoutURL(err)
		}
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-time.After(pause << (attempt - 1)):
		}
	}
}

func (c *Client) token(ctx context.Context, u *url.URL) (string, error) {
	if c.Token == nil {
		return "", nil
	}
	if u.Scheme == "http" && !local(u.Hostname()) {
		return "", ErrPlain
	}
	token, err := c.Token(ctx)
	if err == nil && strings.ContainsFunc(token, func(r rune) bool { return r <= ' ' || r > '~' }) {
		err = errors.New("has a space, a line break or another character that no token has")
	}
	if err != nil {
		return "", fmt.Errorf("token: %w", err)
	}
	return token, nil
}

// permanent is a failure that another attempt does not change.
type permanent struct{ error }

func (p permanent) Unwrap() error { return p.error }

// passes reports whether a failure may be gone the next time.
func passes(err error) bool {
	var status *StatusError
	if errors.As(err, &status) {
		return status.Status == http.StatusTooManyRequests || status.Status >= 500
	}
	var p permanent
	return !errors.As(err, &p)
}

// withoutURL leaves out the words of [*url.Error], which quote the URL with its query.
func withoutURL(err error) error {
	var wrapped *url.Error
	if errors.As(err, &wrapped) {
		return wrapped.Err
	}
	return err
}

func (c *Client) attempt(ctx context.Context, u *url.URL, token string, kept *copied) (*copied, error) {
	limited, cancel := context.WithTimeout(ctx, c.timeout())
	defer cancel()
	answer, err := c.send(limited, u, token, kept)
	if err != nil && limited.Err() != nil && ctx.Err() == nil {
		return nil, permanent{fmt.Errorf("no whole answer within %s", c.timeout())}
	}
	return answer, err
}

func (c *Client) send(ctx context.Context, u *url.URL, token string, kept *copied) (*copied, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, u.String(), nil)
	if err != nil {
		return nil, permanent{err}
	}
	if c.UserAgent != "" {
		request.Header.Set("User-Agent", c.UserAgent)
	}
	if token != "" {
		request.Header.Set("Authorization", "Bearer "+token)
	}
	kept.condition(request.Header)
	response, err := c.http().Do(request)
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	switch {
	case response.StatusCode == http.StatusNotModified && kept != nil:
		return kept, nil
	case response.StatusCode != http.StatusOK:
		return nil, &StatusError{response.StatusCode}
	}
	data, err := c.read(response.Body, response.ContentLength)
	if errors.Is(err, ErrTooLarge) {
		return nil, permanent{err}
	}
	if err != nil {
		return nil, err
	}
	if c.Check != nil {
		if err := c.Check(data); err != nil {
			return nil, permanent{err}
		}
	}
	return &copied{data: data, ETag: response.Header.Get("ETag"), LastModified: response.Header.Get("Last-Modified")}, nil
}

// http returns the client to use: what was handed over, or the default one, with our way of following.
func (c *Client) http() *http.Client {
	client := *http.DefaultClient
	if c.HTTP != nil {
		client = *c.HTTP
	}
	client.CheckRedirect = follow
	return &client
}

// follow has redirects followed, which storage behind a release or an artifact needs, but takes the token off those
// that lead to another place.
func follow(next *http.Request, before []*http.Request) error {
	first := before[0].URL
	if len(before) > maxRedirects {
		return permanent{fmt.Errorf("more than %d redirects", maxRedirects)}
	}
	if first.Scheme == "https" && next.URL.Scheme != "https" {
		return permanent{errors.New("redirected from https to " + next.URL.Scheme)}
	}
	if next.URL.Scheme != first.Scheme || next.URL.Host != first.Host {
		next.Header.Del("Authorization")
	}
	return nil
}
