package onepassword

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/goldenpath-go/goldenpath/onboarding"
	"github.com/goldenpath-go/goldenpath/onboarding/internal/process"
)

// Runner runs op.
type Runner interface {
	// Run runs op with these arguments, as they are, and returns what it wrote. A status other than 0 is an *ExitError.
	Run(ctx context.Context, args ...string) ([]byte, error)
}

// ExitError is a refusal of op.
type ExitError struct {
	Code int
	Text string // what it said, in one line and without secrets
}

// Error returns the status and what op said.
func (e *ExitError) Error() string { return fmt.Sprintf("op ended with status %d: %s", e.Code, e.Text) }

// Op runs the command itself. The zero value runs the op of the PATH, without any environment.
type Op struct {
	Path string // empty: op, looked for in the PATH
	// Env is all that op gets of an environment, NAME=VALUE: HOME, and what signs it in, such as OP_SESSION_acme. No value of eight
	// bytes or more is repeated in an error.
	Env     []string
	Timeout time.Duration // of one command; 0: a minute
}

var _ Runner = (*Op)(nil)

// Run runs op.
func (o *Op) Run(ctx context.Context, args ...string) ([]byte, error) {
	path := o.Path
	if path == "" {
		path = "op"
	}
	got, err := process.Run(ctx, process.Command{Args: append([]string{path}, args...), Env: o.Env, Timeout: o.Timeout})
	if err != nil {
		return nil, err
	}
	if got.Code != 0 {
		return nil, &ExitError{got.Code, process.Text(got.Errors, o.secrets()...)}
	}
	return got.Output, nil
}

func (o *Op) secrets() []string {
	var out []string
	for _, e := range o.Env {
		if _, value, _ := strings.Cut(e, "="); len(value) >= 8 {
			out = append(out, value)
		}
	}
	return out
}

// run runs a command that changes something.
func (p *Provider) run(ctx context.Context, args ...string) error {
	_, err := p.Runner.Run(ctx, args...)
	return p.failure(err)
}

// ask runs a command that only reads, past op's cache, which would tell what was before.
func ask[T any](ctx context.Context, p *Provider, args ...string) (T, error) {
	var v T
	out, err := p.patiently(ctx, append(args, "--format=json", "--cache=false"))
	if err != nil {
		return v, p.failure(err)
	}
	if len(out) == 0 { // of an empty list some versions say nothing
		return v, nil
	}
	if err := json.Unmarshal(out, &v); err != nil {
		return v, p.fail(onboarding.ClassUnknown, "the answer of op %s is not as expected: %w", strings.Join(args[:2], " "), err)
	}
	return v, nil
}

const (
	defaultPatience = 2 * time.Minute
	firstWait       = 5 * time.Second // doubled for each further one
)

// patiently runs a command that only reads, and again when op was refused for asking too often or met an outage: op does not say for
// how long to wait.
func (p *Provider) patiently(ctx context.Context, args []string) ([]byte, error) {
	left := p.Patience
	if left == 0 {
		left = defaultPatience
	}
	for wait := firstWait; ; wait *= 2 {
		out, err := p.Runner.Run(ctx, args...)
		if left -= wait; left < 0 || !passes(err) {
			return out, err
		}
		timer := time.NewTimer(wait)
		select {
		case <-ctx.Done():
			timer.Stop()
			return nil, ctx.Err()
		case <-timer.C:
		}
	}
}

// passes reports whether a refusal of op may be over after some time.
func passes(err error) bool {
	var exit *ExitError
	if !errors.As(err, &exit) {
		return false
	}
	c := classOf(exit.Text)
	return c == onboarding.ClassRate || c == onboarding.ClassTransient
}

func (p *Provider) fail(c onboarding.Class, format string, args ...any) error {
	return &onboarding.CallError{Provider: p.Name(), Class: c, Err: fmt.Errorf(format, args...)}
}

// failure returns err with a class.
func (p *Provider) failure(err error) error {
	var exit *ExitError
	switch {
	case err == nil:
		return nil
	case errors.As(err, &exit):
		return &onboarding.CallError{Provider: p.Name(), Class: classOf(exit.Text), Err: err}
	case errors.Is(err, process.ErrTimeout), errors.Is(err, process.ErrKilled):
		return &onboarding.CallError{Provider: p.Name(), Class: onboarding.ClassTransient, Err: err}
	case errors.Is(err, process.ErrStart):
		return &onboarding.CallError{Provider: p.Name(), Class: onboarding.ClassUnsupported, Err: err}
	}
	return &onboarding.CallError{Provider: p.Name(), Class: onboarding.ClassOf(err), Err: err}
}

// classOf returns what kind of fault op speaks of, all of which end with status 1. It decides about nothing but what a report says.
func classOf(text string) onboarding.Class {
	text = strings.ToLower(text)
	for _, c := range []struct {
		class onboarding.Class
		words []string
	}{
		{onboarding.ClassRate, []string{"too many requests", "(429)", "rate limit"}},
		{onboarding.ClassAuth, []string{"signed in", "sign in", "session expired", "unauthorized", "forbidden", "permission", "authoriz", "(401)", "(403)"}},
		{onboarding.ClassTransient, []string{"(500)", "(502)", "(503)", "(504)", "timeout", "timed out", "connection", "no such host", "network"}},
		{onboarding.ClassUnsupported, []string{"unknown command", "unknown flag"}},
		{onboarding.ClassConflict, []string{"(409)", "conflict"}},
		{onboarding.ClassNotFound, []string{"isn't a user", "isn't a group", "isn't a vault", "(404)", "not found"}},
		{onboarding.ClassInvalid, []string{"(400)", "invalid"}},
	} {
		for _, w := range c.words {
			if strings.Contains(text, w) {
				return c.class
			}
		}
	}
	return onboarding.ClassUnknown
}
