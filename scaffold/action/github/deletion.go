package github

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"

	"github.com/goldenpath-go/goldenpath/scaffold"
)

// deletion is what undoes the making of something within a repository. The zero value undoes nothing.
type deletion struct {
	repoURL
	Path []string `json:"path"` // below the repository
}

func (r *repository) deletion(path ...string) deletion { return deletion{r.repoURL, path} }

// undoIfNew keeps that what will be made is deleted when it is undone, or nothing if it is there already. What an earlier attempt
// kept stands.
func (r *repository) undoIfNew(ctx context.Context, c *scaffold.Call, path ...string) error {
	if r.resumed {
		return nil
	}
	err := r.call(ctx, http.MethodGet, r.in(path...), nil, nil)
	switch {
	case isGone(err):
		return c.Undo(r.deletion(path...))
	case err != nil:
		return fmt.Errorf("look for %s of %s: %w", strings.Join(path, "/"), r, err)
	}
	return c.Undo(deletion{})
}

// undoDelete deletes what was made.
func (s Services) undoDelete(ctx context.Context, data json.RawMessage) error {
	var was deletion
	if err := json.Unmarshal(data, &was); err != nil {
		return fmt.Errorf("read what to undo: %w", err)
	}
	if was.Name == "" || len(was.Path) == 0 {
		return nil
	}
	r, err := s.connect(ctx, was.repoURL, "")
	if err != nil {
		return err
	}
	return r.remove(ctx, was.Path...)
}

// remove deletes something within the repository. That it is gone is a success.
func (r *repository) remove(ctx context.Context, path ...string) error {
	if err := r.call(ctx, http.MethodDelete, r.in(path...), nil, nil); err != nil && !isGone(err) {
		return fmt.Errorf("delete %s of %s: %w", strings.Join(path, "/"), r, err)
	}
	return nil
}
