package scaffold

import (
	"context"
	"fmt"
	"io/fs"
	"os"
)

// Runner runs templates. It is not changed by running one, and may be used by several goroutines.
type Runner struct {
	Renderer Renderer  // required
	Actions  []*Action // the later of two with one id counts
	// Environment is what the scaffolder's configuration gives to every template.
	Environment Environment
	// PassUnknown says that steps with actions nobody registered are skipped, with a line in the log. False: they fail.
	PassUnknown bool
	// Classic runs steps as scaffolder-backend 3.x did: conditions of steps with each are evaluated once, and without each;
	// conditions in the output are not looked at.
	Classic bool
	// Unclear is asked whether a step did what must not be done twice, such as sending a message, when the process died before
	// anybody knew. Nil: the step fails with plan.ErrUnclear.
	Unclear func(ctx context.Context, step string) (done bool, err error)
	// Hear is told each line of the log as it is written. Nil: nobody is.
	Hear func(LogLine)
}

// Environment is what templates see as environment.
type Environment struct {
	Parameters *Object
	Secrets    map[string]string // seen only where secrets are, and not in a dry run
}

// User is who runs a template. The zero value is nobody in particular.
type User struct {
	Ref    string  // entity reference
	Entity *Object // nil: unknown
}

// Request is one run of a template.
type Request struct {
	Values   any               // of the parameters: what ValueOf makes an object of
	Secrets  map[string]string // by name
	Source   fs.FS             // the template's folder; nil: relative URLs cannot be read
	User     User
	TaskID   string // context.task.id; must differ between runs that are compared by it
	Defaults bool   // fill in the defaults of the parameters, as Backstage's form does and its backend does not
}

// Result is what a run made.
type Result struct {
	Steps  []StepResult
	Output *Object // rendered; never nil
	Files  []File  // of the workspace, sorted by path; folders and links too
	Log    []LogLine
}

// StepResult is what became of a step.
type StepResult struct {
	ID, Name, Action string
	Status           Status
	Input            any      // as rendered, secrets hidden; nil when it was not reached
	Output           *Object  // nil when the step did not run
	Changes          []Change // of the workspace
	Err              error    // nil unless the step failed
}

// DryRun runs a template in a workspace of its own, which is removed at the end, and without effects elsewhere: actions that
// know no dry run are skipped, and their outputs are examples made from their schemas. Of a run that fails, what was made up
// to there is returned too, and the error is a *StepError, a *ValidationError, or says that the template cannot be run.
func (r *Runner) DryRun(ctx context.Context, t *Template, req Request) (*Result, error) {
	dir, err := os.MkdirTemp("", "dry-run-")
	if err != nil {
		return nil, fmt.Errorf("make workspace: %w", err)
	}
	defer func() { _ = os.RemoveAll(dir) }()
	e, err := r.begin(t, req)
	if err != nil {
		return nil, err
	}
	if e.workspace, err = OpenWorkspace(dir); err != nil {
		return nil, fmt.Errorf("open workspace: %w", err)
	}
	defer func() { _ = e.workspace.Close() }()
	e.dryRun = true
	e.log.add(LogLine{Message: fmt.Sprintf("Starting up task with %d steps", len(t.Steps)+1)})
	for i := range t.Steps {
		before, err := e.workspace.Files()
		if err != nil {
			return nil, err
		}
		e.step(ctx, i, calls{})
		after, err := e.workspace.Files()
		if err != nil {
			return nil, err
		}
		e.results[i].Changes = changes(before, after)
	}
	files, err := e.workspace.Files()
	if err != nil {
		return nil, err
	}
	return e.result(ctx, files)
}

// begin checks the request.
func (r *Runner) begin(t *Template, req Request) (*execution, error) {
	values, ok := ValueOf(req.Values).(*Object)
	if req.Values == nil {
		values, ok = &Object{}, true
	}
	if !ok {
		return nil, Errorf(ErrInput, "values are no object")
	}
	if req.Defaults {
		values = t.Defaults(values)
	}
	if err := t.Validate(values); err != nil {
		return nil, err
	}
	if err := t.ValidateSecrets(req.Secrets); err != nil {
		return nil, err
	}
	e := &execution{
		runner: r, template: t, request: req, values: values, steps: &Object{},
		log: newLog(r.Hear, req.Secrets, r.Environment.Secrets),
	}
	for _, s := range t.Steps {
		e.results = append(e.results, StepResult{ID: s.ID, Name: s.Name, Action: s.Action, Status: Skipped})
	}
	return e, nil
}

// action returns the action called id, or nil.
func (r *Runner) action(id string) *Action {
	for i := len(r.Actions) - 1; i >= 0; i-- {
		if r.Actions[i].ID == id {
			return r.Actions[i]
		}
	}
	return nil
}
