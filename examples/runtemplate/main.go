// Runtemplate runs a software template without a Backstage: it shows the plan, renders the files, pushes them to a git remote,
// and with -undo takes all of it back.
//
//	go run ./examples/runtemplate -remote /path/to/bare.git -state /path/to/folder [-undo]
package main

import (
	"context"
	"embed"
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"log"
	"os"
	"path/filepath"

	"github.com/goldenpath-go/goldenpath/plan"
	"github.com/goldenpath-go/goldenpath/scaffold"
	"github.com/goldenpath-go/goldenpath/scaffold/action/fetch"
	"github.com/goldenpath-go/goldenpath/scaffold/action/git"
	"github.com/goldenpath-go/goldenpath/scaffold/dialect"
	"github.com/goldenpath-go/goldenpath/scaffold/nunjucks"
)

//go:embed template
var files embed.FS

func main() {
	remote := flag.String("remote", "", "git remote to push to")
	state := flag.String("state", "", "folder for the workspace and the journal")
	undo := flag.Bool("undo", false, "take back what was done")
	flag.Parse()
	if err := run(context.Background(), os.Stdout, *remote, *state, *undo); err != nil {
		log.Fatal(err)
	}
}

func run(ctx context.Context, w io.Writer, remote, state string, undo bool) (err error) {
	journal, err := plan.OpenFile(filepath.Join(state, "journal.jsonl"))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, journal.Close()) }()
	runner := scaffold.Runner{
		Renderer: dialect.New(nunjucks.Backstage4, nil), Actions: append(fetch.Actions(nil), git.Publisher{}.Action()),
	}
	if undo {
		return plan.Undo(ctx, journal, runner.Undoer(state), nil)
	}
	source, err := fs.Sub(files, "template")
	if err != nil {
		return err
	}
	return apply(ctx, w, &runner, source, journal, scaffold.Request{
		Values: map[string]any{"name": "hello", "remote": remote}, Source: source, Defaults: true,
	}, state)
}

func apply(ctx context.Context, w io.Writer, r *scaffold.Runner, source fs.FS, j plan.Journal, req scaffold.Request, state string) error {
	data, err := fs.ReadFile(source, "template.yaml")
	if err != nil {
		return err
	}
	template, err := scaffold.Parse("template.yaml", data)
	if err != nil {
		return err
	}
	run, err := r.Plan(ctx, template, req, state)
	if err != nil {
		return err
	}
	defer func() { _ = run.Close() }()
	if err := run.Plan.WriteText(w); err != nil {
		return err
	}
	if err := run.Apply(ctx, j, &plan.Options{Rollback: r.Undoer(state)}); err != nil {
		return err
	}
	result, err := run.Result(ctx)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintln(w, scaffold.JSON(result.Output, ""))
	return err
}
