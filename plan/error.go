package plan

import (
	"errors"
	"fmt"
	"strings"
)

// The conditions that callers branch on, beside ErrLocked.
var (
	// ErrDigest says that the plan is not the one that was approved. Nothing was done.
	ErrDigest = errors.New("the plan is not the approved one")
	// ErrUnclear says that a step which must not be repeated was interrupted, and nobody knows whether it was done.
	ErrUnclear = errors.New("the step was interrupted and must not be repeated; look whether it was done")
	// ErrSkipped is what Do returns when it finds that the step is not to be done in this run, since another failed. The step
	// counts as not begun.
	ErrSkipped = errors.New("the step is not to be done now")
	// ErrIrreversible says that something of a step remains after Undo.
	ErrIrreversible = errors.New("the step cannot be taken back")
)

// Error tells how far a run got. Steps are named by their keys, in the order of the run.
type Error struct {
	Op      string    // apply or undo
	Done    []string  // done, or taken back, by this run or, on resuming, by one before
	Failed  []Failure // tried without success
	Skipped []string  // not begun, since the run ended or a step they need failed
	Err     error     // why the run ended where no step is to blame: the context or the journal; may be nil
}

// Failure is a step that failed.
type Failure struct {
	Key string
	Err error // never nil
	// Receipt is of a step that was done, or half done, without the journal taking it: the caller should keep it. Else nil.
	Receipt *Receipt
}

// Error returns what failed, a line each, and how much was done.
func (e *Error) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s: %d done, %d failed, %d not begun", e.Op, len(e.Done), len(e.Failed), len(e.Skipped))
	for _, f := range e.Failed {
		fmt.Fprintf(&b, "\n%s: %v", f.Key, f.Err)
	}
	if e.Err != nil {
		fmt.Fprintf(&b, "\n%v", e.Err)
	}
	return b.String()
}

// Unwrap returns the errors of the steps that failed, and Err.
func (e *Error) Unwrap() []error {
	out := make([]error, 0, len(e.Failed)+1)
	for _, f := range e.Failed {
		out = append(out, f.Err)
	}
	if e.Err != nil {
		out = append(out, e.Err)
	}
	return out
}

// orNil returns e as an error if the run was not a full success.
func (e *Error) orNil() error {
	if len(e.Failed) == 0 && len(e.Skipped) == 0 && e.Err == nil {
		return nil
	}
	return e
}
