package rest

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Why a request is not sent.
var (
	ErrBase    = errors.New("base URL is not of the form http(s)://host[/path]")
	ErrSegment = errors.New("cannot stand in the path of a URL")
)

// Request is what to send.
type Request struct {
	Method string     // as in http.MethodGet
	Path   []string   // segments below the base, not escaped
	Query  url.Values // nil means none
	Body   any        // sent as JSON; nil means no body
	// Idempotent says that sending the request twice does no more than sending it once, so that it may be repeated. It
	// need only be set for POST and PATCH: the other methods are idempotent by RFC 9110, section 9.2.2.
	Idempotent bool
}

// Get returns a request for the resource at a path of segments.
func Get(path ...string) *Request { return &Request{Method: http.MethodGet, Path: path} }

func (r *Request) idempotent() bool {
	switch r.Method {
	case http.MethodGet, http.MethodHead, http.MethodPut, http.MethodDelete, http.MethodOptions:
		return true
	}
	return r.Idempotent
}

// call is a request ready to be sent, any number of times.
type call struct {
	client  *Client
	request *Request
	url     *url.URL
	shown   string // the URL as errors and the log have it: no user, no query
	body    []byte // nil when the request has none
}

func (c *Client) prepare(r *Request) (*call, error) {
	u, err := c.url(r)
	if err != nil {
		return nil, err
	}
	call := &call{client: c, request: r, url: u, shown: show(u)}
	if r.Body == nil {
		return call, nil
	}
	call.body, err = json.Marshal(r.Body)
	if err != nil {
		return nil, fmt.Errorf("%s %s: %w", r.Method, call.shown, err)
	}
	return call, nil
}

// url returns the address of the request. The error of an unreadable base does not quote it, as it may hold a password.
func (c *Client) url(r *Request) (*url.URL, error) {
	u, err := url.Parse(c.Base)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || u.RawQuery != "" || u.Fragment != "" {
		return nil, ErrBase
	}
	u.RawPath = strings.TrimRight(u.EscapedPath(), "/")
	for _, segment := range r.Path {
		if !standsInPath(segment) {
			return nil, fmt.Errorf("%q %w", segment, ErrSegment)
		}
		u.RawPath += "/" + url.PathEscape(segment)
	}
	u.Path, err = url.PathUnescape(u.RawPath)
	u.RawQuery = r.Query.Encode()
	return u, err
}

// standsInPath reports whether a server, or a proxy on the way, can only take s for one segment. Some decode %2F and
// resolve dots before they look at a path, so escaping is not enough.
func standsInPath(s string) bool {
	return s != "" && s != "." && s != ".." && utf8.ValidString(s) &&
		!strings.ContainsFunc(s, func(r rune) bool { return r == '/' || r == '\\' || unicode.IsControl(r) })
}

// show returns u without what may be secret in it.
func show(u *url.URL) string {
	shown := url.URL{Scheme: u.Scheme, Host: u.Host, Path: u.Path, RawPath: u.RawPath}
	return shown.String()
}
