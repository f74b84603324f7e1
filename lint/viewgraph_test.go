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
	found, left, other := 0, 0, 0
	for seed := range uint64(3000) {
		v, _ := randomView(t, rand.New(rand.NewPCG(seed, 8)), catalog.DependsOn, catalog.DependsOn, catalog.DependsOn, catalog.DependencyOf)
		for _, relation := range []catalog.RelationType{catalog.DependsOn, catalog.DependencyOf} {
			all := lint.GraphAsking(v, math.MaxInt, relation).Cycles(relation)
			got := lint.CyclesAsking(v, 0, relation)
			left += len(all) - len(got)
			want := through(v, all)
			found += len(want)
			got = through(v, got)
			require.Len(t, got, len(want), "seed %d", seed)
			for i, c := range got {
				if len(stated(v, relation, want[i].Members)) == 0 || len(statedSteps(v, want[i].Shortest)) > 0 {
					require.Equal(t, want[i], c, "seed %d", seed)
					continue
				}
				other++
				requireOwnCycle(t, v, lint.GraphAsking(v, math.MaxInt, relation), relation, want[i], c)
			}
		}
	}
	assert.Greater(t, found, 300)
	assert.Greater(t, left, 10)
	assert.Greater(t, other, 30)
}

// stated returns the relations of one type between members that linted entities state.
func stated(v *lint.View, relation catalog.RelationType, members []catalog.Ref) []catalog.Relation {
	var all []catalog.Relation
	for _, from := range members {
		for _, to := range members {
			if from != to {
				all = append(all, catalog.Relation{Source: from, Type: relation, Target: to})
			}
		}
	}
	return statedSteps(v, all)
}

// statedSteps returns those relations that a linted entity states.
func statedSteps(v *lint.View, relations []catalog.Relation) []catalog.Relation {
	says := func(from catalog.Ref, relation catalog.RelationType, to catalog.Ref) bool {
		return slices.ContainsFunc(v.Definitions(from), func(f *lint.Facts) bool {
			return !f.External && slices.ContainsFunc(f.Refs, func(r lint.RefFact) bool {
				return r.Relation == relation && r.Target.Compare(to) == 0
			})
		})
	}
	return slices.DeleteFunc(slices.Clone(relations), func(r catalog.Relation) bool {
		return !says(r.Source, r.Type, r.Target) && !says(r.Target, r.Type.Inverse(), r.Source)
	})
}

// requireOwnCycle checks that got is as good a circle as there is through what linted entities state of the members of
// all.
func requireOwnCycle(t *testing.T, v *lint.View, g *catalog.Graph, relation catalog.RelationType, all, got catalog.Cycle) {
	t.Helper()
	least := math.MaxInt
	for _, r := range stated(v, relation, all.Members) {
		least = min(least, 1+len(g.Path(r.Target, r.Source, relation)))
	}
	require.Equal(t, all.Members, got.Members)
	require.Len(t, got.Shortest, least)
	require.Equal(t, least == len(all.Shortest), got.Minimal)
	require.NotEmpty(t, statedSteps(v, got.Shortest))
	relations := slices.Collect(g.Relations(relation))
	for i, r := range got.Shortest {
		require.Contains(t, relations, r)
		require.Equal(t, got.Shortest[(i+1)%len(got.Shortest)].Source, r.Target)
		require.LessOrEqual(t, got.Shortest[0].Source.Compare(r.Source), 0)
	}
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
