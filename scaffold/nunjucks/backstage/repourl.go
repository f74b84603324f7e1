package backstage

import (
	"fmt"
	"net"
	"net/url"
	"strconv"
	"strings"

	"github.com/goldenpath-go/goldenpath/scaffold/nunjucks"
)

// parse reads what the RepoUrlPicker gives: host?owner=o&repo=r.
func (i Integrations) parse(v any) (*nunjucks.Object, error) {
	raw := text(v)
	u, err := parseURL(raw)
	if err != nil {
		return nil, fault(fmt.Sprintf("Invalid repo URL passed to publisher, got %s, TypeError: Invalid URL", raw))
	}
	kind := i(u.host)
	if kind == "" {
		return nil, fault(fmt.Sprintf("No matching integration configuration for host %s, please check your integrations config", u.host))
	}
	for _, name := range required(kind, u.query) {
		if u.query.Get(name) == "" {
			return nil, fault(fmt.Sprintf("Invalid repo URL passed to publisher: %s, missing %s", u.text, name))
		}
	}
	o := &nunjucks.Object{}
	o.Set("host", u.host)
	for _, name := range []string{"owner", "repo", "organization", "workspace", "project"} {
		if u.query.Has(name) {
			o.Set(name, strings.Trim(u.query.Get(name), "/"))
		}
	}
	return o, nil
}

func required(kind string, query url.Values) []string {
	switch kind {
	case "bitbucketCloud":
		return []string{"workspace", "project", "repo"}
	case "bitbucketServer", "azure":
		return []string{"project", "repo"}
	case "gitlab":
		if query.Get("project") != "" {
			return nil
		}
		return []string{"owner", "repo"}
	case "gitea", "gerrit":
		return []string{"repo"}
	}
	return []string{"repo", "owner"}
}

type repoURL struct {
	host  string
	text  string
	query url.Values
}

// parseURL reads https://raw as browsers do.
func parseURL(raw string) (*repoURL, error) {
	u, err := url.Parse("https://" + raw)
	if err != nil {
		return nil, err
	}
	name := strings.ToLower(u.Hostname())
	if name == "" {
		return nil, fmt.Errorf("no host")
	}
	if n, err := strconv.ParseUint(name, 0, 32); err == nil { // a number is an address
		name = net.IPv4(byte(n>>24), byte(n>>16), byte(n>>8), byte(n)).String()
	}
	u.Host = name
	if port := u.Port(); port != "" && port != "443" {
		u.Host = name + ":" + port
	}
	if u.Path == "" {
		u.Path = "/"
	}
	return &repoURL{u.Host, u.String(), u.Query()}, nil
}

// slug is owner/repo.
func (i Integrations) slug(v any) (any, error) {
	o, err := i.parse(v)
	if err != nil {
		return nil, err
	}
	owner, repo := "undefined", "undefined"
	if s, ok := o.Get("owner"); ok {
		owner = text(s)
	}
	if s, ok := o.Get("repo"); ok {
		repo = text(s)
	}
	return owner + "/" + repo, nil
}
