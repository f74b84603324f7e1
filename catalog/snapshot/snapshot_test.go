package snapshot_test

import (
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/catalog"
	"github.com/goldenpath-go/goldenpath/catalog/snapshot"
)

func shop(t testing.TB) *snapshot.Snapshot {
	t.Helper()
	h := snapshot.Header{
		Created: time.Date(2026, 3, 1, 13, 0, 0, 999, time.FixedZone("CET", 3600)),
		Source:  "https://backstage.acme.com",
	}
	s, err := snapshot.FromCatalog(h, shopCatalog(t), &snapshot.Options{Tier: tierLabel})
	require.NoError(t, err)
	require.NoError(t, s.Verify())
	return s
}

func TestGolden(t *testing.T) {
	t.Parallel()
	golden(t, "shop.snapshot", written(t, shop(t)))
}

func TestHeader(t *testing.T) {
	t.Parallel()
	h := shop(t).Header()
	created := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	assert.Equal(t, snapshot.Header{Created: created, Source: "https://backstage.acme.com"}, h)
	age, ok := h.Age(created.Add(36 * time.Hour))
	assert.True(t, ok)
	assert.Equal(t, 36*time.Hour, age)

	_, ok = made(t).Header().Age(created)
	assert.False(t, ok)
	assert.Zero(t, made(t).Len())

	odd := snapshot.Header{Source: "a\tb\nend\t", Partial: "kind=group\nor \\"}
	s, err := snapshot.New(odd, slices.Values([]snapshot.Entry{}))
	require.NoError(t, err)
	assert.Equal(t, odd, s.Header())

	_, err = snapshot.New(snapshot.Header{Created: time.Date(12026, 1, 1, 0, 0, 0, 0, time.UTC)}, slices.Values([]snapshot.Entry{}))
	assert.ErrorContains(t, err, "time of creation")
}

func TestLookup(t *testing.T) {
	t.Parallel()
	s := shop(t)
	assert.Equal(t, 7, s.Len())
	e, ok := s.Lookup(ref(t, "COMPONENT:Default/Orders"))
	require.True(t, ok)
	assert.Equal(t, snapshot.Entry{
		Ref:       catalog.Ref{Kind: catalog.Component, Namespace: "default", Name: "orders"},
		Type:      "service",
		Lifecycle: "production",
		Tier:      "1",
		Title:     "Orders",
		Location:  "url:https://github.com/acme/shop/blob/main/catalog-info.yaml",
		References: []snapshot.Reference{
			{"dependsOn", catalog.DependsOn, ref(t, "component:default/billing")},
			{"dependsOn", catalog.DependsOn, ref(t, "resource:default/orders-db")},
			{"owner", catalog.OwnedBy, ref(t, "group:default/team-shop")},
			{"providesApis", catalog.ProvidesAPI, ref(t, "api:default/orders-api")},
			{"system", catalog.PartOf, ref(t, "system:default/shop")},
		},
	}, e)
	owner, ok := e.Owner()
	assert.True(t, ok)
	assert.Equal(t, ref(t, "group:team-shop"), owner)

	billing, ok := s.Lookup(ref(t, "component:billing"))
	require.True(t, ok)
	assert.Equal(t, "Billing", billing.Ref.Name, "spelt as the entity has it")
	assert.Equal(t, "catalog-info.yaml", billing.Location)

	for _, missing := range []string{"component:order", "component:orders2", "resource:orders-db", "a:a/a", "z:z/z"} {
		_, ok := s.Lookup(ref(t, missing))
		assert.False(t, ok, missing)
		assert.False(t, s.Contains(ref(t, missing)), missing)
	}
	for e := range s.All() {
		assert.Equal(t, e.Location, s.Location(e.Ref))
	}
	assert.Empty(t, s.Location(ref(t, "component:order")))
	assert.True(t, s.Contains(catalog.Ref{Kind: "user", Name: "ADA"}))
	assert.False(t, s.Contains(catalog.Ref{}))
	assert.False(t, new(snapshot.Snapshot).Contains(ref(t, "a")))
}

func TestParts(t *testing.T) {
	t.Parallel()
	s := shop(t)
	var kinds []string
	for e := range s.Kind("component") {
		kinds = append(kinds, e.Ref.Name)
	}
	assert.Equal(t, []string{"Billing", "orders"}, kinds)
	assert.Empty(t, slices.Collect(s.Kind("comp")))
	assert.Equal(t, []string{"billing", "orders"}, slices.Collect(s.Names(catalog.Component, "")))
	assert.Equal(t, []string{"orders-db"}, slices.Collect(s.Names("RESOURCE", "DATA")))
	assert.Empty(t, slices.Collect(s.Names(catalog.Resource, "dat")))
	for range s.All() {
		break
	}
	for range s.Kind(catalog.Component) {
		break
	}
	for range s.Names(catalog.Component, "default") {
		break
	}
}

func TestGraph(t *testing.T) {
	t.Parallel()
	c := shopCatalog(t)
	want, got := c.Graph(), shop(t).Graph()
	assert.Equal(t, slices.Collect(want.All()), slices.Collect(got.All()))
	assert.Equal(t, lowered(slices.Collect(want.Relations())), lowered(slices.Collect(got.Relations())))
	assert.Len(t, got.Missing(), 1)
}

func lowered(relations []catalog.Relation) []string {
	var texts []string
	for _, r := range relations {
		texts = append(texts, r.Source.String()+" "+string(r.Type)+" "+r.Target.String())
	}
	return texts
}

func TestFromEntities(t *testing.T) {
	t.Parallel()
	c := shopCatalog(t)
	entities := func(fail error) func(yield func(*catalog.Entity, error) bool) {
		return func(yield func(*catalog.Entity, error) bool) {
			for e := range c.All() {
				if !yield(e, nil) {
					return
				}
			}
			if fail != nil {
				yield(nil, fail)
			}
		}
	}
	s, err := snapshot.FromEntities(snapshot.Header{}, entities(nil), nil)
	require.NoError(t, err)
	assert.Equal(t, 7, s.Len())
	orders, _ := s.Lookup(ref(t, "orders"))
	assert.Empty(t, orders.Tier)

	gone := errors.New("gateway timeout")
	_, err = snapshot.FromEntities(snapshot.Header{}, entities(gone), nil)
	assert.ErrorIs(t, err, gone)

	unnamed := func(yield func(*catalog.Entity, error) bool) { yield(&catalog.Entity{Kind: "X"}, nil) }
	_, err = snapshot.FromEntities(snapshot.Header{}, unnamed, nil)
	assert.ErrorIs(t, err, catalog.ErrUnnamed)
}

func TestUnknownKind(t *testing.T) {
	t.Parallel()
	e := catalog.NewEntity(map[string]any{
		"apiVersion": "acme.com/v1", "kind": "AiModel", "metadata": map[string]any{"name": "Oracle"},
		"spec": map[string]any{"type": "llm", "lifecycle": "experimental", "owner": "x"},
	})
	entry := snapshot.NewEntry(e, &snapshot.Options{Location: func(*catalog.Entity) string { return "here" }})
	assert.Equal(t, snapshot.Entry{
		Ref: catalog.Ref{Kind: "AiModel", Namespace: "default", Name: "Oracle"}, Type: "llm", Lifecycle: "experimental", Location: "here",
	}, entry)
	got, ok := made(t, entry).Lookup(ref(t, "aimodel:oracle"))
	assert.True(t, ok)
	assert.Equal(t, entry, got)
}

func TestWriteRefuses(t *testing.T) {
	t.Parallel()
	orders := snapshot.Entry{Ref: ref(t, "orders"), Location: "a.yaml"}
	other := snapshot.Entry{Ref: ref(t, "ORDERS"), Location: "b.yaml"}
	nowhere := snapshot.Entry{Ref: orders.Ref, Title: "Orders"}
	tests := []struct {
		name    string
		entries []snapshot.Entry
		is      error
		want    string
	}{
		{"duplicate", []snapshot.Entry{orders, other}, nil, "component:default/orders comes twice: a.yaml and b.yaml"},
		{"duplicate nowhere", []snapshot.Entry{nowhere, {Ref: orders.Ref}}, nil, "component:default/orders comes twice"},
		{"duplicate somewhere", []snapshot.Entry{nowhere, orders}, nil, "component:default/orders comes twice: a.yaml and an unknown place"},
		{"no name", []snapshot.Entry{{Ref: catalog.Ref{Kind: "a"}}}, catalog.ErrUnnamed, "a:default/: entity without kind or name"},
		{"kind of a colon", []snapshot.Entry{{Ref: catalog.Ref{Kind: ":", Name: "a"}}}, catalog.ErrUnnamed, ""},
		{"target", []snapshot.Entry{{Ref: orders.Ref, References: []snapshot.Reference{{Field: "x"}}}}, catalog.ErrUnnamed, ""},
		{"too long", []snapshot.Entry{{Ref: orders.Ref, Title: strings.Repeat("x", snapshot.MaxLine)}}, snapshot.ErrTooLong, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, err := snapshot.New(snapshot.Header{}, slices.Values(tt.entries))
			require.Error(t, err)
			if tt.is != nil {
				assert.ErrorIs(t, err, tt.is)
			}
			assert.Contains(t, err.Error(), tt.want)
		})
	}
	assert.Equal(t, 1, made(t, orders, orders).Len(), "the same twice is one")

	_, err := new(snapshot.Snapshot).WriteTo(nil)
	assert.Error(t, err)
}

// TestConcurrentUse is for the race detector.
func TestConcurrentUse(t *testing.T) {
	t.Parallel()
	s := shop(t)
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for e := range s.All() {
				got, ok := s.Lookup(e.Ref)
				assert.True(t, ok)
				assert.Equal(t, e, got)
			}
			assert.Len(t, slices.Collect(s.Names(catalog.Component, "default")), 2)
			assert.NoError(t, s.Verify())
			assert.True(t, snapshot.Compare(s, s).Empty())
			assert.Equal(t, 7, s.Graph().Len())
		})
	}
	wg.Wait()
}
