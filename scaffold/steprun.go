package scaffold

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"

	"github.com/goldenpath-go/goldenpath/plan"
)

// stepRun is one step of a run.
type stepRun struct {
	*execution
	step   *Step
	result *StepResult
	calls  calls
}

// run runs the step as Backstage does: condition, action, input, then each iteration.
func (s *stepRun) run(ctx context.Context) error {
	s.say(s.step.ID, Processing, "Beginning step %s", s.step.Name)
	if !s.begins(ctx) {
		s.say(s.step.ID, Skipped, "Skipping step %s because its if condition was false", s.step.ID)
		return nil
	}
	action := s.runner.action(s.step.Action)
	switch {
	case action == nil && s.runner.PassUnknown:
		s.say(s.step.ID, Skipped, "Skipping because nobody registered %s", s.step.Action)
		return nil
	case action == nil:
		return Errorf(ErrNotFound, "Template action with ID '%s' is not registered. See https://backstage.io/docs/features/software-templates/builtin-actions/ on how to add a new action module.", s.step.Action)
	}
	if err := s.act(ctx, action); err != nil {
		return err
	}
	if s.result.Status == Completed {
		s.say(s.step.ID, Completed, "Finished step %s", s.step.Name)
	}
	return nil
}

// begins evaluates the step's condition. That of a step with each is looked at for each iteration, unless it is the literal
// false. After a failure only steps that ask for always() or failure() go on.
func (s *stepRun) begins(ctx context.Context) bool {
	if isUndefined(s.step.If) || s.perIteration() {
		return s.failed == nil && s.step.If != false
	}
	return s.passes(ctx, s.scope(false, nil))
}

// perIteration tells whether the condition belongs to the iterations.
func (s *stepRun) perIteration() bool {
	return !isUndefined(s.step.Each) && !s.runner.Classic
}

// passes evaluates the condition in a scope.
func (s *stepRun) passes(ctx context.Context, in *scope) bool {
	passes := true
	if !isUndefined(s.step.If) {
		passes = condition(in.render(ctx, s.step.If))
	}
	return passes && (s.failed == nil || in.asked)
}

// iteration is one call of the action.
type iteration struct {
	index int
	each  *Object // nil for a step without each
	label string  // [key]
	input *Object
}

func (s *stepRun) act(ctx context.Context, a *Action) error {
	s.result.Input = s.log.redactValue(s.renderInput(ctx, s.maskedScope()))
	if s.dryRun {
		s.say(s.step.ID, "", "Running %s in dry-run mode with inputs (secrets redacted): %s", a.ID, JSON(s.result.Input, "  "))
		if !a.DryRun {
			s.say(s.step.ID, Skipped, "Skipping because %s does not support dry-run", a.ID)
			s.finish(Skipped, a.example())
			return nil
		}
	}
	iterations, err := s.iterations(ctx, a)
	if err != nil {
		return err
	}
	for _, it := range iterations {
		if err := a.checkInput(it.input, it.label); err != nil {
			return err
		}
	}
	if a.Run == nil {
		return Errorf(ErrNotFound, "action %s is known by its schema only, and cannot be run here", a.ID)
	}
	return s.iterate(ctx, a, iterations)
}

// input renders the input of the step.
func (s *stepRun) input(ctx context.Context, each *Object) *Object {
	return s.renderInput(ctx, s.scope(true, each))
}

func (s *stepRun) renderInput(ctx context.Context, in *scope) *Object {
	in.note = func(text string, err error) {
		s.log.add(LogLine{Step: s.step.ID, Level: -4, Message: "left as it is: " + text + ": " + err.Error()})
	}
	o, _ := in.render(ctx, s.step.Input).(*Object)
	if o == nil {
		return &Object{}
	}
	return o
}

// iterations renders each, and the input of each iteration.
func (s *stepRun) iterations(ctx context.Context, a *Action) ([]iteration, error) {
	if isUndefined(s.step.Each) {
		return []iteration{{input: s.input(ctx, nil)}}, nil
	}
	over := s.scope(true, nil).render(ctx, s.step.Each)
	entries, err := s.entries(a, over)
	if err != nil {
		return nil, err
	}
	var out []iteration
	for key, value := range entries.All() {
		if value == nil && s.runner.Classic {
			return nil, Errorf(ErrTemplate, "Cannot read properties of null (reading 'toString')")
		}
		each := NewObject("key", key, "value", value)
		out = append(out, iteration{index: len(out), each: each, label: "[" + key + "]", input: s.input(ctx, each)})
	}
	return out, nil
}

// entries returns what a step is done for, by key: an index or a name. Scaffolder-backend 3.x took whatever was true, and found
// the characters of strings and nothing in other scalars.
func (s *stepRun) entries(a *Action, over any) (*Object, error) {
	o := &Object{}
	switch over := over.(type) {
	case *Object:
		return over, nil
	case []any:
		for i, value := range over {
			o.Set(strconv.Itoa(i), value)
		}
		return o, nil
	case string:
		for _, r := range over {
			if s.runner.Classic {
				o.Set(strconv.Itoa(o.Len()), string(r))
			}
		}
	}
	switch {
	case !truthy(over):
		return nil, Errorf(ErrInput, `Invalid value on action %s.each parameter, "%s" cannot be resolved to a value`, a.ID, display(s.step.Each))
	case s.runner.Classic:
		return o, nil
	}
	return nil, Errorf(ErrInput, "Invalid value on action %s.each parameter, must resolve to an array or object", a.ID)
}

// iterate calls the action for each iteration, and collects the outputs: as they are, or as lists over the iterations.
func (s *stepRun) iterate(ctx context.Context, a *Action, iterations []iteration) error {
	outputs := &Object{}
	for _, it := range iterations {
		if it.each != nil && s.perIteration() && !s.passes(ctx, s.scope(true, it.each)) {
			s.say(s.step.ID, "", "Skipping step each: %s", eachLabel(it.each))
			continue
		}
		if it.each != nil {
			s.say(s.step.ID, "", "Running step each: %s", eachLabel(it.each))
		}
		out, err := s.call(ctx, a, it)
		if err != nil {
			return err
		}
		collect(outputs, out, it.each != nil)
	}
	s.finish(Completed, outputs)
	return nil
}

// call calls the action once, unless an earlier attempt at the step has done what must not be repeated.
func (s *stepRun) call(ctx context.Context, a *Action, it iteration) (*Object, error) {
	record, keep := s.calls.begin(it.index)
	if record.unclear() {
		if err := s.decide(ctx, &record); err != nil {
			return nil, err
		}
		if err := keep(record); err != nil {
			return nil, err
		}
	}
	if record.Output != nil {
		return outputsOf(record.Output)
	}
	c := &Call{
		Input: it.input, Secrets: s.request.Secrets, Workspace: s.workspace, Source: s.request.Source, Template: s.templateRef(), Entity: s.template.Entity,
		TaskID: s.request.TaskID, User: s.request.User, DryRun: s.dryRun, Renderer: s.runner.Renderer, Log: s.logger(s.step.ID),
		outputs: &Object{}, record: record,
	}
	c.keep = func(record called) error {
		if text := string(record.Undo); s.log.redact(text) != text {
			return errors.New("it would hold a secret; pass credentials to the action itself")
		}
		return keep(record)
	}
	err := s.mark(a, c)
	if err == nil {
		err = a.Run(ctx, c)
	}
	if err != nil && ctx.Err() != nil && c.record.unclear() {
		err = errors.Join(plan.ErrUnclear, err)
	}
	if err = errors.Join(err, c.end(err, s.shown(c.outputs))); err != nil {
		return nil, s.hide(err)
	}
	return c.outputs, nil
}

// decide asks what became of a call that was interrupted, and changes its record accordingly.
func (s *stepRun) decide(ctx context.Context, record *called) error {
	if s.runner.Unclear == nil {
		return plan.ErrUnclear
	}
	done, err := s.runner.Unclear(ctx, s.step.ID)
	if err != nil {
		return err
	}
	if record.Once = false; done {
		record.Output, record.Lost = json.RawMessage(`{}`), true
	}
	return nil
}

// mark journals that an action is about to be called that must not be called twice, or cannot be undone.
func (s *stepRun) mark(a *Action, c *Call) error {
	switch {
	case s.dryRun, c.record.Undo != nil:
		return nil
	case a.Once:
		return c.Once()
	case a.Effect && a.Undo == nil:
		return c.keep(c.record)
	}
	return nil
}

// shown returns outputs as they may be kept.
func (e *execution) shown(outputs *Object) string { return e.log.redact(JSON(outputs, "")) }

// outputsOf returns outputs that were kept.
func outputsOf(kept []byte) (*Object, error) {
	value, err := ParseJSON(kept)
	if err != nil {
		return nil, fmt.Errorf("outputs of an earlier attempt: %w", err)
	}
	o, _ := value.(*Object)
	return o, nil
}

// templateRef returns the reference that what was made is marked with. A dry run has a name of its own in Backstage.
func (s *stepRun) templateRef() string {
	if s.dryRun {
		return "template:default/dry-run"
	}
	return s.template.Ref()
}

// hide returns err, without secrets in its text.
func (s *stepRun) hide(err error) error {
	if text := s.log.redact(err.Error()); text != err.Error() {
		return &classed{err: errors.New(text), class: classOf(err)}
	}
	return err
}

// classOf returns the class of an error, or another error where it has none.
func classOf(err error) error {
	for _, class := range []error{ErrInput, ErrNotAllowed, ErrNotFound, ErrConflict, ErrTemplate, ErrRender, plan.ErrUnclear} {
		if errors.Is(err, class) {
			return class
		}
	}
	return errAction
}

var errAction = errors.New("the action failed")

func eachLabel(each *Object) string {
	return JSON(NewObject("key", each.Get("key"), "value", display(each.Get("value"))), "")
}

// collect adds the outputs of one call to those of the step.
func collect(outputs, of *Object, list bool) {
	for name, value := range of.All() {
		if list {
			items, _ := outputs.Get(name).([]any)
			value = append(items, value)
		}
		outputs.Set(name, value)
	}
}

// finish sets the step's status and its outputs, which later steps see.
func (s *stepRun) finish(status Status, outputs *Object) {
	s.result.Status, s.result.Output = status, outputs
	s.steps.Set(s.step.ID, NewObject("output", outputs))
}
