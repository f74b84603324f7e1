package github

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
)

// deletion is what undoes the making of something within a repository. The zero value undoes nothing.
type deletion struct {
	repoURL
	Path []string `json:"path"` // below the repository
}

func (r *repository) deletion(path ...string) deletion { return deletion{r.repoURL, path} }

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
	if err := r.call(ctx, http.MethodDelete, r.in(was.Path...), nil, nil); err != nil && !isGone(err) {
		return fmt.Errorf("delete %s of %s: %w", strings.Join(was.Path, "/"), r, err)
	}
	return nil
}
