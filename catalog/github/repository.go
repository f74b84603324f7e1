package github

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	gh "github.com/google/go-github/v62/github"
)

// repositories returns the organisation's repositories by their full names in lower case. One that is made or renamed
// meanwhile may come on two pages.
func (a *api) repositories(ctx context.Context, organization string) (map[string]*gh.Repository, error) {
	found := map[string]*gh.Repository{}
	for page := 1; page > 0; {
		path := fmt.Sprintf("orgs/%s/repos?sort=full_name&per_page=100&page=%d", url.PathEscape(organization), page)
		list, next, err := get[[]*gh.Repository](ctx, a, path)
		if err != nil {
			return nil, err
		}
		for _, r := range list {
			if r.GetName() != "" {
				found[strings.ToLower(r.GetFullName())] = r
			}
		}
		if next != 0 && next <= page {
			return nil, fmt.Errorf("page %d is to be followed by page %d", page, next)
		}
		page = next
	}
	return found, nil
}

// checkout is a repository at one of its branches, tags or commits.
type checkout struct {
	owner, name, ref string
	isDefault        bool            // ref is the default branch
	web              string          // address of the repository's page
	seen             map[string]bool // catalog files that were read
}

// base returns the address of the root folder, as Backstage's provider forms it.
func (c *checkout) base() string { return c.web + "/blob/" + escaped(c.ref) + "/" }

// label is what precedes the names of files in faults.
func (c *checkout) label() string {
	if c.isDefault {
		return c.name
	}
	return c.name + "@" + c.ref
}

func (c *checkout) file(name string) string { return c.label() + "/" + name }

// path returns the API's path of an object of the repository.
func (c *checkout) path(kind, id string) string {
	return "repos/" + url.PathEscape(c.owner) + "/" + url.PathEscape(c.name) + "/git/" + kind + "/" + url.PathEscape(id)
}

// escaped escapes the segments of a path.
func escaped(path string) string {
	segments := strings.Split(path, "/")
	for i, s := range segments {
		segments[i] = url.PathEscape(s)
	}
	return strings.Join(segments, "/")
}

// isEmpty reports whether err says that a repository has no commits.
func isEmpty(err error) bool { return isStatus(err, http.StatusConflict) }
