package cases

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"path"

	"github.com/goldenpath-go/goldenpath/internal/bounded"
	"github.com/goldenpath-go/goldenpath/internal/textdiff"
	"github.com/goldenpath-go/goldenpath/scaffold"
	"github.com/goldenpath-go/goldenpath/scaffold/internal/glob"
	"github.com/goldenpath-go/goldenpath/scaffold/internal/yaml12"
	"github.com/goldenpath-go/goldenpath/source"
)

const goldenHead = "# What the run of " + FileName + " does, written by template test --update. The files are in " + goldenTree + ".\n"

// golden is what a run did, as it is kept.
type golden struct {
	text  []byte // of want.yaml; nil when there is none
	files []scaffold.File
}

// golden returns what the run did.
func (x *run) golden() golden {
	files := x.files()
	o := scaffold.NewObject("status", "completed")
	if x.err != nil {
		o = scaffold.NewObject("status", "failed", "error", x.failure())
	}
	o.Set("steps", x.steps())
	if x.result != nil && x.result.Output.Len() > 0 {
		o.Set("output", mapTexts(x.result.Output, x.recorder.stable))
	}
	var executable []any
	for _, f := range files {
		if isExecutable(f) {
			executable = append(executable, f.Path)
		}
	}
	if executable != nil {
		o.Set("executable", executable) // the one permission that git keeps, and not every file system
	}
	var empty []any
	for _, folder := range emptyFolders(files) {
		empty = append(empty, folder)
	}
	if empty != nil {
		o.Set("emptyFolders", empty) // which git does not keep
	}
	return golden{[]byte(goldenHead + yaml12.Write(o)), files}
}

// files returns what the run made and the case does not ignore.
func (x *run) files() []scaffold.File {
	if x.result == nil {
		return nil
	}
	ignored := glob.New(x.c.ignore...)
	var out []scaffold.File
	for _, f := range x.result.Files {
		if !ignored.Match(f.Path) {
			out = append(out, f)
		}
	}
	return out
}

// steps returns what became of the steps, with what their actions were given.
func (x *run) steps() []any {
	steps := []any{}
	if x.result == nil {
		return steps
	}
	for i, s := range x.result.Steps {
		o := scaffold.NewObject("id", s.ID, "action", s.Action, "status", string(s.Status))
		calls := x.recorder.calls[i]
		if x.template.Steps[i].Each != (scaffold.Undefined{}) {
			inputs := []any{}
			for _, c := range calls {
				inputs = append(inputs, c)
			}
			o.Set("inputs", inputs)
		} else if len(calls) == 1 && calls[0].Len() > 0 {
			o.Set("input", calls[0])
		}
		steps = append(steps, o)
	}
	return steps
}

// readGolden reads what is kept of a case.
func (c *Case) readGolden() (golden, error) {
	text, err := bounded.ReadFile(c.fsys, path.Join(c.Name, goldenFile), maxSize)
	if errors.Is(err, fs.ErrNotExist) {
		return golden{}, nil
	}
	if err != nil {
		return golden{}, err
	}
	files, err := readTree(c.fsys, path.Join(c.Name, goldenTree))
	ignored := glob.New(c.ignore...)
	g := golden{text: text}
	for _, f := range files {
		if !ignored.Match(f.Path) {
			g.files = append(g.files, f)
		}
	}
	return g, err
}

// compare returns how a run differs from what is kept.
func (g golden) compare(got golden, r *Runner, c *Case) []Problem {
	var out []Problem
	if !bytes.Equal(g.text, got.text) {
		out = append(out, Problem{
			Pos: source.Position{File: r.shown(path.Join(c.Name, goldenFile))}, Message: "differs",
			Diff: string(textdiff.Unified(goldenFile, g.text, got.text)),
		})
	}
	return append(out, compareTrees(g.files, got.files, r.shown(path.Join(c.Name, goldenTree)))...)
}

// judge compares the run with what is wanted. It writes the goldens if it may, and returns which.
func (x *run) judge(write bool) (problems []Problem, updated []string, err error) {
	if problems = x.gaps(); len(problems) > 0 {
		return problems, nil, nil
	}
	if x.err != nil && !x.c.want.failed {
		return x.problems(), nil, nil // all else comes from that
	}
	problems = x.wanted()
	kept, err := x.c.readGolden()
	if err != nil {
		return nil, nil, fmt.Errorf("read goldens: %w", err)
	}
	if kept.text == nil && x.c.want.failed {
		return problems, nil, nil
	}
	got := x.golden()
	differences := kept.compare(got, x.runner, x.c)
	switch {
	case write && len(problems) == 0 && len(differences) > 0:
		updated, err = x.write(kept, got)
		return nil, updated, err
	case kept.text == nil:
		return append(problems, Problem{
			Pos: x.c.position(0), Message: "there is no " + goldenFile + " beside it; run with --update, and look at what is written",
		}), nil, nil
	}
	return append(problems, differences...), nil, nil
}
