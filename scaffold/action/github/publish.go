package github

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"

	"github.com/goldenpath-go/goldenpath/scaffold"
)

// published is what undoes the making of a repository. The zero value undoes nothing.
type published struct {
	repoURL
	ID   int64 `json:"id,omitempty"`   // 0: perhaps it was not made
	Init bool  `json:"init,omitempty"` // GitHub begins it with a commit of its own
	begun
}

func (s Services) publish(ctx context.Context, r *repository, c *scaffold.Call) error {
	commit, err := s.firstCommit(c)
	if err != nil {
		return err
	}
	if len(commit.files) == 0 {
		return scaffold.Errorf(scaffold.ErrInput, "there are no files to push to %s", r)
	}
	about, record, err := r.create(ctx, c)
	if err != nil {
		return err
	}
	branch := textOr(c.Input, "defaultBranch", "master")
	r.output(c, about, branch)
	if err := r.equip(ctx, c); err != nil {
		return err
	}
	if err := r.first(ctx, branch, commit, &record.begun, func() error { return c.Undo(record) }); err != nil {
		return err
	}
	c.Output("commitHash", record.Hash)
	r.protectDefault(ctx, c, branch)
	return nil
}

// firstCommit returns the commit of the workspace.
func (s Services) firstCommit(c *scaffold.Call) (commit, error) {
	files, err := filesOf(c.Workspace, textOr(c.Input, "sourcePath", "."), "")
	name, email := s.author(c.Input)
	return commit{message: textOr(c.Input, "gitCommitMessage", "initial commit"), name: name, email: email, files: files}, err
}

func (r *repository) output(c *scaffold.Call, about described, branch string) {
	c.Output("remoteUrl", about.CloneURL)
	c.Output("repoContentsUrl", about.HTMLURL+"/blob/"+branch)
}

// protectDefault protects the default branch unless the input says no. Like Backstage it goes on if that fails.
func (r *repository) protectDefault(ctx context.Context, c *scaffold.Call, branch string) {
	if !boolOr(c.Input, "protectDefaultBranch", true) {
		return
	}
	if err := r.protect(ctx, c, branch, boolOr(c.Input, "protectEnforceAdmins", true)); err != nil {
		c.Log.Warn(fmt.Sprintf("Skipping: default branch protection on '%s', %v", r.Name, r.hide.From(err)))
	}
}

func (s Services) createOnly(ctx context.Context, r *repository, c *scaffold.Call) error {
	about, _, err := r.create(ctx, c)
	if err != nil {
		return err
	}
	r.output(c, about, about.DefaultBranch)
	return r.equip(ctx, c)
}

// unpublish deletes a repository that holds nothing but what was published.
func (s Services) unpublish(ctx context.Context, data json.RawMessage) error {
	var was published
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
	var now described
	err = r.call(ctx, http.MethodGet, r.in(), nil, &now)
	switch {
	case isGone(err), err == nil && was.ID != 0 && now.ID != was.ID: // another one has taken the name
		return nil
	case err != nil:
		return fmt.Errorf("look for repository %s: %w", r, err)
	}
	if err := r.untouched(ctx, now, was); err != nil {
		return fmt.Errorf("delete repository %s: %w", r, err)
	}
	if err := s.confirmed(ctx, r.String()); err != nil {
		return fmt.Errorf("delete repository %s: %w", r, err)
	}
	if err := r.call(ctx, http.MethodDelete, r.in(), nil, nil); err != nil && !isGone(err) {
		return fmt.Errorf("delete repository %s: %w", r, err)
	}
	return nil
}

func (s Services) confirmed(ctx context.Context, repository string) error {
	if s.Confirm == nil {
		return ErrUnconfirmed
	}
	yes, err := s.Confirm(ctx, repository)
	if err == nil && !yes {
		return ErrUnconfirmed
	}
	return err
}

// untouched fails if anybody has worked in the repository.
func (r *repository) untouched(ctx context.Context, now described, was published) error {
	if now.OpenIssues > 0 || now.Forks > 0 {
		return fmt.Errorf("%w: it has %d open issues and %d forks", ErrChanged, now.OpenIssues, now.Forks)
	}
	tags, err := r.references(ctx, "tags")
	if err != nil {
		return err
	}
	if len(tags) > 0 {
		return fmt.Errorf("%w: there is a tag %s", ErrChanged, tags[0].Name)
	}
	branches, err := r.references(ctx, "branches")
	if err != nil {
		return err
	}
	for _, b := range branches {
		ours, err := r.isOurs(ctx, b, was)
		if err != nil {
			return err
		}
		if !ours {
			return fmt.Errorf("%w: branch %s is at %s", ErrChanged, b.Name, b.Commit.SHA)
		}
	}
	return nil
}

// isOurs reports whether a branch is where it was put when the repository was published.
func (r *repository) isOurs(ctx context.Context, b reference, was published) (bool, error) {
	if b.Commit.SHA == was.Hash {
		return true, nil
	}
	if !was.Init && b.Name != was.Start {
		return false, nil
	}
	return r.isBeginning(ctx, b.Commit.SHA)
}
