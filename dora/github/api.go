package github

import (
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"time"

	gh "github.com/google/go-github/v62/github"

	"github.com/goldenpath-go/goldenpath/dora"
)

// The defaults of [API].
const (
	DefaultRetries = 4
	DefaultTimeout = time.Minute
	DefaultMaxWait = 65 * time.Minute
)

// API is the way to GitHub, which the sources share. Client is required. It may
// be used by many at once, and must not be copied or changed after its first
// use.
type API struct {
	// Client has the address, of GitHub or of an Enterprise server, and what
	// authenticates. It is used, never changed. Requests are sent to its
	// server alone, whatever redirects say, since a token may go along.
	// Reading needs the permissions metadata, deployments, actions, contents,
	// pull_requests and issues, each of those that a source is used for.
	Client *gh.Client
	// Cache keeps answers, so that those that have not changed cost nothing of
	// the hourly limit. Nil: none.
	Cache *Cache
	// Retries is how often a request is sent again after an error of the
	// server, or a connection that broke. Zero: [DefaultRetries]; negative:
	// never.
	Retries int
	// Timeout is that of one attempt. Zero: [DefaultTimeout]; negative: none.
	Timeout time.Duration
	// MaxWait is the longest wait for a limit. Zero: [DefaultMaxWait], a little
	// more than GitHub's hour. A longer one is [ErrRateLimited].
	MaxWait time.Duration
	// Log is told of waits and repetitions. Nil: silence.
	Log *slog.Logger

	gates gates
}

// ErrRateLimited says that GitHub takes no further requests for longer than
// [API].MaxWait. What was had before is good, and the cursor goes on from there.
var ErrRateLimited = errors.New("rate limit is used up")

var errNoClient = errors.New("a client is required")

// session is one query's use of the API.
type session struct {
	client *gh.Client
	graph  string // address of GraphQL, from the client's
	meter  meter
}

// open returns a session whose client waits, repeats and counts.
func (a *API) open() (*session, error) {
	if a == nil || a.Client == nil {
		return nil, errNoClient
	}
	own := a.Client.Client() // a copy
	base := own.Transport
	if base == nil {
		base = http.DefaultTransport
	}
	if a.Cache != nil {
		base = a.Cache.Transport(base)
	}
	s := &session{graph: "graphql"}
	if strings.HasSuffix(a.Client.BaseURL.Path, "/api/v3/") {
		s.graph = "../graphql"
	}
	t := &transport{
		base: base, scheme: a.Client.BaseURL.Scheme, host: a.Client.BaseURL.Host, meter: &s.meter, gates: &a.gates, log: a.Log,
		retries: orDefault(a.Retries, DefaultRetries), maxWait: orDefault(a.MaxWait, DefaultMaxWait),
		timeout: orDefault(a.Timeout, orDefault(own.Timeout, DefaultTimeout)),
	}
	// A client's own timeout would end the waits as well.
	own.Transport, own.Timeout = t, 0
	s.client = gh.NewClient(own)
	s.client.BaseURL, s.client.UserAgent = a.Client.BaseURL, a.Client.UserAgent
	return s, nil
}

// meter adds up what a query costs.
type meter struct {
	mu   sync.Mutex
	cost dora.Cost
}

func (m *meter) add(f func(*dora.Cost)) {
	m.mu.Lock()
	defer m.mu.Unlock()
	f(&m.cost)
}

// take returns the cost since it was taken last.
func (m *meter) take() dora.Cost {
	m.mu.Lock()
	defer m.mu.Unlock()
	c := m.cost
	m.cost.Requests, m.cost.Waited = 0, 0
	return c
}

// repository is one that is asked about, and whose services those of the
// query are.
type repository struct {
	slug        string
	owner, name string
	services    []dora.Service
}

// newRepository reads a slug such as acme/orders. Nothing else may come to
// stand in the address of a request.
func newRepository(slug string) (repository, error) {
	owner, name, _ := strings.Cut(slug, "/")
	for _, s := range []string{owner, name} {
		if s == "" || s == "." || s == ".." || strings.ContainsFunc(s, notInName) {
			return repository{}, fmt.Errorf("repository %q: not of the form owner/name", slug)
		}
	}
	return repository{slug: slug, owner: owner, name: name}, nil
}

func notInName(r rune) bool {
	return (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && (r < '0' || r > '9') && !strings.ContainsRune("._-", r)
}

func orDefault[T int | time.Duration](value, standard T) T {
	if value == 0 {
		return standard
	}
	return value
}
