package company_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/catalog"
	"github.com/goldenpath-go/goldenpath/catalog/load"
	"github.com/goldenpath-go/goldenpath/catalog/snapshot"
	"github.com/goldenpath-go/goldenpath/internal/bench/company"
)

// TestCompany makes sure that what is measured is what is said to be.
func TestCompany(t *testing.T) {
	t.Parallel()
	c := company.New(10_000)
	g := c.Graph()
	assert.Equal(t, c.Len(), g.Len())
	assert.Empty(t, g.Missing())
	assert.InDelta(t, 5, float64(c.References())/float64(c.Len()), 0.3)
	assert.Len(t, g.Impact(c.Hub()).Affected, 1000)
	assert.NotEmpty(t, g.Cycles(catalog.DependsOn))

	s, err := snapshot.New(snapshot.Header{}, c.Entries())
	require.NoError(t, err)
	assert.Equal(t, c.Len(), s.Len())
	assert.Equal(t, len(g.Cycles()), len(s.Graph().Cycles()))

	for e := range s.Kind(catalog.Component) {
		d := load.Parse(t.Context(), "catalog-info.yaml", company.YAML(&e), nil).Documents[0]
		require.True(t, d.OK, "%v", d.Problems)
		if got := snapshot.NewEntry(d.Entity, nil); len(e.References) == 6 {
			require.ElementsMatch(t, e.References, got.References)
			break
		}
	}
	for range c.Entries() {
		break
	}
}
