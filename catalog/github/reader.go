package github

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"strings"
	"time"

	gh "github.com/google/go-github/v62/github"

	"github.com/goldenpath-go/goldenpath/catalog/load"
)

// The defaults of [Reader].
const (
	DefaultWorkers = 4
	DefaultRetries = 3
	DefaultTimeout = time.Minute
	DefaultMaxWait = 65 * time.Minute
	DefaultMaxSize = 1 << 20
)

// Reader reads the catalog files of an organisation. Client and Organization are required. A Reader keeps no state, and
// must not be changed while it reads.
type Reader struct {
	// Client has the address, of GitHub or of an Enterprise server, and what authenticates. It is used, never changed.
	// Redirects to another scheme, host or port are not followed, since a token may go along with them. Reading needs the
	// permissions metadata:read and contents:read.
	Client *gh.Client
	// Organization is the organisation's login, such as acme.
	Organization string

	// Patterns are the files that are catalog files by themselves, from the root of each repository, in the form of
	// [load.Target.Matches]. Nil means all called catalog-info.yaml or catalog-info.yml, in whatever folder. Backstage's
	// own GitHub provider looks for catalog-info.yaml in the root alone, unless its catalogPath says otherwise.
	Patterns []string
	// Archived has archived repositories read as well. Backstage's provider passes them over, too.
	Archived bool
	// NoForks passes forks over.
	NoForks bool
	// Skip passes over the repositories for which it returns true: by name, topic or visibility, say. Nil: none.
	Skip func(*gh.Repository) bool

	Load     load.Options  // how files are read; BaseURL and ReadFile are set for each repository
	MaxSize  int64         // of a catalog file in bytes; larger ones are not read; 0 means DefaultMaxSize
	Cache    Cache         // what GitHub said before; nil: everything is asked for
	Workers  int           // repositories read at once; 0 means DefaultWorkers. The result does not depend on it
	Retries  int           // repetitions of a request that failed for a passing reason; 0 means DefaultRetries, negative none
	Timeout  time.Duration // of one request; 0 means DefaultTimeout, negative none
	MaxWait  time.Duration // longest wait for a limit; 0 means DefaultMaxWait, a little more than GitHub's hour
	Observer Observer      // told of each repository that has been read; nil: nobody
	Log      *slog.Logger  // told of waits and repetitions; nil means silence
}

// Observer is told how far a [Reader] has come: the repository that was read, how many are done and how many are to be
// read. It is called by one goroutine at a time.
type Observer func(repository string, done, total int)

// Errors of [Reader.Read] and in [Result.Unread] that callers may want to tell apart.
var (
	// ErrRateLimited means that GitHub takes no further requests for longer than the Reader waits. What was read until then
	// is in the cache, if there is one.
	ErrRateLimited = errors.New("rate limit is used up")
	// ErrOutside means that a Location names what does not belong to the organisation.
	ErrOutside = errors.New("is outside of the organisation")
	// ErrSubmodule means that a Location names what is in a submodule, which is another repository.
	ErrSubmodule = errors.New("is in a submodule")
	// ErrLFS means that a file's content is in Git LFS, and the repository has but a pointer to it.
	ErrLFS = errors.New("is kept in Git LFS; a catalog file must be in git itself")
)

var errIncomplete = errors.New("client and organization are required")

// Source returns the web address of the organisation, such as https://github.com/acme, for a snapshot's header.
func (r *Reader) Source() string {
	if r.Client == nil || r.Organization == "" {
		return ""
	}
	return web(r.Client.BaseURL) + url.PathEscape(r.Organization)
}

// Read reads the organisation's catalog. Whatever GitHub's answers, the result does not depend on their order.
func (r *Reader) Read(ctx context.Context) (*Result, error) {
	if r.Client == nil || r.Organization == "" {
		return nil, errIncomplete
	}
	w := &walk{reader: r, api: r.newAPI(), web: web(r.Client.BaseURL), checkouts: map[string]*checkout{}}
	repositories, err := w.api.repositories(ctx, r.Organization)
	if err != nil {
		return nil, fmt.Errorf("list the repositories of %s: %w", r.Organization, err)
	}
	return w.read(ctx, repositories)
}

// web returns the address of the pages that go with an API's: https://github.com/ for https://api.github.com/, and
// https://git.acme.com/ for https://git.acme.com/api/v3/.
func web(api *url.URL) string {
	u := url.URL{Scheme: api.Scheme, Host: strings.TrimPrefix(api.Host, "api.")}
	return u.String() + strings.TrimSuffix(strings.TrimSuffix(api.Path, "/"), "/api/v3") + "/"
}

func (r *Reader) patterns() []string {
	if r.Patterns == nil {
		return []string{"**/catalog-info.{yaml,yml}"}
	}
	return r.Patterns
}

// passes reports whether discovery passes over a repository.
func (r *Reader) passes(repository *gh.Repository) bool {
	return repository.GetArchived() && !r.Archived || repository.GetFork() && r.NoForks || repository.GetDisabled() ||
		r.Skip != nil && r.Skip(repository)
}

func orDefault[T int | int64 | time.Duration](value, standard T) T {
	if value == 0 {
		return standard
	}
	return value
}
