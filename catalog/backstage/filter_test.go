package backstage_test

import (
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/catalog/backstage"
)

func TestParseFilter(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name  string
		texts []string
		want  backstage.Filter
	}{
		{"none", nil, nil},
		{"empty", []string{"", " , "}, nil},
		{"and", []string{" kind = component , spec.type=service "}, backstage.Filter{backstage.Where("kind", "component").And("spec.type", "service")}},
		{"or", []string{"kind=a", "kind=b"}, backstage.Filter{backstage.Where("kind", "a"), backstage.Where("kind", "b")}},
		{"one key twice", []string{"kind=a,x,kind=b"}, backstage.Filter{backstage.Where("kind", "a", "b").AndHas("x")}},
		{"value beats existence", []string{"a,a=b"}, backstage.Filter{backstage.Where("a", "b")}},
		{"empty value", []string{"a="}, backstage.Filter{backstage.Where("a", "")}},
		{"equals in the value", []string{"a=b=c"}, backstage.Filter{backstage.Where("a", "b=c")}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			got, err := backstage.ParseFilter(test.texts...)
			require.NoError(t, err)
			assert.Equal(t, test.want, got)
		})
	}
	_, err := backstage.ParseFilter("kind=a, =x")
	require.ErrorIs(t, err, backstage.ErrFilter)
	assert.EqualError(t, err, `"=x" is no filter: expected key=value or key, separated by commas`)
}

func TestMatchesDoNotShare(t *testing.T) {
	t.Parallel()
	base := backstage.Where("kind", "component").And("spec.type", "service")
	a, b := base.And("spec.owner", "a"), base.AndHas("metadata.title")
	assert.Equal(t, backstage.Where("kind", "component").And("spec.type", "service").And("spec.owner", "a"), a)
	assert.Equal(t, backstage.Where("kind", "component").And("spec.type", "service").AndHas("metadata.title"), b)
}

func TestPredicateOfFilter(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		filter backstage.Filter
		want   string
	}{
		{"all", nil, `null`},
		{"all by an empty match", backstage.Filter{backstage.Where("a", "b"), {}}, `null`},
		{"one", backstage.Filter{backstage.Where("a", "b")}, `{"a": "b"}`},
		{"existence", backstage.Filter{backstage.Has("a")}, `{"a": {"$exists": true}}`},
		{"and", backstage.Filter{backstage.Where("a", "b", "c").AndHas("d")}, `{"$all": [{"a": {"$in": ["b", "c"]}}, {"d": {"$exists": true}}]}`},
		{"or", backstage.Filter{backstage.Where("a", "b"), backstage.Has("c")}, `{"$any": [{"a": "b"}, {"c": {"$exists": true}}]}`},
		{"one key twice", backstage.Filter{backstage.Where("a", "b").And("a", "c")}, `{"a": {"$in": ["b", "c"]}}`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			got, err := json.Marshal(test.filter.Predicate())
			require.NoError(t, err)
			assert.JSONEq(t, test.want, string(got))
		})
	}
}

// sent keeps what a request asks for.
type sent struct{ request *http.Request }

func (s *sent) RoundTrip(r *http.Request) (*http.Response, error) {
	s.request = r
	return &http.Response{
		StatusCode: http.StatusOK,
		Header:     http.Header{"Content-Type": {"application/json"}},
		Body:       io.NopCloser(strings.NewReader(`{"items": [], "totalItems": 0, "pageInfo": {}}`)),
		Request:    r,
	}, nil
}

// predicate returns what a request to by-query selects, in whichever form it says so.
func (s *sent) predicate(t *testing.T) backstage.Predicate {
	t.Helper()
	if s.request.Method == http.MethodGet {
		f, err := backstage.ParseFilter(s.request.URL.Query()["filter"]...)
		require.NoError(t, err)
		return f.Predicate()
	}
	var body struct{ Query backstage.Predicate }
	require.NoError(t, json.NewDecoder(s.request.Body).Decode(&body))
	return body.Query
}

// FuzzFilterIsSentAsMeant checks that whatever stands in a filter, the request selects that and nothing else.
func FuzzFilterIsSentAsMeant(f *testing.F) {
	for _, seed := range []string{
		"kind|component", "kind|a|b;spec.type|c\nkind|d", "a", "a|", "a|b,c", "a| b", "a=b|c", "a,b", "a|é\u00a0", "a|%2C&filter=x", "a|\x00",
		"a|b;a|c;a", "a|\ufeff", "=|x", "a\n\nb", "metadata.annotations.example.com/x|y=z",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		filter := filterFrom(strings.ToValidUTF8(text, "?"))
		if hasEmptyKey(filter) {
			return
		}
		s := new(sent)
		c := &backstage.Client{URL: "https://backstage.example.com", HTTP: &http.Client{Transport: s}, MaxRetries: -1}
		_, err := c.Page(t.Context(), &backstage.Query{Filter: filter})
		require.NoError(t, err)
		want, err := json.Marshal(filter.Predicate())
		require.NoError(t, err)
		got, err := json.Marshal(s.predicate(t))
		require.NoError(t, err)
		assert.JSONEq(t, string(want), string(got))
	})
}

// filterFrom makes a filter of a line for each match, which has conditions between semicolons, of a key and values
// between bars.
func filterFrom(text string) backstage.Filter {
	var filter backstage.Filter
	for line := range strings.SplitSeq(text, "\n") {
		var m backstage.Match
		for part := range strings.SplitSeq(line, ";") {
			items := strings.Split(part, "|")
			m = append(m, backstage.Condition{Key: items[0], Values: items[1:]})
		}
		filter = append(filter, m)
	}
	return filter
}

func hasEmptyKey(filter backstage.Filter) bool {
	for _, m := range filter {
		for _, c := range m {
			if c.Key == "" {
				return true
			}
		}
	}
	return false
}

func TestFilterWithoutKeyIsTheServersToRefuse(t *testing.T) {
	t.Parallel()
	for _, filter := range []backstage.Filter{{backstage.Has("")}, {backstage.Where("", "x")}} {
		_, err := serve(t, harbor(t, nil)).Page(t.Context(), &backstage.Query{Filter: filter})
		require.ErrorContains(t, err, "Invalid filter")
	}
}
