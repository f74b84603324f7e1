package vault

import (
	"crypto/tls"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"strings"

	"github.com/goldenpath-go/goldenpath/secrets"
)

// Error is an answer of the server that is no success.
type Error struct {
	Method string
	Path   string // of the API, below /v1/
	Status int
	// Message is what the server said, in one line; empty when it said nothing, or might have repeated a value.
	Message string

	cause error // a condition of package secrets, or nil
	sure  bool  // that nothing was done
}

// Error returns what was asked, and the answer.
func (e *Error) Error() string {
	text := fmt.Sprintf("%s %s: status %d", e.Method, e.Path, e.Status)
	if e.Message != "" {
		text += ": " + e.Message
	}
	if e.cause != nil && !strings.Contains(e.Message, e.cause.Error()) {
		text += ": " + e.cause.Error()
	}
	return text
}

// Unwrap returns the condition of package secrets that the answer means, if any.
func (e *Error) Unwrap() error { return e.cause }

// What a server says is looked at where its status does not tell.
const (
	saysConflict = "check-and-set parameter did not match"
	saysRequired = "check-and-set parameter required"
	saysSealed   = "sealed"
	saysNoPath   = "unsupported path"
	maxMessage   = 500
)

// refusal returns the error of an answer to c.
func refusal(c *call, a *answer) *Error {
	said := strings.Join(messages(a.body), "; ")
	e := &Error{Method: c.method, Path: c.path, Status: a.status, sure: a.status < 500}
	switch {
	case a.status < 400:
		e.Message = "a redirect, which is not followed"
		e.cause = secrets.ErrInvalid
	case a.status == http.StatusBadRequest && strings.Contains(said, saysConflict):
		e.cause = secrets.ErrConflict
	case a.status == http.StatusForbidden || a.status == http.StatusUnauthorized:
		e.cause = secrets.ErrDenied
	case a.status == http.StatusNotFound && !strings.Contains(said, saysNoPath):
		e.cause = secrets.ErrNotFound
	case a.status == http.StatusServiceUnavailable && strings.Contains(strings.ToLower(said), saysSealed):
		e.Message, e.sure = "the server is sealed", true
	case a.status < 500 && !transientStatus(a.status):
		e.cause = secrets.ErrInvalid
	}
	if strings.Contains(said, saysRequired) {
		e.Message = "check-and-set is required"
	}
	if e.Message == "" && !c.private {
		e.Message = oneLine(said)
	}
	return e
}

// without drops what the server said if it repeats the token.
func (e *Error) without(token string) *Error {
	if token != "" && strings.Contains(e.Message, token) {
		e.Message = ""
	}
	return e
}

// messages returns what the server says in the form it has for errors; nothing of another form, which a proxy may have
// made of anything.
func messages(body []byte) []string {
	var said struct{ Errors []string }
	if json.Unmarshal(body, &said) != nil {
		return nil
	}
	return said.Errors
}

func oneLine(text string) string {
	text = strings.Join(strings.Fields(text), " ")
	if len(text) > maxMessage {
		return strings.ToValidUTF8(text[:maxMessage], "") + " …"
	}
	return text
}

// transientStatus reports whether the same request may succeed a little later: the server is busy (429), lags behind
// (412), is not the one to ask (472, 473), or has a fault.
func transientStatus(status int) bool {
	switch status {
	case http.StatusPreconditionFailed, http.StatusTooManyRequests, 472, 473:
		return true
	case http.StatusNotImplemented:
		return false
	}
	return status >= 500
}

// lost is a request that got no answer.
type lost struct {
	call *call
	err  error
	sure bool // that the server did not get it
	once bool // sending it again is of no use
}

func (l *lost) Error() string { return fmt.Sprintf("%s %s: %v", l.call.method, l.call.path, l.err) }
func (l *lost) Unwrap() error { return l.err }

// noAnswer returns the error of a request that got no answer, without the words of [url.Error], which quote the URL.
func noAnswer(c *call, err error) *lost {
	var wrapped *url.Error
	if !errors.As(err, &wrapped) {
		return &lost{call: c, err: err, sure: true, once: true} // it arose before anything was sent
	}
	var dial *net.OpError
	var name *net.DNSError
	notSent := errors.As(err, &dial) && dial.Op == "dial" || errors.As(err, &name)
	return &lost{call: c, err: wrapped.Err, sure: notSent || untrusted(err), once: untrusted(err) || name != nil && name.IsNotFound}
}

// untrusted reports whether the server could not show who it is, or does not speak TLS.
func untrusted(err error) bool {
	var certificate *tls.CertificateVerificationError
	var record tls.RecordHeaderError
	return errors.As(err, &certificate) || errors.As(err, &record)
}

// unsent is why a request was not sent: there is no session for it.
type unsent struct{ err error }

func (u *unsent) Error() string { return u.err.Error() }
func (u *unsent) Unwrap() error { return u.err }

// transient reports whether to send again, and sure that the request before did nothing.
func transient(err error) (again, sure bool) {
	var before *unsent
	sure = errors.As(err, &before)
	var answered *Error
	if errors.As(err, &answered) {
		return transientStatus(answered.Status), sure || answered.sure
	}
	var l *lost
	if errors.As(err, &l) {
		return !l.once, sure || l.sure
	}
	return false, sure
}
