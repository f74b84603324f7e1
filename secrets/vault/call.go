package vault

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"

	"github.com/hashicorp/vault/api"

	"github.com/goldenpath-go/goldenpath/secrets"
)

// maxBody is more than any answer that is meant: a Vault takes no request that is longer.
const maxBody = 32 << 20

// call is a request.
type call struct {
	method  string // GET, PUT or DELETE
	path    string // of the API, below /v1/; has been checked
	query   url.Values
	body    []byte
	private bool // what the server says of it is not shown: it might repeat what was sent
	open    bool // everybody may: it goes without a token, to the root namespace

	// settled looks whether a write that got no answer was done. Nil for what may be sent again without looking.
	settled func(context.Context) (progress, error)
}

// progress is how far a write got whose answer was lost.
type progress int

const (
	notDone progress = iota // as far as can be seen, and sending it again does no harm
	done
	unclear
)

// answer is what the server answered.
type answer struct {
	status int
	header http.Header
	body   []byte
}

func read(path string, query url.Values) *call {
	return &call{method: http.MethodGet, path: path, query: query}
}

// list is what the client library sends for LIST, a method that some proxies do not know.
func list(path string) *call { return read(path, url.Values{"list": {"true"}}) }

// put returns a call with a body, which is JSON.
func put(path string, body any) (*call, error) {
	data, err := json.Marshal(body)
	if err != nil {
		return nil, fmt.Errorf("%w: %s: %w", secrets.ErrInvalid, path, err)
	}
	return &call{method: http.MethodPut, path: path, body: data}, nil
}

// send sends a call once.
func (s *Store) send(ctx context.Context, client *api.Client, c *call) (*answer, error) {
	if timeout := s.options.timeout(); timeout > 0 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, timeout)
		defer cancel()
	}
	response, err := roundTrip(ctx, client, c)
	var answered *api.ResponseError
	if response == nil || err != nil && !errors.As(err, &answered) {
		return nil, noAnswer(c, err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(io.LimitReader(response.Body, maxBody+1))
	if err != nil || len(body) > maxBody {
		return nil, &lost{call: c, err: fmt.Errorf("the answer is cut off after %d bytes: %w", len(body), err)}
	}
	a := &answer{status: response.StatusCode, header: response.Header, body: body}
	if a.status < 200 || a.status > 299 {
		return a, refusal(c, a).without(client.Token())
	}
	return a, nil
}

func roundTrip(ctx context.Context, client *api.Client, c *call) (*api.Response, error) {
	switch c.method {
	case http.MethodPut:
		return client.Logical().WriteRawWithContext(ctx, c.path, c.body)
	case http.MethodDelete:
		return client.Logical().DeleteRawWithContext(ctx, c.path)
	}
	return client.Logical().ReadRawWithDataWithContext(ctx, c.path, c.query)
}

// decode reads the data of an answer into data.
func (a *answer) decode(c *call, data any) error {
	var whole struct{ Data json.RawMessage }
	if err := json.Unmarshal(a.body, &whole); err != nil {
		return fmt.Errorf("%s %s: the answer is not JSON", c.method, c.path) // the cause may quote a value
	}
	if err := json.Unmarshal(whole.Data, data); err != nil {
		return fmt.Errorf("%s %s: the answer's data is not as expected", c.method, c.path)
	}
	return nil
}

// get sends a call that reads, and decodes its answer.
func (s *Store) get(ctx context.Context, c *call, data any) error {
	a, err := s.do(ctx, c)
	if err != nil {
		return err
	}
	return a.decode(c, data)
}
