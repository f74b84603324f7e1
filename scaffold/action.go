package scaffold

import (
	"context"
	"encoding/json"
	"fmt"
)

// Action is what a step does. Actions are values: a runner has a list of them.
type Action struct {
	ID     string // fetch:template
	Doc    string
	Input  []byte // JSON Schema of the input; nil: anything
	Output []byte // JSON Schema of the outputs; nil: unknown
	DryRun bool   // Run may be called in a dry run: it then has no effect outside the workspace
	Once   bool   // doing it twice does harm: Call.Once is called before Run
	// Effect says that the action changes something outside the workspace, which Undo, if there is one, takes back.
	Effect bool
	// Run does the work. Nil: the action is only known, from ParseActions, and can be dry-run but not run.
	Run func(ctx context.Context, c *Call) error
	// Undo takes back what Run did outside the workspace, from what it gave to Call.Undo. It succeeds when there is nothing
	// left to take back. An error that wraps plan.ErrIrreversible or plan.ErrUnclear says what remains, and ends nothing.
	Undo func(ctx context.Context, undo json.RawMessage) error
}

// ParseActions reads the answer of a running scaffolder to GET /v2/actions, or a file of it: actions whose schemas are
// known, and which can be dry-run.
func ParseActions(data []byte) ([]*Action, error) {
	var list []struct {
		ID, Description string
		Schema          struct{ Input, Output json.RawMessage }
	}
	if err := json.Unmarshal(data, &list); err != nil {
		return nil, fmt.Errorf("read actions: %w", err)
	}
	out := make([]*Action, len(list))
	for i, a := range list {
		out[i] = &Action{ID: a.ID, Doc: a.Description, Input: a.Schema.Input, Output: a.Schema.Output}
	}
	return out, nil
}

// checkInput holds an input against the action's schema.
func (a *Action) checkInput(input *Object, iteration string) error {
	if len(a.Input) == 0 {
		return nil
	}
	schema, err := ParseJSON(a.Input)
	if err != nil {
		return fmt.Errorf("input schema of action %s: %w", a.ID, err)
	}
	faults, err := Check(schema, input)
	if err != nil {
		return fmt.Errorf("input schema of action %s: %w", a.ID, err)
	}
	if len(faults) > 0 {
		return Errorf(ErrInput, "Invalid input passed to action %s%s, %s", a.ID, iteration, joinFaults(faults))
	}
	return nil
}

// example returns outputs as they might be.
func (a *Action) example() *Object {
	schema, err := ParseJSON(a.Output)
	if err != nil {
		return &Object{}
	}
	o, _ := exampleOf(schema).(*Object)
	if o == nil {
		return &Object{}
	}
	return o
}

// exampleOf returns an example of what a schema describes: its own, or one of its type.
func exampleOf(schema any) any {
	o, _ := schema.(*Object)
	if examples, _ := o.Get("examples").([]any); len(examples) > 0 {
		return examples[0]
	}
	switch o.Get("type") {
	case "object":
		out := &Object{}
		for name, property := range o.Object("properties").All() {
			out.Set(name, exampleOf(property))
		}
		return out
	case "array":
		items := o.Get("items")
		if several, ok := items.([]any); ok && len(several) > 0 {
			items = several[0]
		}
		if isUndefined(items) {
			return []any{}
		}
		return []any{exampleOf(items)}
	case "string":
		return "<example>"
	case "number":
		return 0.0
	case "boolean":
		return false
	}
	return "<unknown>"
}
