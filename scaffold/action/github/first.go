package github

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"

	"github.com/goldenpath-go/goldenpath/scaffold"
)

// begun is how far a first push has come.
type begun struct {
	Start string `json:"start,omitempty"` // branch that was to get a file to begin with; empty: none was needed
	Hash  string `json:"hash,omitempty"`  // commit that the branch was to be put at
}

// startMessage is that of the commit with the file to begin with.
const startMessage = "initialize repository"

// first pushes the first commit, from where an earlier attempt got to. GitHub makes nothing of git in an empty repository but
// by way of a file, so one is made for a start; the commit does not descend from that. keep is called before each effect, when at
// says what it will be.
func (r *repository) first(ctx context.Context, branch string, c commit, at *begun, keep func() error) error {
	if len(c.files) == 0 {
		return scaffold.Errorf(scaffold.ErrInput, "there are no files to push to %s", r)
	}
	heads, err := r.references(ctx, "branches")
	if err != nil {
		return err
	}
	now := map[string]string{}
	for _, h := range heads {
		now[h.Name] = h.Commit.SHA
	}
	if at.Hash == "" || now[branch] != at.Hash {
		if err := r.mayPush(ctx, branch, now[branch], at); err != nil {
			return err
		}
		if len(heads) == 0 {
			if err := r.start(ctx, at, keep); err != nil {
				return err
			}
		}
		if err := r.put(ctx, branch, c, at, keep); err != nil {
			return err
		}
	}
	return r.leaveStart(ctx, branch, at.Start)
}

// mayPush fails if a branch has something that is not for a start.
func (r *repository) mayPush(ctx context.Context, branch, hash string, at *begun) error {
	if hash == "" {
		return nil
	}
	if branch == at.Start {
		if ours, err := r.isBeginning(ctx, hash); err != nil || ours {
			return err
		}
	}
	return scaffold.Errorf(scaffold.ErrConflict, "branch %s of %s exists already", branch, r)
}

// put makes the commit, and the branch that is at it.
func (r *repository) put(ctx context.Context, branch string, c commit, at *begun, keep func() error) (err error) {
	if at.Hash, _, err = r.commit(ctx, c); err != nil {
		return err
	}
	if err := keep(); err != nil {
		return err
	}
	return r.setBranch(ctx, branch, at.Hash, branch == at.Start)
}

// leaveStart makes a branch the default one, and removes the branch that was begun with.
func (r *repository) leaveStart(ctx context.Context, branch, start string) error {
	if start == "" || start == branch {
		return nil
	}
	if err := r.call(ctx, http.MethodPatch, r.in(), map[string]any{"default_branch": branch}, nil); err != nil {
		return fmt.Errorf("make %s the default branch: %w", branch, err)
	}
	return r.takeBackStart(ctx, start)
}

// start makes a file in an empty repository, by which its default branch comes to be.
func (r *repository) start(ctx context.Context, at *begun, keep func() error) error {
	var about described
	if err := r.call(ctx, http.MethodGet, r.in(), nil, &about); err != nil {
		return fmt.Errorf("look up the default branch: %w", err)
	}
	if at.Start = about.DefaultBranch; at.Start == "" {
		return errors.New("look up the default branch: there is none")
	}
	if err := keep(); err != nil {
		return err
	}
	body := map[string]any{"message": startMessage, "content": ""}
	if err := r.call(ctx, http.MethodPut, r.in("contents", ".gitkeep"), body, nil); err != nil {
		return fmt.Errorf("initialize the repository: %w", err)
	}
	return nil
}

// isBeginning reports whether a commit is one with which repositories are begun, here or by GitHub, and so nobody's work.
func (r *repository) isBeginning(ctx context.Context, hash string) (bool, error) {
	var c struct {
		Message string
		Parents []made
		Tree    made
	}
	if err := r.call(ctx, http.MethodGet, r.in("git", "commits", hash), nil, &c); err != nil {
		return false, fmt.Errorf("look up commit %s: %w", hash, err)
	}
	if len(c.Parents) > 0 || c.Message != startMessage && c.Message != "Initial commit" {
		return false, nil
	}
	var tree struct{ Tree []struct{ Path string } }
	if err := r.call(ctx, http.MethodGet, r.in("git", "trees", c.Tree.SHA), nil, &tree); err != nil {
		return false, fmt.Errorf("look up tree %s: %w", c.Tree.SHA, err)
	}
	for _, f := range tree.Tree {
		if !slices.Contains([]string{".gitkeep", ".gitignore", "README.md", "LICENSE"}, f.Path) {
			return false, nil
		}
	}
	return true, nil
}
