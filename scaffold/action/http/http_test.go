package http_test

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/plan"
	"github.com/goldenpath-go/goldenpath/scaffold"
	backstage "github.com/goldenpath-go/goldenpath/scaffold/action/http"
	"github.com/goldenpath-go/goldenpath/scaffold/action/internal/actiontest"
)

// seen is what a Backstage was asked.
type seen struct{ line, authorization, contentType, body string }

// tape has what a Backstage was asked. A request whose answer is lost may still be at work when the action has returned.
type tape struct {
	mu  sync.Mutex
	all []seen
}

func (t *tape) add(s seen) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.all = append(t.all, s)
}

func (t *tape) list() []seen {
	t.mu.Lock()
	defer t.mu.Unlock()
	return slices.Clone(t.all)
}

// served returns an action on a Backstage that answers with h, and what that was asked.
func served(t *testing.T, h http.HandlerFunc) (*actiontest.Bench, *tape) {
	t.Helper()
	asked := &tape{}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		asked.add(seen{r.Method + " " + r.RequestURI, r.Header.Get("Authorization"), r.Header.Get("Content-Type"), string(body)})
		h(w, r)
	}))
	t.Cleanup(server.Close)
	b := backstage.Backstage{Base: server.URL + "/api", Token: func(_ context.Context, plugin string) (string, error) { return "t0ken-" + plugin, nil }}
	return &actiontest.Bench{Action: backstage.Actions(b)[0], Dir: t.TempDir(), Secrets: map[string]string{"backstageToken": "own-t0ken"}}, asked
}

func answer(code int, kind, body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", kind)
		w.WriteHeader(code)
		_, _ = io.WriteString(w, body)
	}
}

func TestRequest(t *testing.T) {
	t.Parallel()
	message := map[string]any{"channel": "#x", "text": "hello"}
	tests := []struct {
		name  string
		input map[string]any
		want  seen
	}{
		{"an object", map[string]any{"method": "POST", "path": "/api/slack/send", "body": message}, seen{"POST /api/slack/send", "Bearer t0ken-slack", "application/json", `{"channel":"#x","text":"hello"}`}},
		{"a text", map[string]any{"method": "PUT", "path": "proxy/a b", "body": "x", "headers": map[string]any{"content-type": "text/csv"}}, seen{}},
		{"of one's own", map[string]any{"method": "PUT", "path": "proxy/a%20b", "body": "x", "headers": map[string]any{"content-type": "text/csv", "authorization": "Basic y"}}, seen{"PUT /api/proxy/a%20b", "Basic y", "text/csv", "x"}},
		{"a query", map[string]any{"method": "GET", "path": "/catalog/entities", "params": map[string]any{"filter": "kind=component,a=b", "limit": 5}, "useBackstageToken": true}, seen{"GET /api/catalog/entities?filter=kind%3Dcomponent%2Ca%3Db&limit=5", "Bearer own-t0ken", "", ""}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			b, tape := served(t, answer(200, "application/json", `{"items": [1]}`))
			o, err := b.Run(t.Context(), tt.input)
			require.NoError(t, err)
			if tt.want == (seen{}) {
				tt.want = seen{"PUT /api/proxy/a%20b", "Bearer t0ken-proxy", "text/csv", "x"}
			}
			require.NoError(t, o.Err)
			assert.Equal(t, []seen{tt.want}, tape.list())
			assert.Equal(t, 200.0, o.Output.Get("code"))
			assert.Equal(t, "application/json", o.Output.Object("headers").Text("content-type"))
			assert.Equal(t, `{"items":[1]}`, scaffold.JSON(o.Output.Get("body"), ""))
			require.ErrorIs(t, b.Undo(t.Context()), plan.ErrIrreversible)
		})
	}
}

func TestBadAnswers(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		h    http.HandlerFunc
		more map[string]any
		want string // error
		body string
	}{
		{"failure", answer(500, "text/plain", "no t0ken-x"), nil, "unable to complete request: status 500", ""},
		{"failure that is gone on with", answer(404, "text/plain", "no"), map[string]any{"continueOnBadResponse": true}, "", `{"message":"no"}`},
		{"no JSON", answer(200, "application/json", "{"), nil, "could not parse response body", ""},
		{"slow", func(_ http.ResponseWriter, r *http.Request) {
			select {
			case <-r.Context().Done():
			case <-time.After(5 * time.Second):
			}
		}, map[string]any{"timeout": 20}, "took longer than 0.02 seconds", ""},
		{"another server", func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "http://127.0.0.2:1/", http.StatusFound)
		}, nil, "is not followed", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			b, _ := served(t, tt.h)
			input := map[string]any{"method": "GET", "path": "x/y"}
			for name, v := range tt.more {
				input[name] = v
			}
			o, err := b.Run(t.Context(), input)
			require.NoError(t, err)
			assert.NotContains(t, o.Log, "t0ken")
			if tt.want != "" {
				require.ErrorContains(t, o.Err, tt.want)
				return
			}
			require.NoError(t, o.Err)
			assert.Equal(t, tt.body, scaffold.JSON(o.Output.Get("body"), ""))
			assert.Zero(t, o.Output.Object("headers").Len())
		})
	}
}

func TestPathStaysInPlugin(t *testing.T) {
	t.Parallel()
	b, tape := served(t, answer(200, "text/plain", ""))
	for _, path := range []string{"", "/", "a/../b", "a/%2e%2e/b", "..", "a/.", `a/..\b`, "a#b/c", "a/b\nc", "a/%zz", "http://evil/x", "x@evil/y", "//evil/x"} {
		o, err := b.Run(t.Context(), map[string]any{"method": "GET", "path": path})
		require.NoError(t, err)
		require.ErrorIs(t, o.Err, scaffold.ErrInput, "%q", path)
	}
	assert.Empty(t, tape.list())
}

func TestDryRun(t *testing.T) {
	t.Parallel()
	b, tape := served(t, answer(200, "text/plain", "hi"))
	o, err := b.DryRun(t.Context(), map[string]any{"method": "POST", "path": "a/b"})
	require.NoError(t, err)
	require.NoError(t, o.Err)
	assert.Zero(t, o.Output.Len())
	assert.Empty(t, tape.list())
	o, err = b.DryRun(t.Context(), map[string]any{"method": "GET", "path": "a/b"})
	require.NoError(t, err)
	assert.Equal(t, `{"message":"hi"}`, scaffold.JSON(o.Output.Get("body"), ""), "as Backstage: reading is no effect")

	b = &actiontest.Bench{Action: backstage.Actions(backstage.Backstage{})[0], Dir: t.TempDir()}
	o, err = b.Run(t.Context(), map[string]any{"method": "GET", "path": "a/b"})
	require.NoError(t, err)
	require.ErrorContains(t, o.Err, "no Backstage")
}

// TestWhatMustNotBeSentTwice loses answers, and resumes.
func TestWhatMustNotBeSentTwice(t *testing.T) {
	t.Parallel()
	tests := []struct {
		method string
		lose   bool // the answer; otherwise it is that of a failure
		want   error
		sent   int
	}{
		{"POST", true, plan.ErrUnclear, 1}, {"PATCH", true, plan.ErrUnclear, 1}, {"POST", false, nil, 2}, {"PUT", true, nil, 2}, {"GET", true, nil, 2},
	}
	for _, tt := range tests {
		t.Run(tt.method, func(t *testing.T) {
			t.Parallel()
			var works atomic.Bool
			b, tape := served(t, func(w http.ResponseWriter, r *http.Request) {
				fails := !works.Load()
				if fails && tt.lose {
					panic(http.ErrAbortHandler)
				}
				answer(map[bool]int{true: 500, false: 200}[fails], "text/plain", "")(w, r)
			})
			b.Secrets = nil
			input := map[string]any{"method": tt.method, "path": "slack/send", "body": "x", "headers": map[string]any{"authorization": "Basic y"}}
			if tt.method == "GET" {
				delete(input, "body")
			}
			o, err := b.Run(t.Context(), input)
			require.NoError(t, err)
			require.Error(t, o.Err)
			before := len(tape.list())
			works.Store(true)
			o, err = b.Run(t.Context(), input)
			require.NoError(t, err)
			require.ErrorIs(t, o.Err, tt.want)
			assert.Equal(t, tt.sent-1, len(tape.list())-before)
		})
	}
}
