// Package fetch gets a file from a web server and keeps a copy, so that the next time the server only has to say that
// nothing has changed, and that there is something to go on with when it says nothing at all.
//
//	c := &fetch.Client{Dir: filepath.Join(cacheDir, "catalogs"), Check: check}
//	got, err := c.Get(ctx, "https://example.com/catalog.snapshot")
//	if err == nil && got.Failed != nil { … } // an earlier copy
//
// A token is sent to the scheme, host and port of the URL and nowhere else, and over plain HTTP only within the machine.
// Neither it nor the URL's query, which may be a signature, stands in an error.
package fetch

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"time"
)

// Client gets files. The zero value keeps no copies. It may be used by several goroutines.
type Client struct {
	Dir       string                                // where copies are kept, made when it is missing; "" means nowhere
	HTTP      *http.Client                          // used, never changed; nil means http.DefaultClient
	UserAgent string                                // "" means Go's own
	Timeout   time.Duration                         // of one attempt; 0 means half a minute
	Attempts  int                                   // at getting an answer; 0 means 3
	MaxSize   int64                                 // longest file in bytes, decompressed; 0 means 512 MiB
	Token     func(context.Context) (string, error) // bearer token; nil means none
	Check     func(data []byte) error               // says whether a file is what it should be; others are not kept. Nil means that all are
	CheckCopy func(data []byte) error               // says whether a copy is what was kept, which Check was content with; nil means Check
}

// Result is a file.
type Result struct {
	Data []byte
	// Failed is why the server could not be asked or gave nothing of use, so that Data is the copy of an earlier answer;
	// nil when Data is what the server has now.
	Failed error
}

// StatusError says that the server's answer was none of success.
type StatusError struct{ Status int }

// Error names the status and, where it helps, what it usually means.
func (e *StatusError) Error() string {
	text := fmt.Sprintf("server answered %d %s", e.Status, http.StatusText(e.Status))
	switch e.Status {
	case http.StatusUnauthorized:
		return text + ": it wants a token, or another one"
	case http.StatusForbidden:
		return text + ": the token may not read this"
	case http.StatusNotFound:
		return text + ": nothing is there, or not for this token"
	}
	return text
}

// Why a file is not fetched.
var (
	ErrURL      = errors.New("is no http or https URL")
	ErrUserInfo = errors.New("URL holds a user or password: give a token instead")
	ErrPlain    = errors.New("a token is not sent over plain http: use https")
	ErrTooLarge = errors.New("file is too large")
)

// Get returns the file at a URL. It fails when the server gives none and there is no copy of an earlier answer. An answer
// that Check refuses counts as none.
func (c *Client) Get(ctx context.Context, address string) (*Result, error) {
	u, err := url.Parse(address)
	switch {
	case err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https":
		return nil, fmt.Errorf("%s %w", Shown(address), ErrURL)
	case u.User != nil:
		return nil, fmt.Errorf("%s: %w", Shown(address), ErrUserInfo)
	}
	kept := c.load(address)
	answer, err := c.ask(ctx, u, kept)
	switch {
	case err != nil && ctx.Err() != nil:
		return nil, ctx.Err()
	case err != nil && kept == nil:
		return nil, fmt.Errorf("%s: %w", Shown(address), err)
	case err != nil:
		return &Result{kept.data, fmt.Errorf("%s: %w", Shown(address), err)}, nil
	case answer == kept:
		return &Result{Data: kept.data}, nil
	}
	c.store(address, answer)
	return &Result{Data: answer.data}, nil
}

// Shown returns an address as it may be shown: without user, query and fragment.
func Shown(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return "the address"
	}
	u.User, u.RawQuery, u.ForceQuery, u.Fragment, u.RawFragment = nil, "", false, "", ""
	return u.String()
}

// local reports whether a host is this machine.
func local(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

func (c *Client) timeout() time.Duration {
	if c.Timeout > 0 {
		return c.Timeout
	}
	return 30 * time.Second
}

func (c *Client) maxSize() int64 {
	if c.MaxSize > 0 {
		return c.MaxSize
	}
	return 512 << 20
}

func (c *Client) attempts() int {
	if c.Attempts > 0 {
		return c.Attempts
	}
	return 3
}

// read returns a body, which must not be longer than MaxSize.
func (c *Client) read(body io.Reader, length int64) ([]byte, error) {
	limit := c.maxSize()
	if length > limit {
		return nil, fmt.Errorf("%w: it has %d bytes, and at most %d are read", ErrTooLarge, length, limit)
	}
	data, err := readAll(io.LimitReader(body, limit+1), length)
	if err != nil {
		return nil, fmt.Errorf("answer is cut off after %d bytes: %w", len(data), err)
	}
	if int64(len(data)) > limit {
		return nil, fmt.Errorf("%w: at most %d bytes are read", ErrTooLarge, limit)
	}
	return data, nil
}

// readAll reads to the end. Where the length was announced, and is believable, the memory is taken at once.
func readAll(r io.Reader, length int64) ([]byte, error) {
	const believable = 64 << 20
	data := make([]byte, 0, max(512, min(length+1, believable)))
	for {
		n, err := r.Read(data[len(data):cap(data)])
		data = data[:len(data)+n]
		if errors.Is(err, io.EOF) {
			return data, nil
		}
		if err != nil {
			return data, err
		}
		if len(data) == cap(data) {
			data = append(data, 0)[:len(data)]
		}
	}
}
