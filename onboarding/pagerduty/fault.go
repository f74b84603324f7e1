package pagerduty

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	api "github.com/PagerDuty/go-pagerduty"

	"github.com/goldenpath-go/goldenpath/internal/rest"
	"github.com/goldenpath-go/goldenpath/internal/throttle"
	"github.com/goldenpath-go/goldenpath/onboarding"
)

func (p *Provider) fault(c onboarding.Class, err error) error {
	return &onboarding.CallError{Provider: p.Name(), Class: c, Err: err}
}

// failure returns an error before or instead of an answer.
func (p *Provider) failure(err error) error {
	var limit *throttle.LimitError
	var inURL *url.Error
	out := &onboarding.CallError{Provider: p.Name(), Class: onboarding.ClassOf(err), Err: err}
	switch {
	case errors.As(err, &limit):
		out.Class, out.RetryIn, out.Err = onboarding.ClassRate, limit.Wait, limit
	case errors.Is(err, errNoClient):
		out.Class = onboarding.ClassInvalid
	case errors.As(err, &inURL):
		out.Err = inURL.Err // where it was going to says nothing more
		out.Class = onboarding.ClassTransient
	}
	return out
}

// refusal returns an answer that is none.
func (p *Provider) refusal(r *http.Request, got *http.Response, body []byte) error {
	class, help := classOf(got.StatusCode)
	what := fmt.Errorf("%s %s: %w", r.Method, r.URL.Path, refused(r, got, body))
	if help != "" {
		what = fmt.Errorf("%w: %s", what, help)
	}
	return &onboarding.CallError{Provider: p.Name(), Class: class, RetryIn: rest.RetryAfter(got.Header), Err: what}
}

// refused returns what PagerDuty says, without the token, which some proxies answer with.
func refused(r *http.Request, got *http.Response, body []byte) error {
	out := &Refusal{Status: got.StatusCode}
	var answer api.APIError
	if json.Unmarshal(body, &answer) == nil && answer.APIError.Valid {
		said := answer.APIError.ErrorObject
		out.Code, out.Text = said.Code, strings.Join(append([]string{said.Message}, said.Errors...), ": ")
	}
	authorization := r.Header.Get("Authorization") // Token token=..., or Bearer ...
	token := strings.TrimPrefix(authorization[strings.LastIndexByte(authorization, ' ')+1:], "token=")
	if token != "" {
		out.Text = strings.ReplaceAll(out.Text, token, "***")
	}
	if len(out.Text) > maxText {
		out.Text = strings.ToValidUTF8(out.Text[:maxText], "") + "…"
	}
	return out
}

const maxText = 500

// Refusal is what PagerDuty answers instead of doing what it was asked.
type Refusal struct {
	Status int    // of HTTP
	Code   int    // PagerDuty's own; 0: none
	Text   string // without credentials; may be empty
}

// Error returns the status and the text.
func (r *Refusal) Error() string {
	s := fmt.Sprintf("%d %s", r.Status, http.StatusText(r.Status))
	if r.Text != "" {
		s += ": " + fmt.Sprintf("%q", r.Text)
	}
	return s
}

// classOf returns what a status means, and what helps where the class does not say it.
func classOf(status int) (c onboarding.Class, help string) {
	switch status {
	case http.StatusUnauthorized:
		return onboarding.ClassAuth, "the token is wrong, or of another kind"
	case http.StatusForbidden:
		return onboarding.ClassAuth, "the token may not do this, or what it is about is hidden from it"
	case http.StatusPaymentRequired:
		return onboarding.ClassUnsupported, "the account has no seat left, or no such ability"
	case http.StatusNotFound:
		return onboarding.ClassNotFound, "it is not there, or hidden from the token"
	case http.StatusConflict:
		return onboarding.ClassConflict, ""
	case http.StatusTooManyRequests:
		return onboarding.ClassRate, ""
	case http.StatusNotImplemented:
		return onboarding.ClassUnsupported, ""
	}
	if status >= http.StatusInternalServerError {
		return onboarding.ClassTransient, ""
	}
	return onboarding.ClassInvalid, ""
}

// has reports whether an error is a refusal with one of the statuses.
func has(err error, statuses ...int) bool {
	var r *Refusal
	if !errors.As(err, &r) {
		return false
	}
	for _, s := range statuses {
		if r.Status == s {
			return true
		}
	}
	return false
}
