package rest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
)

// attempt sends the request once.
func (c *call) attempt(ctx context.Context, attempt int) (*Response, error) {
	limited := ctx
	timeout := c.client.timeout()
	if timeout > 0 {
		var cancel context.CancelFunc
		limited, cancel = context.WithTimeout(ctx, timeout)
		defer cancel()
	}
	token, err := c.token(limited)
	if err != nil {
		return nil, c.failed(err, attempt)
	}
	response, err := c.send(limited, token)
	switch {
	case err != nil && limited.Err() != nil && ctx.Err() == nil:
		return nil, c.failed(fmt.Errorf("no whole answer within %s: %w", timeout, limited.Err()), attempt)
	case err != nil:
		return nil, c.failed(err, attempt)
	case response.Status < 200 || response.Status > 299:
		return nil, c.refused(response, token, attempt)
	}
	return response, nil
}

// send returns the answer, whatever its status.
func (c *call) send(ctx context.Context, token string) (*Response, error) {
	request, err := c.build(ctx, token)
	if err != nil {
		return nil, err
	}
	client := c.client.http()
	client.CheckRedirect = c.follow(client.CheckRedirect)
	answer, err := client.Do(request)
	if err != nil {
		return nil, err
	}
	defer answer.Body.Close()
	body, err := c.read(answer.Body)
	return &Response{Status: answer.StatusCode, Header: answer.Header, Body: body, from: c.name()}, err
}

// build returns the request with its headers.
func (c *call) build(ctx context.Context, token string) (*http.Request, error) {
	var body io.Reader
	if c.body != nil {
		body = bytes.NewReader(c.body)
	}
	request, err := http.NewRequestWithContext(ctx, c.request.Method, c.url.String(), body)
	if err != nil {
		return nil, err
	}
	request.Header.Set("Accept", "application/json")
	if c.body != nil {
		request.Header.Set("Content-Type", "application/json")
	}
	if c.client.UserAgent != "" {
		request.Header.Set("User-Agent", c.client.UserAgent)
	}
	if token != "" {
		request.Header.Set("Authorization", "Bearer "+token)
	}
	return request, nil
}

// errToken hides what the token is.
var errToken = errors.New("token has a space, a line break or another character that no token has")

func (c *call) token(ctx context.Context) (string, error) {
	if c.client.Token == nil {
		return "", nil
	}
	token, err := c.client.Token(ctx)
	if err != nil {
		return "", &localError{fmt.Errorf("token: %w", err)}
	}
	if strings.ContainsFunc(token, func(r rune) bool { return r <= ' ' || r > '~' }) {
		return "", &localError{errToken}
	}
	return token, nil
}

// read returns the whole body, which must not be longer than the client allows.
func (c *call) read(body io.Reader) ([]byte, error) {
	limit := c.client.maxBody()
	data, err := io.ReadAll(io.LimitReader(body, limit+1))
	if err != nil {
		return nil, fmt.Errorf("answer is cut off after %d bytes: %w", len(data), err)
	}
	if int64(len(data)) > limit {
		return nil, &localError{fmt.Errorf("answer is longer than %d bytes", limit)}
	}
	return data, nil
}

// failed says what was attempted. It leaves out the words of [*url.Error], which quote the URL with its query.
func (c *call) failed(err error, attempt int) error {
	var wrapped *url.Error
	if errors.As(err, &wrapped) {
		err = wrapped.Err
	}
	return fmt.Errorf("%s: %w%s", c.name(), err, attempts(attempt))
}

func (c *call) name() string { return c.request.Method + " " + c.shown }
