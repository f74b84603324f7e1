package github

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"

	"github.com/goldenpath-go/goldenpath/scaffold"
)

// pushed is what undoes a push. The zero value undoes nothing.
type pushed struct {
	repoURL
	Branch string `json:"branch"`
	begun
}

func (s Services) pushOnly(ctx context.Context, r *repository, c *scaffold.Call) error {
	commit, err := s.firstCommit(c)
	if err != nil {
		return err
	}
	var about described
	if err := r.call(ctx, http.MethodGet, r.in(), nil, &about); err != nil {
		return fmt.Errorf("look up repository %s: %w", r, err)
	}
	branch := textOr(c.Input, "defaultBranch", "master")
	r.output(c, about, branch)
	record := pushed{repoURL: r.repoURL, Branch: branch}
	if _, err := c.Earlier(&record); err != nil {
		return err
	}
	if err := r.first(ctx, branch, commit, &record.begun, func() error { return c.Undo(record) }); err != nil {
		return err
	}
	c.Output("commitHash", record.Hash)
	r.protectDefault(ctx, c, branch)
	return nil
}

// unpush removes the branch that was pushed, and the one that was begun with. GitHub refuses that for the default branch, which
// only goes with its repository.
func (s Services) unpush(ctx context.Context, data json.RawMessage) error {
	var was pushed
	if err := json.Unmarshal(data, &was); err != nil {
		return fmt.Errorf("read what to undo: %w", err)
	}
	if was.Name == "" {
		return nil
	}
	r, err := s.connect(ctx, was.repoURL, "")
	if err != nil {
		return err
	}
	if err := r.takeBackStart(ctx, was.Start); err != nil || was.Hash == "" {
		return err
	}
	return r.takeBack(ctx, was.Branch, was.Hash)
}

// takeBackStart removes the branch that a push began with, if it has nothing else.
func (r *repository) takeBackStart(ctx context.Context, start string) error {
	if start == "" {
		return nil
	}
	now, err := r.branch(ctx, start)
	if err != nil || now == "" {
		return err
	}
	if ours, err := r.isBeginning(ctx, now); err != nil || !ours {
		return err
	}
	return r.dropBranch(ctx, start)
}

// takeBack removes a branch that is still where it was put.
func (r *repository) takeBack(ctx context.Context, branch, hash string) error {
	now, err := r.branch(ctx, branch)
	switch {
	case err != nil:
		return err
	case now == "":
		return nil
	case now != hash:
		return fmt.Errorf("remove branch %s of %s: %w", branch, r, ErrChanged)
	}
	return r.dropBranch(ctx, branch)
}
