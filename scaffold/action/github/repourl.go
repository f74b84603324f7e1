package github

import (
	"net/url"
	"regexp"

	"github.com/goldenpath-go/goldenpath/scaffold"
)

// repoURL says which repository is meant.
type repoURL struct {
	Host  string `json:"host"`
	Owner string `json:"owner"`
	Name  string `json:"name"`
}

func (u repoURL) String() string { return u.Host + "/" + u.Owner + "/" + u.Name }

var namePattern = regexp.MustCompile(`^[A-Za-z0-9._-]+$`)

// parseRepoURL reads github.com?owner=acme&repo=orders, which is what Backstage's RepoUrlPicker gives.
func parseRepoURL(text string) (repoURL, error) {
	u, err := url.Parse("https://" + text)
	if err != nil || u.Host == "" || u.User != nil {
		return repoURL{}, scaffold.Errorf(scaffold.ErrInput, "Invalid repo URL passed to publisher, got %s", text)
	}
	at := repoURL{u.Host, u.Query().Get("owner"), u.Query().Get("repo")}
	for name, value := range map[string]string{"owner": at.Owner, "repo": at.Name} {
		if !namePattern.MatchString(value) || value == "." || value == ".." {
			return repoURL{}, scaffold.Errorf(scaffold.ErrInput, "Invalid repo URL passed to publisher: %s, missing or wrong %s", text, name)
		}
	}
	return at, nil
}
