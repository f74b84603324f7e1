package elsewhere

import (
	"net/url"
	"strings"
)

// site is what an address says of a file, or of a folder if it ends in a slash. The zero value is nowhere.
type site struct {
	address    string
	host       string // in lower case
	repository string // its path at the host, in lower case; empty when it cannot be told from that of the file
	path       string // branch and path in the repository
}

// place says where an entity comes from if the linted file system is at s: a file of it, or elsewhere for certain. Both
// are empty when neither can be said.
func (s site) place(location string) (file, elsewhere string) {
	kind, target, typed := strings.Cut(location, ":")
	switch {
	case s.host == "" || !typed || kind == "file" || target == "":
		return "", "" // a path may be one of any file system
	case kind == "http" || kind == "https":
		target = location
	case kind != "url":
		return "", location
	}
	if file, ok := strings.CutPrefix(target, s.address); ok {
		return file, ""
	}
	other := siteOf(target)
	switch {
	case other.host != s.host:
		return "", target
	case other.repository == s.repository:
		if file, ok := strings.CutPrefix(other.path, s.path); ok && s.path != "" {
			return file, ""
		}
		return "", ""
	case s.repository == "" || lastSegment(other.repository) == lastSegment(s.repository):
		return "", ""
	}
	return "", target
}

func lastSegment(path string) string { return path[strings.LastIndexByte(path, '/')+1:] }

// siteOf reads an address as the hosts of repositories have it: OWNER/NAME, a word such as blob for the way of showing
// files, then branch and path.
func siteOf(address string) site {
	host, path, query, ok := split(address)
	if !ok {
		return site{}
	}
	s := site{address: address, host: strings.ToLower(host)}
	if query.Has("path") && strings.Contains(path, "/_git/") { // Azure DevOps
		s.repository, s.path = strings.ToLower(path), query.Get("version")+query.Get("path")
		return s
	}
	if rest, ok := cutSegments(path, 2); ok && s.host == "raw.githubusercontent.com" {
		s.host, s.repository, s.path = "github.com", strings.ToLower(strings.TrimSuffix(path[:len(path)-len(rest)], "/")), rest
		return s
	}
	if repository, rest, ok := cutWay(path); ok {
		s.repository = strings.TrimSuffix(strings.TrimSuffix(strings.ToLower(repository), "/-"), ".git")
		s.path = rest
	}
	return s
}

// split returns the parts of an address. There may be a hundred thousand of them, nearly all of which need no parser.
func split(address string) (host, path string, query url.Values, ok bool) {
	if rest, found := strings.CutPrefix(address, "https://"); found && !strings.ContainsAny(rest, "%?#@[\\ ") {
		host, path, _ = strings.Cut(rest, "/")
		return host, path, nil, true
	}
	u, err := url.Parse(address)
	if err != nil {
		return "", "", nil, false
	}
	return u.Host, strings.TrimPrefix(u.Path, "/"), u.Query(), true
}

// cutSegments returns what comes after the first n segments of a path.
func cutSegments(path string, n int) (rest string, ok bool) {
	for rest = path; n > 0; n-- {
		if _, rest, ok = strings.Cut(rest, "/"); !ok {
			return "", false
		}
	}
	return rest, true
}

// cutWay returns what comes before and after the segment of a path that says in what way a file is shown.
func cutWay(path string) (before, after string, ok bool) {
	rest, ok := cutSegments(path, 2)
	for ok {
		start := len(path) - len(rest)
		var segment string
		segment, rest, ok = strings.Cut(rest, "/")
		switch segment {
		case "blob", "tree", "raw", "edit", "src", "browse":
			return path[:start-1], rest, true
		}
	}
	return "", "", false
}
