package githubtest

import (
	"crypto/sha1" // git's own hash
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
)

// entry is one of a tree's.
type entry struct {
	Path string `json:"path"`
	Mode string `json:"mode"`
	Type string `json:"type"`
	SHA  string `json:"sha"`
	Size *int   `json:"size,omitempty"`
	URL  string `json:"url,omitempty"`
}

func hash(kind, content string) string {
	sum := sha1.Sum(fmt.Appendf(nil, "%s %d\x00%s", kind, len(content), content))
	return hex.EncodeToString(sum[:])
}

// newEntry returns the entry of what is at path in files.
func newEntry(path, content string) entry {
	link, isLink := strings.CutPrefix(content, LinkTo)
	size := len(content)
	switch {
	case content == Submodule:
		return entry{Path: path, Mode: "160000", Type: "commit", SHA: hash("commit", path)}
	case isLink:
		size = len(link)
		return entry{Path: path, Mode: "120000", Type: "blob", SHA: hash("blob", link), Size: &size}
	}
	return entry{Path: path, Mode: "100644", Type: "blob", SHA: hash("blob", content), Size: &size}
}

// sha stands for the hash of a folder of files: it is as different as these are.
func (f Files) sha() string {
	var b strings.Builder
	for _, path := range slices.Sorted(maps.Keys(f)) {
		fmt.Fprintf(&b, "%s\x00%s\x00", path, f[path])
	}
	return hash("tree", b.String())
}

// below returns the files of a folder, by their paths in it.
func (f Files) below(folder string) Files {
	found := Files{}
	for path, content := range f {
		if rest, ok := strings.CutPrefix(path, folder+"/"); ok {
			found[rest] = content
		}
	}
	return found
}

// folders returns all folders.
func (f Files) folders() []string {
	found := map[string]bool{}
	for path := range f {
		for i := range path {
			if path[i] == '/' {
				found[path[:i]] = true
			}
		}
	}
	return slices.Sorted(maps.Keys(found))
}

// entries returns the tree of files as it is listed: with all that is below, or only what is in the folder itself.
func (f Files) entries(recursive bool) []entry {
	list := []entry{}
	for _, folder := range f.folders() {
		list = append(list, entry{Path: folder, Mode: "040000", Type: "tree", SHA: f.below(folder).sha()})
	}
	for path, content := range f {
		list = append(list, newEntry(path, content))
	}
	if !recursive {
		list = slices.DeleteFunc(list, func(e entry) bool { return strings.Contains(e.Path, "/") })
	}
	slices.SortFunc(list, func(a, b entry) int { return strings.Compare(a.Path, b.Path) })
	return list
}

// folder returns the folder that a branch's name or a hash means.
func (r *Repository) folder(sha string) (Files, bool) {
	if files, ok := r.Branches[sha]; ok {
		return files, true
	}
	if sha == "HEAD" {
		return r.Branches[r.branch()], true
	}
	for _, files := range r.Branches {
		for _, folder := range files.folders() {
			if below := files.below(folder); below.sha() == sha {
				return below, true
			}
		}
	}
	return nil, false
}

func (r *Repository) branch() string {
	if r.Default == "" {
		return "main"
	}
	return r.Default
}

func (s *Server) tree(w http.ResponseWriter, r *http.Request) {
	repository := s.find(w, r)
	if repository == nil {
		return
	}
	files, ok := repository.folder(r.PathValue("sha"))
	if !ok {
		fail(w, http.StatusNotFound, "Not Found")
		return
	}
	list, truncated := files.entries(r.URL.Query().Get("recursive") != ""), false
	if s.TreeLimit > 0 && len(list) > s.TreeLimit {
		list, truncated = list[:s.TreeLimit], true
	}
	base := strings.TrimSuffix(s.url(r), "/") + "/repos/" + s.Organization + "/" + repository.Name + "/git/"
	for i, e := range list {
		if e.Type != "commit" {
			list[i].URL = base + e.Type + "s/" + e.SHA
		}
	}
	answer(w, r, map[string]any{"sha": files.sha(), "url": base + "trees/" + files.sha(), "tree": list, "truncated": truncated})
}

func (s *Server) blob(w http.ResponseWriter, r *http.Request) {
	repository := s.find(w, r)
	if repository == nil {
		return
	}
	sha := r.PathValue("sha")
	for _, files := range repository.Branches {
		for path, content := range files {
			if newEntry(path, content).SHA != sha {
				continue
			}
			content = strings.TrimPrefix(content, LinkTo)
			answer(w, r, map[string]any{
				"sha": sha, "node_id": "B_" + sha, "size": len(content), "encoding": "base64",
				"url":     s.url(r) + "repos/" + s.Organization + "/" + repository.Name + "/git/blobs/" + sha,
				"content": wrapped(base64.StdEncoding.EncodeToString([]byte(content))),
			})
			return
		}
	}
	fail(w, http.StatusNotFound, "Not Found")
}

// wrapped breaks base64 into lines as GitHub does.
func wrapped(text string) string {
	const width = 60
	var b strings.Builder
	for chunk := range slices.Chunk([]byte(text), width) {
		b.Write(chunk)
		b.WriteByte('\n')
	}
	return b.String()
}
