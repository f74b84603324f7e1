package vault_test

import (
	"bytes"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// fault is what goes wrong with a request on its way.
type fault int

const (
	none        fault = iota
	dropRequest       // the connection ends, and the server never got it
	dropReply         // the server did it, and the connection ends
	errorAfter        // the server did it, and the answer is 500
	badGateway        // 502, and the server never got it
	tooMany           // 429
	tooManyFor        // 429 with Retry-After
	behind            // 412
	secondary         // 472
	standby           // 473
	sealed            // 503, as a sealed server says it
	slow              // the answer comes late
	echo              // 500, with all that was sent in the answer
	elsewhere         // 307 to another server
	count
)

func (f fault) String() string {
	return [...]string{
		"none", "request dropped", "reply dropped", "500 after success", "502", "429", "429 with Retry-After", "412", "472", "473",
		"503 sealed", "slow", "500 that echoes", "redirect",
	}[f]
}

// proxy stands before a server, counts what goes through, and has things go wrong.
type proxy struct {
	*httptest.Server
	behind string
	fault  func(r *http.Request) fault // called one at a time
	target string                      // of redirects

	mu   sync.Mutex
	seen []string // method and path of each request, those that never arrive included
}

func newProxy(t *testing.T, behind string, fault func(r *http.Request) fault) *proxy {
	t.Helper()
	p := &proxy{behind: behind, fault: fault}
	p.Server = httptest.NewServer(p)
	t.Cleanup(p.Close)
	return p
}

// once has one thing go wrong: the first request that match says.
func once(f fault, match func(r *http.Request) bool) func(*http.Request) fault {
	over := false
	return func(r *http.Request) fault {
		if over || !match(r) {
			return none
		}
		over = true
		return f
	}
}

func always(f fault) func(*http.Request) fault {
	return func(r *http.Request) fault {
		if strings.HasPrefix(r.URL.Path, "/v1/auth/") && !strings.Contains(r.URL.Path, "/role/") {
			return none // logins go through
		}
		return f
	}
}

// requests returns what was seen, and begins anew.
func (p *proxy) requests() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	seen := p.seen
	p.seen = nil
	return seen
}

// writes returns those requests that may change something.
func (p *proxy) writes() []string {
	return slices.DeleteFunc(p.requests(), func(r string) bool { return strings.HasPrefix(r, "GET ") })
}

func (p *proxy) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	p.mu.Lock()
	p.seen = append(p.seen, r.Method+" "+strings.TrimPrefix(r.URL.Path, "/v1/"))
	f := p.fault(r)
	p.mu.Unlock()
	switch f {
	case none:
		p.forward(w, r, body)
	case slow:
		time.Sleep(2 * time.Millisecond)
		p.forward(w, r, body)
	case dropRequest:
		panic(http.ErrAbortHandler)
	case dropReply:
		p.forward(httptest.NewRecorder(), r, body)
		panic(http.ErrAbortHandler)
	case errorAfter:
		p.forward(httptest.NewRecorder(), r, body)
		refuse(w, http.StatusInternalServerError, "1 error occurred: internal error")
	default:
		p.answer(w, r, body, f)
	}
}

// answer answers without asking the server.
func (p *proxy) answer(w http.ResponseWriter, r *http.Request, body []byte, f fault) {
	switch f {
	case tooManyFor:
		w.Header().Set("Retry-After", "1")
	case elsewhere:
		w.Header().Set("Location", p.target+r.URL.Path)
	case echo:
		refuse(w, http.StatusInternalServerError, string(body), r.Header.Get("X-Vault-Token"))
		return
	}
	status := map[fault]int{
		badGateway: 502, tooMany: 429, tooManyFor: 429, behind: 412, secondary: 472, standby: 473, sealed: 503, elsewhere: 307,
	}[f]
	refuse(w, status, map[fault]string{sealed: "Vault is sealed", tooMany: "request path: rate limit quota exceeded"}[f])
}

func (p *proxy) forward(w http.ResponseWriter, r *http.Request, body []byte) {
	request, err := http.NewRequestWithContext(r.Context(), r.Method, p.behind+r.URL.RequestURI(), bytes.NewReader(body))
	if err != nil {
		panic(http.ErrAbortHandler)
	}
	request.Header = r.Header.Clone()
	answer, err := http.DefaultTransport.RoundTrip(request)
	if err != nil {
		panic(http.ErrAbortHandler)
	}
	defer answer.Body.Close()
	w.WriteHeader(answer.StatusCode)
	_, _ = io.Copy(w, answer.Body)
}
