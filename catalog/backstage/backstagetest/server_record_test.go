package backstagetest_test

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/catalog/backstage/backstagetest"
)

// notByServer says which exchanges the server is not held against, and why.
func notByServer() map[string]string {
	const (
		unused     = "no client of ours uses that route"
		processing = "it is about how Backstage reads a file that changed in the meantime; the server reads a location once"
	)
	return map[string]string{
		"location put":       unused,
		"locations by-query": unused,
		"entity that validated once and no longer does (status.items)": processing,
		"entity renamed in its file: the old one is an orphan":         processing,
		"entity renamed in its file: the new one":                      processing,
		"location whose file no longer parses (status.items)":          processing,
		"deleted entity came back?":                                    processing,
	}
}

// cursorsFrom says which answer a recorded cursor is from, since cursors were recorded shortened.
func cursorsFrom() map[string]string {
	return map[string]string{
		"by-query page 2 by cursor":   "by-query page 1 nextCursor",
		"by-query back by prevCursor": "by-query page 2 by cursor prevCursor",
		"by-query cursor+filter":      "by-query page 1 nextCursor",
	}
}

// TestServerAnswersAsRecorded asks a server what a real Backstage was asked, in the same order, from the first to the
// last, and compares what they say.
func TestServerAnswersAsRecorded(t *testing.T) {
	t.Parallel()
	all, err := backstagetest.Exchanges()
	require.NoError(t, err)
	s := newSession(t)
	left, compared := notByServer(), 0
	for _, x := range all {
		if reason, ok := left[x.Name]; ok {
			t.Logf("not compared: %s: %s", x.Name, reason)
			delete(left, x.Name)
			continue
		}
		t.Run(x.Name, func(t *testing.T) { s.replay(t, x) })
		compared++
	}
	assert.Empty(t, left, "these are no exchanges")
	t.Logf("%d of %d exchanges compared", compared, len(all))
}

// session is the recording made again.
type session struct {
	server  *httptest.Server
	cursors map[string]string // by exchange and name of the cursor
}

func newSession(t *testing.T) *session {
	t.Helper()
	ids := []string{
		"90a4daf9-b19d-4512-b366-02d170917ffc", "2d859db4-24c7-4bee-a711-262c53e4de19", "d7125c26-2d5e-4b7d-bd22-d863f1d94a51",
		"68b7d292-f512-4830-8349-79a43b166416", "ae04dfee-335f-4c7e-b24e-2bacbe6e79c7",
	}
	s := &session{cursors: map[string]string{}}
	harbor, err := backstagetest.Harbor()
	require.NoError(t, err)
	s.server = httptest.NewServer(backstagetest.New(harbor, &backstagetest.Options{
		Token:    "good",
		Read:     readFile,
		Validate: judge,
		NewID: func() string {
			id := ids[0]
			ids = ids[1:]
			return id
		},
	}))
	t.Cleanup(s.server.Close)
	return s
}

func (s *session) replay(t *testing.T, x backstagetest.Exchange) {
	t.Helper()
	target := s.withCursor(t, x)
	r, err := http.NewRequestWithContext(t.Context(), x.Method, s.server.URL+"/api/catalog"+target, strings.NewReader(here(x.Body)))
	require.NoError(t, err)
	if x.Body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	if x.Name == "bad token" {
		r.Header.Set("Authorization", "Bearer bad")
	}
	answer, err := s.server.Client().Do(r)
	require.NoError(t, err)
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	require.NoError(t, err)
	assert.Equal(t, x.Status, answer.StatusCode, "%s", body)
	if x.Answer == nil && x.Count == 0 {
		assert.Empty(t, string(body))
		return
	}
	var got any
	require.NoError(t, json.Unmarshal(body, &got), "%s", body)
	s.keepCursors(x.Name, got)
	if x.Count > 0 {
		assert.Len(t, got, x.Count)
		return
	}
	var want any
	require.NoError(t, json.Unmarshal([]byte(here(string(x.Answer))), &want))
	assert.Empty(t, differences("", want, got))
}

// here puts the address of the files where the exchanges have another one.
func here(text string) string { return strings.ReplaceAll(text, "http://files.example:7108/", host) }

func (s *session) withCursor(t *testing.T, x backstagetest.Exchange) string {
	t.Helper()
	from, ok := cursorsFrom()[x.Name]
	if !ok {
		return x.Target
	}
	require.NotEmpty(t, s.cursors[from], from)
	cut := regexp.MustCompile(`cursor=[^&]*`)
	return cut.ReplaceAllString(x.Target, "cursor="+url.QueryEscape(s.cursors[from]))
}

func (s *session) keepCursors(name string, answer any) {
	page, _ := answer.(map[string]any)
	info, _ := page["pageInfo"].(map[string]any)
	for cursor, text := range info {
		s.cursors[name+" "+cursor], _ = text.(string)
	}
}

// differences lists where got is not what was recorded: values that are drawn at random, and texts whose end was not
// recorded, aside.
func differences(at string, want, got any) []string {
	switch w := want.(type) {
	case map[string]any:
		g, ok := got.(map[string]any)
		if !ok {
			return []string{fmt.Sprintf("%s: %v instead of an object", at, got)}
		}
		return differentMembers(at, w, g)
	case []any:
		g, ok := got.([]any)
		if !ok {
			return []string{fmt.Sprintf("%s: %v instead of a list", at, got)}
		}
		return differentItems(at, w, g)
	case string:
		g, ok := got.(string)
		start, cut := strings.CutSuffix(w, "…")
		if ok && (random(at) || cut && strings.HasPrefix(g, start) || g == w || otherEngine(w, g)) {
			return nil
		}
	}
	if want == got {
		return nil
	}
	return []string{fmt.Sprintf("%s: %v instead of %v", at, got, want)}
}

// random reports whether a value is made up by each Backstage anew.
func random(at string) bool {
	return strings.HasSuffix(at, "/uid") || strings.HasSuffix(at, "/etag") || strings.HasSuffix(at, "Cursor")
}

// otherEngine reports whether two messages differ only in how JavaScript and Go complain of bad JSON, or in which words
// a validator of JavaScript puts what no predicate is.
func otherEngine(want, got string) bool {
	for _, start := range []string{"Malformed cursor: SyntaxError: ", "Invalid query: Validation error: Expected string"} {
		if strings.HasPrefix(want, start) {
			return strings.HasPrefix(got, start[:strings.Index(start, ":")])
		}
	}
	return strings.HasPrefix(want, "Expected property name") && strings.HasPrefix(got, "invalid character")
}

func differentMembers(at string, want, got map[string]any) []string {
	var all []string
	for name, w := range want {
		g, ok := got[name]
		if !ok {
			all = append(all, at+"/"+name+": missing")
			continue
		}
		all = append(all, differences(at+"/"+name, w, g)...)
	}
	for name := range got {
		if _, ok := want[name]; !ok {
			all = append(all, at+"/"+name+": too much")
		}
	}
	return all
}

func differentItems(at string, want, got []any) []string {
	n := len(want)
	if n > 0 {
		mark, _ := want[n-1].(string)
		if more := 0; strings.HasPrefix(mark, "… ") {
			_, _ = fmt.Sscanf(mark, "… %d more", &more)
			want, n = want[:n-1], n-1+more
		}
	}
	if len(got) != n {
		return []string{fmt.Sprintf("%s: %d items instead of %d", at, len(got), n)}
	}
	var all []string
	for i, w := range want {
		all = append(all, differences(fmt.Sprintf("%s/%d", at, i), w, got[i])...)
	}
	return all
}
