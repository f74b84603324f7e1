// Package scm says what addresses of files in repositories mean, as Backstage's SCM integrations do.
package scm

import (
	"net/url"
	"regexp"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/goldenpath-go/goldenpath/catalog"
)

// Resolver says what addresses in one file mean. It reads the file's own address once.
type Resolver struct {
	base, root    address
	known, rooted bool   // base and root are addresses
	repository    file   // of base
	inRepository  bool   // repository is known
	prefix        string // of all that is within root
}

// NewResolver returns a Resolver for the file at base. Its file system's root is at root, which ends in a slash.
func NewResolver(root, base string) *Resolver {
	r := &Resolver{}
	r.base, r.known = parse(base, nil)
	r.root, r.rooted = parse(root, nil)
	if r.known {
		r.repository, r.inRepository = repositoryOf(r.base)
	}
	r.root.query, r.root.fragment = "", ""
	r.prefix = r.root.String()
	if isGitHub(r.root) {
		r.prefix = asTree(r.prefix)
	}
	return r
}

// Resolve returns the address that target means, by the rules of Backstage's integration for the file's host
// (packages/integration, ScmIntegration.resolveUrl). It fails where JavaScript's URL class does.
func (r *Resolver) Resolve(target string) (string, bool) {
	switch {
	case !r.known:
		return target, catalog.IsURL(target)
	case r.base.host() == "dev.azure.com":
		return resolveAzure(target, r.base)
	}
	resolved, ok := r.resolveDefault(target)
	if ok && isGitHub(r.base) {
		resolved = asTree(resolved)
	}
	return resolved, ok
}

// resolveDefault is the rule for most hosts: a leading slash means the root of the repository, and the query is
// always that of base.
func (r *Resolver) resolveDefault(target string) (string, bool) {
	if catalog.IsURL(target) {
		return target, true
	}
	if !strings.HasPrefix(target, "/") {
		u, ok := parse(target, &r.base)
		u.query = r.base.query
		return u.String(), ok
	}
	if !r.inRepository {
		return target, false
	}
	u := r.base
	root := u.path[:max(0, len(u.path)-utf16Length(r.repository.path))]
	target = strings.ReplaceAll(strings.ReplaceAll(target, "?", "%3F"), "#", "%23")
	u.path = normalPath(nil, strings.TrimRight(root, "/")+target)
	return u.String(), true
}

// resolveAzure resolves against the path within the query.
func resolveAzure(target string, base address) (string, bool) {
	if catalog.IsURL(target) {
		return target, true
	}
	query, err := url.ParseQuery(strings.TrimPrefix(base.query, "?"))
	if err != nil || !strings.Contains(base.path, "/_git/") {
		u, ok := parse(target, &base)
		return u.String(), ok
	}
	u, ok := parse(target, &address{scheme: "https", authority: "a.com", path: normalPath(nil, query.Get("path"))})
	base.query = withPath(base.query, u.path)
	return base.String(), ok
}

// withPath returns the query with another path, written as JavaScript's URLSearchParams does.
func withPath(query, path string) string {
	pairs := strings.Split(strings.TrimPrefix(query, "?"), "&")
	for i, pair := range pairs {
		name, value, _ := strings.Cut(pair, "=")
		if name == "path" {
			value = url.QueryEscape(path)
		} else if plain, err := url.QueryUnescape(value); err == nil {
			value = url.QueryEscape(plain)
		}
		pairs[i] = name + "=" + strings.NewReplacer("%2A", "*", "~", "%7E").Replace(value)
	}
	return "?" + strings.Join(pairs, "&")
}

// isGitHub reports whether Backstage's GitHub integration looks after a host: github.com, and, since that is up to
// each installation's configuration, every host that looks like GitHub Enterprise.
func isGitHub(u address) bool { return strings.Contains(u.host(), "github.") }

var githubPath = regexp.MustCompile(`//([^/]+)/([^/]+)/([^/]+)/(?:blob|tree|edit)/`)

// asTree writes a GitHub address of a file or folder in the one form that Backstage resolves to.
func asTree(address string) string {
	at := githubPath.FindStringSubmatchIndex(address)
	if at == nil {
		return address
	}
	return address[:at[0]] + "//" + address[at[2]:at[3]] + "/" + address[at[4]:at[5]] + "/" + address[at[6]:at[7]] + "/tree/" + address[at[1]:]
}

func utf16Length(s string) int { return len(utf16.Encode([]rune(s))) }

// Within returns the path of what is at an address within the file system, or "" if it is not there. On GitHub, the ways
// to look at a file make no difference.
func (r *Resolver) Within(at string) string {
	u, ok := parse(at, nil)
	if !ok || !r.rooted {
		return ""
	}
	u.query, u.fragment = "", ""
	whole := u.String()
	if isGitHub(r.root) {
		whole = asTree(whole)
	}
	rest, found := strings.CutPrefix(whole, r.prefix)
	name, err := url.PathUnescape(rest)
	if !found || err != nil || !utf8.ValidString(name) {
		return ""
	}
	return name
}

// SameRepository reports whether the file may use what is at target: if both are known to be files of repositories,
// only what is in the same one.
func (r *Resolver) SameRepository(target string) bool {
	t, ok := fileAt(target)
	if !ok || !t.complete() || !r.inRepository || !r.repository.complete() {
		return true
	}
	return t.host == r.repository.host && t.fullName == r.repository.fullName
}
