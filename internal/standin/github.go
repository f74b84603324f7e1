package standin

import (
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
)

// GitHub is a GitHub Enterprise server, of which the repositories are bare git repositories in the folder Dir. Dir and Token are
// required. Every owner is an organization.
type GitHub struct {
	Dir   string
	Token string // that requests must bear

	mu    sync.Mutex
	repos map[string]*hosted // by owner/name
	made  int                // repositories
	done  int                // commits
	mux   *http.ServeMux
}

// hosted is what GitHub has of a repository, beside what git has.
type hosted struct {
	bare
	name      string // owner/name
	id        int
	branch    string // the default one
	topics    []string
	protected []string // branches
}

// route answers a request to a repository.
type route func(g *GitHub, at *hosted, r *http.Request, body object) (int, any, error)

// routes are by method and what follows /repos/{owner}/{repo} in the path.
func routes() map[string]route {
	return map[string]route{
		"GET ":                              (*GitHub).describe,
		"PATCH ":                            (*GitHub).change,
		"DELETE ":                           (*GitHub).remove,
		"PUT /topics":                       (*GitHub).setTopics,
		"GET /branches":                     (*GitHub).listBranches,
		"GET /tags":                         (*GitHub).listTags,
		"PUT /branches/{branch}/protection": (*GitHub).protect,
		"PUT /contents/{path...}":           (*GitHub).putFile,
		"POST /git/blobs":                   (*GitHub).postBlob,
		"POST /git/trees":                   (*GitHub).postTree,
		"GET /git/trees/{sha}":              (*GitHub).getTree,
		"POST /git/commits":                 (*GitHub).postCommit,
		"GET /git/commits/{sha}":            (*GitHub).getCommit,
		"GET /git/ref/{ref...}":             (*GitHub).getRef,
		"POST /git/refs":                    (*GitHub).postRef,
		"PATCH /git/refs/{ref...}":          (*GitHub).moveRef,
		"DELETE /git/refs/{ref...}":         (*GitHub).deleteRef,
	}
}

// Repositories returns the names of all repositories, owner/name, sorted.
func (g *GitHub) Repositories() []string {
	g.mu.Lock()
	defer g.mu.Unlock()
	out := []string{}
	for name := range g.repos {
		out = append(out, name)
	}
	slices.Sort(out)
	return out
}

// Folder returns that of a repository owner/name, a bare git repository to which git can push.
func (g *GitHub) Folder(name string) string {
	return filepath.Join(g.Dir, filepath.FromSlash(name)+".git")
}

// File returns a file of a repository at a branch.
func (g *GitHub) File(name, branch, path string) ([]byte, error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	at := g.repos[name]
	if at == nil {
		return nil, fmt.Errorf("there is no repository %s", name)
	}
	files, err := at.filesOf("heads/" + branch)
	if err != nil {
		return nil, err
	}
	e, ok := files[path]
	if !ok {
		return nil, fmt.Errorf("there is no %s in %s: %w", path, name, os.ErrNotExist)
	}
	return at.read(e.hash)
}

// filesOf returns the files of a branch or tag.
func (at *hosted) filesOf(ref string) (map[string]entry, error) {
	refs, err := at.refs()
	if err != nil {
		return nil, err
	}
	c, err := at.readCommit(refs[ref])
	if err != nil {
		return nil, err
	}
	return at.files(c.tree)
}

// ServeHTTP answers a request below /api/v3.
func (g *GitHub) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.mux == nil {
		g.open()
	}
	if r.Header.Get("Authorization") != "Bearer "+g.Token {
		say(w, http.StatusUnauthorized, object{"message": "Requires authentication"})
		return
	}
	g.mux.ServeHTTP(w, r)
}

func (g *GitHub) open() {
	g.mux, g.repos = http.NewServeMux(), map[string]*hosted{}
	g.mux.HandleFunc("GET /api/v3/users/{owner}", func(w http.ResponseWriter, _ *http.Request) {
		say(w, http.StatusOK, object{"type": "Organization", "id": 1})
	})
	g.mux.HandleFunc("POST /api/v3/orgs/{owner}/repos", g.create)
	for pattern, answer := range routes() {
		method, path, _ := strings.Cut(pattern, " ")
		g.mux.HandleFunc(method+" /api/v3/repos/{owner}/{repo}"+path, func(w http.ResponseWriter, r *http.Request) { g.answer(w, r, answer) })
	}
	g.mux.HandleFunc("/", func(w http.ResponseWriter, _ *http.Request) { missing(w) })
}

func missing(w http.ResponseWriter) { say(w, http.StatusNotFound, object{"message": "Not Found"}) }

// answer answers a request to a repository.
func (g *GitHub) answer(w http.ResponseWriter, r *http.Request, f route) {
	at := g.repos[r.PathValue("owner")+"/"+r.PathValue("repo")]
	if at == nil {
		missing(w)
		return
	}
	body, err := bodyOf(r)
	if err != nil {
		say(w, http.StatusBadRequest, object{"message": err.Error()})
		return
	}
	code, v, err := f(g, at, r, body)
	if err != nil {
		code, v = http.StatusUnprocessableEntity, object{"message": err.Error()}
	}
	say(w, code, v)
}

func bodyOf(r *http.Request) (object, error) {
	data, err := readBody(r)
	body := object{}
	if err == nil && len(data) > 0 {
		err = json.Unmarshal(data, &body)
	}
	return body, err
}

func (g *GitHub) create(w http.ResponseWriter, r *http.Request) {
	body, err := bodyOf(r)
	short, _ := body["name"].(string)
	name := r.PathValue("owner") + "/" + short
	if err != nil || short == "" || strings.ContainsAny(name, `\`) || strings.Count(name, "/") != 1 || g.repos[name] != nil {
		say(w, http.StatusUnprocessableEntity, object{"message": "Repository creation failed."})
		return
	}
	b, err := makeBare(g.Folder(name))
	if err != nil {
		say(w, http.StatusInternalServerError, object{"message": err.Error()})
		return
	}
	g.made++
	at := &hosted{bare: b, name: name, id: g.made, branch: "main", topics: []string{}, protected: []string{}}
	g.repos[name] = at
	say(w, http.StatusCreated, at.shown())
}

func (at *hosted) shown() object {
	owner, _, _ := strings.Cut(at.name, "/")
	return object{
		"id": at.id, "html_url": "https://github.com/" + at.name, "clone_url": "https://github.com/" + at.name + ".git",
		"default_branch": at.branch, "owner": object{"login": owner},
	}
}

func (g *GitHub) describe(at *hosted, _ *http.Request, _ object) (int, any, error) {
	return http.StatusOK, at.shown(), nil
}

func (g *GitHub) change(at *hosted, _ *http.Request, body object) (int, any, error) {
	if branch, ok := body["default_branch"].(string); ok {
		at.branch = branch
	}
	return http.StatusOK, at.shown(), nil
}

func (g *GitHub) remove(at *hosted, _ *http.Request, _ object) (int, any, error) {
	delete(g.repos, at.name)
	return http.StatusNoContent, nil, os.RemoveAll(string(at.bare))
}

func (g *GitHub) setTopics(at *hosted, _ *http.Request, body object) (int, any, error) {
	at.topics = []string{}
	names, _ := body["names"].([]any)
	for _, n := range names {
		at.topics = append(at.topics, fmt.Sprint(n))
	}
	return http.StatusOK, object{"names": at.topics}, nil
}

func (g *GitHub) protect(at *hosted, r *http.Request, _ object) (int, any, error) {
	branch := r.PathValue("branch")
	refs, err := at.refs()
	if refs["heads/"+branch] == "" {
		return http.StatusNotFound, object{"message": "Branch not found"}, err
	}
	if !slices.Contains(at.protected, branch) {
		at.protected = append(at.protected, branch)
	}
	return http.StatusOK, object{}, err
}
