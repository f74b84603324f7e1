package update_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"testing/fstest"

	"github.com/goldenpath-go/goldenpath/plan"
	"github.com/goldenpath-go/goldenpath/scaffold"
	"github.com/goldenpath-go/goldenpath/scaffold/action/fetch"
	"github.com/goldenpath-go/goldenpath/scaffold/dialect"
	"github.com/goldenpath-go/goldenpath/scaffold/nunjucks"
	"github.com/goldenpath-go/goldenpath/scaffold/update"
)

// exampleTemplate returns two versions of a template.
func exampleTemplate() fstest.MapFS {
	template := []byte(`{apiVersion: scaffolder.backstage.io/v1beta3, kind: Template, metadata: {name: go-service}, spec: {type: service,
		parameters: {properties: {name: {type: string}}},
		steps: [{action: "fetch:template", input: {url: ./skeleton, values: {name: "${{ parameters.name }}"}}}]}}`)
	return fstest.MapFS{
		"v1/template.yaml":       {Data: template},
		"v1/skeleton/Makefile":   {Data: []byte("build:\n\tgo build ./...\n\ntest:\n\tgo test ./...\n")},
		"v1/skeleton/Dockerfile": {Data: []byte("FROM golang:1.24\nENTRYPOINT ${{ values.name }}\n")},
		"v2/template.yaml":       {Data: template},
		"v2/skeleton/Makefile":   {Data: []byte("build:\n\tgo build -trimpath ./...\n\ntest:\n\tgo test ./...\n")},
		"v2/skeleton/Dockerfile": {Data: []byte("FROM golang:1.25\nENTRYPOINT ${{ values.name }}\n")},
	}
}

// exampleRepository makes a repository that the first version generated, and that was edited since.
func exampleRepository(ctx context.Context, u *update.Updater) (dir string, err error) {
	if dir, err = os.MkdirTemp("", "payments"); err != nil {
		return "", err
	}
	x, err := u.Adopt(ctx, dir, &update.AdoptOptions{Versions: []string{"v1"}, Candidates: []map[string]any{{"name": "payments"}}})
	if err != nil {
		return "", err
	}
	if err := plan.Apply(ctx, x.Plan, &plan.Memory{}, nil); err != nil {
		return "", err
	}
	for name, text := range map[string]string{
		"Makefile":   "build:\n\tgo build ./...\n\ntest:\n\tgo test -race ./...\n",
		"Dockerfile": "FROM golang:1.24-alpine\nENTRYPOINT payments\n",
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			return "", err
		}
	}
	return dir, nil
}

// A repository that was generated from v1 of a template, and edited, gets what v2 brings.
func ExampleUpdater_Plan() {
	ctx := context.Background()
	u := &update.Updater{
		Runner: &scaffold.Runner{Renderer: dialect.New(nunjucks.Backstage4, nil), Actions: fetch.Actions(nil)},
		Source: update.Folders{FS: exampleTemplate()}, // or update.Git
	}
	dir, err := exampleRepository(ctx, u)
	if err != nil {
		fmt.Println(err)
		return
	}
	defer os.RemoveAll(dir)
	status, err := u.Check(ctx, dir)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(status.Version, "is", status.State, "by", len(status.Newer))
	x, err := u.Plan(ctx, dir, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, f := range x.Files {
		fmt.Println(f)
	}
	fmt.Println(plan.Apply(ctx, x.Plan, &plan.Memory{}, nil))
	for _, name := range []string{"Makefile", "Dockerfile"} {
		data, _ := os.ReadFile(filepath.Join(dir, name))
		fmt.Printf("%s", data)
	}
	// Output:
	// v1 is behind by 1
	// Dockerfile: merged; conflict: content at line 1
	// Makefile: merged
	// <nil>
	// build:
	// 	go build -trimpath ./...
	//
	// test:
	// 	go test -race ./...
	// <<<<<<< here
	// FROM golang:1.24-alpine
	// =======
	// FROM golang:1.25
	// >>>>>>> v2
	// ENTRYPOINT payments
}
