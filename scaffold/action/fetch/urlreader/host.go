package urlreader

import (
	"net/url"
	"slices"
	"strings"

	"github.com/goldenpath-go/goldenpath/scaffold"
)

// Kind is what a [Host] runs.
type Kind string

// The kinds of hosts.
const (
	GitHub    Kind = "github"    // github.com, or an Enterprise server
	GitLab    Kind = "gitlab"    // gitlab.com, or one's own
	Gitea     Kind = "gitea"     // Gitea or Forgejo
	Bitbucket Kind = "bitbucket" // bitbucket.org
)

// Host is a service that keeps repositories: its pages are what URLs name, its API is what is asked.
type Host struct {
	Kind  Kind
	Name  string // as in the URLs of its pages: github.com, git.acme.com:8443
	API   string // https URL; empty: that of github.com or bitbucket.org, and below Name for others
	Token Token  // for where a template gives none; nil: none
}

// page is what a page of a host shows.
type page struct {
	repository []string // acme, orders
	ref        string   // branch, tag or commit; empty: the default branch
	path       string   // of a file or folder; "." for the whole repository
}

// source returns what a page shows, and where to get it.
func (h *Host) source(r *Reader, u *url.URL, token string) (source, error) {
	parts, err := segments(u)
	if err != nil {
		return nil, err
	}
	p, ok := h.page(parts)
	if !ok || slices.ContainsFunc(p.repository, func(name string) bool { return strings.Contains(name, "/") }) {
		return nil, scaffold.Errorf(scaffold.ErrInput, "it is no page of a file, a folder or a repository on a %s", h.Kind)
	}
	w := &web{reader: r, token: h.Token, scheme: "Bearer", folder: p.path, strip: true}
	if token != "" {
		w.token = given(token)
	}
	file, archive := h.locate(w, p)
	if archive == "" {
		return nil, scaffold.Errorf(scaffold.ErrInput, "it names no branch, tag or commit, which a %s needs", h.Kind)
	}
	if w.archiveURL, err = url.Parse(archive); err != nil || w.archiveURL.Scheme != "https" {
		return nil, scaffold.Errorf(scaffold.ErrInput, "the API of %s is no https URL", h.Name)
	}
	if p.path != "." {
		w.fileURL, _ = url.Parse(file) // as well formed as the other, which begins the same way
	}
	w.hosts = append(w.hosts, h.Name, w.archiveURL.Host)
	return w, nil
}

// locate returns the URLs of a page's file and of an archive of its repository. Without a ref there may be none.
func (h *Host) locate(w *web, p page) (file, archive string) {
	repository, ref := escape(strings.Join(p.repository, "/")), escape(p.ref)
	switch h.Kind {
	case GitHub:
		return h.locateGitHub(w, p, repository, ref)
	case GitLab:
		at := h.api("") + "/projects/" + url.PathEscape(strings.Join(p.repository, "/")) + "/repository"
		query := url.Values{"sha": {p.ref}}
		if p.ref == "" {
			query.Del("sha")
		}
		if p.path != "." {
			query.Set("path", p.path)
		}
		return at + "/files/" + url.PathEscape(p.path) + "/raw?ref=" + url.QueryEscape(or(p.ref, "HEAD")), at + "/archive.tar.gz?" + query.Encode()
	case Gitea:
		w.scheme = "token"
		if p.ref == "" {
			return "", ""
		}
		at := h.api("") + "/repos/" + repository
		return at + "/raw/" + escape(p.path) + "?ref=" + url.QueryEscape(p.ref), at + "/archive/" + ref + ".tar.gz"
	case Bitbucket:
		ref = or(ref, "HEAD")
		return h.api("https://api.bitbucket.org/2.0") + "/repositories/" + repository + "/src/" + ref + "/" + escape(p.path),
			"https://" + h.Name + "/" + repository + "/get/" + ref + ".tar.gz"
	}
	return "", ""
}

// locateGitHub returns GitHub's URLs. Public files are not asked of the API, which answers few requests without a token.
func (h *Host) locateGitHub(w *web, p page, repository, ref string) (file, archive string) {
	at := h.api("https://api.github.com") + "/repos/" + repository
	w.hosts = append(w.hosts, "codeload."+h.Name)
	archive = at + "/tarball/" + or(ref, "HEAD")
	if h.public() && h.API == "" && w.token == nil {
		return "https://raw.githubusercontent.com/" + repository + "/" + or(ref, "HEAD") + "/" + escape(p.path), archive
	}
	w.accept = "application/vnd.github.raw+json"
	file = at + "/contents/" + escape(p.path)
	if p.ref != "" {
		file += "?ref=" + url.QueryEscape(p.ref)
	}
	return file, archive
}

// public reports whether the host is the one of its kind that everybody uses.
func (h *Host) public() bool {
	return strings.EqualFold(h.Name, map[Kind]string{GitHub: "github.com", GitLab: "gitlab.com", Bitbucket: "bitbucket.org"}[h.Kind])
}

// api returns the URL of the API, by default that of the public host.
func (h *Host) api(public string) string {
	if h.API != "" {
		return strings.TrimSuffix(h.API, "/")
	}
	if h.public() && public != "" {
		return public
	}
	return "https://" + h.Name + map[Kind]string{GitHub: "/api/v3", GitLab: "/api/v4", Gitea: "/api/v1", Bitbucket: "/2.0"}[h.Kind]
}

// page returns what the page at a path shows. Whether that is a file or a folder is for the caller to know: like Backstage, this
// does not look at whether the URL says blob or tree.
func (h *Host) page(parts []string) (page, bool) {
	if h.Kind == GitLab {
		return pageOfGitLab(parts)
	}
	if len(parts) < 2 {
		return page{}, false
	}
	p := page{repository: repositoryOf(parts[:2]), path: "."}
	rest := parts[2:]
	if len(rest) == 0 {
		return p, true
	}
	verbs := map[Kind][]string{GitHub: {"tree", "blob", "raw", "edit"}, Gitea: {"src", "raw"}, Bitbucket: {"src", "raw"}}[h.Kind]
	verb := rest[0]
	if rest = rest[1:]; h.Kind == Gitea && len(rest) > 0 {
		if !slices.Contains([]string{"branch", "tag", "commit"}, rest[0]) {
			return p, false
		}
		rest = rest[1:]
	}
	return p.at(rest), slices.Contains(verbs, verb) && len(rest) > 0
}

// pageOfGitLab finds what stands between the path of a project, which may have any length, and that of a file: /-/, which older
// pages do not have.
func pageOfGitLab(parts []string) (page, bool) {
	verbs := []string{"tree", "blob", "raw", "edit"}
	at := slices.Index(parts, "-")
	verb := at + 1
	if at < 0 {
		at = slices.IndexFunc(parts, func(s string) bool { return slices.Contains(verbs, s) })
		verb = at
	}
	if at < 0 {
		return page{repository: repositoryOf(parts), path: "."}, len(parts) > 1
	}
	if at < 2 || verb+1 >= len(parts) || !slices.Contains(verbs, parts[verb]) {
		return page{}, false
	}
	p := page{repository: repositoryOf(parts[:at]), path: "."}
	return p.at(parts[verb+1:]), true
}

// repositoryOf returns the names of a repository, whose URL may end as that for git does.
func repositoryOf(parts []string) []string {
	parts = slices.Clone(parts)
	if last := len(parts) - 1; last >= 0 {
		parts[last] = strings.TrimSuffix(parts[last], ".git")
	}
	return parts
}

// at returns the page of a branch and, it may be, a path in it.
func (p page) at(rest []string) page {
	if len(rest) > 0 {
		p.ref = rest[0]
	}
	if len(rest) > 1 {
		p.path = strings.Join(rest[1:], "/")
	}
	return p
}
