package templatesconf

import (
	"context"
	"fmt"
	"strings"

	"github.com/goldenpath-go/goldenpath/scaffold"
	catalogaction "github.com/goldenpath-go/goldenpath/scaffold/action/catalog"
	"github.com/goldenpath-go/goldenpath/scaffold/action/debug"
	"github.com/goldenpath-go/goldenpath/scaffold/action/fetch"
	fsaction "github.com/goldenpath-go/goldenpath/scaffold/action/fs"
	"github.com/goldenpath-go/goldenpath/scaffold/dialect"
	"github.com/goldenpath-go/goldenpath/scaffold/known"
	"github.com/goldenpath-go/goldenpath/scaffold/nunjucks"
)

// world says which actions there are when templates are run.
type world string

const (
	// stock has the actions of a Backstage with its modules: those that work offline are real, the others cannot be dry-run.
	stock world = "stock"
	// local has every action that a template asks for: the real ones that work offline, and for all others what takes anything
	// and answers an example.
	local world = "local"
	// open has every action that a template asks for. None is real: all take anything, and answer an example.
	open world = "open"
	// strict is as open, but known actions check their input.
	strict world = "strict"
	// parse is where templates are that cannot be read: nothing is run.
	parse world = "parse"
)

func worlds() []world { return []world{stock, local, open, strict} }

// taskID is that of all runs.
const taskID = "dry-run-sample"

// unknownOutput is what actions answer of whose output nothing is known.
func unknownOutput() *scaffold.Object {
	item := scaffold.NewObject("name", "sample", "value", 1)
	return scaffold.NewObject("result", []any{item}, "path", "sample.yaml", "content", "sample: 1\n")
}

// recorder notes with what actions are called, by step.
type recorder struct {
	step   string
	inputs map[string][]any
}

// hear follows the log, which says which step is being run.
func (r *recorder) hear(line scaffold.LogLine) {
	if line.Status == scaffold.Processing {
		r.step = line.Step
	}
}

// stand returns an action that stands for another.
func (r *recorder) stand(id string, input []byte, output *scaffold.Object) *scaffold.Action {
	return &scaffold.Action{ID: id, Input: input, DryRun: true, Run: func(_ context.Context, c *scaffold.Call) error {
		r.inputs[r.step] = append(r.inputs[r.step], c.Input)
		for name, v := range output.All() {
			c.Output(name, v)
		}
		return nil
	}}
}

// runner returns what runs a template in a world.
func (r *recorder) runner(d nunjucks.Dialect, w world, t *scaffold.Template, examples map[string]*scaffold.Object) *scaffold.Runner {
	out := &scaffold.Runner{Renderer: dialect.New(d, nil), Classic: d == nunjucks.Nunjucks3, Hear: r.hear}
	if w == stock {
		out.Actions = append(known.Actions(), offline()...)
		return out
	}
	for _, s := range t.Steps {
		if _, known := examples[s.Action]; !known {
			out.Actions = append(out.Actions, r.stand(s.Action, nil, unknownOutput()))
		}
	}
	for _, a := range known.Actions() {
		schema := a.Input
		if w != strict {
			schema = nil
		}
		out.Actions = append(out.Actions, r.stand(a.ID, schema, examples[a.ID]))
	}
	if w == local {
		out.Actions = append(out.Actions, offline()...)
	}
	return out
}

// offline returns the real actions that need nobody else.
func offline() []*scaffold.Action {
	out := fetch.Actions(everywhere{})
	out = append(out, fsaction.Actions()...)
	out = append(out, debug.Actions()...)
	return append(out, catalogaction.Actions(catalogaction.Services{Reader: everywhere{}})...)
}

// exampleOutputs returns what known actions answer in a dry run that they do not take part in.
func exampleOutputs(ctx context.Context) (map[string]*scaffold.Object, error) {
	actions := known.Actions()
	var b strings.Builder
	b.WriteString("apiVersion: " + scaffold.APIVersion + "\nkind: Template\nmetadata: {name: all}\nspec:\n  type: all\n  steps:\n")
	for _, a := range actions {
		fmt.Fprintf(&b, "    - {action: %q}\n", a.ID)
	}
	t, err := scaffold.Parse("all.yaml", []byte(b.String()))
	if err != nil {
		return nil, err
	}
	runner := scaffold.Runner{Renderer: dialect.New(nunjucks.Backstage4, nil), Actions: actions}
	result, err := runner.DryRun(ctx, t, scaffold.Request{})
	if err != nil {
		return nil, err
	}
	out := map[string]*scaffold.Object{}
	for _, s := range result.Steps {
		out[s.Action] = s.Output
	}
	return out, nil
}
