package rest

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
)

// Why an answer with a status of success cannot be read.
var (
	ErrCutOff  = errors.New("answer is cut off")
	ErrNotJSON = errors.New("answer is not JSON")
)

// JSON does what [Client.Do] does and decodes the answer into v; a nil v means that the body does not matter. It fails
// with [ErrCutOff] or [ErrNotJSON] when the body is no whole JSON value, and with an error of encoding/json when the
// value does not fit v.
func (c *Client) JSON(ctx context.Context, r *Request, v any) error {
	response, err := c.Do(ctx, r)
	if err != nil || v == nil {
		return err
	}
	if err := response.decode(v); err != nil {
		return fmt.Errorf("%s: %w", response.from, err)
	}
	return nil
}

func (r *Response) decode(v any) error {
	err := json.Unmarshal(r.Body, v)
	var syntax *json.SyntaxError
	switch {
	case err == nil:
		return nil
	case len(r.Body) == 0:
		return fmt.Errorf("%w: it is empty", ErrNotJSON)
	case !errors.As(err, &syntax):
		return err
	case syntax.Offset >= int64(len(r.Body)):
		return fmt.Errorf("%w after %d bytes", ErrCutOff, len(r.Body))
	}
	return fmt.Errorf("%w but %s", ErrNotJSON, r.excerpt())
}
