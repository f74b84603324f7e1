package throttle

import (
	"fmt"
	"net/http"
	"net/url"
)

const mostRedirects = 5

// StayAt returns a policy of redirects, for http.Client, that follows them to the server of home alone: credentials go along.
func StayAt(home *url.URL) func(*http.Request, []*http.Request) error {
	return func(r *http.Request, via []*http.Request) error {
		if r.URL.Scheme != home.Scheme || r.URL.Host != home.Host {
			return fmt.Errorf("redirect to another server, %s, is not followed", r.URL.Host)
		}
		if len(via) > mostRedirects {
			return fmt.Errorf("more than %d redirects are not followed", mostRedirects)
		}
		return nil
	}
}
