package scm

import (
	"cmp"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

// file is what an address says of the file and its repository, read by the conventions that Backstage's
// git-url-parse 15 knows.
type file struct {
	host     string
	owner    string
	name     string
	fullName string
	path     string // of the file within the repository, decoded; empty when the address names none
}

// complete reports whether the address names a file of a repository.
func (f file) complete() bool { return f.owner != "" && f.name != "" && f.path != "" }

// fileAt reads the address s. It fails where Backstage's parser throws an exception.
func fileAt(s string) (file, bool) {
	const longest = 2048
	u, ok := parse(s, nil)
	if !ok || utf16Length(s) > longest {
		return file{}, false
	}
	path := cmp.Or(u.path, u.String())
	name, ok := decode(strings.TrimSuffix(strings.TrimSuffix(strings.TrimPrefix(path, "/"), "/"), ".git"))
	if !ok {
		return file{}, false
	}
	owner, ok := decode(u.user())
	if !ok {
		return file{}, false
	}
	f := file{host: u.host(), name: name, owner: owner}
	switch parts := strings.Split(f.host, "."); strings.Join(parts[max(0, min(len(parts)-2, 1)):], ".") {
	case "visualstudio.com":
		f.readAzure(nil)
	case "dev.azure.com", "azure.com":
		f.readAzure(&u)
	case "git.cloudforge.com":
	default:
		f.readSegments()
	}
	if f.fullName == "" {
		f.fullName = strings.TrimPrefix(f.owner+"/"+f.name, "/")
	}
	if owner, found := strings.CutPrefix(f.owner, "scm/"); found {
		f.owner, f.fullName = owner, owner+"/"+f.name
	}
	f.readBitbucketServer(u.path)
	return f, true
}

// readSegments finds the repository before the segment that says what the rest is, as in OWNER/NAME/blob/REF/PATH.
func (f *file) readSegments() {
	segments := strings.Split(f.name, "/")
	at := len(segments) - 1
	if len(segments) >= 2 {
		at = repositoryIndex(segments)
		f.owner, f.name = strings.Join(segments[:at], "/"), segments[at]
	}
	if at+1 < len(segments) && segments[at+1] == "-" {
		at++
	}
	if at+3 < len(segments) && slices.Contains([]string{"raw", "src", "blob", "tree", "edit"}, segments[at+1]) {
		f.path = strings.Join(segments[at+3:], "/")
	}
}

// repositoryIndex returns which segment is the repository's name.
func repositoryIndex(segments []string) int {
	index := func(word string) int {
		if i := slices.Index(segments[2:], word); i >= 0 {
			return i + 2
		}
		return -1
	}
	if i := index("-"); i > 0 {
		return i - 1
	}
	blob, tree := index("blob"), index("tree")
	if blob > 0 && tree > 0 {
		return min(blob, tree) - 1
	}
	for _, i := range []int{blob, index("issues"), tree, index("commit"), index("src"), index("raw"), index("edit")} {
		if i > 0 {
			return i - 1
		}
	}
	return len(segments) - 1
}

// readAzure reads ORG/PROJECT/_git/REPO?path=/PATH; u is nil where the query is not looked at.
func (f *file) readAzure(u *address) {
	segments := strings.Split(f.name, "/")
	switch n := len(segments); {
	case n == 5 && u != nil:
		f.owner, f.name = segments[0], segments[4]
		f.fullName = "_git/" + f.name
	case n == 4:
		f.owner, f.name = segments[1], segments[3]
		f.fullName = segments[0] + "/" + f.owner + "/_git/" + f.name
	case n == 3 && segments[0] == "DefaultCollection":
		f.owner, f.name = segments[2], segments[2]
		f.fullName = "DefaultCollection/_git/" + f.name
	case n == 3:
		f.owner, f.name = segments[0], segments[2]
		f.fullName = f.owner + "/_git/" + f.name
	case n == 2 && u == nil:
		f.owner, f.name = segments[1], segments[1]
		f.fullName = "_git/" + f.name
	}
	if u == nil || f.host == "ssh.dev.azure.com" { // which serves repositories, and no files
		return
	}
	f.path = strings.TrimLeft(parseParameters(u.query).last("path"), "/")
}

var bitbucketServer = regexp.MustCompile(`(projects|users)/(.*?)/repos/(.*?)((/.*$)|$)`)

// readBitbucketServer reads projects/KEY/repos/NAME/browse/PATH.
func (f *file) readBitbucketServer(path string) {
	m := bitbucketServer.FindStringSubmatch(path)
	if m == nil {
		return
	}
	f.owner, f.name = m[2], m[3]
	if m[1] == "users" {
		f.owner = "~" + f.owner
	}
	f.fullName = f.owner + "/" + f.name
	segments := strings.Split(m[4], "/")
	if len(segments) > 2 && (segments[1] == "raw" || segments[1] == "browse") {
		f.path = strings.Join(segments[2:], "/")
	}
}

// decode is JavaScript's decodeURIComponent.
func decode(s string) (string, bool) {
	plain, err := url.PathUnescape(s)
	return plain, err == nil && utf8.ValidString(plain)
}

// IsPublicFile reports whether an address is taken for that of a file in a repository on one of the hosts where everybody
// may have one.
func IsPublicFile(address string) bool {
	f, ok := fileAt(address)
	return ok && f.complete() && slices.Contains([]string{"github.com", "raw.githubusercontent.com", "gitlab.com", "bitbucket.org"}, f.host)
}
