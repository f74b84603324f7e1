package scaffold

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/goldenpath-go/goldenpath/plan"
)

// Run is a run of a template that was planned, and perhaps applied.
type Run struct {
	// Plan has a step for each of the template's, without those whose condition is false already. Its diffs are the inputs,
	// as far as they are known.
	Plan *plan.Plan

	exec *execution
	dir  string
}

// Plan plans a run and changes nothing. The folder dir belongs to this run alone: Apply makes the workspace in it, and beside it
// keeps the states that undoing and resuming go back to. To resume a run that was interrupted, plan it again with the same
// dir and apply it to the same journal.
func (r *Runner) Plan(ctx context.Context, t *Template, req Request, dir string) (*Run, error) {
	e, err := r.begin(t, req)
	if err != nil {
		return nil, err
	}
	run := &Run{Plan: &plan.Plan{Title: t.Title}, exec: e, dir: dir}
	for i := range t.Steps {
		s := &stepRun{execution: e, step: &t.Steps[i], result: &e.results[i]}
		if step, ok := run.plan(ctx, s, i); ok {
			run.Plan.Steps = append(run.Plan.Steps, step)
		}
	}
	return run, nil
}

// plan returns the step of the plan, false if it will not be done.
func (x *Run) plan(ctx context.Context, s *stepRun, i int) (plan.Step, bool) {
	if s.neverPasses(ctx) {
		return plan.Step{}, false
	}
	p := plan.Step{
		Key: fmt.Sprintf("%02d/%s", i+1, s.step.ID), Verb: plan.Run, Summary: s.step.Name, Reversible: true,
		Diff: JSON(s.log.redactValue(s.preview(ctx, s.step.Input)), "  "),
	}
	if s.step.Name != s.step.Action {
		p.Summary += " (" + s.step.Action + ")"
	}
	if text, ok := s.step.If.(string); ok {
		p.Summary += ", if " + text
	}
	if a := s.runner.action(s.step.Action); a != nil {
		p.Once = a.Once
		if a.Effect {
			p.Verb, p.Reversible = plan.Create, a.Undo != nil
		}
	}
	p.Parts = func(ctx context.Context, progress *plan.Progress) (plan.Receipt, error) {
		return x.do(ctx, i, progress)
	}
	p.Resume = func(_ context.Context, r plan.Receipt) error { return x.resume(i, r) }
	intent := undoData{Step: i, Action: s.step.Action}
	p.Intent = intent.json()
	return p, true
}

// neverPasses tells whether the condition is false whatever earlier steps do.
func (s *stepRun) neverPasses(ctx context.Context) bool {
	text, isText := s.step.If.(string)
	switch {
	case s.step.If == false:
		return true
	case !isText, s.perIteration(), isLater(text), strings.Contains(text, "always"), strings.Contains(text, "failure"):
		return false
	}
	return !s.passes(ctx, s.scope(false, nil))
}

// isLater tells whether a text may depend on what steps do.
func isLater(text string) bool {
	return strings.Contains(text, "steps") || strings.Contains(text, "each")
}

// preview renders what is known of an input.
func (s *stepRun) preview(ctx context.Context, v any) any {
	switch v := v.(type) {
	case string:
		if strings.Contains(v, "{{") && isLater(v) {
			return "(known later) " + v
		}
	case *Object:
		o := &Object{}
		for name, value := range v.All() {
			o.Set(name, s.preview(ctx, value))
		}
		return o
	case []any:
		items := make([]any, len(v))
		for i, item := range v {
			items[i] = s.preview(ctx, item)
		}
		return items
	}
	return s.scope(true, nil).render(ctx, v)
}

// Apply does what was planned. A step that fails does not keep those from running whose condition asks for always() or
// failure(); all others are skipped. The error is that of plan.Apply.
func (x *Run) Apply(ctx context.Context, j plan.Journal, o *plan.Options) error {
	options := plan.Options{}
	if o != nil {
		options = *o
	}
	options.KeepGoing, options.Workers = true, 1 // the steps share a workspace, and what one returns the next may ask for
	return plan.Apply(ctx, x.Plan, j, &options)
}

// Result returns what the run has made, after Apply; of one that was taken back it has no files. Close the run then.
func (x *Run) Result(ctx context.Context) (*Result, error) {
	var files []File
	if _, err := os.Stat(filepath.Join(x.dir, workspaceName)); err == nil {
		if err := x.open(); err != nil {
			return nil, err
		}
		if files, err = x.exec.workspace.Files(); err != nil {
			return nil, err
		}
	}
	return x.exec.result(ctx, files)
}

// Close frees what the run holds open. The workspace stays.
func (x *Run) Close() error {
	if x.exec.workspace == nil {
		return nil
	}
	err := x.exec.workspace.Close()
	x.exec.workspace = nil
	return err
}

// open makes and opens the workspace.
func (x *Run) open() error {
	if x.exec.workspace != nil {
		return nil
	}
	w, err := workspaceIn(x.dir)
	if err != nil {
		return err
	}
	x.exec.workspace = w
	return nil
}

// workspaceName is the folder of the workspace in that of a run.
const workspaceName = "workspace"

func workspaceIn(dir string) (*Workspace, error) {
	name := filepath.Join(dir, workspaceName)
	if err := os.MkdirAll(name, 0o755); err != nil {
		return nil, fmt.Errorf("make workspace: %w", err)
	}
	return OpenWorkspace(name)
}

// do runs a step. The workspace is kept as it was before, or brought back to that if an attempt was interrupted.
func (x *Run) do(ctx context.Context, i int, p *plan.Progress) (plan.Receipt, error) {
	if err := x.open(); err != nil {
		return plan.Receipt{}, err
	}
	s := &x.exec.template.Steps[i]
	if text, _ := s.If.(string); x.exec.failed != nil && !strings.Contains(text, "always") && !strings.Contains(text, "failure") {
		return plan.Receipt{}, plan.ErrSkipped
	}
	if err := keepOrRestore(x.exec.workspace, stateFile(x.dir, i)); err != nil {
		return plan.Receipt{}, fmt.Errorf("keep the workspace as it is: %w", err)
	}
	data := undoData{Step: i, Action: s.Action}
	if p.Undo != nil {
		if err := json.Unmarshal(p.Undo, &data); err != nil {
			return plan.Receipt{}, fmt.Errorf("what an earlier attempt kept: %w", err)
		}
	}
	data.Calls = x.exec.step(ctx, i, calls{list: data.Calls, keep: func(list []called) error {
		return p.Keep(undoData{Step: i, Action: s.Action, Calls: list}.json())
	}})
	receipt := plan.Receipt{Undo: data.json()}
	result := &x.exec.results[i]
	receipt.Outputs = map[string]any{"status": result.Status, "output": x.exec.shown(result.Output)}
	return receipt, result.Err
}

// resume takes over what an earlier attempt did.
func (x *Run) resume(i int, r plan.Receipt) (err error) {
	defer func() {
		if err != nil && x.exec.failed == nil {
			x.exec.failed = err
		}
	}()
	if err := x.open(); err != nil {
		return err
	}
	text, _ := r.Outputs["output"].(string)
	output, err := outputsOf([]byte(text))
	if err != nil {
		return err
	}
	result := &x.exec.results[i]
	status, _ := r.Outputs["status"].(string)
	if result.Status = Status(status); output != nil {
		result.Output = output
		x.exec.steps.Set(result.ID, NewObject("output", output))
	}
	return nil
}

// undoData is what undoes a step.
type undoData struct {
	Step   int      `json:"step"`
	Action string   `json:"action"`
	Calls  []called `json:"calls,omitempty"`
}

func (d undoData) json() json.RawMessage {
	raw, err := json.Marshal(d)
	if err != nil {
		return nil // it is JSON already
	}
	return raw
}
