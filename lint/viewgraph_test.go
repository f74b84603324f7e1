package lint_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/catalog"
	"github.com/goldenpath-go/goldenpath/lint"
)

// TestGraphsAreTheSame makes the graphs of random catalogs, by asking for one entity after the other and by a look at all.
func TestGraphsAreTheSame(t *testing.T) {
	t.Parallel()
	whole := 0
	for seed := range uint64(1500) {
		r := rand.New(rand.NewPCG(seed, 7))
		v, asked := randomView(t, r, "", catalog.DependsOn, catalog.DependsOn, catalog.DependencyOf, catalog.PartOf, catalog.HasPart, catalog.ChildOf, "deploys")
		for _, types := range [][]catalog.RelationType{nil, {catalog.DependsOn}, {catalog.HasPart, catalog.ChildOf}} {
			want := lint.GraphAsking(v, math.MaxInt, types...)
			*asked = nil
			got := lint.GraphAsking(v, r.IntN(3), types...)
			if slices.Contains(*asked, "all") {
				whole++
			}
			require.Equal(t, slices.Collect(want.All()), slices.Collect(got.All()), "seed %d", seed)
			require.Equal(t, slices.Collect(want.Relations()), slices.Collect(got.Relations()), "seed %d", seed)
			require.Equal(t, want.Missing(), got.Missing(), "seed %d", seed)
			require.Equal(t, want.Cycles(types...), got.Cycles(types...), "seed %d", seed)
		}
	}
	assert.Greater(t, whole, 500)
}

// TestCyclesThroughLinted finds the same circles through linted entities, whether all of their graph is looked at or not.
func TestCyclesThroughLinted(t *testing.T) {
	t.Parallel()
	through := func(v *lint.View, cycles []catalog.Cycle) []catalog.Cycle {
		some := []catalog.Cycle{}
		for _, c := range cycles {
			if slices.ContainsFunc(c.Members, func(ref catalog.Ref) bool {
				f := v.Get(ref)
				return f != nil && !f.External
			}) {
				some = append(some, c)
			}
		}
		return some
	}
	found, left := 0, 0
	for seed := range uint64(3000) {
		v, _ := randomView(t, rand.New(rand.NewPCG(seed, 8)), catalog.DependsOn, catalog.DependsOn, catalog.DependsOn, catalog.DependencyOf)
		for _, relation := range []catalog.RelationType{catalog.DependsOn, catalog.DependencyOf} {
			all := lint.GraphAsking(v, math.MaxInt, relation).Cycles(relation)
			got := lint.CyclesAsking(v, 0, relation)
			left += len(all) - len(got)
			want := through(v, all)
			require.Equal(t, want, through(v, got), "seed %d", seed)
			found += len(want)
		}
	}
	assert.Greater(t, found, 300)
	assert.Greater(t, left, 10)
}

// randomView returns a view of a few linted entities and of more elsewhere, of which some have the names of the linted and
// some are gone, with relations of the types, and what it asks for.
func randomView(t *testing.T, r *rand.Rand, types ...catalog.RelationType) (v *lint.View, asked *[]string) {
	t.Helper()
	names := 4 + r.IntN(12)
	facts := func(file string, count int) []*lint.Facts {
		var all []*lint.Facts
		for i := range count {
			f := fact(t, fmt.Sprintf("component:c%d", r.IntN(names)), file, i)
			for range r.IntN(4) {
				target := ref(t, fmt.Sprintf("component:c%d", r.IntN(names)))
				f.Refs = append(f.Refs, lint.RefFact{Field: "x", Relation: types[r.IntN(len(types))], Target: target})
			}
			all = append(all, f)
		}
		return all
	}
	linted := facts("a.yaml", 1+r.IntN(3))
	elsewhere := facts("", r.IntN(names))
	elsewhere = append(elsewhere, facts("b.yaml", r.IntN(2))...)
	slices.SortStableFunc(elsewhere, func(a, b *lint.Facts) int { return a.Ref.Compare(b.Ref) })
	elsewhere = slices.CompactFunc(elsewhere, func(a, b *lint.Facts) bool { return a.Ref.Compare(b.Ref) == 0 })
	asked = new([]string)
	return lint.NewView(linted, others{facts: elsewhere, asked: asked}, lint.References{}), asked
}
