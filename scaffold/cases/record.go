package cases

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"strings"

	"github.com/goldenpath-go/goldenpath/scaffold"
	"github.com/goldenpath-go/goldenpath/scaffold/action/catalog"
	"github.com/goldenpath-go/goldenpath/scaffold/action/debug"
	"github.com/goldenpath-go/goldenpath/scaffold/action/fetch"
	fsaction "github.com/goldenpath-go/goldenpath/scaffold/action/fs"
)

// recorder stands before the actions of a run: it notes what they are given, and takes the place of those that are mocked.
type recorder struct {
	run       *run
	begun     int                  // steps of which the log has told
	calls     [][]*scaffold.Object // inputs by step
	workspace string
	missing   []string // steps whose action can neither run nor is mocked
	unmapped  []string // URLs that nothing is given for
}

// hear counts the steps: the log tells of each before anything of it happens.
func (r *recorder) hear(line scaffold.LogLine) {
	if line.Status == scaffold.Processing {
		r.begun++
	}
}

// step returns the step that is running.
func (r *recorder) step() *scaffold.Step { return &r.run.template.Steps[r.begun-1] }

// actions returns an action for each that the template names.
func (r *recorder) actions() []*scaffold.Action {
	local := r.local()
	seen := map[string]bool{}
	var out []*scaffold.Action
	for _, s := range r.run.template.Steps {
		if seen[s.Action] {
			continue
		}
		seen[s.Action] = true
		own := find(local, s.Action)
		a := &scaffold.Action{ID: s.Action, DryRun: true, Run: r.instead(own)}
		if known := r.known(local, s.Action); known != nil {
			a.Input, a.Output = known.Input, known.Output
		}
		out = append(out, a)
	}
	return out
}

// local returns the actions that run.
func (r *recorder) local() []*scaffold.Action {
	all := fetch.Actions(reader{r})
	all = append(all, fsaction.Actions()...)
	all = append(all, debug.Actions()...)
	all = append(all, catalog.Actions(catalog.Services{Reader: entities(r.run.c.entities)})...)
	return append(all, r.run.runner.Actions...)
}

func (r *recorder) known(local []*scaffold.Action, id string) *scaffold.Action {
	if a := find(local, id); a != nil {
		return a
	}
	return find(r.run.runner.Known, id)
}

// find returns the last action called id, or nil.
func find(all []*scaffold.Action, id string) *scaffold.Action {
	for i := len(all) - 1; i >= 0; i-- {
		if all[i].ID == id {
			return all[i]
		}
	}
	return nil
}

// instead returns what runs in the place of an action, which may be nil.
func (r *recorder) instead(own *scaffold.Action) func(context.Context, *scaffold.Call) error {
	return func(ctx context.Context, c *scaffold.Call) error {
		s := r.step()
		r.workspace = c.Workspace.Name()
		input, _ := mapTexts(c.Input, r.stable).(*scaffold.Object)
		r.calls[r.begun-1] = append(r.calls[r.begun-1], input)
		c.Template = r.run.template.Ref() // a dry run has a name of its own, which no file that is made for good has
		m := r.run.c.mock(s)
		switch {
		case m != nil:
			return r.mocked(m, s, c)
		case s.Action == "debug:wait":
			return nil // takes time, and does nothing
		case own == nil || own.Run == nil || !own.DryRun:
			r.missing = append(r.missing, s.ID)
			return fmt.Errorf("action %s does not run in tests, and is not mocked", s.Action)
		}
		return own.Run(ctx, c)
	}
}

// mock returns what stands for the action of a step, or nil: what is said of the step goes before what is said of the action.
func (c *Case) mock(s *scaffold.Step) *mock {
	var found *mock
	for _, m := range c.mocks {
		switch m.name {
		case s.ID:
			return m
		case s.Action:
			found = m
		}
	}
	return found
}

// mocked does what the mock does.
func (r *recorder) mocked(m *mock, s *scaffold.Step, c *scaffold.Call) error {
	outputs := m.outputs
	if m.invent {
		outputs = invented(r.known(r.local(), s.Action).Output)
	}
	for name, value := range outputs.All() {
		c.Output(name, value)
	}
	if m.files != "" {
		if err := copyTree(r.run.c.fsys, m.files, c.Workspace); err != nil {
			return err
		}
	}
	if m.err != "" {
		return errors.New(m.err)
	}
	return nil
}

// invented returns outputs as a schema describes them: texts have their names, all else is zero.
func invented(schema []byte) *scaffold.Object {
	out := &scaffold.Object{}
	value, err := scaffold.ParseJSON(schema)
	o, _ := value.(*scaffold.Object)
	if err != nil {
		return out
	}
	for name, property := range o.Object("properties").All() {
		p, _ := property.(*scaffold.Object)
		switch p.Get("type") {
		case "number", "integer":
			out.Set(name, 0.0)
		case "boolean":
			out.Set(name, false)
		case "array":
			out.Set(name, []any{})
		case "object":
			out.Set(name, &scaffold.Object{})
		default:
			out.Set(name, "<"+name+">")
		}
	}
	return out
}

// copyTree copies a folder into a workspace.
func copyTree(fsys fs.FS, folder string, w *scaffold.Workspace) error {
	files, err := readTree(fsys, folder)
	if err != nil {
		return fmt.Errorf("files of a mock: %w", err)
	}
	for _, f := range files {
		if err := put(w, f); err != nil {
			return fmt.Errorf("files of a mock: %w", err)
		}
	}
	return nil
}

// outputNames returns the names in a schema of outputs, as a sample of a mock.
func outputNames(schema []byte) string {
	var parts []string
	for name := range invented(schema).All() {
		parts = append(parts, name+": …")
	}
	return "{" + strings.Join(parts, ", ") + "}"
}
