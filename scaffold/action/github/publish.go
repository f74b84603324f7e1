package github

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"

	"github.com/goldenpath-go/goldenpath/scaffold"
)

// published is what undoes the making of a repository. The zero value undoes nothing.
type published struct {
	repoURL
	ID    int64    `json:"id,omitempty"`    // 0: perhaps it was not made
	Heads []string `json:"heads,omitempty"` // commits that are ours
}

func (s Services) publish(ctx context.Context, r *repository, c *scaffold.Call) error {
	commit, err := s.firstCommit(c)
	if err != nil {
		return err
	}
	if len(commit.files) == 0 {
		return scaffold.Errorf(scaffold.ErrInput, "there are no files to push to %s", r)
	}
	c.Log.Info("Creating repository " + r.String())
	about, record, err := r.create(ctx, c)
	if err != nil {
		return err
	}
	branch := textOr(c.Input, "defaultBranch", "master")
	r.output(c, about, branch)
	if err := r.equip(ctx, c); err != nil {
		return err
	}
	hash, err := r.first(ctx, branch, commit, func(hash string) error {
		record.Heads = append(record.Heads, hash)
		return c.Undo(record)
	})
	if err != nil {
		return err
	}
	c.Output("commitHash", hash)
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
		c.Log.Warn(fmt.Sprintf("Skipping: default branch protection on '%s', %v", r.Name, r.hide.from(err)))
	}
}

func (s Services) createOnly(ctx context.Context, r *repository, c *scaffold.Call) error {
	about, record, err := r.create(ctx, c)
	if err != nil {
		return err
	}
	r.output(c, about, about.DefaultBranch)
	if c.Input.Bool("autoInit") {
		heads, err := r.references(ctx, "branches")
		if err != nil {
			return err
		}
		for _, h := range heads {
			record.Heads = append(record.Heads, h.Commit.SHA)
		}
		if err := c.Undo(record); err != nil {
			return err
		}
	}
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
		if !slices.Contains(was.Heads, b.Commit.SHA) {
			return fmt.Errorf("%w: branch %s is at %s", ErrChanged, b.Name, b.Commit.SHA)
		}
	}
	return nil
}

// pushed is what undoes a push. The zero value undoes nothing.
type pushed struct {
	repoURL
	Branch string `json:"branch"`
	Hash   string `json:"hash"`
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
	hash, err := r.first(ctx, branch, commit, func(hash string) error {
		return c.Undo(pushed{r.repoURL, branch, hash})
	})
	if err != nil {
		return err
	}
	c.Output("commitHash", hash)
	r.protectDefault(ctx, c, branch)
	return nil
}

// unpush removes the branch that was pushed. GitHub refuses that for the default branch, which only goes with its repository.
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
	return r.takeBack(ctx, was.Branch, was.Hash)
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
