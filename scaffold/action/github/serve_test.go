package github_test

import (
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"

	gh "github.com/google/go-github/v62/github"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/crypto/nacl/box"

	"github.com/goldenpath-go/goldenpath/internal/openapitest"
	"github.com/goldenpath-go/goldenpath/scaffold/action/github"
	"github.com/goldenpath-go/goldenpath/scaffold/action/internal/actiontest"
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
	id            int64
	branch        string // default
	refs          map[string]string
	issues, forks int
	pulls         []map[string]any
	environments  map[string]bool
	protected     map[string]bool
	labels        []string
	secrets       map[string]string
	placed        map[string][]map[string]any // webhooks and autolinks
	variables     map[string]string
	policies      []map[string]any // of environments
	pages         bool
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

// readDescription reads GitHub's description, once.
var readDescription = sync.OnceValues(func() (*openapitest.Description, error) {
	data, err := os.ReadFile("testdata/github-openapi.json")
	if err != nil {
		return nil, err
	}
	description, err := openapitest.Read(data)
	if err == nil {
		description.Prefix = "/api/v3"
	}
	return description, err
})

// services returns what works with the fake, every request to which is held against GitHub's description.
func (f *fake) services() github.Services { return f.servicesFor(&actiontest.Killer{}) }

// servicesFor returns services of a process that can be killed.
func (f *fake) servicesFor(k *actiontest.Killer) github.Services {
	description, err := readDescription()
	require.NoError(f.t, err)
	server := httptest.NewServer(description.Handler(f, func(fault string) { assert.Fail(f.t, "not as GitHub describes it", fault) }))
	f.t.Cleanup(server.Close)
	web := server.Client()
	web.Transport = k.Transport(web.Transport)
	client, err := gh.NewClient(web).WithEnterpriseURLs(server.URL, server.URL)
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
		secrets: map[string]string{}, placed: map[string][]map[string]any{}, variables: map[string]string{},
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
	case "PUT actions":
		if len(p) > 2 && p[1] == "secrets" {
			at.secrets[p[2]] = f.unseal(body["encrypted_value"].(string))
			return 201, map[string]any{}
		}
		if len(p) > 1 && p[1] == "oidc" {
			return 201, map[string]any{}
		}
		return 204, nil
	case "GET actions", "PATCH actions":
		if p[1] == "variables" {
			return at.variable(r.Method, p[2], body)
		}
		return 200, map[string]any{"key_id": "k1", "key": base64.StdEncoding.EncodeToString(f.key[:])}
	case "POST actions":
		if p[1] == "workflows" && body["return_run_details"] == true {
			return 200, map[string]any{"workflow_run_id": 5, "run_url": "https://api/run/5", "html_url": "https://web/run/5"}
		}
		if p[1] == "workflows" {
			return 204, nil
		}
		return at.variable(r.Method, "", body)
	case "PUT subscription":
		return 200, map[string]any{}
	case "PUT contents":
		start := map[string]any{"path": p[1], "mode": "100644", "content": ""}
		at.refs["heads/"+at.branch] = f.commit(f.tree("", []any{start}), nil, body)
		return 201, map[string]any{"commit": map[string]any{"sha": at.refs["heads/"+at.branch]}}
	case "POST pages":
		if at.pages {
			return 409, map[string]any{"message": "GitHub Pages is already enabled."}
		}
		at.pages = true
		return 201, map[string]any{}
	case "DELETE pages":
		at.pages = false
		return 204, nil
	case "GET hooks", "GET autolinks":
		return 200, at.made(p[0])
	case "POST hooks", "POST autolinks":
		f.next++
		body["id"] = f.next
		at.placed[p[0]] = append(at.placed[p[0]], body)
		return 201, map[string]any{"id": f.next}
	case "DELETE hooks", "DELETE autolinks":
		at.placed[p[0]] = slices.DeleteFunc(at.placed[p[0]], func(m map[string]any) bool { return fmt.Sprint(m["id"]) == p[1] })
		return 204, nil
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

// variable reads, makes or changes a variable.
func (at *repo) variable(method, name string, body map[string]any) (int, any) {
	given, _ := body["name"].(string)
	if method == http.MethodGet || method == http.MethodPatch {
		given = name
	}
	_, there := at.variables[given]
	switch {
	case method == http.MethodGet && !there:
		return missing()
	case method == http.MethodGet:
		return 200, map[string]any{}
	case method == http.MethodPost && there:
		return 409, map[string]any{"message": "Already exists"}
	}
	at.variables[given], _ = body["value"].(string)
	if method == http.MethodPatch {
		return 204, nil
	}
	return 201, map[string]any{}
}

// made returns webhooks or autolinks as GitHub lists them.
func (at *repo) made(kind string) []any {
	list := []any{}
	for _, m := range at.placed[kind] {
		list = append(list, m)
	}
	return list
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
	case len(p) == 1:
		return 200, map[string]any{}
	case p[1] == "deployment-branch-policies" && r.Method == http.MethodPost:
		at.policies = append(at.policies, body)
		return 200, map[string]any{}
	case p[1] == "deployment-branch-policies":
		return 200, map[string]any{"branch_policies": at.policies}
	case p[1] == "variables":
		return at.variable(r.Method, strings.Join(p[2:], ""), body)
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
	case r.Method == http.MethodDelete:
		at.labels = slices.DeleteFunc(at.labels, func(l string) bool { return url.PathEscape(l) == p[3] })
		return 200, []any{}
	}
	for _, l := range body["labels"].([]any) {
		if !slices.Contains(at.labels, l.(string)) {
			at.labels = append(at.labels, l.(string))
		}
	}
	return 200, []any{}
}
