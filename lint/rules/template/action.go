package template

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/goldenpath-go/goldenpath/internal/tree"
	"github.com/goldenpath-go/goldenpath/lint"
	"github.com/goldenpath-go/goldenpath/scaffold"
	"github.com/goldenpath-go/goldenpath/scaffold/known"
)

// action is what is known of an action.
type action struct {
	input   any      // JSON Schema; nil: it takes anything
	outputs []string // names; none when that is not known
}

// actions returns the known actions by id. They are read when the first template is met, and never changed.
var actions = sync.OnceValue(func() map[string]*action {
	byID := map[string]*action{}
	for _, a := range known.Actions() {
		byID[a.ID] = newAction(a)
	}
	return byID
})

var actionIDs = sync.OnceValue(func() []string { return slices.Sorted(maps.Keys(actions())) })

func newAction(a *scaffold.Action) *action {
	out := &action{}
	if input, err := scaffold.ParseJSON(a.Input); err == nil {
		out.input = input
	}
	if output, err := scaffold.ParseJSON(a.Output); err == nil {
		o, _ := output.(*scaffold.Object)
		out.outputs = o.Object("properties").Names()
	}
	return out
}

type actionParams struct {
	Known  []string `yaml:"known" doc:"further actions that the installation has"`
	Closed bool     `yaml:"closed" doc:"there are no others: report every action that is not known"`
}

// checkActions reports steps whose action does not exist, or does not take what it is given.
func checkActions(t *template) {
	params := t.Params.(*actionParams)
	for i := range t.steps {
		s := &t.steps[i]
		known := actions()[s.action]
		switch {
		case s.action == "" || slices.Contains(params.Known, s.action):
		case known == nil:
			t.checkUnknown(s, params)
		case known.input != nil:
			t.checkInput(s, known)
		}
	}
}

// checkUnknown reports an action that is nearly a known one, since an installation may have others; all if there are none.
func (t *template) checkUnknown(s *step, params *actionParams) {
	meant, near := lint.Nearest(s.action, slices.Concat(actionIDs(), params.Known))
	if !near && !params.Closed {
		return
	}
	f := lint.Finding{Pointer: s.pointer() + "/action", Message: "there is no action " + s.action}
	if near {
		f.Help = "did you mean " + meant + "?"
	}
	t.Report(f)
}

// checkInput holds the input of a step against the schema of its action.
func (t *template) checkInput(s *step, a *action) {
	input, given := s.fields["input"]
	if !given {
		input = map[string]any{}
	}
	faults, err := scaffold.Check(a.input, scaffold.ValueOf(input))
	if err != nil {
		return // a schema that cannot be used says nothing of the input
	}
	for _, f := range faults {
		t.reportFault(s, f, input, a.input)
	}
}

func (t *template) reportFault(s *step, fault scaffold.Fault, input, schema any) {
	value := at(input, fault.Path)
	if dependsOnTemplate(value, fault.Keyword) {
		return
	}
	pointer := s.pointer() + "/input" + pointerOf(fault.Path)
	f := lint.Finding{Pointer: pointer, Message: fmt.Sprintf("%s: %s", s.action, fault)}
	name, _ := fault.Argument.(string)
	switch fault.Keyword {
	case "additionalProperties":
		f.Pointer = pointer + "/" + tree.Escape(name)
		if f.Range = t.Key(f.Pointer); t.Full(f.Range) {
			return
		}
		f.Message = fmt.Sprintf("%s takes no %s", s.action, name)
		f.Help = "leave it out: the step fails for it, where earlier versions took no notice"
		if meant, ok := lint.Nearest(name, propertiesOf(schema, fault.Path)); ok {
			f.Help = "did you mean " + meant + "?"
		}
	case "required":
		f.Range = t.Key(pointer)
		f.Message = fmt.Sprintf("%s needs %s", s.action, name)
	}
	t.Report(f)
}

// dependsOnTemplate reports whether a fault may vanish when the input is rendered.
func dependsOnTemplate(v any, keyword string) bool {
	if keyword == "required" || keyword == "additionalProperties" {
		return false
	}
	return hasTemplate(v)
}

// at returns the value at a path.
func at(v any, path []any) any {
	for _, key := range path {
		switch key := key.(type) {
		case string:
			o, _ := v.(map[string]any)
			v = o[key]
		case int:
			list, _ := v.([]any)
			if key >= len(list) {
				return nil
			}
			v = list[key]
		}
	}
	return v
}

func pointerOf(path []any) string {
	var b strings.Builder
	for _, key := range path {
		b.WriteByte('/')
		switch key := key.(type) {
		case string:
			b.WriteString(tree.Escape(key))
		case int:
			b.WriteString(strconv.Itoa(key))
		}
	}
	return b.String()
}

// propertiesOf returns the names that a schema has for the object at a path.
func propertiesOf(schema any, path []any) []string {
	o, _ := schema.(*scaffold.Object)
	for _, key := range path {
		if name, ok := key.(string); ok {
			o = o.Object("properties").Object(name)
		} else {
			o = o.Object("items")
		}
	}
	return o.Object("properties").Names()
}
