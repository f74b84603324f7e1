package github_test

import (
	"crypto/rand"
	"crypto/sha1" // names like git's, no guard
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"sync"
	"testing"

	gh "github.com/google/go-github/v62/github"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/crypto/nacl/box"

	"github.com/goldenpath-go/goldenpath/scaffold/action/github"
	"github.com/goldenpath-go/goldenpath/scaffold/action/internal/openapitest"
)

// fake is a GitHub with one organization, acme, and one user, ada.
type fake struct {
	t     *testing.T
	mu    sync.Mutex
	repos map[string]*repo
	trees map[string]map[string]string // path → mode and content
	data  map[string]string            // blobs
	heads map[string]commit
	tape  []string          // requests that write: method and path, and the body
	fail  map[string]answer // by method and path
	next  int64
	key   *[32]byte
	open  *[32]byte
}

type repo struct {
	id             int64
	branch         string // default
	refs           map[string]string
	issues, forks  int
	pulls          []map[string]any
	environments   map[string]bool
	protected      map[string]bool
	labels         []string
	hooks, secrets map[string]string
}

type commit struct {
	tree    string
	parents []any
	body    map[string]any
}

type answer struct {
	status  int
	message string
}

func newFake(t *testing.T) *fake {
	t.Helper()
	public, private, err := box.GenerateKey(rand.Reader)
	require.NoError(t, err)
	return &fake{
		t: t, repos: map[string]*repo{}, trees: map[string]map[string]string{"": {}}, data: map[string]string{}, heads: map[string]commit{},
		fail: map[string]answer{}, next: 100, key: public, open: private,
	}
}

// services returns what works with the fake, every request to which is held against GitHub's description.
func (f *fake) services() github.Services {
	data, err := os.ReadFile("testdata/github-openapi.json")
	require.NoError(f.t, err)
	description, err := openapitest.Read(data)
	require.NoError(f.t, err)
	description.Prefix = "/api/v3"
	server := httptest.NewServer(description.Handler(f, func(fault string) { assert.Fail(f.t, "not as GitHub describes it", fault) }))
	f.t.Cleanup(server.Close)
	client, err := gh.NewClient(server.Client()).WithEnterpriseURLs(server.URL, server.URL)
	require.NoError(f.t, err)
	return github.Services{Clients: github.Hosts{"github.com": {Client: client, Token: "t0ken"}}}
}

func (f *fake) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	f.mu.Lock()
	defer f.mu.Unlock()
	path := strings.TrimPrefix(r.URL.EscapedPath(), "/api/v3")
	raw, _ := io.ReadAll(r.Body)
	if r.Method != http.MethodGet {
		f.tape = append(f.tape, strings.TrimSpace(r.Method+" "+path+" "+string(raw)))
	}
	if a, ok := f.fail[r.Method+" "+path]; ok {
		say(w, a.status, map[string]any{"message": a.message})
		return
	}
	if r.Header.Get("Authorization") == "" {
		say(w, http.StatusUnauthorized, map[string]any{"message": "Requires authentication"})
		return
	}
	body := map[string]any{}
	_ = json.Unmarshal(raw, &body) // checked against the description
	segments := strings.Split(strings.TrimPrefix(path, "/"), "/")
	code, v := f.answer(r, segments, body)
	say(w, code, v)
}

func say(w http.ResponseWriter, code int, v any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(code)
	if v != nil {
		_ = json.NewEncoder(w).Encode(v)
	}
}

func missing() (int, any) { return http.StatusNotFound, map[string]any{"message": "Not Found"} }

func (f *fake) answer(r *http.Request, p []string, body map[string]any) (int, any) {
	switch {
	case p[0] == "users" && p[1] == "acme":
		return 200, map[string]any{"type": "Organization", "id": 1}
	case p[0] == "users" && p[1] == "ada":
		return 200, map[string]any{"type": "User", "id": 7}
	case p[0] == "orgs" && p[2] == "repos":
		return f.create("acme", body)
	case p[0] == "user":
		return f.create("ada", body)
	case p[0] == "orgs" && p[3] != "platform":
		return missing()
	case p[0] == "orgs" && len(p) == 4:
		return 200, map[string]any{"id": 9}
	case p[0] == "orgs":
		return 204, nil
	case p[0] == "repos":
		at := f.repos[p[1]+"/"+p[2]]
		if at == nil {
			return missing()
		}
		return f.within(r, at, p[1]+"/"+p[2], p[3:], body)
	}
	return missing()
}

func (f *fake) create(owner string, body map[string]any) (int, any) {
	name := owner + "/" + body["name"].(string)
	f.next++
	f.repos[name] = &repo{
		id: f.next, branch: "main", refs: map[string]string{}, environments: map[string]bool{}, protected: map[string]bool{},
		hooks: map[string]string{}, secrets: map[string]string{},
	}
	return 201, f.describe(name)
}

func (f *fake) describe(name string) map[string]any {
	at := f.repos[name]
	owner, _, _ := strings.Cut(name, "/")
	return map[string]any{
		"id": at.id, "html_url": "https://github.com/" + name, "clone_url": "https://github.com/" + name + ".git",
		"default_branch": at.branch, "open_issues_count": at.issues, "forks_count": at.forks, "owner": map[string]any{"login": owner},
	}
}

func (f *fake) within(r *http.Request, at *repo, name string, p []string, body map[string]any) (int, any) {
	route := r.Method
	if len(p) > 0 {
		route += " " + p[0]
	}
	switch route {
	case "GET":
		return 200, f.describe(name)
	case "DELETE":
		delete(f.repos, name)
		return 204, nil
	case "PATCH":
		if name, ok := body["default_branch"].(string); ok {
			at.branch = name
		}
		return 200, f.describe(name)
	case "PUT topics":
		return 200, map[string]any{"names": body["names"]}
	case "GET tags":
		return 200, at.list("tags/")
	case "PUT collaborators":
		if p[1] != "ada" {
			return 422, map[string]any{"message": "Validation Failed"}
		}
		return 204, nil
	case "PUT actions", "DELETE pages", "DELETE hooks", "DELETE autolinks":
		if len(p) > 2 && p[1] == "secrets" {
			at.secrets[p[2]] = f.unseal(body["encrypted_value"].(string))
			return 201, map[string]any{}
		}
		if len(p) > 1 && p[1] == "oidc" {
			return 201, map[string]any{}
		}
		return 204, nil
	case "GET actions":
		return 200, map[string]any{"key_id": "k1", "key": base64.StdEncoding.EncodeToString(f.key[:])}
	case "POST actions":
		if p[1] == "workflows" && body["return_run_details"] == true {
			return 200, map[string]any{"workflow_run_id": 5, "run_url": "https://api/run/5", "html_url": "https://web/run/5"}
		}
		if p[1] == "workflows" {
			return 204, nil
		}
		return 201, map[string]any{}
	case "PUT subscription":
		return 200, map[string]any{}
	case "PUT contents":
		at.refs["heads/"+at.branch] = f.commit(f.tree("", []any{}), nil, body)
		return 201, map[string]any{"commit": map[string]any{"sha": at.refs["heads/"+at.branch]}}
	case "POST pages":
		return 201, map[string]any{}
	case "POST hooks", "POST autolinks":
		return 201, map[string]any{"id": 31}
	}
	switch p[0] {
	case "git":
		return f.git(r, at, p[1:], body)
	case "pulls", "issues":
		return f.talk(r, at, p, body)
	case "environments":
		return f.environment(r, at, p[1:], body)
	case "branches":
		if len(p) == 1 {
			return 200, at.list("heads/")
		}
		return f.protect(r, at, p[1:])
	}
	return missing()
}

// list returns the branches or tags.
func (at *repo) list(kind string) []any {
	list := []any{}
	for ref, sha := range at.refs {
		if name, ok := strings.CutPrefix(ref, kind); ok {
			list = append(list, map[string]any{"name": name, "commit": map[string]any{"sha": sha}})
		}
	}
	return list
}

func (f *fake) protect(r *http.Request, at *repo, p []string) (int, any) {
	switch {
	case r.Method == http.MethodPost:
		return 200, map[string]any{}
	case r.Method == http.MethodPut && at.refs["heads/"+p[0]] == "":
		return 404, map[string]any{"message": "Branch not found"}
	case r.Method == http.MethodPut:
		at.protected[p[0]] = true
	case !at.protected[p[0]]:
		return 404, map[string]any{"message": "Branch not protected"}
	case r.Method == http.MethodDelete:
		delete(at.protected, p[0])
		return 204, nil
	}
	return 200, map[string]any{}
}

func (f *fake) environment(r *http.Request, at *repo, p []string, body map[string]any) (int, any) {
	switch {
	case len(p) == 1 && r.Method == http.MethodPut:
		at.environments[p[0]] = true
		return 200, map[string]any{}
	case !at.environments[p[0]]:
		return missing()
	case len(p) == 1 && r.Method == http.MethodDelete:
		delete(at.environments, p[0])
		return 204, nil
	case len(p) == 1, p[1] == "deployment-branch-policies":
		return 200, map[string]any{}
	case r.Method == http.MethodGet:
		return 200, map[string]any{"key_id": "k1", "key": base64.StdEncoding.EncodeToString(f.key[:])}
	case p[1] == "secrets":
		at.secrets[p[2]] = f.unseal(body["encrypted_value"].(string))
	}
	return 201, map[string]any{}
}

func (f *fake) unseal(text string) string {
	sealed, err := base64.StdEncoding.DecodeString(text)
	require.NoError(f.t, err)
	value, ok := box.OpenAnonymous(nil, sealed, f.key, f.open)
	require.True(f.t, ok)
	return string(value)
}

func (f *fake) hash(v any) string {
	f.next++
	sum := sha1.Sum(fmt.Append(nil, f.next, v))
	return hex.EncodeToString(sum[:])
}

func (f *fake) tree(base string, entries []any) string {
	files := maps.Clone(f.trees[base])
	for _, e := range entries {
		e := e.(map[string]any)
		sha, isHash := e["sha"].(string)
		text, isText := e["content"].(string)
		switch {
		case isHash:
			text = f.data[sha]
		case !isText:
			delete(files, e["path"].(string))
			continue
		}
		files[e["path"].(string)] = e["mode"].(string) + " " + text
	}
	sum := sha1.Sum(fmt.Append(nil, files))
	f.trees[hex.EncodeToString(sum[:])] = files
	return hex.EncodeToString(sum[:])
}

func (f *fake) commit(tree string, parents []any, body map[string]any) string {
	hash := f.hash("commit")
	f.heads[hash] = commit{tree, parents, body}
	return hash
}

// files returns what a branch has: mode and content by path.
func (f *fake) files(name, branch string) map[string]string {
	return f.trees[f.heads[f.repos[name].refs["heads/"+branch]].tree]
}

func (f *fake) git(r *http.Request, at *repo, p []string, body map[string]any) (int, any) {
	if len(at.refs) == 0 {
		return http.StatusConflict, map[string]any{"message": "Git Repository is empty."}
	}
	ref := ""
	if len(p) > 1 {
		ref = strings.ReplaceAll(p[1], "%2F", "/")
	}
	switch r.Method + " " + p[0] {
	case "POST blobs":
		content, _ := base64.StdEncoding.DecodeString(body["content"].(string))
		hash := f.hash("blob")
		f.data[hash] = string(content)
		return 201, map[string]any{"sha": hash}
	case "POST trees":
		base, _ := body["base_tree"].(string)
		return 201, map[string]any{"sha": f.tree(base, body["tree"].([]any))}
	case "GET trees":
		list := []any{}
		for path := range f.trees[p[1]] {
			list = append(list, map[string]any{"path": path, "type": "blob"})
		}
		return 200, map[string]any{"tree": list}
	case "POST commits":
		return 201, map[string]any{"sha": f.commit(body["tree"].(string), body["parents"].([]any), body)}
	case "GET commits":
		return 200, map[string]any{"tree": map[string]any{"sha": f.heads[p[1]].tree}}
	case "POST refs":
		at.refs[strings.TrimPrefix(body["ref"].(string), "refs/")] = body["sha"].(string)
		return 201, map[string]any{}
	case "PATCH refs":
		at.refs[ref] = body["sha"].(string)
		return 200, map[string]any{}
	case "DELETE refs":
		delete(at.refs, ref)
		return 204, nil
	case "GET ref":
		if at.refs[ref] == "" {
			return missing()
		}
		return 200, map[string]any{"ref": "refs/" + ref, "object": map[string]any{"sha": at.refs[ref]}}
	}
	return missing()
}

func (f *fake) talk(r *http.Request, at *repo, p []string, body map[string]any) (int, any) {
	switch {
	case r.Method == http.MethodGet && p[0] == "pulls" && len(p) == 1:
		return 200, at.pulls
	case r.Method == http.MethodPost && p[0] == "pulls" && len(p) == 1:
		pull := map[string]any{
			"number": len(at.pulls) + 1, "html_url": fmt.Sprintf("https://github.com/pull/%d", len(at.pulls)+1), "state": "open",
			"base": map[string]any{"ref": body["base"]}, "head": map[string]any{"ref": body["head"]},
		}
		at.pulls = append(at.pulls, pull)
		return 201, pull
	case p[0] == "pulls" && len(p) == 2:
		if state, ok := body["state"]; ok {
			at.pulls[0]["state"] = state
		}
		return 200, at.pulls[0]
	case p[0] == "pulls", p[2] == "assignees":
		return 201, map[string]any{}
	case r.Method == http.MethodGet:
		list := []any{}
		for _, l := range at.labels {
			list = append(list, map[string]any{"name": l})
		}
		return 200, list
	}
	return 200, []any{}
}
