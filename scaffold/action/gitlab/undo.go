package gitlab

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
)

// unpublish deletes a project that holds nothing but what was published.
func (s Services) unpublish(ctx context.Context, data json.RawMessage) error {
	var was published
	if err := json.Unmarshal(data, &was); err != nil {
		return fmt.Errorf("read what to undo: %w", err)
	}
	if was.Name == "" {
		return nil
	}
	g, err := s.connect(was.repoURL, "")
	if err != nil {
		return err
	}
	now, err := g.lookUp(ctx, was)
	if err != nil || now.ID == 0 {
		return err
	}
	err = g.untouched(ctx, now, was)
	if err == nil {
		err = s.confirmed(ctx, g.String())
	}
	if err == nil {
		err = g.call(ctx, http.MethodDelete, in(now.ID), nil, nil)
	}
	if err != nil && !isGone(err) {
		return fmt.Errorf("delete project %s: %w", g, err)
	}
	return nil
}

// lookUp returns the project that was made; one without id when it is gone, or never was.
func (g *gitLab) lookUp(ctx context.Context, was published) (now project, err error) {
	if was.ID == 0 {
		owner, err := g.namespace(ctx)
		if err != nil {
			return project{}, err
		}
		return g.find(ctx, owner)
	}
	err = g.call(ctx, http.MethodGet, in(was.ID), nil, &now)
	switch {
	case isGone(err), err == nil && now.Dying != "":
		return project{}, nil
	case err != nil:
		return project{}, fmt.Errorf("look for project %s: %w", g, err)
	}
	return now, nil
}

func (s Services) confirmed(ctx context.Context, name string) error {
	if s.Confirm == nil {
		return ErrUnconfirmed
	}
	yes, err := s.Confirm(ctx, name)
	if err == nil && !yes {
		return ErrUnconfirmed
	}
	return err
}

// untouched fails if anybody has worked in the project.
func (g *gitLab) untouched(ctx context.Context, now project, was published) error {
	if now.Issues > 0 || now.Forks > 0 {
		return fmt.Errorf("%w: it has %d open issues and %d forks", ErrChanged, now.Issues, now.Forks)
	}
	requests, err := list[struct{}](ctx, g.client, url.Values{"state": {"opened"}}, in(now.ID, "merge_requests")...)
	if err != nil {
		return fmt.Errorf("list merge requests: %w", err)
	}
	if len(requests) > 0 {
		return fmt.Errorf("%w: it has %d open merge requests", ErrChanged, len(requests))
	}
	for _, kind := range []string{"branches", "tags"} {
		refs, err := list[reference](ctx, g.client, nil, in(now.ID, "repository", kind)...)
		if err != nil {
			return fmt.Errorf("list %s: %w", kind, err)
		}
		for _, r := range refs {
			if kind == "tags" || r.Commit.ID != was.Hash {
				return fmt.Errorf("%w: there is %s at %s among its %s", ErrChanged, r.Name, r.Commit.ID, kind)
			}
		}
	}
	return nil
}
