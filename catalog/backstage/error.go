package backstage

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/goldenpath-go/goldenpath/internal/rest"
)

// What an [*Error] can mean, for [errors.Is].
var (
	// ErrNotFound means that Backstage itself says that it has no such entity or location.
	ErrNotFound = errors.New("not in the catalog")
	// ErrNoRoute means that nothing answers at the address: the URL is not that of a Backstage backend, or the Backstage
	// is too old for the call. It says nothing of whether an entity exists.
	ErrNoRoute = errors.New("no such route")
	// ErrConflict means that what was to be added is there already.
	ErrConflict = errors.New("already in the catalog")
	// ErrUnauthorized means that Backstage wants a token, or another one.
	ErrUnauthorized = errors.New("not authenticated")
	// ErrForbidden means that the token's bearer may not do this.
	ErrForbidden = errors.New("not allowed")
)

// ErrAnswer means that an answer is JSON, but not of the form that Backstage gives it: at the address is something else.
var ErrAnswer = errors.New("answer is not what Backstage would say")

// strange returns the error of an answer that is not of the form it should have.
func strange(r *rest.Request) error {
	return fmt.Errorf("%s %s: %w", r.Method, strings.Join(r.Path, "/"), ErrAnswer)
}

// Error is an answer of Backstage, or of something on the way there, whose status is none of success.
type Error struct {
	Method     string
	URL        string // without user and query
	Status     int    // of HTTP
	Name       string // Backstage's name for the error, such as InputError; "" when the answer is not in its form
	Message    string // Backstage's words, else the start of the answer
	Body       []byte // the whole answer
	RetryAfter time.Duration
	Attempts   int // how often the request was sent
}

// Error says what was asked, and what the answer was.
func (e *Error) Error() string { return (*rest.Error)(e).Error() }

// Is reports whether e is of the kind that target, one of this package's Err variables, stands for.
func (e *Error) Is(target error) bool {
	switch e.Status {
	case http.StatusNotFound:
		return target == ErrNotFound && e.Name == "NotFoundError" || target == ErrNoRoute && e.Name == ""
	case http.StatusConflict:
		return target == ErrConflict
	case http.StatusUnauthorized:
		return target == ErrUnauthorized
	case http.StatusForbidden:
		return target == ErrForbidden
	}
	return false
}

// asError gives the error of an answer the type that callers can name.
func asError(err error) error {
	var answer *rest.Error
	if errors.As(err, &answer) {
		return (*Error)(answer)
	}
	return err
}
