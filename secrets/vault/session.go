package vault

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"time"

	"github.com/hashicorp/vault/api"

	"github.com/goldenpath-go/goldenpath/secrets"
)

// ErrNamespace says that the server has no namespaces, so that what was meant for one would be done in the root.
var ErrNamespace = errors.New("the server is not Vault Enterprise, and would ignore the namespace")

// session is a token in use. It is not changed: a new token makes a new one.
type session struct {
	client    *api.Client
	renewable bool
	ttl       time.Duration // of the token when it was given; 0: it does not end
	due       time.Time     // when to renew it; zero: never
}

// attempt sends a call once, and once more with a new token when the old one turns out to be dead.
func (s *Store) attempt(ctx context.Context, c *call) (*answer, error) {
	if c.open {
		return s.send(ctx, s.base.WithNamespace(""), c)
	}
	now, err := s.current(ctx)
	if err != nil {
		return nil, &unsent{err}
	}
	a, err := s.send(ctx, now.client, c)
	if a == nil || err == nil || !errors.Is(err, secrets.ErrDenied) || s.alive(ctx, now, a) {
		return a, err // without an answer a denial is another request's, for which the context was cancelled
	}
	next, loginErr := s.replace(ctx, now)
	switch {
	case loginErr != nil:
		return a, &unsent{fmt.Errorf("%w; the token may be dead: log in again: %w", err, loginErr)}
	case next.client.Token() == now.client.Token():
		return a, fmt.Errorf("%w; the token may be dead, and logging in gives no other", err)
	}
	return s.send(ctx, next.client, c)
}

// current returns the session, logged in and renewed as needed.
func (s *Store) current(ctx context.Context) (*session, error) {
	if err := s.take(ctx); err != nil {
		return nil, err
	}
	defer s.release()
	now := s.options.now()
	switch old := s.session; {
	case old == nil:
		return s.login(ctx)
	case old.due.IsZero() || now.Before(old.due):
		return old, nil
	case !old.renewable:
		return s.login(ctx)
	default:
		return s.renew(ctx, old)
	}
}

// replace logs in again, unless another goroutine did since old was taken.
func (s *Store) replace(ctx context.Context, old *session) (*session, error) {
	if err := s.take(ctx); err != nil {
		return nil, err
	}
	defer s.release()
	if s.session != old {
		return s.session, nil
	}
	return s.login(ctx)
}

func (s *Store) take(ctx context.Context) error {
	select {
	case <-s.turn:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (s *Store) release() { s.turn <- struct{}{} }

// login starts a session. Errors of the way to log in are repeated without the server's words, which might quote what was
// sent.
func (s *Store) login(ctx context.Context) (*session, error) {
	if err := s.checkNamespace(ctx); err != nil {
		return nil, err
	}
	if timeout := s.options.timeout(); timeout > 0 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, timeout)
		defer cancel()
	}
	given, err := s.auth.Login(ctx, s.base.WithNamespace(s.options.Namespace))
	if err != nil {
		return nil, loginError(err)
	}
	if given == nil || given.Auth == nil || given.Auth.ClientToken == "" {
		return nil, errors.New("log in: the server gave no token")
	}
	s.session = s.newSession(given.Auth)
	s.options.log().LogAttrs(ctx, slog.LevelInfo, "logged in", slog.Duration("ttl", s.session.ttl))
	return s.session, nil
}

func (s *Store) newSession(auth *api.SecretAuth) *session {
	next := &session{client: s.base.WithNamespace(s.options.Namespace), renewable: auth.Renewable}
	next.client.SetToken(auth.ClientToken)
	if auth.LeaseDuration > 0 {
		next.ttl = time.Duration(auth.LeaseDuration) * time.Second
		next.due = s.options.now().Add(next.ttl / 2)
	}
	return next
}

func loginError(err error) error {
	var answered *api.ResponseError
	if errors.As(err, &answered) {
		c := &call{method: answered.HTTPMethod, path: "the login", private: true}
		refused := refusal(c, &answer{status: answered.StatusCode, body: bodyOf(answered)})
		if refused.cause != nil {
			refused.cause = secrets.ErrDenied // that there is no such role must not look as if there were no such secret
		}
		return fmt.Errorf("log in: %w", refused)
	}
	if l := noAnswer(&call{method: http.MethodPut, path: "the login"}, err); !l.once {
		return fmt.Errorf("log in: %w", l)
	}
	return fmt.Errorf("log in: %w", err)
}

// bodyOf returns the answer that the client library has read.
func bodyOf(e *api.ResponseError) []byte {
	body, err := json.Marshal(map[string][]string{"errors": e.Errors})
	if e.RawError || err != nil {
		return nil
	}
	return body
}

// renew prolongs a session's token. One that has come near to its end for good, so that it was not given half of its time
// again, is left for a new login.
func (s *Store) renew(ctx context.Context, old *session) (*session, error) {
	c := &call{method: http.MethodPut, path: "auth/token/renew-self", body: []byte("{}"), private: true}
	a, err := s.send(ctx, old.client, c)
	if err != nil {
		s.options.log().LogAttrs(ctx, slog.LevelWarn, "token is not renewed", slog.Any("error", err))
		return s.login(ctx)
	}
	given, err := api.ParseSecret(strings.NewReader(string(a.body)))
	if err != nil || given == nil || given.Auth == nil || given.Auth.ClientToken == "" {
		return s.login(ctx)
	}
	next := s.newSession(given.Auth)
	if next.ttl > 0 && next.ttl < old.ttl/2 {
		return s.login(ctx)
	}
	next.ttl = max(next.ttl, old.ttl)
	s.session = next
	return next, nil
}

// alive reports whether the token is good, so that a denial means what it says. A server says so itself, or is asked; a
// token without the policy default may not ask, and is taken for dead.
func (s *Store) alive(ctx context.Context, now *session, denied *answer) bool {
	said := strings.Join(messages(denied.body), " ")
	if strings.HasPrefix(said, "1 error occurred") {
		return true
	}
	_, err := s.send(ctx, now.client, read("auth/token/lookup-self", nil))
	return err == nil
}

// checkNamespace refuses a namespace where there are none: a community server takes the request for one in the root.
func (s *Store) checkNamespace(ctx context.Context) error {
	if s.options.Namespace == "" {
		return nil
	}
	health, err := s.Health(ctx)
	if err != nil {
		return fmt.Errorf("find out whether the server has namespaces: %w", err)
	}
	if !health.Enterprise {
		return fmt.Errorf("namespace %q: %w", s.options.Namespace, ErrNamespace)
	}
	return nil
}
