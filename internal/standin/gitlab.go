package standin

import (
	"cmp"
	"fmt"
	"maps"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
)

// GitLab is a GitLab server, of which the repositories are bare git repositories in the folder Dir. Dir, Token and Owners are
// required.
type GitLab struct {
	Dir    string
	Token  string            // that requests must bear
	Users  map[string]string // name by other token
	Owners map[string]string // kind, group or user, by path: acme, acme/team
	Delay  bool              // deleted projects are only marked
	URL    string            // below which projects are cloned and pushed to; empty: their folders

	mu       sync.Mutex
	projects map[int]*GitLabProject
	made     int
	mux      *http.ServeMux
}

// GitLabProject is a project on GitLab.
type GitLabProject struct {
	Path      string // with its namespace
	Settings  map[string]any
	Protected []string // branches
	Members   []string // user ids with their access, such as 7:50
	Variables map[string]string
	Issues    int // open ones
	Forks     int
	Requests  int // open merge requests
	Deleted   bool

	id   int
	bare bare
}

// gitLabRoutes are by method and what follows /projects/{id} in the path.
func gitLabRoutes() map[string]func(*GitLab, *GitLabProject, *http.Request, object) (int, any, error) {
	return map[string]func(*GitLab, *GitLabProject, *http.Request, object) (int, any, error){
		"GET ":                     (*GitLab).describe,
		"DELETE ":                  (*GitLab).remove,
		"GET /repository/branches": (*GitLab).branches, "POST /repository/branches": (*GitLab).makeBranch,
		"GET /repository/tags":     (*GitLab).tags,
		"POST /protected_branches": (*GitLab).protect,
		"POST /members":            (*GitLab).addMember,
		"GET /variables":           (*GitLab).variables, "POST /variables": (*GitLab).setVariable,
		"GET /merge_requests": (*GitLab).requests,
	}
}

// Projects returns the projects that are not deleted, by path. They may be changed.
func (g *GitLab) Projects() map[string]*GitLabProject {
	g.mu.Lock()
	defer g.mu.Unlock()
	out := map[string]*GitLabProject{}
	for _, p := range g.projects {
		if !p.Deleted {
			out[p.Path] = p
		}
	}
	return out
}

// Folder returns that of a project, a bare git repository to which git can push.
func (g *GitLab) Folder(path string) string {
	return filepath.Join(g.Dir, filepath.FromSlash(path)+".git")
}

// Files returns the names of the files of a branch.
func (g *GitLab) Files(path, branch string) ([]string, error) {
	p := g.Projects()[path]
	if p == nil {
		return nil, fmt.Errorf("there is no project %s", path)
	}
	files, err := (&hosted{bare: p.bare}).filesOf("heads/" + branch)
	return slices.Sorted(maps.Keys(files)), err
}

// Refs returns the commits of the branches and tags of a project.
func (g *GitLab) Refs(path string) (map[string]string, error) {
	p := g.Projects()[path]
	if p == nil {
		return nil, fmt.Errorf("there is no project %s", path)
	}
	return p.bare.refs()
}

// ServeHTTP answers a request below /api/v4.
func (g *GitLab) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.mux == nil {
		g.open()
	}
	token, _ := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	if token != g.Token && g.Users[token] == "" {
		say(w, http.StatusUnauthorized, object{"message": "401 Unauthorized"})
		return
	}
	g.mux.ServeHTTP(w, r)
}

func (g *GitLab) open() {
	g.mux, g.projects = http.NewServeMux(), map[int]*GitLabProject{}
	handle := func(pattern string, answer func(r *http.Request, body object) (int, any, error)) {
		method, path, _ := strings.Cut(pattern, " ")
		g.mux.HandleFunc(method+" /api/v4/"+path, func(w http.ResponseWriter, r *http.Request) {
			body, err := bodyOf(r)
			code, v := http.StatusBadRequest, any(nil)
			if err == nil {
				code, v, err = answer(r, body)
			}
			if err != nil {
				code, v = http.StatusBadRequest, object{"message": err.Error()}
			}
			say(w, code, v)
		})
	}
	handle("GET namespaces", g.namespaces)
	handle("GET groups/{id}/projects", g.projectsOf)
	handle("GET users/{id}/projects", g.projectsOf)
	handle("POST projects", g.create)
	handle("GET user", func(r *http.Request, _ object) (int, any, error) { return http.StatusOK, object{"id": 7}, nil })
	handle("GET users", func(r *http.Request, _ object) (int, any, error) {
		if r.URL.Query().Get("username") != "ada" {
			return http.StatusOK, []object{}, nil
		}
		return http.StatusOK, []object{{"id": 8}}, nil
	})
	for route, answer := range gitLabRoutes() {
		method, path, _ := strings.Cut(route, " ")
		handle(method+" projects/{id}"+path, func(r *http.Request, body object) (int, any, error) {
			id, _ := strconv.Atoi(r.PathValue("id"))
			p := g.projects[id]
			if p == nil {
				return http.StatusNotFound, object{"message": "404 Project Not Found"}, nil
			}
			return answer(g, p, r, body)
		})
	}
	g.mux.HandleFunc("/", func(w http.ResponseWriter, _ *http.Request) {
		say(w, http.StatusNotFound, object{"error": "404 Not Found"})
	})
}

// owners returns the paths of all owners; the id of each is its place, from 1.
func (g *GitLab) owners() []string { return slices.Sorted(maps.Keys(g.Owners)) }

// paged returns the page of a list that is asked for.
func paged[T any](r *http.Request, all []T) []T {
	page, _ := strconv.Atoi(r.URL.Query().Get("page"))
	size, _ := strconv.Atoi(r.URL.Query().Get("per_page"))
	size = cmp.Or(size, 20)
	start := min(max(page-1, 0)*size, len(all))
	return append([]T{}, all[start:min(start+size, len(all))]...)
}

func (g *GitLab) namespaces(r *http.Request, _ object) (int, any, error) {
	var out []object
	for i, path := range g.owners() {
		if strings.Contains(path, r.URL.Query().Get("search")) {
			out = append(out, object{"id": i + 1, "kind": g.Owners[path], "full_path": path})
		}
	}
	return http.StatusOK, paged(r, out), nil
}

func (g *GitLab) projectsOf(r *http.Request, _ object) (int, any, error) {
	owner := r.PathValue("id")
	if id, err := strconv.Atoi(owner); err == nil && id > 0 && id <= len(g.owners()) {
		owner = g.owners()[id-1]
	}
	var out []object
	for _, id := range slices.Sorted(maps.Keys(g.projects)) {
		p := g.projects[id]
		if filepath.Dir(p.Path) == owner && strings.Contains(p.Path, r.URL.Query().Get("search")) {
			out = append(out, g.shown(p))
		}
	}
	return http.StatusOK, paged(r, out), nil
}

func (g *GitLab) shown(p *GitLabProject) object {
	clone := g.Folder(p.Path)
	if g.URL != "" {
		clone = g.URL + "/" + p.Path + ".git"
	}
	out := object{
		"id": p.id, "path_with_namespace": p.Path, "http_url_to_repo": clone, "open_issues_count": p.Issues, "forks_count": p.Forks,
	}
	if p.Deleted {
		out["marked_for_deletion_on"] = "2026-01-01"
	}
	return out
}

func (g *GitLab) create(_ *http.Request, body object) (int, any, error) {
	owner, _ := body["namespace_id"].(float64)
	name := text(body, "path")
	if int(owner) < 1 || int(owner) > len(g.owners()) || name == "" {
		return http.StatusBadRequest, object{"message": object{"namespace": []string{"is not valid"}}}, nil
	}
	path := g.owners()[int(owner)-1] + "/" + name
	for _, p := range g.projects {
		if p.Path == path {
			return http.StatusBadRequest, object{"message": object{"name": []string{"has already been taken"}}}, nil
		}
	}
	b, err := makeBare(g.Folder(path))
	if err != nil {
		return 0, nil, err
	}
	g.made++
	p := &GitLabProject{Path: path, Settings: body, Variables: map[string]string{}, id: g.made, bare: b}
	g.projects[p.id] = p
	return http.StatusCreated, g.shown(p), nil
}

func (g *GitLab) describe(p *GitLabProject, _ *http.Request, _ object) (int, any, error) {
	return http.StatusOK, g.shown(p), nil
}

func (g *GitLab) remove(p *GitLabProject, _ *http.Request, _ object) (int, any, error) {
	if p.Deleted = g.Delay; g.Delay {
		return http.StatusAccepted, object{"message": "202 Accepted"}, nil
	}
	delete(g.projects, p.id)
	return http.StatusAccepted, object{"message": "202 Accepted"}, os.RemoveAll(string(p.bare))
}

func (g *GitLab) branches(p *GitLabProject, r *http.Request, _ object) (int, any, error) {
	return p.list(r, "heads/")
}

func (g *GitLab) tags(p *GitLabProject, r *http.Request, _ object) (int, any, error) {
	return p.list(r, "tags/")
}

func (p *GitLabProject) list(r *http.Request, kind string) (int, any, error) {
	refs, err := p.bare.refs()
	var out []object
	for _, ref := range slices.Sorted(maps.Keys(refs)) {
		if name, ok := strings.CutPrefix(ref, kind); ok {
			out = append(out, object{"name": name, "commit": object{"id": refs[ref]}})
		}
	}
	return http.StatusOK, paged(r, out), err
}

func (g *GitLab) makeBranch(p *GitLabProject, _ *http.Request, body object) (int, any, error) {
	refs, err := p.bare.refs()
	from, name := refs["heads/"+text(body, "ref")], text(body, "branch")
	switch {
	case err != nil:
		return 0, nil, err
	case from == "":
		return http.StatusBadRequest, object{"message": "Invalid reference name: " + text(body, "ref")}, nil
	case refs["heads/"+name] != "":
		return http.StatusBadRequest, object{"message": "Branch already exists"}, nil
	}
	return http.StatusCreated, object{"name": name}, p.bare.setRef("heads/"+name, from)
}

func (g *GitLab) protect(p *GitLabProject, _ *http.Request, body object) (int, any, error) {
	name := text(body, "name")
	if slices.Contains(p.Protected, name) {
		return http.StatusConflict, object{"message": "Protected branch '" + name + "' already exists"}, nil
	}
	p.Protected = append(p.Protected, name)
	return http.StatusCreated, object{"name": name}, nil
}

func (g *GitLab) addMember(p *GitLabProject, _ *http.Request, body object) (int, any, error) {
	member := fmt.Sprintf("%v:%v", body["user_id"], body["access_level"])
	if slices.Contains(p.Members, member) {
		return http.StatusConflict, object{"message": "Member already exists"}, nil
	}
	p.Members = append(p.Members, member)
	return http.StatusCreated, object{}, nil
}

func (g *GitLab) variables(p *GitLabProject, r *http.Request, _ object) (int, any, error) {
	var out []object
	for _, name := range slices.Sorted(maps.Keys(p.Variables)) {
		key, scope, _ := strings.Cut(name, " ")
		out = append(out, object{"key": key, "environment_scope": scope, "value": p.Variables[name]})
	}
	return http.StatusOK, paged(r, out), nil
}

func (g *GitLab) setVariable(p *GitLabProject, _ *http.Request, body object) (int, any, error) {
	name := text(body, "key") + " " + cmp.Or(text(body, "environment_scope"), "*")
	if _, taken := p.Variables[name]; taken || text(body, "value") == "" {
		return http.StatusBadRequest, object{"message": fmt.Sprintf("key has already been taken, or %v is no value", body["value"])}, nil
	}
	p.Variables[name] = text(body, "value")
	return http.StatusCreated, object{}, nil
}

func (g *GitLab) requests(p *GitLabProject, r *http.Request, _ object) (int, any, error) {
	return http.StatusOK, paged(r, make([]object, p.Requests)), nil
}
