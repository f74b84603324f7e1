package update

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/goldenpath-go/goldenpath/plan"
	"github.com/goldenpath-go/goldenpath/scaffold"
)

// plan makes the steps: one for each file that changes, then one for the answers.
func (x *Update) plan(here *worktree, dir, run string, after *Answers) error {
	x.Plan = &plan.Plan{Title: "Update from " + x.From + " to " + x.To}
	if x.From == x.To {
		x.Plan.Title = "Update of " + x.To
	}
	answers, err := here.answers(after)
	if err != nil {
		return err
	}
	var keys []string
	for _, d := range append(slices.Clone(x.decisions), answers) {
		if d != answers {
			x.Files = append(x.Files, d.File)
		}
		if !d.changes() {
			continue
		}
		s, err := newStep(here, dir, run, d)
		if err != nil {
			return err
		}
		if d == answers {
			s.last, s.step.Needs, s.step.Diff = true, keys, d.answersDiff()
		}
		keys = append(keys, s.step.Key)
		x.Plan.Steps = append(x.Plan.Steps, s.step)
	}
	return nil
}

// step is a step of the plan.
type step struct {
	step    plan.Step
	dir     string
	run     string
	effects []effect
	files   map[string]*file  // to be written
	seen    map[string]*state // on the disk, when it was planned
	last    bool
}

func newStep(here *worktree, dir, run string, d *decision) (*step, error) {
	s := &step{dir: dir, run: run, files: d.after, seen: map[string]*state{}}
	for _, name := range d.paths() {
		before, after := d.before[name], d.after[name]
		if before.equal(after) {
			continue
		}
		s.effects = append(s.effects, effect{name, before.state(), after.state()})
		f, err := onDisk(here.w, name)
		if err != nil {
			return nil, err
		}
		s.seen[name] = f.state()
	}
	undo, err := json.Marshal(s.effects)
	if err != nil {
		return nil, err
	}
	s.step = plan.Step{
		Key: "file/" + d.Path, Verb: d.verb(), Summary: d.summary(), Diff: d.diff(), Reversible: true, Intent: undo,
	}
	s.step.Do = s.do
	return s, nil
}

// paths returns the paths that change: those that are written first.
func (d *decision) paths() []string {
	names := slices.Sorted(maps.Keys(d.after))
	slices.SortStableFunc(names, func(a, b string) int { return boolean(d.after[a] == nil) - boolean(d.after[b] == nil) })
	return names
}

func (d *decision) verb() plan.Verb {
	switch d.Outcome {
	case Created:
		return plan.Create
	case Deleted:
		return plan.Delete
	}
	return plan.Update
}

// summary says in a line what becomes of the file.
func (f *File) summary() string {
	parts := []string{string(f.Outcome)}
	if f.From != "" {
		parts[0] += " from " + f.From
	}
	if f.Conflict != "" {
		text := "conflict: " + string(f.Conflict)
		for i, line := range f.Lines {
			text += []string{", ", " at line "}[boolean(i == 0)] + strconv.Itoa(line)
		}
		parts = append(parts, text)
	}
	if f.Beside != "" {
		parts = append(parts, "the template's is in "+f.Beside)
	}
	if f.Note != "" {
		parts = append(parts, f.Note)
	}
	return strings.Join(parts, "; ")
}

// String returns the path and what becomes of it.
func (f File) String() string { return f.Path + ": " + f.summary() }

// do makes the change. What is replaced is kept before.
func (s *step) do(context.Context) (plan.Receipt, error) {
	w, err := scaffold.OpenWorkspace(s.dir)
	if err != nil {
		return plan.Receipt{}, err
	}
	defer func() { _ = w.Close() }()
	for _, e := range s.effects {
		if err := s.effect(w, e); err != nil {
			return plan.Receipt{}, fmt.Errorf("%s: %w", e.Path, err)
		}
	}
	if s.last {
		if err := (store{w}).end(); err != nil {
			return plan.Receipt{}, err
		}
	}
	return plan.Receipt{Undo: s.step.Intent}, nil
}

func (s *step) effect(w *scaffold.Workspace, e effect) error {
	now, err := onDisk(w, e.Path)
	switch {
	case err != nil:
		return err
	case now.state().equal(e.After):
		return nil
	case !now.state().equal(s.seen[e.Path]):
		return fmt.Errorf("%w since the update was planned", ErrEdited)
	}
	kept := store{w}
	if err := kept.open(); err != nil {
		return err
	}
	if err := kept.keep(now); err != nil {
		return err
	}
	if err := kept.begin(s.run, e); err != nil {
		return err
	}
	return kept.put(e.Path, s.files[e.Path])
}

// ErrEdited says that a file was edited between plan and apply, or after an update that is to be taken back. It is as it was.
var ErrEdited = errors.New("the file was edited")

// Undoer returns what takes back updates of the tree in the folder dir. A file that was edited since is left alone, which is
// an error.
func Undoer(dir string) plan.Undoer { return undoer{dir} }

type undoer struct{ dir string }

// Undo restores the files of one step.
func (u undoer) Undo(_ context.Context, r plan.Receipt) error {
	var effects []effect
	if err := json.Unmarshal(r.Undo, &effects); err != nil {
		return fmt.Errorf("what undoes it: %w", err)
	}
	w, err := scaffold.OpenWorkspace(u.dir)
	if err != nil {
		return err
	}
	defer func() { _ = w.Close() }()
	for _, e := range slices.Backward(effects) {
		if err := restore(w, e); err != nil {
			return fmt.Errorf("%s: %w", e.Path, err)
		}
	}
	return nil
}

func restore(w *scaffold.Workspace, e effect) error {
	now, err := onDisk(w, e.Path)
	switch {
	case err != nil:
		return err
	case now.state().equal(e.Before):
		return nil
	case !now.state().equal(e.After):
		return fmt.Errorf("%w since the update", ErrEdited)
	}
	kept := store{w}
	before, err := kept.load(e.Before)
	if err != nil {
		return err
	}
	return kept.put(e.Path, before)
}
