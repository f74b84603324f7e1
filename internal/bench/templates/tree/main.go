// Command tree runs a software template whose one step is fetch:template, for internal/bench: once, or as often as it is
// asked to, each time into a new workspace.
//
//	tree FOLDER VALUES WORKSPACES once
//	tree FOLDER VALUES WORKSPACES      # then lines of tree and a number
package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"

	"github.com/goldenpath-go/goldenpath/internal/bench/templates/serve"
	"github.com/goldenpath-go/goldenpath/plan"
	"github.com/goldenpath-go/goldenpath/scaffold"
	"github.com/goldenpath-go/goldenpath/scaffold/action/fetch"
	"github.com/goldenpath-go/goldenpath/scaffold/dialect"
	"github.com/goldenpath-go/goldenpath/scaffold/nunjucks"
)

func main() {
	if err := run(context.Background(), os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "tree:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, args []string) error {
	if len(args) < 3 {
		return errors.New("a folder, values and a folder for workspaces are needed")
	}
	t, err := template(args[1])
	if err != nil {
		return err
	}
	once := func() error { return apply(ctx, t, args[0], args[2]) }
	if len(args) > 3 {
		return once()
	}
	return serve.Ops{"tree": once}.Run(os.Stdin, os.Stdout)
}

// template returns one that fetches everything beside it with the values of a file.
func template(values string) (*scaffold.Template, error) {
	data, err := os.ReadFile(values)
	if err != nil {
		return nil, err
	}
	var input struct {
		URL    string          `json:"url"`
		Values json.RawMessage `json:"values"`
	}
	if err := json.Unmarshal(data, &input); err != nil {
		return nil, err
	}
	input.URL = "."
	text, err := json.Marshal(map[string]any{
		"apiVersion": scaffold.APIVersion, "kind": "Template", "metadata": map[string]any{"name": "bench"},
		"spec": map[string]any{"type": "service", "steps": []any{map[string]any{"id": "fetch", "action": "fetch:template", "input": input}}},
	})
	if err != nil {
		return nil, err
	}
	return scaffold.Parse("template.json", text)
}

func apply(ctx context.Context, t *scaffold.Template, folder, workspaces string) error {
	dir, err := os.MkdirTemp(workspaces, "workspace")
	if err != nil {
		return err
	}
	runner := scaffold.Runner{Renderer: dialect.New(nunjucks.Backstage4, nil), Actions: fetch.Actions(nil)}
	run, err := runner.Plan(ctx, t, scaffold.Request{Source: os.DirFS(folder)}, dir)
	if err != nil {
		return err
	}
	var journal plan.Memory
	return errors.Join(run.Apply(ctx, &journal, nil), run.Close())
}
