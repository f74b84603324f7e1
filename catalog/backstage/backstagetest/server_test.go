package backstagetest_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/catalog"
	"github.com/goldenpath-go/goldenpath/catalog/backstage"
	"github.com/goldenpath-go/goldenpath/catalog/backstage/backstagetest"
)

// harborServer serves the recorded catalog, and returns a client of it too.
func harborServer(t *testing.T, o *backstagetest.Options) (*httptest.Server, *backstage.Client) {
	t.Helper()
	harbor, err := backstagetest.Harbor()
	require.NoError(t, err)
	server := httptest.NewServer(backstagetest.New(harbor, o))
	t.Cleanup(server.Close)
	return server, &backstage.Client{URL: server.URL, MaxRetries: -1}
}

type object = map[string]any

func core(kind, name string, spec object) *catalog.Entity {
	return catalog.NewEntity(object{"apiVersion": catalog.V1alpha1, "kind": kind, "metadata": object{"name": name}, "spec": spec})
}

func service(name string) *catalog.Entity {
	return core("Component", name, object{"type": "service", "lifecycle": "production", "owner": "harbor"})
}

func TestPredicates(t *testing.T) {
	t.Parallel()
	_, c := harborServer(t, nil)
	kind := func(k string) backstage.Predicate { return backstage.Predicate{"kind": k} }
	tests := []struct {
		name      string
		predicate backstage.Predicate
		want      int
		err       string
	}{
		{"none", backstage.Predicate{}, 46, ""},
		{"two members", backstage.Predicate{"kind": "COMPONENT", "spec.type": "library"}, 6, ""},
		{"all", backstage.Predicate{"$all": []any{kind("component"), backstage.Predicate{"spec.type": "library"}}}, 6, ""},
		{"all of none", backstage.Predicate{"$all": []any{}}, 46, ""},
		{"any", backstage.Predicate{"$any": []any{kind("user"), kind("group")}}, 4, ""},
		{"any of none", backstage.Predicate{"$any": []any{}}, 0, ""},
		{"not", backstage.Predicate{"$not": kind("component")}, 14, ""},
		{"prefix", backstage.Predicate{"metadata.name": object{"$hasPrefix": "Crane-0"}}, 9, ""},
		{"absence", backstage.Predicate{"spec.owner": object{"$exists": false}, "kind": "template"}, 1, ""},
		{"item of a list", backstage.Predicate{"metadata.tags": object{"$contains": "core"}}, 1, ""},
		{"type of relation", backstage.Predicate{"relations": object{"$contains": object{"type": "dependsOn"}}}, 31, ""},
		{"relation", backstage.Predicate{"relations": object{"$contains": object{"type": "ownedBy", "targetRef": "group:default/pilots"}}}, 11, ""},
		{"relation to one of", backstage.Predicate{"relations": object{"$contains": object{
			"type": "ownedBy", "targetRef": object{"$in": []string{"group:default/pilots", "User:crew/bo"}},
		}}}, 26, ""},
		{"relation without type", backstage.Predicate{"relations": object{"$contains": object{"targetRef": "a:b/c"}}}, 0, "Invalid query"},
		{"object in another field", backstage.Predicate{"kind": object{"$contains": object{"type": "x"}}}, 0, "Invalid query"},
		{"unknown operator", backstage.Predicate{"$near": "x"}, 0, "Invalid query: Validation error: Unrecognized key(s) in object: '$near'"},
		{"any of no list", backstage.Predicate{"$any": kind("user")}, 0, "Invalid query"},
		{"not of a text", backstage.Predicate{"$not": "x"}, 0, "Query must be an object"},
		{"fault within", backstage.Predicate{"$all": []any{backstage.Predicate{"kind": []any{}}}}, 0, "Invalid query"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			predicate := backstage.Predicate{"$all": []any{test.predicate}}
			n, err := c.Count(t.Context(), &backstage.Query{Predicate: predicate})
			_, facetErr := c.Facets(t.Context(), &backstage.FacetQuery{Fields: []string{"kind"}, Predicate: predicate})
			refs := []catalog.Ref{{Kind: "x", Name: "y"}}
			_, refErr := c.EntitiesByRefs(t.Context(), refs, &backstage.RefsOptions{Predicate: predicate})
			if test.err == "" {
				require.NoError(t, errors.Join(err, facetErr, refErr))
				assert.Equal(t, test.want, n)
				return
			}
			for _, err := range []error{err, facetErr, refErr} {
				require.ErrorContains(t, err, test.err)
			}
		})
	}
}

func TestOrder(t *testing.T) {
	t.Parallel()
	_, c := harborServer(t, nil)
	page, err := c.Page(t.Context(), &backstage.Query{Order: []backstage.Order{{Field: "metadata.tags"}}, PageSize: 100})
	require.NoError(t, err)
	assert.Len(t, page.Items, 32, "an entity with two tags comes twice")
	assert.Equal(t, 31, page.Total, "those without tags do not come at all")
	assert.Equal(t, "berth-service", page.Items[0].Metadata.Name, "core is the first tag")
}

func TestFullText(t *testing.T) {
	t.Parallel()
	_, c := harborServer(t, nil)
	count := func(q *backstage.Query) int {
		n, err := c.Count(t.Context(), q)
		require.NoError(t, err)
		return n
	}
	assert.Equal(t, 1, count(&backstage.Query{FullText: backstage.FullText{Term: "6E6895d1"}}), "in the uid")
	byName := []backstage.Order{{Field: "metadata.name"}}
	assert.Equal(t, 3, count(&backstage.Query{FullText: backstage.FullText{Term: " berth "}, Order: byName}), "in the field of the order")
	exists := backstage.Predicate{"kind": object{"$exists": true}}
	posted := &backstage.Query{FullText: backstage.FullText{Term: "BERTH", Fields: []string{"metadata.title"}}, Predicate: exists}
	assert.Equal(t, 1, count(posted))
}

// TestOlderList follows the links of the older way to ask for entities.
func TestOlderList(t *testing.T) {
	t.Parallel()
	server, _ := harborServer(t, nil)
	get := func(target string) (*http.Response, []byte) {
		answer, err := http.Get(server.URL + "/api/catalog" + target)
		require.NoError(t, err)
		defer answer.Body.Close()
		body, err := io.ReadAll(answer.Body)
		require.NoError(t, err)
		return answer, body
	}
	var names []string
	for target := "/entities?limit=10&fields=metadata.name&filter=kind=component"; target != ""; {
		answer, body := get(target)
		var page []catalog.Entity
		require.NoError(t, json.Unmarshal(body, &page))
		for _, e := range page {
			names = append(names, e.Metadata.Name)
		}
		link := answer.Header.Get("Link")
		target = strings.TrimSuffix(strings.TrimPrefix(link, "<"), `>; rel="next"`)
	}
	assert.Len(t, names, 32)
	assert.Equal(t, "berth-service", names[0])
	assert.Equal(t, "crane-30", names[31])
	for _, target := range []string{"/entities?offset=-1", "/entities?after=", "/entities?after=e30%3D&limit=-1", "/entity-facets?facet=kind&filter==x"} {
		answer, body := get(target)
		assert.Equal(t, 400, answer.StatusCode, "%s: %s", target, body)
	}
}

func TestLocationWithFaults(t *testing.T) {
	t.Parallel()
	same := service("same")
	read := func(url string) ([]*catalog.Entity, error) {
		switch url {
		case "https://h/twice.yaml":
			return []*catalog.Entity{same, same}, nil
		case "https://h/leads/nowhere.yaml":
			return []*catalog.Entity{core("Location", "l", object{"target": "../gone.yaml"})}, nil
		}
		return nil, fmt.Errorf("no %s", url)
	}
	_, c := harborServer(t, &backstagetest.Options{Read: read, ReadOnly: true})
	for target, want := range map[string]string{
		"https://h/twice.yaml":         "InputError: Duplicate nested entity: component:default/same",
		"https://h/leads/nowhere.yaml": "no https://h/gone.yaml",
	} {
		_, err := c.DryRunLocation(t.Context(), catalog.LocationRef{Type: "url", Target: target})
		var refused *backstage.Error
		require.ErrorAs(t, err, &refused)
		assert.Equal(t, want, refused.Message)
	}
	require.ErrorIs(t, c.RemoveLocation(t.Context(), "x"), backstage.ErrForbidden)
}

func TestValidation(t *testing.T) {
	t.Parallel()
	fault := &backstage.Fault{Name: "InputError", Message: "a"}
	verdicts := map[string]error{
		"good": nil, "one": fault, "two": &backstage.ValidationError{Faults: []*backstage.Fault{fault, {Name: "TypeError", Message: "b"}}},
		"other": errors.New("c"),
	}
	_, c := harborServer(t, &backstagetest.Options{Validate: func(e *catalog.Entity, _ string) error { return verdicts[e.Metadata.Name] }})
	validate := func(name, location string) error { return c.ValidateEntity(t.Context(), service(name), location) }
	require.NoError(t, validate("good", "url:https://h"))
	require.EqualError(t, validate("one", "url:https://h"), "InputError: a")
	require.EqualError(t, validate("two", "url:https://h"), "InputError: a; TypeError: b")
	require.EqualError(t, validate("other", "url:https://h"), "Error: c")
	require.ErrorContains(t, validate("good", "file:/x"), "only 'url:<target>' is supported")
}

func TestServerWantsAToken(t *testing.T) {
	t.Parallel()
	_, c := harborServer(t, &backstagetest.Options{RequireToken: true})
	_, err := c.Count(t.Context(), nil)
	require.ErrorIs(t, err, backstage.ErrUnauthorized)
	c.Token = backstage.StaticToken("any")
	_, err = c.Count(t.Context(), nil)
	require.NoError(t, err)
}

func TestLocationOfEntityFromElsewhere(t *testing.T) {
	t.Parallel()
	var catalogued catalog.Catalog
	require.NoError(t, catalogued.Add(service("handmade")))
	server := httptest.NewServer(backstagetest.New(&catalogued, nil))
	t.Cleanup(server.Close)
	c := &backstage.Client{URL: server.URL}
	_, err := c.LocationOf(t.Context(), catalog.Ref{Kind: catalog.Component, Name: "handmade"})
	require.ErrorContains(t, err, "found no origin annotation for ref component:default/handmade")
	a, err := c.Ancestry(t.Context(), catalog.Ref{Kind: catalog.Component, Name: "handmade"})
	require.NoError(t, err)
	assert.Len(t, a.Items, 1)
}

func TestExchangeTellsRequestsApart(t *testing.T) {
	t.Parallel()
	x := &backstagetest.Exchange{Method: "POST", Target: "/a?b=c&b=d", Body: `{"x": [1, "2"]}`, Status: 201, Answer: json.RawMessage(`[1, "… 5 more"]`)}
	tests := []struct{ name, method, target, body, want string }{
		{"same", "POST", "/a?b=c&b=d", `{ "x": [1,"2"] }`, ""},
		{"method", "PUT", "/a?b=c&b=d", x.Body, "PUT /api/catalog/a instead of POST /api/catalog/a"},
		{"path", "POST", "/A?b=c&b=d", x.Body, "POST /api/catalog/A instead of POST /api/catalog/a"},
		{"query", "POST", "/a?b=c", x.Body, "query map[b:[c]] instead of map[b:[c d]]"},
		{"body", "POST", "/a?b=c&b=d", `{"x": [1, 2]}`, `body {"x": [1, 2]} instead of {"x": [1, "2"]}`},
		{"no body", "POST", "/a?b=c&b=d", "", `body  instead of {"x": [1, "2"]}`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			w := httptest.NewRecorder()
			x.ServeHTTP(w, httptest.NewRequest(test.method, "/api/catalog"+test.target, strings.NewReader(test.body)))
			if test.want == "" {
				assert.Equal(t, 201, w.Code)
				assert.Equal(t, "[1]", w.Body.String())
				return
			}
			assert.Equal(t, http.StatusTeapot, w.Code)
			assert.Equal(t, test.want, strings.TrimSpace(w.Body.String()))
		})
	}
}

func TestHarbor(t *testing.T) {
	t.Parallel()
	harbor, err := backstagetest.Harbor()
	require.NoError(t, err)
	assert.Equal(t, 46, harbor.Len())
	for e := range harbor.All() {
		assert.Empty(t, e.Extra)
		assert.Empty(t, e.Metadata.Extra)
		_, err := catalog.Relations(e)
		require.NoError(t, err)
	}
}
