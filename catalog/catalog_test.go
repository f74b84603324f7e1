package catalog_test

import (
	"fmt"
	"iter"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/catalog"
	"github.com/goldenpath-go/goldenpath/source"
)

func named(kind catalog.Kind, name, owner string) *catalog.Entity {
	e := &catalog.Entity{APIVersion: catalog.V1alpha1, Kind: kind, Metadata: catalog.Metadata{Name: name}}
	if owner != "" {
		e.Spec = catalog.NewSpec(e.APIVersion, kind, map[string]any{"owner": owner})
	}
	return e
}

func names(entities iter.Seq[*catalog.Entity]) []string {
	var list []string
	for e := range entities {
		list = append(list, e.Ref().String())
	}
	return list
}

func TestCatalog(t *testing.T) {
	t.Parallel()
	var c catalog.Catalog
	assert.Zero(t, c.Len())
	assert.Empty(t, names(c.All()))

	for _, e := range []*catalog.Entity{
		named(catalog.System, "b", "team"),
		named(catalog.Component, "B", "group:default/TEAM"),
		named(catalog.Component, "a", "other"),
		named(catalog.Group, "team", ""),
		named("Robot", "r", "team"),
	} {
		require.NoError(t, c.Add(e))
	}
	assert.Equal(t, 5, c.Len())
	assert.Equal(t, []string{
		"component:default/a", "component:default/b", "group:default/team", "robot:default/r", "system:default/b",
	}, names(c.All()))
	assert.Equal(t, []string{"component:default/a", "component:default/b"}, names(c.Kind("COMPONENT")))
	assert.Empty(t, names(c.Kind(catalog.API)))
	assert.Equal(t, []string{"component:default/b", "system:default/b"},
		names(c.OwnedBy(catalog.Ref{Kind: "group", Name: "Team"})), "a kind outside of the model has no owner")

	e, ok := c.Get(catalog.Ref{Kind: "component", Namespace: "Default", Name: "b"})
	require.True(t, ok)
	assert.Equal(t, "B", e.Metadata.Name)
	_, ok = c.Get(catalog.Ref{Kind: "component", Name: "c"})
	assert.False(t, ok)
}

func TestCatalogRefuses(t *testing.T) {
	t.Parallel()
	var c catalog.Catalog
	require.ErrorIs(t, c.Add(named("", "a", "")), catalog.ErrUnnamed)
	require.ErrorIs(t, c.Add(named(catalog.User, "", "")), catalog.ErrUnnamed)

	first, second := named(catalog.User, "ada", ""), named("user", "Ada", "")
	first.Source = catalog.Source{File: "a.yaml", Locator: everywhere{source.Range{
		Position: source.Position{File: "a.yaml", Line: 4, Column: 9},
	}}}
	second.Source.File = "b.yaml"
	require.NoError(t, c.Add(first))
	err := c.Add(second)
	var conflict *catalog.ConflictError
	require.ErrorAs(t, err, &conflict)
	assert.Same(t, first, conflict.First)
	assert.Same(t, second, conflict.Second)
	assert.EqualError(t, err, "b.yaml: user:default/ada is already defined at a.yaml:4:9")
	assert.Equal(t, 1, c.Len())
}

// everywhere is a Locator that finds all parts at one place.
type everywhere struct{ at source.Range }

func (l everywhere) Value(string) source.Range { return l.at }
func (l everywhere) Key(string) source.Range   { return l.at }

func TestEntityRange(t *testing.T) {
	t.Parallel()
	at := source.Range{Position: source.Position{File: "a.yaml", Line: 1, Column: 1}}
	e := named(catalog.User, "ada", "")
	assert.Zero(t, e.Range("/kind"))
	assert.Zero(t, e.KeyRange("/kind"))
	e.Source.Locator = everywhere{at}
	assert.Equal(t, at, e.Range("/kind"))
	assert.Equal(t, at, e.KeyRange("/kind"))
}

func TestCatalogWhileItGrows(t *testing.T) {
	t.Parallel()
	var c catalog.Catalog
	require.NoError(t, c.Add(named(catalog.API, "first", "team")))
	var wg sync.WaitGroup
	for i := range 4 {
		wg.Go(func() {
			assert.NoError(t, c.Add(named(catalog.API, fmt.Sprint("api-", i), "team")))
		})
		wg.Go(func() {
			for e := range c.All() {
				_, ok := c.Get(e.Ref())
				assert.True(t, ok)
			}
			for range c.OwnedBy(catalog.Ref{Kind: catalog.Group, Name: "team"}) {
				assert.NotZero(t, c.Len())
			}
		})
	}
	wg.Wait()
	assert.Len(t, names(c.Kind(catalog.API)), 5)
}

func TestCatalogIteratesOverWhatWasThere(t *testing.T) {
	t.Parallel()
	var c catalog.Catalog
	require.NoError(t, c.Add(named(catalog.API, "a", "")))
	all := c.All()
	require.NoError(t, c.Add(named(catalog.API, "b", "")))
	assert.Len(t, names(all), 1)
	assert.Len(t, names(c.All()), 2)
	for range c.All() {
		break
	}
}
