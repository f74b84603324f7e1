package command

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	"github.com/goldenpath-go/goldenpath/internal/throttle"
	"github.com/goldenpath-go/goldenpath/onboarding"
	"github.com/goldenpath-go/goldenpath/onboarding/internal/process"
)

// HTTP asks a service. It may be used by many at once, and must not be copied or changed after its first use.
type HTTP struct {
	URL    string            // http or https; no error repeats more of it than the host
	Header map[string]string // such as Authorization; no value of four bytes or more is repeated in an error
	// Client sends the questions; it is used, never changed. Nil: one with the default transport. Redirects are never followed.
	Client   *http.Client
	Patience time.Duration // for how long a question may wait for limits; 0: five minutes
	Timeout  time.Duration // of one attempt; 0: a minute
	Limit    int64         // of the answer, in bytes; 0: 4 MiB
	Log      *slog.Logger  // told of waits; nil: silence

	once   sync.Once
	client *http.Client
}

var _ Caller = (*HTTP)(nil)

// Call posts the question.
func (h *HTTP) Call(ctx context.Context, r Request) (Answer, error) {
	h.once.Do(h.prepare)
	body, err := json.Marshal(r)
	if err != nil {
		return Answer{}, err
	}
	q, err := http.NewRequestWithContext(ctx, http.MethodPost, h.URL, bytes.NewReader(body))
	if err != nil || q.URL.Host == "" || q.URL.Scheme != "https" && q.URL.Scheme != "http" {
		return Answer{}, faultf(onboarding.ClassInvalid, "the address of the service is no URL of HTTP")
	}
	q.Header.Set("Content-Type", "application/json")
	q.Header.Set("Accept", "application/json")
	for name, value := range h.Header {
		q.Header.Set(name, value)
	}
	got, err := h.client.Do(q)
	if err != nil {
		return Answer{}, h.unsent(q, err)
	}
	defer got.Body.Close()
	return h.answer(q, got)
}

func (h *HTTP) prepare() {
	client := http.Client{}
	if h.Client != nil {
		client = *h.Client
	}
	timeout := h.Timeout
	if timeout == 0 {
		timeout = client.Timeout
	}
	client.Transport = &throttle.Transport{Base: client.Transport, Patience: h.Patience, Timeout: timeout, Log: h.Log}
	client.Timeout = 0 // it would end the waits as well
	client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	h.client = &client
}

// unsent returns why there is no answer, without the address.
func (h *HTTP) unsent(q *http.Request, err error) error {
	var limit *throttle.LimitError
	var inURL *url.Error
	if errors.As(err, &limit) {
		return &onboarding.CallError{Class: onboarding.ClassRate, RetryIn: limit.Wait, Err: limit}
	}
	if errors.As(err, &inURL) {
		err = inURL.Err
	}
	if q.Context().Err() != nil {
		return q.Context().Err()
	}
	return faultf(onboarding.ClassTransient, "ask %s: %s", q.URL.Host, h.clean([]byte(err.Error())))
}

const maxAnswer = 4 << 20

func (h *HTTP) answer(q *http.Request, got *http.Response) (Answer, error) {
	limit := h.Limit
	if limit <= 0 {
		limit = maxAnswer
	}
	body, err := io.ReadAll(io.LimitReader(got.Body, limit+1))
	switch {
	case err != nil:
		return Answer{}, h.unsent(q, err)
	case int64(len(body)) > limit:
		return Answer{}, faultf(onboarding.ClassUnknown, "%s: %w", q.URL.Host, process.ErrOutput)
	}
	switch got.StatusCode {
	case http.StatusOK, http.StatusCreated, http.StatusNoContent:
		return parse(body, h.secrets()...)
	}
	return Answer{}, faultf(ofAnswer(got.StatusCode), "%s: %d %s: %s", q.URL.Host, got.StatusCode, http.StatusText(got.StatusCode), h.clean(body))
}

// clean returns what the service said, without what it was told in confidence.
func (h *HTTP) clean(said []byte) string { return process.Text(said, h.secrets()...) }

func (h *HTTP) secrets() []string {
	secrets := []string{h.URL}
	if u, err := url.Parse(h.URL); err == nil {
		password, _ := u.User.Password()
		secrets = append(secrets, u.RequestURI(), u.Path, u.RawQuery, password)
	}
	for _, value := range h.Header {
		_, token, _ := strings.Cut(value, " ") // of Bearer TOKEN
		secrets = append(secrets, value, token)
	}
	var out []string
	for _, s := range secrets {
		if len(s) >= minSecret {
			out = append(out, s)
		}
	}
	return out
}

// ofAnswer returns what a service means by its status.
func ofAnswer(status int) onboarding.Class {
	switch status {
	case http.StatusUnauthorized, http.StatusForbidden:
		return onboarding.ClassAuth
	case http.StatusNotFound:
		return onboarding.ClassNotFound
	case http.StatusConflict, http.StatusPreconditionFailed:
		return onboarding.ClassConflict
	case http.StatusTooManyRequests:
		return onboarding.ClassRate
	case http.StatusMethodNotAllowed, http.StatusNotImplemented:
		return onboarding.ClassUnsupported
	}
	if status >= http.StatusInternalServerError {
		return onboarding.ClassTransient
	}
	return onboarding.ClassInvalid
}
