package command

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/goldenpath-go/goldenpath/onboarding"
	"github.com/goldenpath-go/goldenpath/onboarding/internal/process"
)

// Exec asks a program, which runs once for each question. It may be used by many at once.
type Exec struct {
	Args []string // the program and its arguments, which are the same for every question; no shell reads them
	// Env is all that it gets of an environment, NAME=VALUE, beside the variables of the question. No value of four bytes or more is
	// repeated in an error.
	Env     []string
	Dir     string        // that it runs in; empty: the current folder
	Timeout time.Duration // 0: a minute
	Limit   int           // of the answer, in bytes; 0: 4 MiB
}

var _ Caller = (*Exec)(nil)

// Call runs the program.
func (e *Exec) Call(ctx context.Context, r Request) (Answer, error) {
	input, err := json.Marshal(r)
	if err != nil {
		return Answer{}, err
	}
	got, err := process.Run(ctx, process.Command{
		Args: e.Args, Env: slices.Concat(e.Env, variables(r)), Dir: e.Dir, Input: append(input, '\n'), Timeout: e.Timeout, Limit: e.Limit,
	})
	switch {
	case errors.Is(err, process.ErrTimeout), errors.Is(err, process.ErrKilled):
		return Answer{}, &fault{onboarding.ClassTransient, err}
	case errors.Is(err, process.ErrStart):
		return Answer{}, &fault{onboarding.ClassUnsupported, err}
	case err != nil:
		return Answer{}, err
	case got.Code != 0:
		return Answer{}, faultf(ofStatus(got.Code), "it ended with status %d: %s", got.Code, process.Text(got.Errors, e.secrets()...))
	}
	return parse(got.Output, e.secrets()...)
}

// variables are a question for those who do not read JSON. A zero byte would end one early: no address, name or object has it.
func variables(r Request) []string {
	if r.Grant == nil {
		r.Grant = &Grant{}
	}
	return []string{
		"ONBOARDING_DO=" + string(r.Do), "ONBOARDING_EMAIL=" + r.Person.Email, "ONBOARDING_NAME=" + r.Person.Name,
		"ONBOARDING_REF=" + r.Person.Ref, "ONBOARDING_ID=" + r.Person.ID, "ONBOARDING_NUMBER=" + r.Person.Number,
		"ONBOARDING_KIND=" + r.Grant.Kind, "ONBOARDING_OBJECT=" + r.Grant.Object, "ONBOARDING_ROLE=" + r.Grant.Role,
	}
}

func (e *Exec) secrets() []string {
	var out []string
	for _, one := range e.Env {
		if _, value, _ := strings.Cut(one, "="); len(value) >= minSecret {
			out = append(out, value)
		}
	}
	return out
}

// minSecret is from how many bytes on a value is kept out of errors: a shorter one would take the sense out of them.
const minSecret = 4

// ofStatus returns what a program means by its status.
func ofStatus(code int) onboarding.Class {
	switch code {
	case 64, 65:
		return onboarding.ClassInvalid
	case 66:
		return onboarding.ClassNotFound
	case 69, 78:
		return onboarding.ClassUnsupported
	case 73:
		return onboarding.ClassConflict
	case 75:
		return onboarding.ClassTransient
	case 77:
		return onboarding.ClassAuth
	}
	return onboarding.ClassUnknown
}
