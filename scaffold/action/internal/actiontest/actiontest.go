// Package actiontest runs one action as a template would, for tests: in a workspace with files, with a journal, and undone
// from that.
package actiontest

import (
	"context"
	"encoding/json"
	"fmt"
	"io/fs"
	"strings"

	"github.com/goldenpath-go/goldenpath/plan"
	"github.com/goldenpath-go/goldenpath/scaffold"
	"github.com/goldenpath-go/goldenpath/scaffold/action/fetch"
	"github.com/goldenpath-go/goldenpath/scaffold/dialect"
	"github.com/goldenpath-go/goldenpath/scaffold/nunjucks"
)

// Bench runs an action. Action and Dir, an empty folder, are required.
type Bench struct {
	Action  *scaffold.Action
	Dir     string
	Files   fs.FS             // of the workspace; nil: none
	Secrets map[string]string // of the request
	Killer  *Killer           // lets the process die at an event; nil: it lives

	journal plan.Memory
}

// Outcome is what became of a call.
type Outcome struct {
	Output *scaffold.Object // of the action; nil if it did not end
	Log    string           // lines
	Err    error            // of the action
}

func (b *Bench) runner() *scaffold.Runner {
	return &scaffold.Runner{
		Renderer: dialect.New(nunjucks.Backstage4, nil), Actions: append(fetch.Actions(nil), b.Action),
	}
}

// template returns one that fills the workspace and calls the action.
func (b *Bench) template(input map[string]any) (*scaffold.Template, error) {
	steps := []any{}
	if b.Files != nil {
		steps = append(steps, map[string]any{"id": "files", "action": "fetch:plain", "input": map[string]any{"url": "."}})
	}
	steps = append(steps, map[string]any{"id": "it", "action": b.Action.ID, "input": input})
	data, err := json.Marshal(map[string]any{
		"apiVersion": scaffold.APIVersion, "kind": "Template", "metadata": map[string]any{"name": "t"},
		"spec": map[string]any{"type": "x", "steps": steps},
	})
	if err != nil {
		return nil, err
	}
	return scaffold.Parse("template.json", data)
}

// Run calls the action with an input.
func (b *Bench) Run(ctx context.Context, input map[string]any) (*Outcome, error) {
	t, err := b.template(input)
	if err != nil {
		return nil, err
	}
	run, err := b.runner().Plan(ctx, t, scaffold.Request{Source: b.Files, Secrets: b.Secrets}, b.Dir)
	if err != nil {
		return nil, err
	}
	defer func() { _ = run.Close() }()
	applied, died := b.Killer.apply(ctx, run, &b.journal)
	if died {
		return &Outcome{Err: ErrKilled}, nil
	}
	result, err := run.Result(ctx)
	if result == nil {
		return nil, err
	}
	o := outcome(result)
	if o.Err == nil {
		o.Err = applied
	}
	return o, nil
}

// DryRun calls the action in a dry run.
func (b *Bench) DryRun(ctx context.Context, input map[string]any) (*Outcome, error) {
	t, err := b.template(input)
	if err != nil {
		return nil, err
	}
	result, err := b.runner().DryRun(ctx, t, scaffold.Request{Source: b.Files, Secrets: b.Secrets})
	if result == nil {
		return nil, err
	}
	return outcome(result), nil
}

func outcome(result *scaffold.Result) *Outcome {
	last := result.Steps[len(result.Steps)-1]
	var log strings.Builder
	for _, line := range result.Log {
		fmt.Fprintln(&log, line.Message)
	}
	return &Outcome{last.Output, log.String(), last.Err}
}

// Undo takes back all that was done.
func (b *Bench) Undo(ctx context.Context) error {
	return plan.Undo(ctx, &b.journal, b.runner().Undoer(b.Dir), nil)
}

// Journal returns all that the journal holds, as JSON.
func (b *Bench) Journal(ctx context.Context) (string, error) {
	var receipts []plan.Receipt
	for r, err := range b.journal.All(ctx) {
		if err != nil {
			return "", err
		}
		receipts = append(receipts, r)
	}
	data, err := json.Marshal(receipts)
	return string(data), err
}
