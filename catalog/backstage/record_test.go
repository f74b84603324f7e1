package backstage_test

import (
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/catalog"
	"github.com/goldenpath-go/goldenpath/catalog/backstage"
	"github.com/goldenpath-go/goldenpath/catalog/backstage/backstagetest"
	"github.com/goldenpath-go/goldenpath/internal/rest"
)

// TestClientAsksAndReadsAsRecorded makes the call that fits each exchange, checks that the request is the recorded one,
// answers as recorded, and checks that nothing of the answer is lost.
func TestClientAsksAndReadsAsRecorded(t *testing.T) {
	t.Parallel()
	all, err := backstagetest.Exchanges()
	require.NoError(t, err)
	calls, left := recordedCalls(), notByClient()
	covered, reasons := 0, map[string]int{}
	for _, x := range all {
		call := calls[x.Name]
		if call == nil && strings.HasPrefix(x.Name, "validate ") {
			call = validation(x)
		}
		if call == nil {
			reason := left(x)
			assert.NotEmpty(t, reason, "nothing calls for %q", x.Name)
			reasons[reason]++
			continue
		}
		covered++
		t.Run(x.Name, func(t *testing.T) {
			t.Parallel()
			server := httptest.NewServer(&x)
			t.Cleanup(server.Close)
			got, err := call(t.Context(), &backstage.Client{URL: server.URL, MaxRetries: -1})
			if x.Status >= 400 {
				assertRefused(t, x, err)
				return
			}
			require.NoError(t, err)
			assertSame(t, x, got)
		})
	}
	for reason, n := range reasons {
		t.Logf("%d not called for: %s", n, reason)
	}
	t.Logf("%d of %d exchanges covered", covered, len(all))
	assert.GreaterOrEqual(t, covered, 88)
}

// TestEveryAnswerIsRead sends each recorded request as it is, through what the client is built on, and checks that all
// of the answer arrives: also those that the client never asks for.
func TestEveryAnswerIsRead(t *testing.T) {
	t.Parallel()
	all, err := backstagetest.Exchanges()
	require.NoError(t, err)
	for _, x := range all {
		if x.Body != "" && !json.Valid([]byte(x.Body)) {
			t.Logf("not sent: %s: a body that is no JSON cannot be", x.Name)
			continue
		}
		t.Run(x.Name, func(t *testing.T) {
			t.Parallel()
			server := httptest.NewServer(&x)
			t.Cleanup(server.Close)
			client := &rest.Client{Base: server.URL + "/api/catalog", MaxRetries: -1}
			response, err := client.Do(t.Context(), requestOf(t, x))
			want, readable := x.Response()
			require.NoError(t, readable)
			if x.Status < 400 {
				require.NoError(t, err)
				assert.Equal(t, x.Status, response.Status)
				assert.Equal(t, string(want), string(response.Body))
				return
			}
			var refused *rest.Error
			require.ErrorAs(t, err, &refused)
			assert.Equal(t, x.Status, refused.Status)
			assert.Equal(t, string(want), string(refused.Body))
			assert.Equal(t, strings.HasPrefix(string(want), `{"error":`), refused.Name != "")
		})
	}
}

func requestOf(t *testing.T, x backstagetest.Exchange) *rest.Request {
	t.Helper()
	u, err := url.Parse(x.Target)
	require.NoError(t, err)
	r := &rest.Request{Method: x.Method, Path: strings.Split(strings.Trim(u.Path, "/"), "/"), Query: u.Query()}
	if x.Body != "" {
		r.Body = json.RawMessage(x.Body)
	}
	return r
}

// assertRefused checks that all of the recorded error is in err.
func assertRefused(t *testing.T, x backstagetest.Exchange, err error) {
	t.Helper()
	var answer struct {
		Error  struct{ Name, Message string }
		Errors []*backstage.Fault
	}
	require.NoError(t, json.Unmarshal(x.Answer, &answer))
	if len(answer.Errors) > 0 {
		var invalid *backstage.ValidationError
		require.ErrorAs(t, err, &invalid)
		assert.Equal(t, answer.Errors, invalid.Faults)
		return
	}
	var refused *backstage.Error
	require.ErrorAs(t, err, &refused)
	assert.Equal(t, x.Status, refused.Status)
	assert.Equal(t, answer.Error.Name, refused.Name)
	assert.Equal(t, answer.Error.Message, refused.Message)
	assert.Equal(t, x.Status == http.StatusNotFound, isNotFound(err))
	path, _, _ := strings.Cut(x.Target, "?")
	assert.Contains(t, err.Error(), path)
	assert.NotContains(t, err.Error(), "?", "no query stands in an error")
}

func isNotFound(err error) bool {
	_, ok := errorKinds(err)["ErrNotFound"]
	return ok
}

// assertSame checks that got, as JSON, is the recorded answer, but for the namespace that Backstage leaves unsaid in
// fields that were asked for one by one.
func assertSame(t *testing.T, x backstagetest.Exchange, got any) {
	t.Helper()
	want, err := x.Response()
	require.NoError(t, err)
	if want == nil {
		assert.Nil(t, got)
		return
	}
	have, err := json.Marshal(got)
	require.NoError(t, err)
	var value any
	require.NoError(t, json.Unmarshal(want, &value))
	want, err = json.Marshal(withNamespaces(value))
	require.NoError(t, err)
	assert.JSONEq(t, string(want), string(have))
}

func withNamespaces(value any) any {
	switch v := value.(type) {
	case []any:
		for i := range v {
			v[i] = withNamespaces(v[i])
		}
	case map[string]any:
		for name := range v {
			v[name] = withNamespaces(v[name])
		}
		metadata, ok := v["metadata"].(map[string]any)
		if _, has := metadata["namespace"]; ok && !has {
			metadata["namespace"] = catalog.DefaultNamespace
		}
	}
	return value
}

// notByClient says why the client does not make a request.
func notByClient() func(backstagetest.Exchange) string {
	reasons := map[string]string{
		"by-query cursor+filter":  "beside a cursor Backstage looks at no filter, so none is sent",
		"by-query bad order":      "an order has two directions",
		"by-refs short refs":      "refs are sent in full",
		"by-refs invalid ref":     "refs are sent in full",
		"by-refs empty":           "nothing is asked for no refs",
		"by-refs missing body":    "the body is never left out",
		"by-refs not JSON":        "the body is JSON",
		"refresh bad ref":         "refs are sent in full",
		"refresh missing body":    "the body is never left out",
		"location missing target": "the target is always sent",
		"analyze-location empty":  "the location is always sent",
		"locations by-query":      "GET /locations says the same",
		"location put":            "a location is removed and added instead",
		"unknown route":           "there is no such route",
		"wrong method":            "there is no such route",
	}
	return func(x backstagetest.Exchange) string {
		if path, _, _ := strings.Cut(x.Target, "?"); path == "/entities" && x.Method == http.MethodGet {
			return "GET /entities is the old form of by-query"
		}
		return reasons[x.Name]
	}
}

// validation makes the call for an exchange about an entity from its body.
func validation(x backstagetest.Exchange) call {
	return func(ctx context.Context, c *backstage.Client) (any, error) {
		var body struct {
			Entity   *catalog.Entity
			Location string
		}
		if err := json.Unmarshal([]byte(x.Body), &body); err != nil {
			return nil, err
		}
		if !strings.Contains(x.Body, `"namespace"`) {
			body.Entity.Metadata.Namespace = "" // as it was sent: reading it put in the default
		}
		return nil, c.ValidateEntity(ctx, body.Entity, body.Location)
	}
}
