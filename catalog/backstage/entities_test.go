package backstage_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/catalog"
	"github.com/goldenpath-go/goldenpath/catalog/backstage"
	"github.com/goldenpath-go/goldenpath/catalog/backstage/backstagetest"
)

// names returns what a query selects, in its order.
func names(t *testing.T, c *backstage.Client, q *backstage.Query) []string {
	t.Helper()
	var all []string
	for e, err := range c.Entities(t.Context(), q) {
		require.NoError(t, err)
		all = append(all, e.Metadata.Name)
	}
	return all
}

func TestEntitiesOfAllPages(t *testing.T) {
	t.Parallel()
	catalogued, err := backstagetest.Harbor()
	require.NoError(t, err)
	want := map[string]bool{}
	for e := range catalogued.All() {
		want[e.Ref().String()] = true
	}
	queries := map[string]backstage.Query{
		"by uid":     {},
		"by name":    {Order: []backstage.Order{{Field: "metadata.name"}}},
		"descending": {Order: []backstage.Order{{Field: "metadata.name", Descending: true}}},
		"many ties":  {Order: []backstage.Order{{Field: "kind"}}},
		"posted":     {Predicate: backstage.Predicate{"kind": map[string]any{"$exists": true}}},
	}
	for name, q := range queries {
		for _, size := range []int{0, 1, 7, 45, 46, 47} {
			t.Run(fmt.Sprintf("%s, %d a page", name, size), func(t *testing.T) {
				t.Parallel()
				seen := &counting{next: harbor(t, nil)}
				c := serve(t, seen)
				sized := q
				sized.PageSize = size
				got := map[string]bool{}
				for e, err := range c.Entities(t.Context(), &sized) {
					require.NoError(t, err)
					assert.False(t, got[e.Ref().String()], "%s comes twice", e.Ref())
					got[e.Ref().String()] = true
				}
				assert.Equal(t, want, got)
				if size > 0 {
					assert.Len(t, seen.requests, (len(want)+size-1)/size)
				}
				for _, r := range seen.requests {
					assert.Equal(t, name == "posted", r.Method == http.MethodPost, "pages are asked for in one way")
				}
			})
		}
	}
}

func TestPagesBackAndForth(t *testing.T) {
	t.Parallel()
	c := serve(t, harbor(t, nil))
	for _, descending := range []bool{false, true} {
		q := &backstage.Query{PageSize: 10, Order: []backstage.Order{{Field: "metadata.name", Descending: descending}}}
		var pages []*backstage.Page
		for {
			p, err := c.Page(t.Context(), q)
			require.NoError(t, err)
			assert.Equal(t, 46, p.Total)
			pages = append(pages, p)
			if p.Next == "" {
				break
			}
			q.Cursor = p.Next
		}
		require.Len(t, pages, 5)
		assert.Empty(t, pages[0].Prev)
		for i := 4; i > 0; i-- {
			q.Cursor = pages[i].Prev
			p, err := c.Page(t.Context(), q)
			require.NoError(t, err)
			assert.Equal(t, pages[i-1].Items, p.Items)
		}
	}
}

func TestEntitiesStopsWhenTheCallerDoes(t *testing.T) {
	t.Parallel()
	seen := &counting{next: harbor(t, nil)}
	n := 0
	for _, err := range serve(t, seen).Entities(t.Context(), &backstage.Query{PageSize: 5}) {
		require.NoError(t, err)
		if n++; n == 7 {
			break
		}
	}
	assert.Len(t, seen.requests, 2)
}

func TestEntitiesStartsAnewEachTime(t *testing.T) {
	t.Parallel()
	c := serve(t, harbor(t, nil))
	all := c.Entities(t.Context(), &backstage.Query{PageSize: 20})
	for range 2 {
		n := 0
		for _, err := range all {
			require.NoError(t, err)
			n++
		}
		assert.Equal(t, 46, n)
	}
}

func TestEntitiesEndsWithAnError(t *testing.T) {
	t.Parallel()
	count := func(h http.Handler) (int, error) {
		n := 0
		for _, err := range serve(t, h).Entities(t.Context(), &backstage.Query{PageSize: 20}) {
			if err != nil {
				return n, err
			}
			n++
		}
		return n, nil
	}
	t.Run("on the second page", func(t *testing.T) {
		t.Parallel()
		n, err := count(backstagetest.Failing(harbor(t, nil), backstagetest.Failure{}, backstagetest.Failure{Status: 500}))
		assert.Equal(t, 20, n)
		require.ErrorContains(t, err, "500 Internal Server Error: text/html: <html><title>500 Internal Server Error</title></html>")
	})
	t.Run("cut off", func(t *testing.T) {
		t.Parallel()
		n, err := count(backstagetest.Failing(harbor(t, nil), backstagetest.Failure{CutOff: 5000}))
		assert.Zero(t, n, "no entity of a page that did not arrive whole")
		require.ErrorContains(t, err, "answer is cut off after 5000 bytes")
	})
	t.Run("going round in circles", func(t *testing.T) {
		t.Parallel()
		n, err := count(says(200, "application/json", `{"items": [{"kind": "X"}], "totalItems": 9, "pageInfo": {"nextCursor": "again"}}`))
		assert.Equal(t, 1, n)
		require.ErrorIs(t, err, backstage.ErrCursor)
	})
	t.Run("cancelled", func(t *testing.T) {
		t.Parallel()
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		for e, err := range serve(t, harbor(t, nil)).Entities(ctx, nil) {
			assert.Nil(t, e)
			require.ErrorIs(t, err, context.Canceled)
		}
	})
}

func TestEntitiesOfAServerWithTroubles(t *testing.T) {
	t.Parallel()
	server := harbor(t, nil)
	synctest.Test(t, func(t *testing.T) {
		start := time.Now()
		c := &backstage.Client{URL: "https://backstage.example.com", HTTP: &http.Client{Transport: inProcess{backstagetest.Failing(server,
			backstagetest.Failure{Status: http.StatusServiceUnavailable, RetryAfter: 3 * time.Second},
			backstagetest.Failure{},
			backstagetest.Failure{Status: http.StatusTooManyRequests, Name: "RateLimitError", Message: "slow down", RetryAfter: 7 * time.Second},
		)}}}
		assert.Len(t, names(t, c, &backstage.Query{PageSize: 30}), 46)
		assert.Equal(t, 10*time.Second, time.Since(start))
	})
}

// inProcess asks a server without a network, which would not stand still in a bubble of synctest.
type inProcess struct{ http.Handler }

func (p inProcess) RoundTrip(r *http.Request) (*http.Response, error) {
	w := httptest.NewRecorder()
	r.RequestURI = r.URL.RequestURI()
	p.ServeHTTP(w, r)
	return w.Result(), nil
}

func TestEntitiesAfterAnAnswerThatWasCutOff(t *testing.T) {
	t.Parallel()
	c := serve(t, backstagetest.Failing(harbor(t, nil), backstagetest.Failure{CutOff: 100}))
	c.MaxRetries = 1
	assert.Len(t, names(t, c, nil), 46)
}

// TestFilters asks for what was also recorded, with the older form of the request.
func TestFilters(t *testing.T) {
	t.Parallel()
	cranes := func(every int) []string {
		var all []string
		for i := every; i <= 30; i += every {
			all = append(all, fmt.Sprintf("crane-%02d", i))
		}
		return all
	}
	tests := []struct {
		name   string
		filter backstage.Filter
		want   []string
	}{
		{"two conditions", backstage.Filter{backstage.Where("kind", "component").And("spec.type", "library")}, cranes(5)},
		{"two matches", backstage.Filter{backstage.Where("kind", "domain"), backstage.Where("kind", "system")}, []string{"docks", "shipping"}},
		{"two values", backstage.Filter{backstage.Where("kind", "domain", "system")}, []string{"docks", "shipping"}},
		{"two conditions of one key", backstage.Filter{backstage.Where("kind", "domain").And("kind", "system")}, []string{"docks", "shipping"}},
		{"existence", backstage.Filter{backstage.Has("metadata.annotations.example.com/cost-centre")}, []string{"berth-service"}},
		{"existence and value", backstage.Filter{backstage.Has("kind").And("kind", "domain")}, []string{"shipping"}},
		{"relation", backstage.Filter{backstage.Where("relations.ownedBy", "group:default/harbor").And("kind", "component")}, []string{"berth-service", "beside-the-broken"}},
		{"case", backstage.Filter{backstage.Where("KIND", "DOMAIN")}, []string{"shipping"}},
		{"item of a list", backstage.Filter{backstage.Where("metadata.tags", "core")}, []string{"berth-service"}},
		{"two items of a list", backstage.Filter{backstage.Has("metadata.tags.go").AndHas("metadata.tags.core")}, []string{"berth-service"}},
		{"nothing", backstage.Filter{backstage.Where("kind", "")}, nil},
		{"a match of everything", backstage.Filter{backstage.Where("kind", "domain"), {}}, nil},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			c := serve(t, harbor(t, nil))
			got := names(t, c, &backstage.Query{Filter: test.filter, Order: []backstage.Order{{Field: "metadata.name"}}})
			if test.name == "a match of everything" {
				assert.Len(t, got, 46)
				return
			}
			assert.Equal(t, test.want, got)
			posted := names(t, c, &backstage.Query{
				Filter:    test.filter,
				Predicate: backstage.Predicate{"kind": map[string]any{"$exists": true}},
				Order:     []backstage.Order{{Field: "metadata.name"}},
			})
			assert.Equal(t, got, posted, "a filter means the same when it is sent as a predicate")
			n, err := c.Count(t.Context(), &backstage.Query{Filter: test.filter, Cursor: "c", Offset: 3, NoTotal: true})
			require.NoError(t, err)
			assert.Equal(t, len(test.want), n)
		})
	}
}

// TestFilterTooLongForAURL has more owners than a request's first line can hold.
func TestFilterTooLongForAURL(t *testing.T) {
	t.Parallel()
	owners := []string{"harbor"}
	for i := range 500 {
		owners = append(owners, fmt.Sprintf("group:default/team-%04d", i))
	}
	filter := backstage.Filter{backstage.Match{{Key: "spec.owner", Values: owners}}.And("kind", "component")}
	seen := &counting{next: harbor(t, nil)}
	c := serve(t, seen)
	got := names(t, c, &backstage.Query{Filter: filter, PageSize: 1})
	slices.Sort(got)
	assert.Equal(t, []string{"berth-service", "beside-the-broken"}, got)
	counts, err := c.Facets(t.Context(), &backstage.FacetQuery{Fields: []string{"kind"}, Filter: filter})
	require.NoError(t, err)
	assert.Equal(t, map[string][]backstage.Facet{"kind": {{Value: "Component", Count: 2}}}, counts)
	found, err := c.EntitiesByRefs(t.Context(), []catalog.Ref{component("crane-01"), component("berth-service")}, &backstage.RefsOptions{Filter: filter})
	require.NoError(t, err)
	assert.Nil(t, found[0])
	assert.Equal(t, "berth-service", found[1].Metadata.Name)
	for _, r := range seen.requests {
		assert.Equal(t, http.MethodPost, r.Method)
		assert.Empty(t, r.URL.RawQuery)
	}
}

func TestEntitiesByRefsInBatches(t *testing.T) {
	t.Parallel()
	seen := &counting{next: harbor(t, nil)}
	c := serve(t, seen)
	var refs []catalog.Ref
	for i := range 2500 {
		refs = append(refs, component(fmt.Sprintf("crane-%02d", i%60)))
	}
	entities, err := c.EntitiesByRefs(t.Context(), refs, nil)
	require.NoError(t, err)
	require.Len(t, entities, len(refs))
	for i, e := range entities {
		if n := i % 60; n < 1 || n > 30 {
			assert.Nil(t, e)
		} else {
			assert.Equal(t, refs[i].Name, e.Metadata.Name)
		}
	}
	assert.Len(t, seen.requests, 3)

	long := make([]catalog.Ref, 400)
	for i := range long {
		long[i] = component(strings.Repeat("x", 300) + fmt.Sprint(i))
	}
	seen.requests = nil
	_, err = c.EntitiesByRefs(t.Context(), long, nil)
	require.NoError(t, err)
	for _, r := range seen.requests {
		assert.Less(t, r.ContentLength, int64(100_000), "Backstage takes no longer bodies")
	}
	seen.requests = nil
	none, err := c.EntitiesByRefs(t.Context(), nil, nil)
	require.NoError(t, err)
	assert.Empty(t, none)
	assert.Empty(t, seen.requests)
}

// TestOneClientForMany is for the race detector.
func TestOneClientForMany(t *testing.T) {
	t.Parallel()
	c := serve(t, harbor(t, nil))
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			n := 0
			for _, err := range c.Entities(t.Context(), &backstage.Query{PageSize: 11}) {
				assert.NoError(t, err)
				n++
			}
			assert.Equal(t, 46, n)
		})
	}
	wg.Wait()
}
