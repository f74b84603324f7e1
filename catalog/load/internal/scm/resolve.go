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
	r.known = r.known && !r.base.opaque
	r.root, r.rooted = parse(root, nil)
	r.repository, r.inRepository = fileAt(base)
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
	base := r.base
	if base.query == "?" {
		base.query = ""
	}
	if !strings.HasPrefix(target, "/") {
		u, ok := parse(target, &base)
		u.query = base.query
		return u.String(), ok
	}
	if !r.inRepository {
		return target, false
	}
	root := base.path[:max(0, len(base.path)-utf16Length(r.repository.path))]
	target = strings.ReplaceAll(strings.ReplaceAll(target, "?", "%3F"), "#", "%23")
	base.path = normalPath(nil, slashes(lineless.Replace(strings.TrimRight(root, "/")+target)))
	return base.String(), true
}

// azureRepository is the path of an address of a repository on Azure, or of what is in it.
var azureRepository = regexp.MustCompile(`^(?:/[^/]+)+/_git/[^/]`)

// resolveAzure resolves against the path within the query. Of a version, only a branch is understood.
func resolveAzure(target string, base address) (string, bool) {
	if catalog.IsURL(target) {
		return target, true
	}
	query := parseParameters(base.query)
	version := query.first("version")
	if !azureRepository.MatchString(base.path) || version != "" && !strings.HasPrefix(version, "GB") {
		u, ok := parse(target, &base)
		return u.String(), ok
	}
	within, ok := parse("https://a.com"+query.first("path"), nil)
	if !ok {
		return target, false
	}
	u, ok := parse(target, &within)
	base.query = query.with("path", u.path).String()
	return base.String(), ok
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
