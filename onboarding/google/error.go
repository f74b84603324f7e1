package google

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"

	"google.golang.org/api/googleapi"

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
	switch {
	case class == onboarding.ClassUnsupported:
		what += ": the Cloud Identity API is not enabled in the project of the credentials"
	case code(err) == http.StatusForbidden:
		what += ": the credentials lack the right, or what it is about is not there"
	}
	return &onboarding.CallError{Provider: p.name, Class: class, RetryIn: wait, Err: fmt.Errorf("%s: %w", what, err)}
}

// code returns the status of the answer that made an error; 0: there was none.
func code(err error) int {
	var refused *googleapi.Error
	if errors.As(err, &refused) {
		return refused.Code
	}
	return 0
}

// says reports whether an error has a word in its reasons or details, such as SERVICE_DISABLED, or as its status.
func says(err error, word string) bool {
	var refused *googleapi.Error
	return errors.As(err, &refused) && strings.Contains(refused.Body, word)
}

func classify(err error) (onboarding.Class, time.Duration) {
	var limit *throttle.LimitError
	var timeout net.Error
	var broken *url.Error
	switch status := code(err); {
	case errors.As(err, &limit):
		return onboarding.ClassRate, limit.Wait
	case status == http.StatusForbidden && says(err, `"SERVICE_DISABLED"`):
		return onboarding.ClassUnsupported, 0
	case status == http.StatusUnauthorized, status == http.StatusForbidden:
		return onboarding.ClassAuth, 0
	case status == http.StatusNotFound:
		return onboarding.ClassNotFound, 0
	case status == http.StatusConflict:
		return onboarding.ClassConflict, 0
	case status == http.StatusBadRequest:
		return onboarding.ClassInvalid, 0
	case status >= http.StatusInternalServerError, errors.Is(err, context.Canceled), errors.As(err, &timeout), errors.As(err, &broken):
		return onboarding.ClassTransient, 0
	}
	return onboarding.ClassUnknown, 0
}
