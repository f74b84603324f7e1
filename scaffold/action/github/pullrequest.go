package github

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"path"
	"slices"
	"strings"

	"github.com/goldenpath-go/goldenpath/scaffold"
)

// proposed is what undoes a pull request. The zero value undoes nothing.
type proposed struct {
	repoURL
	Branch string `json:"branch"`
	Hash   string `json:"hash"`             // where the branch was put
	Before string `json:"before,omitempty"` // where it was; empty: it was not there
	Opens  bool   `json:"opens,omitempty"`  // a pull request was to be opened
	Number int    `json:"number,omitempty"` // of that; 0: perhaps it was not
}

// pull is a pull request as GitHub describes it.
type pull struct {
	Number  int    `json:"number"`
	HTMLURL string `json:"html_url"`
	State   string `json:"state"`
	Merged  bool   `json:"merged"`
	Base    struct {
		Ref string `json:"ref"`
	} `json:"base"`
}

func dryPullRequest(c *scaffold.Call) {
	c.Log.Info("Performing dry run of creating pull request")
	c.Output("targetBranchName", c.Input.Text("branchName"))
	c.Output("remoteUrl", c.Input.Text("repoUrl"))
	c.Output("pullRequestNumber", 43) // what Backstage says
	dryDone(c)
}

func (s Services) pullRequest(ctx context.Context, r *repository, c *scaffold.Call) error {
	if c.Input.Bool("forceFork") {
		return scaffold.Errorf(scaffold.ErrInput, "forceFork is not supported: the token must be allowed to push to %s", r)
	}
	record := &proposed{}
	if _, err := c.Earlier(record); err != nil {
		return err
	}
	target, err := r.target(ctx, c.Input, record)
	if err != nil {
		return err
	}
	if !target.pushed {
		if changed, err := s.propound(ctx, r, c, target, record); err != nil || !changed {
			return err
		}
	}
	p, err := r.propose(ctx, c, target, record)
	if err != nil {
		return err
	}
	r.invite(ctx, c, p.Number)
	c.Output("targetBranchName", p.Base.Ref)
	c.Output("remoteUrl", p.HTMLURL)
	c.Output("pullRequestNumber", p.Number)
	return nil
}

// propound puts the branch at a commit of the workspace, unless that changes nothing and so is not wanted.
func (s Services) propound(ctx context.Context, r *repository, c *scaffold.Call, t target, record *proposed) (wanted bool, err error) {
	change, err := s.change(ctx, r, c, t)
	if err != nil {
		return false, err
	}
	hash, tree, err := r.commit(ctx, change)
	if err != nil {
		return false, err
	}
	if tree == change.base && !boolOr(c.Input, "createWhenEmpty", true) {
		c.Log.Info("No changes to commit, pull request was not created")
		return false, nil
	}
	*record = proposed{repoURL: r.repoURL, Branch: c.Input.Text("branchName"), Hash: hash, Before: t.before}
	if err := c.Undo(record); err != nil {
		return false, err
	}
	return true, r.setBranch(ctx, record.Branch, hash, t.before != "")
}

// target is where a pull request goes, and what it begins with.
type target struct {
	branch string // to be merged into
	before string // commit that the proposed branch is at; empty: it is not there
	parent string // of the new commit
	pushed bool   // an earlier attempt has put the branch where it shall be
}

func (r *repository) target(ctx context.Context, in *scaffold.Object, earlier *proposed) (t target, err error) {
	if t.branch = in.Text("targetBranchName"); t.branch == "" {
		var about described
		if err := r.call(ctx, http.MethodGet, r.in(), nil, &about); err != nil {
			return t, fmt.Errorf("look up the default branch: %w", err)
		}
		t.branch = about.DefaultBranch
	}
	name := in.Text("branchName")
	if name == t.branch {
		return t, scaffold.Errorf(scaffold.ErrInput, "a pull request cannot go from branch %s to itself", name)
	}
	if t.before, err = r.branch(ctx, name); err != nil {
		return t, err
	}
	if t.before != "" && t.before == earlier.Hash {
		t.before, t.pushed = earlier.Before, true
		return t, nil
	}
	if t.before != "" && !in.Bool("update") {
		return t, scaffold.Errorf(scaffold.ErrConflict, "branch %s of %s exists already; update: true adds to it", name, r)
	}
	if t.parent = t.before; t.parent != "" {
		return t, nil
	}
	if t.parent, err = r.branch(ctx, t.branch); err == nil && t.parent == "" {
		err = fmt.Errorf("there is no branch %s in %s", t.branch, r)
	}
	return t, err
}

// change returns the commit that is proposed.
func (s Services) change(ctx context.Context, r *repository, c *scaffold.Call, t target) (commit, error) {
	to := c.Input.Text("targetPath")
	files, err := filesOf(c.Workspace, textOr(c.Input, "sourcePath", "."), to)
	if err != nil {
		return commit{}, err
	}
	change := commit{message: textOr(c.Input, "commitMessage", c.Input.Text("title")), parents: []string{t.parent}}
	if !c.Input.Bool("forceEmptyGitAuthor") {
		change.name, change.email = s.author(c.Input)
	}
	var parent struct{ Tree made }
	if err := r.call(ctx, http.MethodGet, r.in("git", "commits", t.parent), nil, &parent); err != nil {
		return commit{}, fmt.Errorf("look up commit %s: %w", t.parent, err)
	}
	change.base = parent.Tree.SHA
	if change.gone, err = r.present(ctx, change.base, to, c.Input.Texts("filesToDelete")); err != nil {
		return commit{}, err
	}
	change.files = slices.DeleteFunc(files, func(f file) bool { return slices.Contains(change.gone, f.path) })
	return change, nil
}

// present returns those files to be deleted that are there, without which GitHub would refuse the tree.
func (r *repository) present(ctx context.Context, tree, folder string, names []string) ([]string, error) {
	if len(names) == 0 {
		return nil, nil
	}
	var answer struct {
		Tree []struct{ Path, Type string }
	}
	err := r.query(ctx, http.MethodGet, r.in("git", "trees", tree), url.Values{"recursive": {"1"}}, nil, &answer)
	if err != nil {
		return nil, fmt.Errorf("list files: %w", err)
	}
	var out []string
	for _, entry := range answer.Tree {
		for _, name := range names {
			if entry.Type == "blob" && entry.Path == strings.TrimPrefix(path.Join(folder, name), "/") {
				out = append(out, entry.Path)
			}
		}
	}
	return out, nil
}

// propose opens the pull request, or finds the open one of an updated branch.
func (r *repository) propose(ctx context.Context, c *scaffold.Call, t target, record *proposed) (p pull, err error) {
	if t.before != "" || record.Opens {
		open, err := r.openPulls(ctx, record.Branch, t.branch)
		if err != nil {
			return p, err
		}
		if len(open) > 0 && record.Opens {
			record.Number = open[0].Number
			return open[0], c.Undo(record)
		}
		if len(open) > 0 {
			return open[0], nil
		}
	}
	record.Opens = true
	if err := c.Undo(record); err != nil {
		return p, err
	}
	body := map[string]any{
		"title": c.Input.Text("title"), "body": c.Input.Text("description"), "head": record.Branch, "base": t.branch,
		"draft": c.Input.Bool("draft"),
	}
	if err := r.call(ctx, http.MethodPost, r.in("pulls"), body, &p); err != nil {
		return p, fmt.Errorf("open a pull request: %w", err)
	}
	record.Number = p.Number
	return p, c.Undo(record)
}

// openPulls returns the open pull requests from one branch to another.
func (r *repository) openPulls(ctx context.Context, from, to string) (open []pull, err error) {
	query := url.Values{"state": {"open"}, "head": {r.Owner + ":" + from}}
	if to != "" {
		query.Set("base", to)
	}
	if err := r.query(ctx, http.MethodGet, r.in("pulls"), query, nil, &open); err != nil {
		return nil, fmt.Errorf("look for the pull request: %w", err)
	}
	return open, nil
}

// maxAssignees is GitHub's limit.
const maxAssignees = 10

// invite asks people to look at a pull request. Like Backstage it goes on if they cannot be asked.
func (r *repository) invite(ctx context.Context, c *scaffold.Call, number int) {
	text := fmt.Sprint(number)
	reviewers := fields(c.Input, []setting{{"reviewers", "reviewers", nil}, {"team_reviewers", "teamReviewers", nil}})
	if len(reviewers) > 0 {
		if err := r.call(ctx, http.MethodPost, r.in("pulls", text, "requested_reviewers"), reviewers, nil); err != nil {
			c.Log.Error(fmt.Sprintf("Failure when adding reviewers to Pull request %d: %v", number, r.hide.From(err)))
		}
	}
	assignees := c.Input.Texts("assignees")
	if len(assignees) > maxAssignees {
		c.Log.Warn("Assignees list is too long, only the first 10 will be used.")
		assignees = assignees[:maxAssignees]
	}
	if len(assignees) > 0 {
		body := map[string]any{"assignees": assignees}
		if err := r.call(ctx, http.MethodPost, r.in("issues", text, "assignees"), body, nil); err != nil {
			c.Log.Error(fmt.Sprintf("Failure when adding assignees to Pull request %d: %v", number, r.hide.From(err)))
		}
	}
}

// closePullRequest closes a pull request that is not merged, and takes its branch back.
func (s Services) closePullRequest(ctx context.Context, data json.RawMessage) error {
	var was proposed
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
	if was.Opens && was.Number == 0 {
		open, err := r.openPulls(ctx, was.Branch, "")
		if err != nil {
			return err
		}
		if len(open) > 0 {
			was.Number = open[0].Number
		}
	}
	if was.Number != 0 {
		if err := r.closePull(ctx, was.Number); err != nil {
			return fmt.Errorf("close pull request %d of %s: %w", was.Number, r, err)
		}
	}
	if was.Before == "" {
		return r.takeBack(ctx, was.Branch, was.Hash)
	}
	now, err := r.branch(ctx, was.Branch)
	switch {
	case err != nil:
		return err
	case now == "", now == was.Before:
		return nil
	case now != was.Hash:
		return fmt.Errorf("set branch %s of %s back: %w", was.Branch, r, ErrChanged)
	}
	return r.setBranch(ctx, was.Branch, was.Before, true)
}

func (r *repository) closePull(ctx context.Context, number int) error {
	at := r.in("pulls", fmt.Sprint(number))
	var now pull
	err := r.call(ctx, http.MethodGet, at, nil, &now)
	switch {
	case isGone(err):
		return nil
	case err != nil:
		return err
	case now.Merged:
		return fmt.Errorf("%w: it is merged", ErrChanged)
	case now.State == "closed":
		return nil
	}
	return r.call(ctx, http.MethodPatch, at, map[string]any{"state": "closed"}, nil)
}
