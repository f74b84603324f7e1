package backstage

import (
	"bytes"
	"context"
	"log/slog"
	"net/http"
	"strings"
	"time"

	"github.com/goldenpath-go/goldenpath/internal/rest"
)

// Client reads and changes the catalog of a running Backstage. URL is required. A Client may be used by several
// goroutines at once and must not be changed meanwhile.
//
// Requests that only read, and those that do no more when sent twice, are repeated after network errors and after the
// statuses 429, 502, 503 and 504. Redirects to another scheme, host or port are not followed.
type Client struct {
	URL        string        // of the backend (backend.baseUrl in its configuration), such as https://backstage.example.com
	Token      TokenSource   // nil means none, which gets as far as Backstage lets strangers get
	HTTP       *http.Client  // used, never changed; nil means http.DefaultClient
	UserAgent  string        // "" means Go's own
	MaxRetries int           // repetitions of a request; 0 means 3, negative none
	Timeout    time.Duration // of one attempt; 0 means a minute, negative none. The context limits the whole call
	MaxBody    int64         // longest answer in bytes, decompressed; 0 means 64 MiB
	Log        *slog.Logger  // told of repetitions; nil means silence
}

// call sends a request below /api/catalog and decodes the answer into v.
func (c *Client) call(ctx context.Context, r *rest.Request, v any) error {
	return asError(c.rest().JSON(ctx, r, v))
}

// command sends a request below /api/catalog to which Backstage answers nothing but that it is done.
func (c *Client) command(ctx context.Context, r *rest.Request) error {
	response, err := c.rest().Do(ctx, r)
	if err != nil {
		return asError(err)
	}
	if len(bytes.TrimSpace(response.Body)) > 0 {
		return strange(r)
	}
	return nil
}

func (c *Client) rest() *rest.Client {
	return &rest.Client{
		Base:       strings.TrimRight(c.URL, "/") + "/api/catalog",
		HTTP:       c.HTTP,
		Token:      c.Token,
		UserAgent:  c.UserAgent,
		MaxRetries: c.MaxRetries,
		Timeout:    c.Timeout,
		MaxBody:    c.MaxBody,
		Log:        c.Log,
	}
}

// ask returns a POST request that reads.
func ask(body any, path ...string) *rest.Request {
	return &rest.Request{Method: http.MethodPost, Path: path, Body: body, Idempotent: true}
}
