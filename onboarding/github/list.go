package github

import (
	"context"
	"fmt"
	"net/http"

	gh "github.com/google/go-github/v62/github"
)

const perPage = 100

// all returns the entries of all pages of a list.
func all[T any](next func(page gh.ListOptions) ([]T, *gh.Response, error)) ([]T, error) {
	var out []T
	for page := (gh.ListOptions{PerPage: perPage}); ; {
		some, response, err := next(page)
		if err != nil {
			return nil, err
		}
		out = append(out, some...)
		if response.NextPage <= page.Page {
			return out, nil
		}
		page.Page = response.NextPage
	}
}

// count returns how many entries a list has: the number of its pages of one.
func count[T any](next func(page gh.ListOptions) ([]T, *gh.Response, error)) (int, error) {
	first, response, err := next(gh.ListOptions{PerPage: 1})
	if err != nil {
		return 0, err
	}
	return max(len(first), response.LastPage), nil
}

// members returns how many members of an organization have a role; empty: all.
func (p *Provider) members(ctx context.Context, org, role string) (int, error) {
	n, err := count(func(page gh.ListOptions) ([]*gh.User, *gh.Response, error) {
		return p.client.Organizations.ListMembers(ctx, org, &gh.ListMembersOptions{Role: role, ListOptions: page})
	})
	return n, p.wrap(err, "count the members of %s", org)
}

// get reads what go-github has no method for, or no fields.
func (p *Provider) get(ctx context.Context, out any, format string, args ...any) (*gh.Response, error) {
	request, err := p.client.NewRequest(http.MethodGet, fmt.Sprintf(format, args...), nil)
	if err != nil {
		return nil, err
	}
	return p.client.Do(ctx, request, out)
}
