package cases

import (
	"fmt"
	"slices"
	"strings"

	"github.com/goldenpath-go/goldenpath/scaffold"
	"github.com/goldenpath-go/goldenpath/source"
)

// check returns what the case says that does not fit the template.
func (c *Case) check(t *scaffold.Template, r *Runner) []Problem {
	var out []Problem
	var ids, names []string
	for _, s := range t.Steps {
		ids = append(ids, s.ID)
		names = append(names, s.ID, s.Action)
	}
	for _, m := range c.mocks {
		switch {
		case !slices.Contains(names, m.name):
			out = append(out, Problem{Pos: c.position(m.at), Message: fmt.Sprintf("mocks: no step has the id or the action %s%s", m.name, didYouMean("", ids))})
		case m.invent:
			out = append(out, c.checkInvented(m, t, r)...)
		}
	}
	if c.want.inputs != nil {
		for _, f := range c.want.inputs.Fields {
			if !slices.Contains(ids, f.Name) {
				out = append(out, Problem{Pos: c.position(f.KeyStart), Message: fmt.Sprintf("want: no step has the id %s%s", f.Name, didYouMean("", ids))})
			}
		}
	}
	return out
}

// checkInvented makes sure that outputs can be made up.
func (c *Case) checkInvented(m *mock, t *scaffold.Template, r *Runner) []Problem {
	x := &recorder{run: &run{runner: r, c: c, template: t}}
	local := x.local()
	for _, s := range t.Steps {
		if s.ID != m.name && s.Action != m.name || x.known(local, s.Action) != nil {
			continue
		}
		return []Problem{{Pos: c.position(m.at), Message: fmt.Sprintf("mocks: nothing is known of action %s; write its outputs instead of true: {output: {…}}", s.Action)}}
	}
	return nil
}

// gaps says what the run needed and the case does not give.
func (x *run) gaps() []Problem {
	var out []Problem
	for _, id := range x.recorder.missing {
		out = append(out, x.gap(id))
	}
	for _, url := range x.recorder.unmapped {
		out = append(out, Problem{Pos: x.c.position(0), Message: fmt.Sprintf("%s is fetched, and nothing is given for it; add urls: {%q: ./PATH}", url, url)})
	}
	return out
}

// gap says how to mock a step.
func (x *run) gap(id string) Problem {
	for _, s := range x.template.Steps {
		if s.ID != id {
			continue
		}
		how := fmt.Sprintf("%s: {output: {…}}", s.Action)
		if known := x.recorder.known(x.recorder.local(), s.Action); known != nil {
			how = fmt.Sprintf("%s: true, or %s: {output: %s}", s.Action, s.Action, outputNames(known.Output))
		}
		return Problem{Pos: x.c.position(0), Message: fmt.Sprintf("step %s calls %s, which does not run in tests; add to mocks: %s", id, s.Action, strings.ReplaceAll(how, "{output: {}}", "{output: {…}}"))}
	}
	return Problem{Pos: source.Position{File: x.c.text.Name}, Message: "step " + id + " is not mocked"}
}
