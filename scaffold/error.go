package scaffold

import (
	"errors"
	"fmt"
	"strings"
)

// The classes of errors that Backstage distinguishes. Errors of this package and of actions wrap one of them where
// Backstage has a class; it answers others with status 500.
var (
	ErrInput      = errors.New("InputError")      // 400: something given is wrong
	ErrNotAllowed = errors.New("NotAllowedError") // 403: outside of what may be touched
	ErrNotFound   = errors.New("NotFoundError")   // 404: an action that nobody registered
	ErrConflict   = errors.New("ConflictError")   // 409: it is there already
	// ErrTemplate says that the template itself does not have the form of one. Backstage has TypeError for it, and 500.
	ErrTemplate = errors.New("TypeError")
	// ErrRender says that text could not be rendered.
	ErrRender = errors.New("TemplateRenderError")
)

// classed is an error of a class, which its text does not name.
type classed struct {
	class error
	err   error
}

func (e *classed) Error() string        { return e.err.Error() }
func (e *classed) Unwrap() error        { return e.err }
func (e *classed) Is(target error) bool { return target == e.class }

// Errorf returns an error of one of the classes above, with a message of its own.
func Errorf(class error, format string, args ...any) error {
	return &classed{class, fmt.Errorf(format, args...)}
}

// StepError says which step failed, and how far it had come.
type StepError struct {
	Step   string    // id
	Action string    // id
	Input  any       // as the action got it, or was about to; secrets hidden. Nil when it was not rendered
	Log    []LogLine // of the run up to there
	Err    error
}

// Error returns the step and what went wrong.
func (e *StepError) Error() string { return fmt.Sprintf("step %s (%s): %v", e.Step, e.Action, e.Err) }

// Unwrap returns Err.
func (e *StepError) Unwrap() error { return e.Err }

// ValidationError says that values do not fit the parameters of a template, or secrets what it demands of them.
type ValidationError struct {
	Page   int // index of the page of parameters; -1 for secrets
	Faults []Fault
}

// Error returns the faults.
func (e *ValidationError) Error() string { return joinFaults(e.Faults) }

// Unwrap returns ErrInput.
func (*ValidationError) Unwrap() error { return ErrInput }

// Fault is one value that its schema does not allow, in the words of Backstage's forms.
type Fault struct {
	Path     []any  // of the value: names (string) and indices (int)
	Property string // the path as JavaScript writes it: instance.tags[0]
	Message  string // requires property "name"
	Keyword  string // of the schema: required
	Argument any    // of the keyword, or what it complains of
}

// String returns the property and the message.
func (f Fault) String() string { return f.Property + " " + f.Message }

func joinFaults(faults []Fault) string {
	texts := make([]string, len(faults))
	for i, f := range faults {
		texts[i] = f.String()
	}
	return strings.Join(texts, ", ")
}
