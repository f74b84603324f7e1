package scaffold

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"github.com/goldenpath-go/goldenpath/plan"
)

// Undoer returns what undoes the runs that were applied with dir: effects of actions are taken back by these, as far as the
// journal has them, and the workspace gets the state it had before each step. Where dir is gone, there is no workspace to bring
// back, and effects are taken back all the same.
func (r *Runner) Undoer(dir string) plan.Undoer { return undoer{r, dir} }

type undoer struct {
	runner *Runner
	dir    string
}

// Undo takes back one step.
func (u undoer) Undo(ctx context.Context, r plan.Receipt) error {
	var d undoData
	if err := json.Unmarshal(r.Undo, &d); err != nil {
		return fmt.Errorf("what undoes it: %w", err)
	}
	left, err := u.effects(ctx, d)
	if err != nil {
		return err
	}
	if err := restoreAndForget(u.dir, d.Step); err != nil {
		return err
	}
	return left
}

// effects takes back what the action did outside the workspace, the last iteration first. It returns what remains
// nevertheless, and why it failed.
func (u undoer) effects(ctx context.Context, d undoData) (left, failed error) {
	for _, c := range slices.Backward(d.Calls) {
		err := u.effect(ctx, d.Action, c)
		switch {
		case errors.Is(err, plan.ErrIrreversible), errors.Is(err, plan.ErrUnclear):
			left = errors.Join(left, err)
		case err != nil:
			return nil, err
		}
	}
	return left, nil
}

func (u undoer) effect(ctx context.Context, action string, c called) error {
	switch {
	case c.unclear():
		return fmt.Errorf("%s: %w", action, plan.ErrUnclear)
	case c.Lost:
		return fmt.Errorf("%s: %w", action, plan.ErrIrreversible)
	case c.Undo == nil:
		return nil
	}
	a := u.runner.action(action)
	if a == nil || a.Undo == nil {
		return Errorf(ErrNotFound, "action %s, which knows how to undo it, is not registered", action)
	}
	return a.Undo(ctx, c.Undo)
}

// restoreAndForget gives the workspace the state it had before a step, and forgets that state; a workspace that is empty then
// goes. Where no state is kept, nothing was begun, or all is gone.
func restoreAndForget(dir string, step int) error {
	name := stateFile(dir, step)
	files, err := readState(name)
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	w, err := workspaceIn(dir)
	if err != nil {
		return err
	}
	if err := errors.Join(w.restore(files), w.Close()); err != nil {
		return fmt.Errorf("restore workspace: %w", err)
	}
	if len(files) == 0 {
		_ = os.Remove(filepath.Join(dir, workspaceName)) // where it is open, an empty folder stays
	}
	return os.Remove(name)
}
