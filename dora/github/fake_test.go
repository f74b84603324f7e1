package github_test

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	gh "github.com/google/go-github/v62/github"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/dora/github"
	"github.com/goldenpath-go/goldenpath/internal/openapitest"
)

// secret is the token of every client of the fake.
const secret = "ghp_S3cretS3cretS3cret"

// fake is a GitHub. Faults answer in place of it, by the number of the request,
// counted from 1.
type fake struct {
	t      *testing.T
	mu     sync.Mutex
	repos  map[string]*fakeRepo
	faults map[int]http.HandlerFunc
	tape   []string // requests: REST by path and query, GraphQL as such
	fresh  int      // answers other than 304
	limit  func(h http.Header)
	known  bool // answers are like thousands that were held against the description
}

type fakeRepo struct {
	deployments []*fakeDeployment // oldest first
	commits     map[string]*fakeCommit
	pulls       []*fakePull
	issues      []*fakeIssue
	runs        []*fakeRun
	releases    []map[string]any // newest first
	most        int              // commits that a comparison lists; 0: all
}

type fakeDeployment struct {
	id, environment, sha, task, payload string
	created                             time.Time
	statuses                            []fakeStatus // newest first, as GitHub has them
}

type fakeStatus struct {
	state string
	at    time.Time
}

type fakeCommit struct {
	sha, author, message string
	parents              []string
	authored, committed  time.Time
	web, bot             bool
	files                []any
}

type fakePull struct {
	merge    string
	on       string // a commit that it has, or is merged as
	authored []time.Time
}

type fakeIssue struct {
	number                   int
	body, reason             string
	labels                   []string
	created, updated, closed time.Time
	pull                     bool
	closings                 []time.Time
}

type fakeRun struct {
	id, attempt                     int
	workflow, sha, state, concluded string
	created, updated                time.Time
	jobs                            []map[string]any
}

func newFake(t *testing.T) *fake {
	t.Helper()
	return &fake{t: t, repos: map[string]*fakeRepo{}, faults: map[int]http.HandlerFunc{}}
}

func (f *fake) repo(slug string) *fakeRepo {
	if f.repos[slug] == nil {
		f.repos[slug] = &fakeRepo{commits: map[string]*fakeCommit{}}
	}
	return f.repos[slug]
}

var readDescription = sync.OnceValues(func() (*openapitest.Description, error) {
	data, err := os.ReadFile("testdata/github-openapi.json")
	if err != nil {
		return nil, err
	}
	d, err := openapitest.Read(data)
	if err == nil {
		d.Prefix = "/api/v3"
	}
	return d, err
})

// handler holds everything but the faults against GitHub's descriptions.
func (f *fake) handler() http.Handler {
	d, err := readDescription()
	require.NoError(f.t, err)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		f.mu.Lock()
		said := r.URL.RequestURI()
		if r.Method == http.MethodPost {
			said = "GraphQL"
		}
		f.tape = append(f.tape, said)
		fault := f.faults[len(f.tape)]
		f.mu.Unlock()
		if f.limit != nil {
			f.limit(w.Header())
		}
		switch {
		case fault != nil:
			fault(w, r)
		case r.Header.Get("Authorization") != "Bearer "+secret:
			assert.Fail(f.t, "no token")
		case r.URL.Path == "/api/graphql":
			f.serveGraph(w, r)
		default:
			f.described(d, w, r)
		}
	})
}

// checked are what was held against the description, as hashes: the suites ask
// the same of the same world again and again.
var checked sync.Map

// described answers a request to REST, and holds both against the description.
func (f *fake) described(d *openapitest.Description, w http.ResponseWriter, r *http.Request) {
	record := httptest.NewRecorder()
	f.serveREST(record, r)
	key := sha256.Sum256(append([]byte(fmt.Sprintln(r.Method, r.URL.RequestURI(), record.Code)), record.Body.Bytes()...))
	if _, known := checked.LoadOrStore(key, true); !known && !f.known {
		for _, fault := range d.Check(r, nil, record) {
			assert.Fail(f.t, "not as GitHub describes it", "%s: %s", r.URL.RequestURI(), fault)
		}
	}
	for name, values := range record.Header() {
		w.Header()[name] = values
	}
	w.WriteHeader(record.Code)
	_, _ = w.Write(record.Body.Bytes())
}

// api returns the way to the fake over a real connection.
func (f *fake) api() *github.API {
	server := httptest.NewServer(f.handler())
	f.t.Cleanup(server.Close)
	return f.apiAt(server.URL, server.Client())
}

// direct returns the way to the fake without a connection, for tests with a
// clock of their own. Its client has a timeout, which is not that of waits.
func (f *fake) direct() *github.API {
	return f.apiAt("https://github.example.com", &http.Client{Transport: direct{f.handler()}, Timeout: 10 * time.Second})
}

func (f *fake) apiAt(address string, client *http.Client) *github.API {
	c, err := gh.NewClient(client).WithAuthToken(secret).WithEnterpriseURLs(address, address)
	require.NoError(f.t, err)
	return &github.API{Client: c}
}

// direct calls a handler. An answer that has the header Cut ends within its
// body.
type direct struct{ http.Handler }

func (d direct) RoundTrip(r *http.Request) (*http.Response, error) {
	if err := r.Context().Err(); err != nil {
		return nil, err
	}
	record := httptest.NewRecorder()
	asked := r.Clone(r.Context())
	if asked.Body == nil {
		asked.Body = http.NoBody
	}
	d.ServeHTTP(record, asked)
	response := record.Result()
	response.Request = r
	if response.Header.Get("Cut") != "" {
		response.Body = io.NopCloser(io.MultiReader(io.LimitReader(record.Body, 10), cut{}))
	}
	return response, nil
}

type cut struct{}

func (cut) Read([]byte) (int, error) { return 0, io.ErrUnexpectedEOF }

// says returns a handler that answers with a status, headers in pairs, and a
// message.
func says(status int, message string, headers ...string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		for i := 0; i < len(headers); i += 2 {
			w.Header().Set(headers[i], headers[i+1])
		}
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(status)
		_ = json.NewEncoder(w).Encode(map[string]any{"message": message})
	}
}

// requests returns how many were sent, and forgets them.
func (f *fake) requests() []string {
	f.mu.Lock()
	defer f.mu.Unlock()
	tape := f.tape
	f.tape = nil
	return tape
}

func (f *fake) serveREST(w http.ResponseWriter, r *http.Request) {
	f.mu.Lock()
	defer f.mu.Unlock()
	p := strings.Split(strings.TrimPrefix(r.URL.Path, "/api/v3/repos/"), "/")
	at := f.repos[strings.Join(p[:2], "/")]
	var v any
	if at != nil {
		v = at.serve(r, w.Header(), p[2:])
	}
	if v == nil {
		says(http.StatusNotFound, "Not Found")(w, r)
		return
	}
	body, err := json.Marshal(v)
	require.NoError(f.t, err)
	tag := fmt.Sprintf(`"%x"`, sha256.Sum256(append(body, w.Header().Get("Link")...)))
	w.Header().Set("ETag", tag)
	if r.Header.Get("If-None-Match") == tag {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	f.fresh++
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	_, _ = w.Write(body)
}
