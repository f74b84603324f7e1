package main

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path/filepath"

	"github.com/goldenpath-go/goldenpath/plan"
	"github.com/goldenpath-go/goldenpath/scaffold"
	"github.com/goldenpath-go/goldenpath/scaffold/dialect"
	"github.com/goldenpath-go/goldenpath/scaffold/nunjucks"
)

//go:embed all:template
var files embed.FS

// path is a golden path.
type path struct {
	runner  *scaffold.Runner
	source  fs.FS  // the folder of its template
	dir     string // of the files of the run
	journal plan.Journal
	out     io.Writer
}

// path returns the one whose run is kept in a state's folder.
func (p program) path(state string, yes bool) (*path, error) {
	actions, err := p.actions(yes)
	if err != nil {
		return nil, err
	}
	source, err := fs.Sub(files, "template")
	if err != nil {
		return nil, err
	}
	w := &path{source: source, dir: filepath.Join(state, "run"), out: p.out}
	w.runner = &scaffold.Runner{Renderer: dialect.New(nunjucks.Backstage4, nil), Actions: actions, Hear: w.hear, Unclear: p.unclear}
	return w, nil
}

// hear shows how the run goes on.
func (w *path) hear(line scaffold.LogLine) {
	if line.Status != "" && line.Status != scaffold.Processing {
		_, _ = fmt.Fprintf(w.out, "%-24s %s\n", line.Step, line.Message) // a log that cannot be written ends nothing
	}
}

// create creates a service, or goes on with one that was begun. What fails is taken back, unless it is to be kept.
func (w *path) create(ctx context.Context, values map[string]any, keep bool) error {
	if done, err := w.finished(ctx); err != nil || done {
		return errors.Join(err, w.say("it is done already"))
	}
	run, err := w.plan(ctx, values)
	if err != nil {
		return err
	}
	defer func() { _ = run.Close() }()
	if err := errors.Join(run.Plan.WriteText(w.out), w.say("")); err != nil {
		return err
	}
	o := &plan.Options{}
	if !keep {
		o.Rollback = w.undoer()
	}
	if err := run.Apply(ctx, w.journal, o); err != nil {
		return err
	}
	result, err := run.Result(ctx)
	if err != nil {
		return err
	}
	return w.say(scaffold.JSON(result.Output, "  "))
}

func (w *path) plan(ctx context.Context, values map[string]any) (*scaffold.Run, error) {
	data, err := fs.ReadFile(w.source, "template.yaml")
	if err != nil {
		return nil, err
	}
	template, err := scaffold.Parse("template.yaml", data)
	if err != nil {
		return nil, err
	}
	return w.runner.Plan(ctx, template, scaffold.Request{Values: values, Source: w.source, Defaults: true}, w.dir)
}

// finished reports whether the last run of the journal is, and nothing of it was taken back since.
func (w *path) finished(ctx context.Context) (bool, error) {
	last := plan.Receipt{}
	for r, err := range w.journal.All(ctx) {
		if err != nil {
			return false, err
		}
		last = r
	}
	return last.State == plan.Finished, nil
}

// teardown takes back all that the journal says was done, the latest first.
func (w *path) teardown(ctx context.Context) error { return plan.Undo(ctx, w.journal, w.undoer(), nil) }

func (w *path) undoer() plan.Undoer { return telling{w.runner.Undoer(w.dir), w} }

// telling says what is taken back.
type telling struct {
	plan.Undoer
	path *path
}

func (t telling) Undo(ctx context.Context, r plan.Receipt) error {
	if err := t.Undoer.Undo(ctx, r); err != nil {
		return err
	}
	return t.path.say("taken back: " + r.Key)
}

func (w *path) say(text string) error {
	_, err := fmt.Fprintln(w.out, text)
	return err
}
