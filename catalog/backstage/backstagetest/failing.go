package backstagetest

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strconv"
	"sync"
	"time"
)

// Failure is what goes wrong with one answer. The zero value is a good one.
type Failure struct {
	Status     int           // of the answer; 0 means that the request gets through
	Name       string        // of the error in the answer, such as ServiceUnavailableError; "" means a web page, as proxies give
	Message    string        // of the error
	RetryAfter time.Duration // what the answer asks for, in whole seconds; 0 means nothing
	CutOff     int           // bytes after which the connection is closed; 0 means that it is not
}

// Failing returns a server that answers as next does, save that its first requests fail, each in its own way.
func Failing(next http.Handler, failures ...Failure) http.Handler {
	return &failing{next: next, failures: failures}
}

type failing struct {
	next     http.Handler
	mu       sync.Mutex
	failures []Failure // of requests to come
}

func (f *failing) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	failure := f.take()
	answer := httptest.NewRecorder()
	if failure.Status == 0 {
		f.next.ServeHTTP(answer, r)
	} else {
		failure.answer(answer, r)
	}
	for name, values := range answer.Header() {
		w.Header()[name] = values
	}
	body := answer.Body.Bytes()
	if len(body) > 0 {
		w.Header().Set("Content-Length", strconv.Itoa(len(body)))
	}
	if failure.CutOff > 0 && failure.CutOff < len(body) {
		body = body[:failure.CutOff]
	}
	w.WriteHeader(answer.Code)
	_, _ = w.Write(body) // the client may be gone
}

func (f *failing) take() Failure {
	f.mu.Lock()
	defer f.mu.Unlock()
	if len(f.failures) == 0 {
		return Failure{}
	}
	failure := f.failures[0]
	f.failures = f.failures[1:]
	return failure
}

func (f Failure) answer(w http.ResponseWriter, r *http.Request) {
	if f.RetryAfter > 0 {
		w.Header().Set("Retry-After", strconv.Itoa(int(f.RetryAfter/time.Second)))
	}
	if f.Name == "" {
		w.Header().Set("Content-Type", "text/html")
		w.WriteHeader(f.Status)
		_, _ = fmt.Fprintf(w, "<html><title>%d %s</title></html>", f.Status, http.StatusText(f.Status))
		return
	}
	write(w, refusal(r, &problem{f.Status, f.Name, f.Message, nil}))
}
