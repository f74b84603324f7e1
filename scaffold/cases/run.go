package cases

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/goldenpath-go/goldenpath/internal/bounded"
	"github.com/goldenpath-go/goldenpath/scaffold"
	"github.com/goldenpath-go/goldenpath/scaffold/dialect"
	"github.com/goldenpath-go/goldenpath/scaffold/nunjucks"
	"github.com/goldenpath-go/goldenpath/source"
)

// run is a case's run in one dialect.
type run struct {
	runner   *Runner
	c        *Case
	template *scaffold.Template
	dialect  nunjucks.Dialect
	recorder *recorder
	result   *scaffold.Result // nil when it did not begin
	err      error            // why it failed
}

// Run runs a case, and compares or, with Update, writes its goldens. The error is that of the context, or of goldens that cannot
// be read or written; all else is in the outcome.
func (r *Runner) Run(ctx context.Context, c *Case) (*Outcome, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	o := &Outcome{Case: c}
	t, err := r.template(c)
	if err != nil {
		o.Problems = errorProblems(c, err)
		return o, nil
	}
	o.template = t
	if o.Problems = c.check(t, r); len(o.Problems) > 0 {
		return o, nil
	}
	var found [][]Problem // by dialect
	for i, d := range r.dialects(c) {
		x := r.run(ctx, c, t, d)
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		o.runs = append(o.runs, x)
		problems, updated, err := x.judge(r.Update != "" && i == 0)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", r.shown(c.Name), err)
		}
		found, o.Updated = append(found, problems), append(o.Updated, updated...)
	}
	o.merge(found)
	return o, nil
}

// merge takes the problems of several dialects: those that all have are said once, others with the dialect.
func (o *Outcome) merge(found [][]Problem) {
	for i, problems := range found {
		for _, p := range problems {
			common := true
			for _, others := range found {
				common = common && slices.Contains(others, p)
			}
			switch {
			case !common:
				p.Message = o.runs[i].dialect.String() + ": " + p.Message
			case i > 0:
				continue
			}
			o.Problems = append(o.Problems, p)
		}
	}
}

// errorProblems returns what is wrong with a template, by its places, or why it cannot be read.
func errorProblems(c *Case, err error) []Problem {
	var many source.Errors
	if !errors.As(err, &many) {
		return []Problem{{Pos: c.position(0), Message: err.Error()}}
	}
	var out []Problem
	for _, e := range many {
		out = append(out, Problem{Pos: e.Pos, Message: e.Err.Error()})
	}
	return out
}

// template reads the template of a case.
func (r *Runner) template(c *Case) (*scaffold.Template, error) {
	if c.fsys == nil {
		return nil, errors.New("the case was parsed, not loaded")
	}
	data, err := bounded.ReadFile(c.fsys, c.Template, maxSize)
	if err != nil {
		return nil, fmt.Errorf("the template cannot be read; name it if it is not ../../template.yaml, as in template: ../../go.yaml: %w", err)
	}
	return ParseTemplate(r.shown(c.Template), data)
}

// ParseTemplate reads the one template in a file that may hold other entities, too. Errors are those of scaffold.Parse.
func ParseTemplate(name string, data []byte) (*scaffold.Template, error) {
	if all, err := scaffold.ParseAll(name, data); err != nil || len(all) == 1 {
		return append(all, nil)[0], err
	}
	return scaffold.Parse(name, data) // which says what is wrong with none, or several
}

// run runs the case in one dialect.
func (r *Runner) run(ctx context.Context, c *Case, t *scaffold.Template, d nunjucks.Dialect) *run {
	x := &run{runner: r, c: c, template: t, dialect: d}
	x.recorder = &recorder{run: x, calls: make([][]*scaffold.Object, len(t.Steps))}
	runner := scaffold.Runner{
		Renderer: dialect.New(d, nil), Classic: d == nunjucks.Nunjucks3, Hear: x.recorder.hear,
		Actions: x.recorder.actions(), Environment: scaffold.Environment{Parameters: c.environment},
	}
	folder, err := fs.Sub(c.fsys, path.Dir(c.Template))
	if err != nil {
		x.err = err
		return x
	}
	x.result, x.err = runner.DryRun(ctx, t, scaffold.Request{
		Values: c.values.Object(), Secrets: c.secrets, Source: folder, User: c.user, TaskID: c.task, Defaults: c.defaults,
	})
	return x
}

// failure returns why the run failed, without the name of the temporary folder it ran in; empty when it did not fail.
func (x *run) failure() string {
	if x.err == nil {
		return ""
	}
	return x.recorder.stable(x.err.Error())
}

// messages returns the lines of the run's log.
func (x *run) messages() []string {
	var lines []string
	if x.result != nil {
		for _, line := range x.result.Log {
			lines = append(lines, x.recorder.stable(line.Message))
		}
	}
	return lines
}

// problems says why the run failed where nobody wanted it to.
func (x *run) problems() []Problem {
	var invalid *scaffold.ValidationError
	if !errors.As(x.err, &invalid) || invalid.Page < 0 {
		return []Problem{{Pos: x.failedAt(), Message: "the run failed: " + x.failure()}}
	}
	found := Faults(x.template, x.c.values, invalid)
	for i := range found {
		if found[i].Pos.File == "" {
			found[i].Pos = x.c.position(0)
		}
	}
	return found
}

// Faults returns what is wrong with values that a template does not take, each with the place of the value; secrets have none.
func Faults(t *scaffold.Template, v Values, invalid *scaffold.ValidationError) []Problem {
	where := fmt.Sprintf("parameters, page %d", invalid.Page+1)
	if invalid.Page >= 0 && t.Pages[invalid.Page].Text("title") != "" {
		where += ", " + t.Pages[invalid.Page].Text("title")
	}
	var out []Problem
	for _, f := range invalid.Faults {
		if invalid.Page < 0 {
			out = append(out, Problem{Message: f.Message})
			continue
		}
		name := pathText(f.Path)
		if name == "" {
			name = "the template"
		}
		out = append(out, Problem{Pos: v.Position(f.Path), Message: fmt.Sprintf("%s %s (%s)", name, f.Message, where)})
	}
	return out
}

// failedAt returns the place of the step that failed.
func (x *run) failedAt() source.Position {
	var failed *scaffold.StepError
	if errors.As(x.err, &failed) {
		for _, s := range x.template.Steps {
			if s.ID == failed.Step {
				return s.Pos
			}
		}
	}
	return source.Position{}
}

// stable returns a text without the name of the temporary folder that the run took place in.
func (r *recorder) stable(text string) string {
	if r.workspace == "" {
		return text
	}
	return strings.ReplaceAll(text, r.workspace, "$WORKSPACE")
}
