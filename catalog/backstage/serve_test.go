package backstage_test

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/catalog/backstage"
	"github.com/goldenpath-go/goldenpath/catalog/backstage/backstagetest"
)

// serve returns a client of h.
func serve(t *testing.T, h http.Handler) *backstage.Client {
	t.Helper()
	server := httptest.NewServer(h)
	t.Cleanup(server.Close)
	return &backstage.Client{URL: server.URL, HTTP: server.Client(), MaxRetries: -1}
}

// harbor returns a server with the recorded catalog.
func harbor(t *testing.T, o *backstagetest.Options) *backstagetest.Server {
	t.Helper()
	c, err := backstagetest.Harbor()
	require.NoError(t, err)
	return backstagetest.New(c, o)
}

// counting notes the requests that come to a server.
type counting struct {
	next     http.Handler
	requests []*http.Request
}

func (c *counting) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	c.requests = append(c.requests, r)
	c.next.ServeHTTP(w, r)
}

// says answers everything with the same text.
func says(status int, contentType, body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", contentType)
		w.WriteHeader(status)
		_, _ = w.Write([]byte(body))
	}
}
