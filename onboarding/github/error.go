package github

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"time"

	gh "github.com/google/go-github/v62/github"

	"github.com/goldenpath-go/goldenpath/internal/throttle"
	"github.com/goldenpath-go/goldenpath/onboarding"
)

func (p *Provider) fail(c onboarding.Class, format string, args ...any) error {
	return &onboarding.CallError{Provider: p.name, Class: c, Err: fmt.Errorf(format, args...)}
}

// wrap returns what failed as a *onboarding.CallError, with what was attempted; nil stays nil.
func (p *Provider) wrap(err error, format string, args ...any) error {
	var call *onboarding.CallError
	if err == nil || errors.As(err, &call) {
		return err
	}
	class, wait := classify(err)
	what := fmt.Sprintf(format, args...)
	switch status(err) {
	case http.StatusForbidden:
		what += ": the token lacks the right, or it may be done by nobody"
	case http.StatusNotFound:
		what += ": it is not there, or hidden from the token"
	}
	return &onboarding.CallError{Provider: p.name, Class: class, RetryIn: wait, Err: fmt.Errorf("%s: %w", what, err)}
}

// status returns that of the answer that made an error; 0: there was none.
func status(err error) int {
	var refused *gh.ErrorResponse
	if errors.As(err, &refused) && refused.Response != nil {
		return refused.Response.StatusCode
	}
	return 0
}

func classify(err error) (onboarding.Class, time.Duration) {
	var limit *throttle.LimitError
	var timeout net.Error
	var factor *gh.TwoFactorAuthError
	var broken *url.Error
	switch code := status(err); {
	case errors.As(err, &limit):
		return onboarding.ClassRate, limit.Wait
	case errors.As(err, &factor), code == http.StatusUnauthorized, code == http.StatusForbidden:
		return onboarding.ClassAuth, 0
	case code == http.StatusNotFound:
		return onboarding.ClassNotFound, 0
	case code == http.StatusConflict:
		return onboarding.ClassConflict, 0
	case code == http.StatusBadRequest, code == http.StatusUnprocessableEntity:
		return onboarding.ClassInvalid, 0
	case code >= http.StatusInternalServerError, errors.Is(err, context.Canceled), errors.As(err, &timeout), errors.As(err, &broken):
		return onboarding.ClassTransient, 0
	}
	return onboarding.ClassUnknown, 0
}

// done returns err, but for requests that GitHub has taken on and does a little later, which go-github reports as an error.
func done(err error) error {
	var later *gh.AcceptedError
	if errors.As(err, &later) {
		return nil
	}
	return err
}
