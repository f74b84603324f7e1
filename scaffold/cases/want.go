package cases

import (
	"fmt"
	"strings"

	"github.com/goldenpath-go/goldenpath/internal/tree"
	"github.com/goldenpath-go/goldenpath/scaffold"
)

// wanted returns what is not as the case wants it by hand, of a run that failed only if it was to.
func (x *run) wanted() []Problem {
	w := x.c.want
	var out []Problem
	at := func(n *tree.Node, format string, args ...any) {
		out = append(out, Problem{Pos: x.c.position(n.Start), Message: fmt.Sprintf(format, args...)})
	}
	switch failure := x.failure(); {
	case w.failed && x.err == nil:
		out = append(out, Problem{Pos: x.c.position(w.at), Message: "the run completed, and was to fail"})
	case w.failed && !strings.Contains(failure, w.error):
		out = append(out, Problem{Pos: x.c.position(w.at), Message: fmt.Sprintf("the run failed, but not with %q: %s", w.error, failure)})
	}
	x.wantedLog(at)
	if w.output != nil {
		var output *scaffold.Object
		if x.result != nil {
			output, _ = mapTexts(x.result.Output, x.recorder.stable).(*scaffold.Object)
		}
		match(w.output, output, "output", at)
	}
	x.wantedInputs(at)
	return out
}

// wantedLog looks for the lines that are wanted, in their order.
func (x *run) wantedLog(at func(*tree.Node, string, ...any)) {
	if x.c.want.log == nil {
		return
	}
	lines := x.messages()
	for _, n := range x.c.want.log.Items {
		found := false
		for i, line := range lines {
			if strings.Contains(line, n.Text) {
				lines, found = lines[i+1:], true
				break
			}
		}
		if !found {
			at(n, "no line of the log has this, below those wanted before it")
		}
	}
}

// wantedInputs compares what actions were given.
func (x *run) wantedInputs(at func(*tree.Node, string, ...any)) {
	if x.c.want.inputs == nil {
		return
	}
	for _, f := range x.c.want.inputs.Fields {
		calls := []any{}
		for i, s := range x.template.Steps {
			if s.ID != f.Name {
				continue
			}
			for _, c := range x.recorder.calls[i] {
				calls = append(calls, c)
			}
		}
		what := "input of " + f.Name
		switch {
		case f.Value.Kind == tree.Array:
			match(f.Value, calls, what, at)
		case len(calls) == 1:
			match(f.Value, calls[0], what, at)
		default:
			at(f.Value, "%s: the action was called %d times, not once", what, len(calls))
		}
	}
}

// match compares a value with what is wanted of it: of an object the members that are named, of all else everything.
func match(want *tree.Node, got any, what string, at func(*tree.Node, string, ...any)) {
	switch o, list := asObject(got), asList(got); {
	case want.Kind == tree.Object && o != nil:
		for _, f := range want.Fields {
			match(f.Value, o.Get(f.Name), what+"."+f.Name, at)
		}
	case want.Kind == tree.Array && list != nil && len(list) == len(want.Items):
		for i, item := range want.Items {
			match(item, list[i], fmt.Sprintf("%s[%d]", what, i), at)
		}
	default:
		if have, wanted := shownValue(got), shownValue(scaffold.ValueOf(want)); have != wanted {
			at(want, "%s is %s, not %s", what, have, wanted)
		}
	}
}

func asObject(v any) *scaffold.Object {
	o, _ := v.(*scaffold.Object)
	return o
}

func asList(v any) []any {
	list, _ := v.([]any)
	return list
}

// shownValue returns a value as a message has it.
func shownValue(v any) string {
	if v == (scaffold.Undefined{}) {
		return "not there"
	}
	return scaffold.JSON(v, "")
}
