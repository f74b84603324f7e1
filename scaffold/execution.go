package scaffold

import (
	"context"
	"fmt"
	"log/slog"
	"maps"
	"slices"
)

// execution is one run of a template.
type execution struct {
	runner    *Runner
	template  *Template
	request   Request
	values    *Object
	workspace *Workspace
	dryRun    bool
	log       *runLog
	steps     *Object // id → {output}
	results   []StepResult
	failed    error // of the first step that failed
}

// step runs one step, of which earlier attempts have made these calls. It returns all calls.
func (e *execution) step(ctx context.Context, i int, earlier calls) []called {
	s := &stepRun{execution: e, step: &e.template.Steps[i], result: &e.results[i], calls: earlier}
	if err := ctx.Err(); err != nil && e.failed == nil {
		e.failed = err
	}
	err := s.run(ctx)
	if err == nil {
		return s.calls.list
	}
	s.result.Status = Failed
	s.result.Err = &StepError{Step: s.step.ID, Action: s.step.Action, Input: s.result.Input, Log: e.log.all(), Err: err}
	e.say(s.step.ID, Failed, "%v", err)
	if e.failed == nil {
		e.failed = s.result.Err
	}
	return s.calls.list
}

func (e *execution) say(step string, status Status, format string, args ...any) {
	e.log.add(LogLine{Step: step, Status: status, Message: fmt.Sprintf(format, args...)})
}

// scope returns what expressions see. Secrets are seen in inputs and in each only; each is nil outside of iterations.
func (e *execution) scope(secrets bool, each *Object) *scope {
	user, environment := &Object{}, NewObject("parameters", &Object{}, "secrets", &Object{})
	if e.request.User.Entity != nil {
		user.Set("entity", e.request.User.Entity)
	}
	if e.request.User.Ref != "" {
		user.Set("ref", e.request.User.Ref)
	}
	if p := e.runner.Environment.Parameters; p != nil {
		environment.Set("parameters", p)
	}
	values := NewObject(
		"parameters", e.values, "steps", e.steps, "user", user, "environment", environment,
		"context", NewObject("task", NewObject("id", e.request.TaskID)),
	)
	if secrets {
		values.Set("secrets", ValueOf(anyMap(e.request.Secrets)))
	}
	if secrets && !e.dryRun {
		environment.Set("secrets", ValueOf(anyMap(e.runner.Environment.Secrets)))
	}
	if each != nil {
		values.Set("each", each)
	}
	in := &scope{renderer: e.runner.Renderer, values: values}
	if !e.runner.Classic {
		in.functions = map[string]func() any{
			"always":  func() any { in.asked = true; return true },
			"failure": func() any { in.asked = true; return e.failed != nil },
		}
	}
	return in
}

// maskedScope is what expressions see when their value is shown only: *** is in the place of each secret, as in Backstage's dry run,
// so that nothing shows that was computed from one.
func (e *execution) maskedScope() *scope {
	in := e.scope(false, nil)
	in.values.Set("secrets", masked(e.request.Secrets))
	in.values.Object("environment").Set("secrets", masked(e.runner.Environment.Secrets))
	return in
}

func masked(secrets map[string]string) *Object {
	o := &Object{}
	for _, name := range slices.Sorted(maps.Keys(secrets)) {
		o.Set(name, hidden)
	}
	return o
}

func anyMap(m map[string]string) map[string]any {
	out := make(map[string]any, len(m))
	for name, value := range m {
		out[name] = value
	}
	return out
}

// result renders the output and collects what the run made, in these files.
func (e *execution) result(ctx context.Context, files []File) (*Result, error) {
	r := &Result{Steps: e.results, Output: &Object{}, Files: files}
	if e.failed == nil {
		r.Output = e.output(ctx)
	}
	r.Log = e.log.all()
	return r, e.failed
}

// output renders the output of the template. Links and texts whose condition is false are left out.
func (e *execution) output(ctx context.Context) *Object {
	rendered, _ := e.scope(false, nil).render(ctx, e.template.Output).(*Object)
	if rendered == nil {
		return &Object{}
	}
	for _, name := range []string{"links", "text"} {
		if items, ok := rendered.Get(name).([]any); ok && !e.runner.Classic {
			rendered.Set(name, wanted(items))
		}
	}
	return rendered
}

// wanted returns the items without those whose if is false, and without the if.
func wanted(items []any) []any {
	out := []any{}
	for _, item := range items {
		o, _ := item.(*Object)
		if v, there := o.Lookup("if"); there && !condition(v) {
			continue
		}
		if o != nil {
			o.Delete("if")
		}
		out = append(out, item)
	}
	return out
}

// logger returns what an action logs to.
func (e *execution) logger(step string) *slog.Logger {
	return slog.New(stepHandler{log: e.log, step: step})
}
