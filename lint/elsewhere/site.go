package elsewhere

import (
	"net/url"
	"slices"
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
	u, err := url.Parse(address)
	if err != nil {
		return site{}
	}
	s := site{address: address, host: strings.ToLower(u.Host)}
	path := strings.TrimPrefix(u.Path, "/")
	if query := u.Query(); query.Has("path") && strings.Contains(path, "/_git/") { // Azure DevOps
		s.repository, s.path = strings.ToLower(path), query.Get("version")+query.Get("path")
		return s
	}
	segments := strings.Split(path, "/")
	if s.host == "raw.githubusercontent.com" && len(segments) > 2 {
		s.host, segments = "github.com", slices.Insert(segments, 2, "raw")
	}
	if way := wayIn(segments); way > 0 {
		repository := strings.ToLower(strings.Join(segments[:way], "/"))
		s.repository = strings.TrimSuffix(strings.TrimSuffix(repository, "/-"), ".git")
		s.path = strings.Join(segments[way+1:], "/")
	}
	return s
}

// wayIn returns which of the segments of a path says in what way a file is shown, 0 if none does.
func wayIn(segments []string) int {
	for i := 2; i < len(segments); i++ {
		if slices.Contains([]string{"blob", "tree", "raw", "edit", "src", "browse"}, segments[i]) {
			return i
		}
	}
	return 0
}
