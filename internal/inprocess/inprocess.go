// Package inprocess asks a handler without a network, for tests and demonstrations: it works in a bubble of testing/synctest, too.
package inprocess

import (
	"io"
	"net/http"
	"net/http/httptest"
)

// Transport sends every request to a handler, whatever its host.
type Transport struct{ Handler http.Handler }

// RoundTrip asks the handler.
func (t Transport) RoundTrip(r *http.Request) (*http.Response, error) {
	if err := r.Context().Err(); err != nil {
		return nil, err
	}
	asked := r.Clone(r.Context())
	if asked.Body == nil {
		asked.Body = http.NoBody
	}
	asked.RequestURI = r.URL.RequestURI()
	w := httptest.NewRecorder()
	t.Handler.ServeHTTP(w, asked)
	if r.Body != nil {
		_, _ = io.Copy(io.Discard, r.Body) // as a server does
		_ = r.Body.Close()
	}
	answer := w.Result()
	answer.Request = r
	return answer, nil
}
