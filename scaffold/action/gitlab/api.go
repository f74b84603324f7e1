package gitlab

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"path"
	"strconv"
	"strings"

	"github.com/goldenpath-go/goldenpath/internal/rest"
	"github.com/goldenpath-go/goldenpath/scaffold"
)

// project is what GitLab says of a project.
type project struct {
	ID       int64  `json:"id"`
	Path     string `json:"path_with_namespace"`
	CloneURL string `json:"http_url_to_repo"`
	Issues   int    `json:"open_issues_count"`
	Forks    int    `json:"forks_count"`
	Dying    string `json:"marked_for_deletion_on"` // it is deleted, and only kept for some days
}

// namespace is a group or a user, in which projects are.
type namespace struct {
	ID   int64  `json:"id"`
	Kind string `json:"kind"`
	Path string `json:"full_path"`
}

// reference is a branch or tag.
type reference struct {
	Name   string `json:"name"`
	Commit struct {
		ID string `json:"id"`
	} `json:"commit"`
}

// call sends a request that changes something, or asks for one thing.
func (g *gitLab) call(ctx context.Context, method string, path []string, body, out any) error {
	return g.client.JSON(ctx, &rest.Request{Method: method, Path: path, Body: body}, out)
}

// in returns the path of something in the project of an id.
func in(id int64, segments ...string) []string {
	return append([]string{"projects", strconv.FormatInt(id, 10)}, segments...)
}

func status(err error) int {
	var refused *rest.Error
	if errors.As(err, &refused) {
		return refused.Status
	}
	return 0
}

func isGone(err error) bool { return status(err) == http.StatusNotFound }

// list returns all that there is at a path.
func list[T any](ctx context.Context, c *rest.Client, query url.Values, path ...string) ([]T, error) {
	const size = 100
	var all []T
	for page := 1; ; page++ {
		r := rest.Get(path...)
		r.Query = url.Values{"per_page": {strconv.Itoa(size)}, "page": {strconv.Itoa(page)}}
		for name, values := range query {
			r.Query[name] = values
		}
		var some []T
		if err := c.JSON(ctx, r, &some); err != nil {
			return nil, err
		}
		if all = append(all, some...); len(some) < size {
			return all, nil
		}
	}
}

// namespace looks up the owner. Names with slashes are looked for, since not every proxy lets them pass as one segment.
func (g *gitLab) namespace(ctx context.Context) (namespace, error) {
	found, err := list[namespace](ctx, g.client, url.Values{"search": {path.Base(g.Owner)}}, "namespaces")
	if err != nil {
		return namespace{}, fmt.Errorf("look up owner %s: %w", g.Owner, err)
	}
	for _, n := range found {
		if strings.EqualFold(n.Path, g.Owner) {
			return n, nil
		}
	}
	return namespace{}, scaffold.Errorf(scaffold.ErrInput,
		"The namespace %s is not found or the user doesn't have permissions to access it", g.Owner)
}

// find returns the project; one without id when there is none.
func (g *gitLab) find(ctx context.Context, owner namespace) (project, error) {
	of := []string{"groups", strconv.FormatInt(owner.ID, 10), "projects"}
	if owner.Kind == "user" {
		of = []string{"users", owner.Path, "projects"}
	}
	found, err := list[project](ctx, g.client, url.Values{"search": {g.Name}}, of...)
	if err != nil {
		return project{}, fmt.Errorf("look for project %s: %w", g, err)
	}
	for _, p := range found {
		if strings.EqualFold(p.Path, g.path()) && p.Dying == "" {
			return p, nil
		}
	}
	return project{}, nil
}

// userID returns the id of a user of that name.
func (g *gitLab) userID(ctx context.Context, name string) (int64, error) {
	type user struct {
		ID int64 `json:"id"`
	}
	found, err := list[user](ctx, g.privileged, url.Values{"username": {name}}, "users")
	if err != nil {
		return 0, fmt.Errorf("look up user %s: %w", name, err)
	}
	if len(found) == 0 {
		return 0, scaffold.Errorf(scaffold.ErrInput, "there is no user %s", name)
	}
	return found[0].ID, nil
}
