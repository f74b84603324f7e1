package rest

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
)

// ErrRedirect means that a server answered with a redirect that is not followed. Often a proxy wants a person to sign
// in, or the base URL is not the one that the service has for itself.
var ErrRedirect = errors.New("redirect is not followed")

const maxRedirects = 5

// follow returns the policy for redirects: only of requests that read, and only to where the token may go. Go's own
// would send it to other ports and to subdomains, and turns some POSTs into GETs. What the caller's client has is
// asked after that.
func (c *call) follow(next func(*http.Request, []*http.Request) error) func(*http.Request, []*http.Request) error {
	return func(r *http.Request, via []*http.Request) error {
		switch {
		case !sameOrigin(r.URL, c.url):
			return &localError{fmt.Errorf("%w: to another server, %s", ErrRedirect, show(r.URL))}
		case c.request.Method != http.MethodGet && c.request.Method != http.MethodHead:
			return &localError{fmt.Errorf("%w: of a %s, to %s", ErrRedirect, c.request.Method, show(r.URL))}
		case len(via) > maxRedirects:
			return &localError{fmt.Errorf("%w: more than %d", ErrRedirect, maxRedirects)}
		case next != nil:
			return next(r, via)
		}
		return nil
	}
}

func sameOrigin(a, b *url.URL) bool {
	return a.Scheme == b.Scheme && a.Hostname() == b.Hostname() && port(a) == port(b)
}

func port(u *url.URL) string {
	if p := u.Port(); p != "" {
		return p
	}
	if u.Scheme == "https" {
		return "443"
	}
	return "80"
}
