package onboarding

import (
	"context"
	"errors"
	"fmt"
	"net"
	"time"
)

// Class says what kind of fault a call ended with, and so what helps.
type Class string

// The classes.
const (
	ClassAuth        Class = "auth"        // the credentials are wrong, or may not do this
	ClassNotFound    Class = "not-found"   // the thing is not there, or hidden
	ClassConflict    Class = "conflict"    // somebody else changed it meanwhile, or its state forbids it
	ClassRate        Class = "rate"        // asked too often, and told to wait longer than allowed
	ClassTransient   Class = "transient"   // try again later
	ClassUnsupported Class = "unsupported" // the system, its plan or its set-up cannot do this
	ClassInvalid     Class = "invalid"     // the request makes no sense to the system
	ClassUnknown     Class = "unknown"
)

// CallError is a call that failed. Providers return it, so that reports can say what helps.
type CallError struct {
	Provider string
	Class    Class
	RetryIn  time.Duration // when the system says so; else 0
	Err      error         // never nil, and with no credentials in it
}

// Error returns the provider, the class and what happened.
func (e *CallError) Error() string { return fmt.Sprintf("%s: %s: %v", e.Provider, e.Class, e.Err) }

// Unwrap returns Err.
func (e *CallError) Unwrap() error { return e.Err }

// ClassOf returns the class of an error: that of the first CallError in it, or what can be told without one.
func ClassOf(err error) Class {
	var call *CallError
	var timeout net.Error
	switch {
	case errors.As(err, &call):
		return call.Class
	case errors.Is(err, context.DeadlineExceeded), errors.Is(err, context.Canceled), errors.As(err, &timeout):
		return ClassTransient
	}
	return ClassUnknown
}

// The conditions that callers branch on.
var (
	// ErrGuard says that a guard refused a plan. Nothing was done.
	ErrGuard = errors.New("refused by a guard")
	// ErrUnsure says that nobody can tell who a person is in a system, and so what they have there.
	ErrUnsure = errors.New("who the person is there is not known")
	// ErrChanged says that what there is differs from what the Review was made of. Nothing was done; plan again.
	ErrChanged = errors.New("things have changed since the review")
)

// GuardError is a guard that refused.
type GuardError struct {
	Guard  string // name of the field of Guards; Catalog for that of Onboarder
	Person string // address; empty: it is about the whole plan
	Reason string
}

// Error returns the guard, whom it protects, and why it refused.
func (e *GuardError) Error() string {
	if e.Person == "" {
		return fmt.Sprintf("%s: %s", e.Guard, e.Reason)
	}
	return fmt.Sprintf("%s: %s: %s", e.Guard, e.Person, e.Reason)
}

// Is reports whether target is ErrGuard.
func (e *GuardError) Is(target error) bool { return target == ErrGuard }
