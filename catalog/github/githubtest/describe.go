package githubtest

import (
	"net/http"
	"strings"
)

// url returns the address of the API.
func (s *Server) url(r *http.Request) string { return "http://" + r.Host + "/api/v3/" }

// describe returns the repository with that index as a list of repositories has it.
func (s *Server) describe(r *http.Request, index int) map[string]any {
	repository := &s.Repositories[index]
	full := s.Organization + "/" + repository.Name
	api := s.url(r) + "repos/" + full
	d := map[string]any{
		"id": index + 1, "node_id": "R_" + repository.Name, "name": repository.Name, "full_name": full,
		"private": false, "visibility": "public", "description": nil,
		"fork": repository.Fork, "archived": repository.Archived, "disabled": false,
		"default_branch": repository.branch(),
		"html_url":       "http://" + r.Host + "/" + full,
		"url":            api,
		"owner":          s.owner(r),
		"topics":         append([]string{}, repository.Topics...),
	}
	for name, path := range links {
		d[name+"_url"] = api + path
	}
	return d
}

// owner returns the organisation as an account.
func (s *Server) owner(r *http.Request) map[string]any {
	api := s.url(r) + "users/" + s.Organization
	d := map[string]any{
		"login": s.Organization, "id": 1, "node_id": "O_1", "avatar_url": "http://" + r.Host + "/avatar", "gravatar_id": "",
		"url": api, "html_url": "http://" + r.Host + "/" + s.Organization, "type": "Organization", "site_admin": false,
	}
	for _, name := range strings.Fields("followers following gists starred subscriptions organizations repos events received_events") {
		d[name+"_url"] = api + "/" + name
	}
	return d
}

// links are the addresses that a repository's description is made of, by their names and below the repository's own.
var links = map[string]string{
	"archive": "/{archive_format}{/ref}", "assignees": "/assignees{/user}", "blobs": "/git/blobs{/sha}",
	"branches": "/branches{/branch}", "collaborators": "/collaborators{/collaborator}", "comments": "/comments{/number}",
	"commits": "/commits{/sha}", "compare": "/compare/{base}...{head}", "contents": "/contents/{+path}",
	"contributors": "/contributors", "deployments": "/deployments", "downloads": "/downloads", "events": "/events",
	"forks": "/forks", "git_commits": "/git/commits{/sha}", "git_refs": "/git/refs{/sha}", "git_tags": "/git/tags{/sha}",
	"hooks": "/hooks", "issue_comment": "/issues/comments{/number}", "issue_events": "/issues/events{/number}",
	"issues": "/issues{/number}", "keys": "/keys{/key_id}", "labels": "/labels{/name}", "languages": "/languages",
	"merges": "/merges", "milestones": "/milestones{/number}", "notifications": "/notifications{?since,all,participating}",
	"pulls": "/pulls{/number}", "releases": "/releases{/id}", "stargazers": "/stargazers", "statuses": "/statuses/{sha}",
	"subscribers": "/subscribers", "subscription": "/subscription", "tags": "/tags", "teams": "/teams",
	"trees": "/git/trees{/sha}",
}
