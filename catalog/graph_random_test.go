package catalog_test

import (
	"fmt"
	"iter"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/catalog"
)

// TestGraphAgainstOracle asks 10,000 random graphs everything, and an oracle that works otherwise the same.
func TestGraphAgainstOracle(t *testing.T) {
	t.Parallel()
	for part := range uint64(10) {
		t.Run(fmt.Sprint(part), func(t *testing.T) {
			t.Parallel()
			r := rand.New(rand.NewPCG(part, 3))
			for i := range 1000 {
				s := randomStory(r)
				c := comparison{t, s.graph(), newOracle(s), r}
				c.all()
				require.False(t, t.Failed(), "graph %d: %v", i, s)
			}
		})
	}
}

// comparison is one graph, and the oracle that knows better.
type comparison struct {
	*testing.T
	g *catalog.Graph
	o *oracle
	r *rand.Rand
}

func (c comparison) all() {
	c.contents()
	if c.r.IntN(8) == 0 {
		c.stated()
	}
	c.missing()
	c.impact()
	c.ownership()
	for _, types := range [][]catalog.RelationType{nil, c.someTypes()} {
		c.walks(types)
		c.paths(types)
		c.cycles(types)
		c.cyclesThrough(types)
		c.order(types)
		c.parts(types)
	}
}

func (c comparison) someTypes() []catalog.RelationType {
	types := allTypes()
	c.r.Shuffle(len(types), func(i, j int) { types[i], types[j] = types[j], types[i] })
	return types[:1+c.r.IntN(6)]
}

func texts(refs iter.Seq[catalog.Ref]) []string {
	var out []string
	for ref := range refs {
		out = append(out, ref.String())
	}
	return out
}

func depths(refs iter.Seq2[catalog.Ref, int]) []string {
	var out []string
	for ref, depth := range refs {
		out = append(out, at(ref, depth))
	}
	return out
}

func (c comparison) contents() {
	var present, all []string
	for i, ref := range c.o.refs {
		assert.Equal(c, c.o.has[i], c.g.Has(ref))
		if c.o.has[i] {
			present = append(present, ref.String())
		}
	}
	for i := range c.o.refs {
		for j := range c.o.refs {
			for _, t := range slices.Sorted(slices.Values(c.o.forward(nil))) {
				if c.o.holds[t][i][j] {
					all = append(all, fmt.Sprint(c.o.refs[i], t, c.o.refs[j]))
				}
			}
		}
	}
	assert.Equal(c, present, texts(c.g.All()))
	assert.Len(c, present, c.g.Len())
	var relations []string
	for r := range c.g.Relations() {
		relations = append(relations, fmt.Sprint(r.Source, r.Type, r.Target))
	}
	assert.Equal(c, all, relations)
}

func (c comparison) stated() {
	for _, t := range allTypes() {
		for i, from := range c.o.refs {
			for j, to := range c.o.refs {
				inverse := t.Inverse()
				back := inverse != "" && c.o.said[inverse][j][i]
				r := catalog.Relation{Source: from, Type: t, Target: to}
				if source, target := c.g.Stated(r); source != c.o.said[t][i][j] || target != back {
					c.Errorf("%v is stated by its source: %t, by its target: %t", r, source, target)
				}
			}
		}
	}
	unknown := catalog.Ref{Kind: "Robot", Name: "nobody"}
	source, target := c.g.Stated(catalog.Relation{Source: unknown, Type: catalog.DependsOn, Target: unknown})
	assert.False(c, source || target)
}

func (c comparison) walks(types []catalog.RelationType) {
	m := c.o.edges(types)
	back := transposed(m)
	d, dBack := distances(m), distances(back)
	for i, ref := range c.o.refs {
		assert.Equal(c, c.direct(m, i), texts(c.g.Dependencies(ref, types...)))
		assert.Equal(c, c.direct(back, i), texts(c.g.Dependents(ref, types...)))
		assert.Equal(c, c.o.closure(d, i), depths(c.g.AllDependencies(ref, types...)))
		assert.Equal(c, c.o.closure(dBack, i), depths(c.g.AllDependents(ref, types...)))
	}
	roots := []catalog.Ref{c.o.anyRef(c.r), c.o.anyRef(c.r)}
	var unreachable []string
	for i, ref := range c.o.refs {
		a, b := c.o.index(roots[0]), c.o.index(roots[1])
		if c.o.has[i] && i != a && i != b && d[a][i] == far && d[b][i] == far {
			unreachable = append(unreachable, ref.String())
		}
	}
	assert.Equal(c, unreachable, texts(c.g.Unreachable(roots, types...)))
}

func (c comparison) direct(m [][]bool, i int) []string {
	var out []string
	for j := range m {
		if m[i][j] && i != j {
			out = append(out, c.o.refs[j].String())
		}
	}
	return out
}

func (o *oracle) anyRef(r *rand.Rand) catalog.Ref {
	if len(o.refs) == 0 {
		return catalog.Ref{}
	}
	return o.refs[r.IntN(len(o.refs))]
}

func (c comparison) paths(types []catalog.RelationType) {
	m := c.o.edges(types)
	for range 6 {
		from, to := c.o.anyRef(c.r), c.o.anyRef(c.r)
		if from.IsZero() {
			return
		}
		path := c.g.Path(from, to, types...)
		want := c.o.path(m, c.o.index(from), c.o.index(to))
		require.Len(c, path, max(len(want)-1, 0))
		for k, r := range path {
			assert.Equal(c, c.o.refs[want[k]].Key(), r.Source.Key())
			assert.Equal(c, c.o.refs[want[k+1]].Key(), r.Target.Key())
			c.holds(r, types)
		}
	}
}

// holds checks that r is a relation of the types.
func (c comparison) holds(r catalog.Relation, types []catalog.RelationType) {
	assert.Contains(c, c.o.forward(types), r.Type)
	assert.True(c, c.o.holds[r.Type][c.o.index(r.Source)][c.o.index(r.Target)], r)
}

func (c comparison) cycles(types []catalog.RelationType) {
	classes, lengths := c.o.cycles(c.o.edges(types))
	cycles := c.g.Cycles(types...)
	require.Len(c, cycles, len(classes))
	for i, cycle := range cycles {
		require.Len(c, cycle.Members, len(classes[i]))
		for k, member := range classes[i] {
			assert.Equal(c, c.o.refs[member].Key(), cycle.Members[k].Key())
		}
		assert.True(c, cycle.Minimal)
		require.Len(c, cycle.Shortest, lengths[i])
		first := cycle.Shortest[0].Source
		at := first
		for _, r := range cycle.Shortest {
			c.holds(r, types)
			assert.Equal(c, at, r.Source)
			assert.LessOrEqual(c, first.Compare(r.Source), 0)
			at = r.Target
		}
		assert.Equal(c, first, at)
	}
}

func (c comparison) cyclesThrough(types []catalog.RelationType) {
	m := c.o.edges(types)
	for i, ref := range c.o.refs {
		want := c.o.cycleThrough(m, i)
		cycle := c.g.CycleThrough(ref, types...)
		require.Len(c, cycle, max(len(want)-1, 0))
		for k, r := range cycle {
			assert.Equal(c, c.o.refs[want[k]].Key(), r.Source.Key())
			assert.Equal(c, c.o.refs[want[k+1]].Key(), r.Target.Key())
			c.holds(r, types)
		}
	}
}

func (c comparison) order(types []catalog.RelationType) {
	want := c.o.sorted(c.o.edges(types))
	refs, err := c.g.Sort(types...)
	if want != nil {
		require.NoError(c, err)
		assert.Equal(c, want, append([]string{}, texts(slices.Values(refs))...))
		return
	}
	var cycle *catalog.CycleError
	require.ErrorAs(c, err, &cycle)
	shortest := c.g.Cycles(types...)[0].Shortest
	require.Len(c, cycle.Refs, len(shortest))
	for i, r := range shortest {
		assert.Equal(c, r.Source, cycle.Refs[i])
	}
}

func (c comparison) missing() {
	var missing, want []string
	for i := range c.o.refs {
		if c.o.has[i] {
			continue
		}
		for j := range c.o.refs {
			for _, t := range allTypes() {
				if c.o.said[t][j][i] {
					want = append(want, fmt.Sprint(c.o.refs[j], t, c.o.refs[i]))
				}
			}
		}
	}
	for _, m := range c.g.Missing() {
		assert.False(c, c.g.Has(m.Ref))
		for _, r := range m.By {
			assert.Equal(c, m.Ref, r.Target)
			missing = append(missing, fmt.Sprint(r.Source, r.Type, r.Target))
		}
	}
	assert.ElementsMatch(c, want, missing)

	var alone []string
	m := c.o.edges(nil)
	back := transposed(m)
	for i := range m {
		related := slices.Contains(m[i], true) || slices.Contains(back[i], true)
		if !related && c.o.has[i] {
			alone = append(alone, c.o.refs[i].String())
		}
	}
	assert.Equal(c, alone, texts(c.g.Orphans()))
}

func (c comparison) impact() {
	removed := map[int]bool{}
	refs := []catalog.Ref{c.o.anyRef(c.r), c.o.anyRef(c.r)}[:1+c.r.IntN(2)]
	for _, ref := range refs {
		if i := c.o.index(ref); i >= 0 {
			removed[i] = true
		}
	}
	depth := c.o.breaking(removed)
	want := map[string]catalog.Affected{}
	for i, ref := range c.o.refs {
		switch {
		case removed[i] || !c.o.has[i]:
		case depth[i] < far:
			want[ref.String()] = catalog.Affected{Effect: catalog.Breaks, Depth: depth[i]}
		case c.o.refersToAny(i, removed):
			want[ref.String()] = catalog.Affected{Effect: catalog.Dangles, Depth: 1}
		}
	}
	impact := c.g.Impact(refs...)
	got := map[string]catalog.Affected{}
	for _, a := range impact.Affected {
		got[a.Ref.String()] = catalog.Affected{Effect: a.Effect, Depth: a.Depth}
		assert.Equal(c, a.Ref, a.Via.Source)
		to := c.o.index(a.Via.Target)
		assert.True(c, c.o.holds[a.Via.Type][c.o.index(a.Ref)][to], a.Via)
		assert.Equal(c, a.Depth-1, depth[to])
	}
	assert.Equal(c, want, got)
	assert.True(c, slices.IsSortedFunc(impact.Affected, func(a, b catalog.Affected) int {
		if a.Depth != b.Depth {
			return a.Depth - b.Depth
		}
		return a.Ref.Compare(b.Ref)
	}))
	c.notices(impact)
}

func (c comparison) notices(impact *catalog.Impact) {
	want := map[string][]string{}
	for _, a := range impact.Affected {
		owners := c.direct(c.o.holds[catalog.OwnedBy], c.o.index(a.Ref))
		if c.o.holds[catalog.OwnedBy][c.o.index(a.Ref)][c.o.index(a.Ref)] {
			owners = append(owners, a.Ref.String())
		}
		if a.Ref.Kind == catalog.Group {
			owners = []string{a.Ref.String()}
		}
		if len(owners) == 0 {
			owners = []string{"nobody"}
		}
		for _, owner := range owners {
			want[owner] = append(want[owner], a.Ref.String())
		}
	}
	got := map[string][]string{}
	if len(impact.Unowned) > 0 {
		got["nobody"] = texts(slices.Values(impact.Unowned))
	}
	for _, n := range impact.Notices {
		got[n.Owner.String()] = texts(slices.Values(n.Affected))
	}
	for _, list := range want {
		slices.Sort(list)
	}
	assert.Equal(c, want, got)
}

func (c comparison) ownership() {
	d, up := distances(c.o.holds[catalog.ParentOf]), distances(c.o.holds[catalog.PartOf])
	for i, group := range c.o.refs {
		var want, got []string
		for j, ref := range c.o.refs {
			nearest, owner := far, 0
			for k := range c.o.refs {
				distance := d[i][k]
				if k == i {
					distance = 0
				}
				if c.o.holds[catalog.OwnedBy][j][k] && distance < nearest {
					nearest, owner = distance, k
				}
			}
			if nearest < far && c.o.has[j] {
				want = append(want, fmt.Sprint(ref, c.o.refs[owner]))
			}
		}
		for ref, owner := range c.g.OwnedUnder(group) {
			got = append(got, fmt.Sprint(ref, owner))
		}
		assert.Equal(c, want, got)
		c.inherit(up, i)
	}
}

func (c comparison) inherit(up [][]int, i int) {
	stated := func(ref catalog.Ref) bool { return ref.Name > "f" }
	nearest, from := far, 0
	for j, d := range up[i] {
		if j == i {
			d = 0
		}
		if stated(c.o.refs[j]) && d < nearest {
			nearest, from = d, j
		}
	}
	ref, ok := c.g.Inherit(c.o.refs[i], stated)
	assert.Equal(c, nearest < far, ok)
	if ok {
		assert.Equal(c, c.o.refs[from].Key(), ref.Key())
	}
}

func (c comparison) parts(types []catalog.RelationType) {
	ref := c.o.anyRef(c.r)
	if ref.IsZero() {
		return
	}
	i, m := c.o.index(ref), c.o.edges(types)
	both := matrix(len(m))
	for a := range m {
		for b := range m {
			both[a][b] = m[a][b] || m[b][a]
		}
	}
	d, down := distances(both), distances(c.o.holds[catalog.HasPart])
	near := func(j int) bool { return j == i || d[i][j] <= 2 }
	c.isPart(c.g.Neighbourhood(ref, 2, types...), m, near)

	around := func(j int) bool {
		for k := range m {
			if inside := k == i || down[i][k] < far; inside && (j == k || both[j][k]) {
				return true
			}
		}
		return false
	}
	c.isPart(c.g.Within(ref, types...), c.o.edges(append(slices.Clone(c.o.forward(types)), catalog.PartOf)), around)
	c.isPart(c.g.Part(func(r catalog.Ref) bool { return r.Name < "d" }, types...), m,
		func(j int) bool { return c.o.refs[j].Name < "d" })
}

// isPart checks that part is what the graph has on those that are kept and on edges m.
func (c comparison) isPart(part *catalog.Graph, m [][]bool, kept func(int) bool) {
	var refs, missing, relations, got []string
	for i, ref := range c.o.refs {
		switch {
		case !kept(i):
			continue
		case c.o.has[i]:
			refs = append(refs, ref.String())
		default:
			missing = append(missing, ref.String())
		}
		for j := range m {
			if m[i][j] && kept(j) {
				relations = append(relations, fmt.Sprint(ref, c.o.refs[j]))
			}
		}
	}
	assert.Equal(c, refs, texts(part.All()))
	var absent []string
	for _, gone := range part.Missing() {
		absent = append(absent, gone.Ref.String())
	}
	assert.Equal(c, missing, absent)
	for r := range part.Relations() {
		source, target := c.o.index(r.Source), c.o.index(r.Target)
		if m[target][source] {
			got = append(got, fmt.Sprint(r.Target, r.Source))
		}
		if m[source][target] {
			got = append(got, fmt.Sprint(r.Source, r.Target))
		}
	}
	slices.Sort(relations)
	slices.Sort(got)
	assert.Equal(c, relations, slices.Compact(got))
}
