package gitlab

import (
	"net/url"
	"regexp"
	"strings"

	"github.com/goldenpath-go/goldenpath/scaffold"
)

// repoURL says which project is meant.
type repoURL struct {
	Host  string `json:"host"`
	Owner string `json:"owner"` // group, user, or group/subgroup
	Name  string `json:"name"`
}

func (u repoURL) path() string { return u.Owner + "/" + u.Name }

func (u repoURL) String() string { return u.Host + "/" + u.path() }

var namePattern = regexp.MustCompile(`^[A-Za-z0-9_][A-Za-z0-9._-]*$`)

// parseRepoURL reads gitlab.com?owner=acme%2Fteam&repo=orders, which is what Backstage's RepoUrlPicker gives.
func parseRepoURL(text string) (repoURL, error) {
	u, err := url.Parse("https://" + text)
	if err != nil || u.Host == "" || u.User != nil {
		return repoURL{}, scaffold.Errorf(scaffold.ErrInput, "Invalid repo URL passed to publisher, got %s", text)
	}
	at := repoURL{u.Host, u.Query().Get("owner"), u.Query().Get("repo")}
	for part := range strings.SplitSeq(at.Owner, "/") {
		if !namePattern.MatchString(part) {
			return repoURL{}, scaffold.Errorf(scaffold.ErrInput, "Invalid repo URL passed to publisher: %s, missing or wrong owner", text)
		}
	}
	if !namePattern.MatchString(at.Name) {
		return repoURL{}, scaffold.Errorf(scaffold.ErrInput, "Invalid repo URL passed to publisher: %s, missing or wrong repo", text)
	}
	return at, nil
}
