package github_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"

	gh "github.com/google/go-github/v62/github"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/catalog"
	"github.com/goldenpath-go/goldenpath/catalog/github"
	"github.com/goldenpath-go/goldenpath/catalog/github/githubtest"
)

const location = "apiVersion: backstage.io/v1alpha1\nkind: Location\nmetadata:\n  name: %s\nspec:\n  targets:\n"

// component returns a catalog file with one component.
func component(name string) string {
	return "apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata:\n  name: " + name +
		"\nspec:\n  type: service\n  lifecycle: production\n  owner: group:shop\n"
}

// locations returns a catalog file with a Location of these targets.
func locations(name string, targets ...string) string {
	return fmt.Sprintf(location, name) + "    - " + strings.Join(targets, "\n    - ") + "\n"
}

// repository returns one whose default branch has these files, given as path and content in turn.
func repository(name string, files ...string) githubtest.Repository {
	r := githubtest.Repository{Name: name, Branches: map[string]githubtest.Files{"main": {}}}
	for i := 0; i < len(files); i += 2 {
		r.Branches["main"][files[i]] = files[i+1]
	}
	return r
}

// acme returns an organisation.
func acme(repositories ...githubtest.Repository) *githubtest.Server {
	return &githubtest.Server{Organization: "acme", Repositories: repositories}
}

// tape is what was asked.
type tape struct {
	mu    sync.Mutex
	lines []string
}

func (p *tape) record(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		p.mu.Lock()
		p.lines = append(p.lines, r.URL.RequestURI())
		p.mu.Unlock()
		h.ServeHTTP(w, r)
	})
}

// count returns how many of the requests had part in their address.
func (p *tape) count(part string) int {
	p.mu.Lock()
	defer p.mu.Unlock()
	n := 0
	for _, line := range p.lines {
		if strings.Contains(line, part) {
			n++
		}
	}
	return n
}

// served returns a reader of the organisation that h serves over HTTP.
func served(t *testing.T, h http.Handler) *github.Reader {
	t.Helper()
	server := httptest.NewServer(h)
	t.Cleanup(server.Close)
	client, err := gh.NewClient(server.Client()).WithEnterpriseURLs(server.URL, server.URL)
	require.NoError(t, err)
	return &github.Reader{Client: client, Organization: "acme", Retries: -1}
}

// reader returns a reader of the organisation, every exchange with which is held against GitHub's description.
func reader(t *testing.T, s *githubtest.Server) *github.Reader {
	t.Helper()
	return served(t, described(t, s))
}

// direct is a way to a handler without a network, for tests that turn the clock.
type direct struct{ http.Handler }

func (d direct) RoundTrip(r *http.Request) (*http.Response, error) {
	record, request := httptest.NewRecorder(), r.Clone(r.Context())
	request.Host, request.RequestURI = r.URL.Host, r.URL.RequestURI()
	d.ServeHTTP(record, request)
	response := record.Result()
	response.Request = r
	return response, nil
}

// near returns a reader of the organisation that h serves in the same goroutine.
func near(h http.Handler) *github.Reader {
	client := gh.NewClient(&http.Client{Transport: direct{h}})
	client.BaseURL = &url.URL{Scheme: "http", Host: "git.acme.com", Path: "/api/v3/"}
	return &github.Reader{Client: client, Organization: "acme"}
}

func read(t *testing.T, r *github.Reader) *github.Result {
	t.Helper()
	result, err := r.Read(t.Context())
	require.NoError(t, err)
	return result
}

// names returns the entities of a result and the files they come from.
func names(result *github.Result) []string {
	list := []string{}
	for e := range result.Catalog.All() {
		list = append(list, e.Ref().String()+" "+e.Source.File)
	}
	return list
}

// managed returns where an entity says that it was read.
func managed(e *catalog.Entity) string {
	return e.Metadata.Annotations[catalog.AnnotationManagedByLocation]
}
