package scaffold_test

import (
	"context"
	"fmt"
	"os"
	"testing/fstest"

	"github.com/goldenpath-go/goldenpath/plan"
	"github.com/goldenpath-go/goldenpath/scaffold"
	"github.com/goldenpath-go/goldenpath/scaffold/action/fetch"
	"github.com/goldenpath-go/goldenpath/scaffold/dialect"
	"github.com/goldenpath-go/goldenpath/scaffold/nunjucks"
)

const helloTemplate = `
apiVersion: scaffolder.backstage.io/v1beta3
kind: Template
metadata: { name: hello }
spec:
  type: service
  steps:
    - { id: port, action: acme:port, input: { team: '${{ parameters.team }}' } }
    - id: files
      action: fetch:template
      input: { url: ./skeleton, values: { port: '${{ steps.port.output.port }}' } }
  output: { port: '${{ steps.port.output.port }}' }
`

// A program with an action of its own runs a template that it carries along.
func Example() {
	files := fstest.MapFS{ // or an embed.FS, or os.DirFS
		"template.yaml":                        {Data: []byte(helloTemplate)},
		"skeleton/port-${{ values.port }}.txt": {Data: []byte("listen on ${{ values.port }}")},
	}
	port := &scaffold.Action{
		ID: "acme:port", DryRun: true,
		Input: []byte(`{"type": "object", "required": ["team"], "properties": {"team": {"type": "string"}}}`),
		Run: func(_ context.Context, c *scaffold.Call) error {
			c.Output("port", 8000+len(c.Input.Text("team")))
			return nil
		},
	}
	runner := scaffold.Runner{
		Renderer: dialect.New(nunjucks.Backstage4, nil),
		Actions:  append(fetch.Actions(nil), port),
	}
	data, _ := files.ReadFile("template.yaml")
	t, err := scaffold.Parse("template.yaml", data)
	if err != nil {
		fmt.Println(err)
		return
	}
	result, err := runner.DryRun(context.Background(), t, scaffold.Request{Values: map[string]any{"team": "payments"}, Source: files})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, f := range result.Files {
		fmt.Printf("%s: %s\n", f.Path, f.Data)
	}
	fmt.Println(scaffold.JSON(result.Output, ""))
	// Output:
	// port-8008.txt: listen on 8008
	// {"port":8008}
}

// A run for good is planned, approved, applied and, if need be, taken back.
func ExampleRunner_Plan() {
	ctx := context.Background()
	dir, _ := os.MkdirTemp("", "run")
	defer os.RemoveAll(dir)
	t, err := scaffold.Parse("template.yaml", []byte(`{"apiVersion": "scaffolder.backstage.io/v1beta3", "kind": "Template",
		"metadata": {"name": "t"}, "spec": {"type": "x", "steps": [
			{"id": "files", "action": "fetch:plain", "input": {"url": "."}},
			{"id": "more", "if": "${{ parameters.more }}", "action": "fetch:plain", "input": {"url": "."}}]}}`))
	if err != nil {
		fmt.Println(err)
		return
	}
	runner := scaffold.Runner{Renderer: dialect.New(nunjucks.Backstage4, nil), Actions: fetch.Actions(nil)}
	run, err := runner.Plan(ctx, t, scaffold.Request{Source: fstest.MapFS{"a.txt": {Data: []byte("a")}}}, dir)
	if err != nil {
		fmt.Println(err)
		return
	}
	defer run.Close()
	for _, step := range run.Plan.Steps {
		fmt.Println(step.Verb, step.Key, step.Summary)
	}
	journal := &plan.Memory{} // or plan.OpenFile
	fmt.Println(run.Apply(ctx, journal, nil))
	result, _ := run.Result(ctx)
	fmt.Println(len(result.Files), "file")
	fmt.Println(plan.Undo(ctx, journal, runner.Undoer(dir), nil))
	result, _ = run.Result(ctx)
	fmt.Println(len(result.Files), "files")
	// Output:
	// run 01/files fetch:plain
	// <nil>
	// 1 file
	// <nil>
	// 0 files
}
