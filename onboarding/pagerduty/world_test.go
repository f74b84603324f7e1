package pagerduty_test

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"sync"
	"testing"

	api "github.com/PagerDuty/go-pagerduty"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/internal/beside"
	"github.com/goldenpath-go/goldenpath/internal/openapitest"
	standin "github.com/goldenpath-go/goldenpath/internal/standin/pagerduty"
	"github.com/goldenpath-go/goldenpath/onboarding/pagerduty"
)

const (
	token = "u+ThisIsSecret20chars"
	from  = "onboarding@example.com"
)

// world is an account behind an address, whose every request and answer is held against PagerDuty's description of its API.
type world struct {
	*standin.Account
	server *httptest.Server

	mu     sync.Mutex
	faults []string
}

// open starts a world in which no request may be faulty.
func open(t *testing.T) *world {
	t.Helper()
	w := openFaulty(t)
	t.Cleanup(func() { assert.Empty(t, w.all(), "faulty requests or answers") })
	return w
}

func openFaulty(t *testing.T) *world {
	t.Helper()
	w := &world{Account: &standin.Account{Token: token}}
	var h http.Handler = w.Account
	if d := official(t); d != nil {
		h = d.handler(h, w.report)
	}
	w.server = httptest.NewServer(h)
	t.Cleanup(w.server.Close)
	return w
}

// validated returns an account whose requests and answers are checked, for a test that has no faulty ones.
func validated(t *testing.T, a *standin.Account) http.Handler {
	t.Helper()
	t.Cleanup(func() { assert.Empty(t, a.Faults()) })
	if d := official(t); d != nil {
		return d.handler(a, func(fault string) { t.Error(fault) })
	}
	return a
}

func (w *world) report(fault string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.faults = append(w.faults, fault)
}

// all returns what the description and the account found fault with.
func (w *world) all() []string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return append(w.Faults(), w.faults...)
}

func (w *world) client() *api.Client {
	return api.NewClient(token, api.WithAPIEndpoint(w.server.URL))
}

// provider returns a provider that does not wait.
func (w *world) provider() *pagerduty.Provider {
	return &pagerduty.Provider{Client: w.client(), From: from, Patience: -1, Settle: -1}
}

// description is PagerDuty's, and which headers it requires.
type description struct {
	*openapitest.Description
	headers map[string][]string // by method and path
}

// read keeps the description, which takes a while to read.
var read struct {
	sync.Once
	*description
}

// official returns PagerDuty's description, which is not ours to copy; nil: it is not there.
func official(t *testing.T) *description {
	t.Helper()
	read.Do(func() { read.description = readDescription(t) })
	return read.description
}

func readDescription(t *testing.T) *description {
	t.Helper()
	path, ok := beside.Path(t, "corpus/onboarding/pagerduty-openapi.json")
	if !ok {
		t.Log("PagerDuty's description is not present: requests are checked by the stand-in alone")
		return nil
	}
	data, err := os.ReadFile(path)
	require.NoError(t, err)
	var whole map[string]any
	require.NoError(t, json.Unmarshal(data, &whole))
	d := &description{headers: map[string][]string{}}
	for path, item := range whole["paths"].(map[string]any) {
		operations := item.(map[string]any)
		for method, op := range operations {
			if _, ok := op.(map[string]any); !ok {
				delete(operations, method) // a text about all of them
				continue
			}
			d.note(strings.ToUpper(method)+" "+path, op.(map[string]any)["parameters"])
		}
	}
	inline(whole, whole)
	data, err = json.Marshal(whole)
	require.NoError(t, err)
	d.Description, err = openapitest.Read(data)
	require.NoError(t, err)
	return d
}

// note keeps that an operation requires From.
func (d *description) note(operation string, parameters any) {
	list, _ := parameters.([]any)
	for _, p := range list {
		if ref, _ := p.(map[string]any)["$ref"].(string); strings.HasSuffix(ref, "/from_header") {
			d.headers[operation] = append(d.headers[operation], "From")
		}
	}
}

// inline puts what references mean that do not lead to a schema of its own in their place.
func inline(v any, whole map[string]any) {
	switch v := v.(type) {
	case []any:
		for _, one := range v {
			inline(one, whole)
		}
	case map[string]any:
		ref, _ := v["$ref"].(string)
		if path, ok := strings.CutPrefix(ref, "#/components/responses/"); ok && strings.Contains(path, "/") {
			delete(v, "$ref")
			v["type"], v["required"] = "object", []any{"error"}
		}
		for _, one := range v {
			inline(one, whole)
		}
	}
}

// handler checks what openapitest does, and headers. That a user with incidents is refused with 400, the description says in words
// alone, and of faults in the server it says nothing.
func (d *description) handler(h http.Handler, report func(string)) http.Handler {
	checked := d.Handler(h, func(fault string) {
		if strings.HasPrefix(fault, "DELETE /users/") && strings.HasSuffix(fault, "status 400 is not declared") || strings.HasSuffix(fault, "status 503 is not declared") {
			return
		}
		report(fault)
	})
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		for _, name := range d.headers[r.Method+" "+r.URL.Path] {
			if r.Header.Get(name) == "" {
				report(r.Method + " " + r.URL.Path + ": the header " + name + " is missing")
			}
		}
		checked.ServeHTTP(w, r)
	})
}

// inProcess asks a handler without a network, so that time can be made to pass at once.
type inProcess struct{ http.Handler }

func (p inProcess) Do(r *http.Request) (*http.Response, error) {
	if err := r.Context().Err(); err != nil {
		return nil, err
	}
	if r.Body == nil {
		r.Body = http.NoBody
	}
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, err
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	w := httptest.NewRecorder()
	p.ServeHTTP(w, r)
	return w.Result(), r.Context().Err()
}
