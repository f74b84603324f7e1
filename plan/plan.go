package plan

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
)

// Verb says what kind of change a step makes.
type Verb string

// The verbs. Run is for what neither creates, changes nor removes: a message, a job, a look at something.
const (
	Create Verb = "create"
	Update Verb = "update"
	Delete Verb = "delete"
	Run    Verb = "run"
)

// Step is one change. Everything but the functions is shown, digested and stored; put no secret there.
type Step struct {
	Key     string `json:"key"`     // unique in the plan and the same whenever the same thing is planned: github/team/payments/ada
	Verb    Verb   `json:"verb"`    // one of the constants
	Summary string `json:"summary"` // one line for people
	Diff    string `json:"diff,omitempty"`
	// Needs are the keys of steps of the same plan that must be done before.
	Needs []string `json:"needs,omitempty"`
	// Reversible says that nothing of the step remains after Undo. It is false for a message sent; a step that has no
	// effect is reversible.
	Reversible bool `json:"reversible"`
	// Once says that doing the step twice does harm, so that an interrupted one must not simply be repeated.
	Once bool `json:"once,omitempty"`

	// Do makes the change. It succeeds when it finds it made. The receipt needs no Key, State or Time: Apply fills them
	// in. A receipt with an Undo that comes with an error is recorded too: it undoes what was done before the error.
	// An error that wraps ErrUnclear says that nobody knows whether the change was made.
	Do func(context.Context) (Receipt, error) `json:"-"`
	// Parts is called instead of Do, where it is set: for a change of several parts, each with its own effect. It keeps what
	// undoes them as it goes on, and begins with what an earlier attempt of the run has kept. Before it has kept something, it
	// must not have done anything: nothing of it remains then, and Once does not keep it from being called again.
	Parts func(context.Context, *Progress) (Receipt, error) `json:"-"`
	// Resume is called instead of Do when the journal says that an earlier attempt at this run did the step: to restore
	// what later steps need of it. Nil: nothing to restore.
	Resume func(context.Context, Receipt) error `json:"-"`
	// Observe tells whether a Once step that was interrupted has been done. Nil: nobody can, and Apply stops.
	Observe func(context.Context) (r Receipt, done bool, err error) `json:"-"`
	// Intent is written to the journal before Do, and handed to the Undoer when the step was interrupted. Nil: nothing to
	// undo then.
	Intent json.RawMessage `json:"-"`
}

// Plan is what will be done. The zero value is a plan to do nothing.
type Plan struct {
	Title string `json:"title,omitempty"`
	Steps []Step `json:"steps"`
}

// Validate reports every fault of the plan: keys missing or given twice, unknown verbs, needs that are no steps of it or go
// in a circle, and steps without Do. Apply calls it.
func (p *Plan) Validate() error {
	var errs []error
	keys := make(map[string]bool, len(p.Steps))
	for i := range p.Steps {
		s := &p.Steps[i]
		if keys[s.Key] {
			errs = append(errs, fmt.Errorf("step %d: key %q is taken", i+1, s.Key))
		}
		keys[s.Key] = true
		errs = append(errs, s.validate(i))
	}
	for i := range p.Steps {
		for _, need := range p.Steps[i].Needs {
			if !keys[need] {
				errs = append(errs, fmt.Errorf("step %q: needs %q, which is no step of the plan", p.Steps[i].Key, need))
			}
		}
	}
	if err := errors.Join(errs...); err != nil {
		return err
	}
	_, err := p.order()
	return err
}

func (s *Step) validate(index int) error {
	switch {
	case s.Key == "":
		return fmt.Errorf("step %d: no key", index+1)
	case s.Do == nil && s.Parts == nil:
		return fmt.Errorf("step %q: no Do", s.Key)
	}
	switch s.Verb {
	case Create, Update, Delete, Run:
		return nil
	}
	return fmt.Errorf("step %q: unknown verb %q", s.Key, s.Verb)
}

// order returns the indices of the steps so that each comes after its needs, and otherwise as planned.
func (p *Plan) order() ([]int, error) {
	o := orderer{plan: p, index: make(map[string]int, len(p.Steps)), state: make([]visit, len(p.Steps))}
	for i := range p.Steps {
		o.index[p.Steps[i].Key] = i
	}
	for i := range p.Steps {
		if err := o.visit(i); err != nil {
			return nil, err
		}
	}
	return o.out, nil
}

type visit uint8

const (
	unseen visit = iota
	underway
	placed
)

type orderer struct {
	plan  *Plan
	index map[string]int
	state []visit
	out   []int
}

func (o *orderer) visit(i int) error {
	switch o.state[i] {
	case placed:
		return nil
	case underway:
		return fmt.Errorf("step %q needs itself, by way of others", o.plan.Steps[i].Key)
	}
	o.state[i] = underway
	for _, need := range o.plan.Steps[i].Needs {
		if err := o.visit(o.index[need]); err != nil {
			return err
		}
	}
	o.state[i] = placed
	o.out = append(o.out, i)
	return nil
}
