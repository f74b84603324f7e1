package command

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"github.com/goldenpath-go/goldenpath/onboarding"
	"github.com/goldenpath-go/goldenpath/onboarding/internal/process"
)

// Verb is what a system is asked.
type Verb string

// The verbs.
const (
	Observe Verb = "observe"
	Give    Verb = "give"
	Take    Verb = "take"
)

// Version is that of Request and Answer.
const Version = 1

// Request is a question.
type Request struct {
	Version int     `json:"version"`
	Do      Verb    `json:"do"`
	Person  Person  `json:"person"`
	Grant   *Grant  `json:"grant,omitempty"` // of give and take
	With    []Grant `json:"with,omitempty"`  // of give: all that the person is to have
}

// Person is who a question is about.
type Person struct {
	Email  string `json:"email"`
	Name   string `json:"name,omitempty"`
	Ref    string `json:"ref,omitempty"`    // of the User entity
	ID     string `json:"id,omitempty"`     // in the system, as far as it is known
	Number string `json:"number,omitempty"` // see onboarding.Identity
}

// Grant is a grant of the provider.
type Grant struct {
	Kind   string `json:"kind"`
	Object string `json:"object,omitempty"`
	Role   string `json:"role,omitempty"`
}

// Answer is what a system answers. To observe it says ID, Number, Unsure, Held, Notes and Members; to give and take State and Note. All may
// be left out.
type Answer struct {
	ID      string           `json:"id,omitempty"` // who the person is there; empty: unknown
	Number  string           `json:"number,omitempty"`
	Unsure  string           `json:"unsure,omitempty"` // why nobody can tell who the person is; empty: what is Held is all
	Held    []Held           `json:"held,omitempty"`
	Notes   []string         `json:"notes,omitempty"`
	Members int              `json:"members,omitempty"`
	State   onboarding.State `json:"state,omitempty"` // done, pending, blocked or manual; empty: done
	Note    string           `json:"note,omitempty"`
}

// Held is something that a person has: see onboarding.Held.
type Held struct {
	Grant
	State  onboarding.State `json:"state,omitempty"` // done, pending or manual; empty: done
	Detail string           `json:"detail,omitempty"`
	Lapsed bool             `json:"lapsed,omitempty"`
	Fixed  bool             `json:"fixed,omitempty"`
	Admin  bool             `json:"admin,omitempty"`
	Admins int              `json:"admins,omitempty"`
}

// Caller asks a system.
type Caller interface {
	// Call asks, and returns the answer; the zero Answer if there was nothing in it. An error that is no *onboarding.CallError
	// becomes one, of a class that can be told.
	Call(ctx context.Context, r Request) (Answer, error)
}

// fault is an answer that is none, before it is known whose it is.
type fault struct {
	class onboarding.Class
	err   error
}

func (f *fault) Error() string { return f.err.Error() }
func (f *fault) Unwrap() error { return f.err }

func faultf(c onboarding.Class, format string, args ...any) error {
	return &fault{c, fmt.Errorf(format, args...)}
}

// clean takes out of the texts for people what was told in confidence, and what a terminal would obey.
func (a *Answer) clean(secrets ...string) {
	a.Note, a.Unsure = process.Text([]byte(a.Note), secrets...), process.Text([]byte(a.Unsure), secrets...)
	for i := range a.Notes {
		a.Notes[i] = process.Text([]byte(a.Notes[i]), secrets...)
	}
	for i := range a.Held {
		a.Held[i].Detail = process.Text([]byte(a.Held[i].Detail), secrets...)
	}
}

// parse reads an answer, strictly: a member that is misspelt is not left out without a word.
func parse(data []byte, secrets ...string) (Answer, error) {
	var a Answer
	if len(bytes.TrimSpace(data)) == 0 {
		return a, nil
	}
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	if err := d.Decode(&a); err != nil {
		return Answer{}, faultf(onboarding.ClassUnknown, "the answer is not as agreed: %w", err)
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return Answer{}, faultf(onboarding.ClassUnknown, "the answer is followed by something else")
	}
	a.clean(secrets...)
	return a, nil
}
