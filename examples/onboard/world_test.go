package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"iter"
	"maps"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/internal/beside"
	"github.com/goldenpath-go/goldenpath/internal/inprocess"
	"github.com/goldenpath-go/goldenpath/internal/openapitest"
	"github.com/goldenpath-go/goldenpath/onboarding"
	"github.com/goldenpath-go/goldenpath/onboarding/github/githubtest"
	"github.com/goldenpath-go/goldenpath/onboarding/onepassword"
	"github.com/goldenpath-go/goldenpath/plan"
)

// world is the story on premises where every request and every answer is held against what the vendor describes, and where the
// process can die.
type world struct {
	*story
	wire *wire
}

// open returns a world in which no request may be faulty.
func open(t *testing.T) *world {
	t.Helper()
	there, err := newPremises()
	require.NoError(t, err)
	for host, d := range descriptions(t) {
		service := there.handlers[host]
		described := d.Handler(service, func(fault string) { assert.Fail(t, "not as described", "%s: %s", host, fault) })
		there.handlers[host] = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path == "/graphql" { // which REST's description does not describe
				service.ServeHTTP(w, r)
				return
			}
			described.ServeHTTP(w, r)
		})
	}
	t.Cleanup(func() { assert.Empty(t, append(there.chat.Faults(), there.pager.Faults()...)) })
	s, err := newStory(t.Context(), there, t.Output(), t.TempDir())
	require.NoError(t, err)
	w := &world{s, &wire{handler: there, op: there.vault}}
	s.client, s.op, s.journal = &http.Client{Transport: w.wire}, w.wire, lines{s.journal, w.wire}
	return w
}

// descriptions returns what the vendors publish, by host. PagerDuty's is not ours to copy.
func descriptions(t *testing.T) map[string]*openapitest.Description {
	t.Helper()
	all, err := published()
	require.NoError(t, err)
	if path, ok := beside.Path(t, "corpus/onboarding/pagerduty-openapi.json"); ok {
		d, err := pagerDuty(path)
		require.NoError(t, err)
		all = maps.Clone(all)
		all["api.pagerduty.com"] = d
	}
	return all
}

var published = sync.OnceValues(func() (map[string]*openapitest.Description, error) {
	hub, err := openapitest.Read(githubtest.Description())
	if err != nil {
		return nil, err
	}
	out, err := exec.Command("go", "list", "-f", "{{.Dir}}", "google.golang.org/api/cloudidentity/v1").Output()
	if err != nil {
		return nil, err
	}
	data, err := os.ReadFile(filepath.Join(strings.TrimSpace(string(out)), "cloudidentity-api.json"))
	if err != nil {
		return nil, err
	}
	groups, err := openapitest.ReadDiscovery(data)
	return map[string]*openapitest.Description{"api.github.com": hub, "cloudidentity.googleapis.com": groups}, err
})

// descriptionsRead keeps PagerDuty's description, by its path: it takes a while to read.
var descriptionsRead sync.Map

// pagerDuty reads a description in which texts stand between operations, and references lead into answers.
func pagerDuty(path string) (*openapitest.Description, error) {
	read, _ := descriptionsRead.LoadOrStore(path, sync.OnceValues(func() (*openapitest.Description, error) {
		data, err := os.ReadFile(path)
		if err != nil {
			return nil, err
		}
		var whole map[string]any
		if err := json.Unmarshal(data, &whole); err != nil {
			return nil, err
		}
		for _, item := range whole["paths"].(map[string]any) {
			maps.DeleteFunc(item.(map[string]any), func(_ string, v any) bool { _, operation := v.(map[string]any); return !operation })
		}
		if data, err = json.Marshal(whole); err != nil {
			return nil, err
		}
		into := []byte(`"$ref":"#/components/responses/Conflict/content/application~1json/schema"`)
		return openapitest.Read(bytes.ReplaceAll(data, into, []byte(`"type":"object"`)))
	}))
	return read.(func() (*openapitest.Description, error))()
}

var errDied = errors.New("the process died")

// wire is all that goes out of the process. It counts what changes something, and lines of the journal: after one of them the process
// dies, and nothing goes out any more.
type wire struct {
	handler http.Handler
	op      onepassword.Runner
	mu      sync.Mutex
	writes  []string        // requests that change something
	down    map[string]bool // services that do not answer
	events  int
	dieAt   int // 0: never
	dead    bool
}

// event counts one, and returns an error if it is the last.
func (w *wire) event() error {
	if w.events++; w.events == w.dieAt {
		w.dead = true
		return errDied
	}
	return nil
}

func (w *wire) RoundTrip(r *http.Request) (*http.Response, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.dead {
		return nil, errDied
	}
	if w.down[r.URL.Host] {
		return &http.Response{StatusCode: http.StatusServiceUnavailable, Header: http.Header{}, Body: http.NoBody, Request: r}, nil
	}
	answer, err := inprocess.Transport{Handler: w.handler}.RoundTrip(r)
	if !changes(r) {
		return answer, err
	}
	w.writes = append(w.writes, r.Method+" "+r.URL.Host+r.URL.Path)
	if died := w.event(); died != nil {
		return nil, died
	}
	return answer, err
}

// changes reports whether a request is to change something: Slack asks by POST, too, and so does GraphQL.
func changes(r *http.Request) bool {
	_, method, _ := strings.Cut(r.URL.Path, "/api/")
	reads := []string{"users.lookupByEmail", "users.info", "users.conversations", "usergroups.list", "usergroups.users.list"}
	return r.Method != http.MethodGet && r.URL.Path != "/graphql" && !slices.Contains(reads, method)
}

// Run runs op.
func (w *wire) Run(ctx context.Context, args ...string) ([]byte, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.dead {
		return nil, errDied
	}
	if w.down["op"] {
		return nil, &onepassword.ExitError{Code: 1, Text: "(503) Service Unavailable"}
	}
	out, err := w.op.Run(ctx, args...)
	if slices.Contains([]string{"get", "list"}, args[1]) || len(args) > 2 && args[2] == "list" {
		return out, err
	}
	w.writes = append(w.writes, "op "+strings.Join(args[:2], " "))
	return out, errors.Join(err, w.event())
}

// lines is a journal of which each line is an event.
type lines struct {
	plan.Journal
	wire *wire
}

func (l lines) Append(ctx context.Context, r plan.Receipt) error {
	l.wire.mu.Lock()
	defer l.wire.mu.Unlock()
	if l.wire.dead {
		return errDied
	}
	return errors.Join(l.Journal.Append(ctx, r), l.wire.event())
}

func (l lines) All(ctx context.Context) iter.Seq2[plan.Receipt, error] { return l.Journal.All(ctx) }

// look plans as a new process does.
func (w *world) look(t *testing.T, r request) (*onboarding.Onboarder, *onboarding.Review, error) {
	t.Helper()
	now, err := checkout(t.Context(), w.now)
	require.NoError(t, err)
	who, err := now.Person(newcomer)
	require.NoError(t, err)
	o, err := w.onboarder(t.Context(), now, everyService())
	require.NoError(t, err)
	o.Journal = w.journal
	r.apply = true // for it shows nothing then
	review, err := w.review(t.Context(), o, now, who, r)
	return o, review, err
}

// run applies as a new process does.
func (w *world) run(t *testing.T, r request) *onboarding.Result {
	t.Helper()
	o, review, err := w.look(t, r)
	require.NoError(t, err)
	result, err := o.Apply(t.Context(), review, nil)
	require.NoError(t, err)
	return result
}

// nothing checks that nothing is left to do.
func (w *world) nothing(t *testing.T, r request) {
	t.Helper()
	_, review, err := w.look(t, r)
	require.NoError(t, err)
	assert.Empty(t, review.Plan.Steps)
}

// count returns how many of the requests that change something begin so.
func (w *world) count(prefix string) (n int) {
	for _, line := range w.wire.writes {
		if strings.HasPrefix(line, prefix) {
			n++
		}
	}
	return n
}

func join() request { return request{op: "join"} }

// joined is a world in which Mary has all that is wanted.
func joined(t *testing.T) *world {
	t.Helper()
	w := open(t)
	w.run(t, join())
	require.NoError(t, w.accept())
	w.run(t, join())
	return w
}

// moved is a world in which she has moved.
func moved(t *testing.T) *world {
	t.Helper()
	w := joined(t)
	w.merge(t)
	w.run(t, w.move())
	return w
}

// merge is the pull request of the move.
func (w *world) merge(t *testing.T) {
	t.Helper()
	require.NoError(t, edit(w.now, "memberOf: [payments, on-call]", "memberOf: [orders, on-call]"))
	require.NoError(t, edit(w.now, "  name: mary\n", "  name: mary\n  annotations: {github.com/user-login: mj-codes}\n"))
}

func (w *world) move() request { return request{op: "move", was: w.was} }

func leave() request { return request{op: "leave"} }
