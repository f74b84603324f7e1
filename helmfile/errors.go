package helmfile

import (
	"errors"
	"slices"
	"strings"

	"github.com/goldenpath-go/goldenpath/source"
)

// Class is the kind of a fault, in words that stay the same when messages change.
type Class string

// The classes of faults that the real helmfile has as well, each a way in which one of its commands fails.
const (
	ClassOnePart              Class = "env-and-releases-in-one-part"
	ClassOrder                Class = "top-level-order"
	ClassRequiredEnv          Class = "required-env"
	ClassUndefinedEnvironment Class = "undefined-environment" // also: no releases at all
	ClassNoMatch              Class = "no-match"              // selectors match nothing
	ClassConditionMissing     Class = "condition-missing-key"
	ClassConditionNotMap      Class = "condition-not-a-map"
	ClassConditionForm        Class = "condition-form"
	ClassEnvValuesMissing     Class = "env-values-missing"
	ClassValuesMissing        Class = "values-missing"
	ClassHandler              Class = "bad-missing-file-handler"
	ClassValuesGlob           Class = "values-glob"
	ClassMergeStrategy        Class = "bad-merge-strategy"
	ClassTemplateUnknown      Class = "template-unknown"
	ClassTemplateCycle        Class = "template-cycle"
	ClassDuplicateRelease     Class = "duplicate-release"
	ClassNeedsUndefined       Class = "needs-undefined"
	ClassNeedsCycle           Class = "needs-cycle"
	ClassSelector             Class = "bad-selector"
	ClassBothNames            Class = "both-names"
	ClassEmptyChart           Class = "empty-chart"
	ClassUnknownField         Class = "unknown-field"
	ClassDuplicateKey         Class = "duplicate-key"
	ClassMissingKey           Class = "missing-key"
	ClassYAML                 Class = "yaml"
	ClassTemplate             Class = "template"
	ClassOther                Class = "other"
)

// The classes of our own.
const (
	ClassUnknown Class = "unknown" // [Options.Strict]: something cannot be known
	ClassLimit   Class = "limit"   // an input beyond [Limits]
)

// Stage is a question that can be put to a helmfile. A fault stops some of them: a missing values file does not
// keep the releases from being listed.
type Stage uint8

// The stages, which are also bits of a set.
const (
	StageList     Stage = 1 << iota // which releases there are: helmfile list
	StageValues                     // their merged values: helmfile write-values
	StageTemplate                   // what their charts receive: helmfile template, apply, sync
	StageNeeds                      // in which order: helmfile show-dag
	stageAll      = StageList | StageValues | StageTemplate | StageNeeds
)

// Error is a fault of a helmfile: what, where, what to do, and which questions have no answer because of it.
type Error struct {
	Pos    source.Position
	Class  Class
	Stages Stage  // the stages that fail
	Hint   string // what to do; empty where the message says it
	Err    error  // never nil
}

// Error returns "file:line:column: message (hint)".
func (e *Error) Error() string {
	s := e.Err.Error()
	if e.Pos != (source.Position{}) {
		s = e.Pos.String() + ": " + s
	}
	if e.Hint != "" {
		s += " (" + e.Hint + ")"
	}
	return s
}

// Unwrap returns Err.
func (e *Error) Unwrap() error { return e.Err }

// ExitCode returns what the real helmfile exits with: 3 when no release is left, 1 for all others.
func (e *Error) ExitCode() int {
	if e.Class == ClassUndefinedEnvironment || e.Class == ClassNoMatch {
		return 3
	}
	return 1
}

// Errors are the faults of one resolution in the order in which they were met: the first is the one that the real
// helmfile stops at.
type Errors []*Error

// Error returns every fault, a line each.
func (es Errors) Error() string {
	lines := make([]string, len(es))
	for i, e := range es {
		lines[i] = e.Error()
	}
	return strings.Join(lines, "\n")
}

// Unwrap returns the faults one by one, for errors.Is and errors.As.
func (es Errors) Unwrap() []error {
	out := make([]error, len(es))
	for i, e := range es {
		out[i] = e
	}
	return out
}

// At returns the faults that stop a stage.
func (es Errors) At(stage Stage) Errors {
	return slices.DeleteFunc(slices.Clone(es), func(e *Error) bool { return e.Stages&stage == 0 })
}

// Err returns the faults as an error, or nil when there are none.
func (es Errors) Err() error {
	if len(es) == 0 {
		return nil
	}
	return es
}

// fault makes an error of a class that stops every stage.
func fault(pos source.Position, class Class, err error) *Error {
	return &Error{Pos: pos, Class: class, Stages: stageAll, Err: err}
}

// asFaults returns err as a list of faults; one that has no class gets the given one.
func asFaults(err error, pos source.Position, class Class) Errors {
	var many Errors
	if errors.As(err, &many) {
		return many
	}
	var one *Error
	if errors.As(err, &one) {
		return Errors{one}
	}
	return Errors{fault(pos, class, err)}
}
