package catalog_test

import (
	"math/rand/v2"
	"slices"
	"strings"

	"github.com/goldenpath-go/goldenpath/catalog"
)

// statement is a reference as an entity makes it.
type statement struct {
	from catalog.Ref
	t    catalog.RelationType
	to   catalog.Ref
}

// story is what a graph is made of.
type story struct {
	entities   []catalog.Ref
	statements []statement
}

func (s story) graph() *catalog.Graph {
	var b catalog.GraphBuilder
	for _, ref := range s.entities {
		b.AddEntity(ref)
	}
	for _, st := range s.statements {
		b.AddReference(st.from, st.t, st.to)
	}
	return b.Graph()
}

// allTypes are the types of relations that the model has, and one that it has not.
func allTypes() []catalog.RelationType {
	return []catalog.RelationType{
		catalog.OwnedBy, catalog.OwnerOf, catalog.ProvidesAPI, catalog.APIProvidedBy, catalog.ConsumesAPI,
		catalog.APIConsumedBy, catalog.DependsOn, catalog.DependencyOf, catalog.PartOf, catalog.HasPart,
		catalog.ParentOf, catalog.ChildOf, catalog.MemberOf, catalog.HasMember, "deploys",
	}
}

// randomStory returns up to 12 entities, of which some are missing, and references between them; of few types, so
// that they meet often.
func randomStory(r *rand.Rand) story {
	kinds := []catalog.Kind{catalog.Component, catalog.API, catalog.Group, catalog.System, "Robot"}
	refs := make([]catalog.Ref, 1+r.IntN(12))
	for i := range refs {
		refs[i] = catalog.Ref{
			Kind:      kinds[r.IntN(len(kinds))],
			Namespace: []string{"", "shop"}[r.IntN(2)],
			Name:      string(rune('a' + i)),
		}
	}
	types := allTypes()
	r.Shuffle(len(types), func(i, j int) { types[i], types[j] = types[j], types[i] })
	types = types[:1+r.IntN(5)]
	var s story
	for _, ref := range refs {
		if r.IntN(8) > 0 {
			s.entities = append(s.entities, ref)
		}
	}
	for range r.IntN(1 + 2*len(refs)) {
		from, to := refs[r.IntN(len(refs))], refs[r.IntN(len(refs))]
		s.statements = append(s.statements, statement{from, types[r.IntN(len(types))], to})
	}
	return s
}

// oracle answers what a graph is asked, by matrices over all pairs of refs.
type oracle struct {
	refs []catalog.Ref // in the order of their keys
	has  []bool
	// said[t][i][j]: i states t of j. true[t][i][j]: t leads from i to j, whoever states it.
	said, holds map[catalog.RelationType][][]bool
}

func newOracle(s story) *oracle {
	o := &oracle{said: map[catalog.RelationType][][]bool{}, holds: map[catalog.RelationType][][]bool{}}
	o.refs = slices.Clone(s.entities)
	for _, st := range s.statements {
		o.refs = append(o.refs, st.from, st.to)
	}
	slices.SortFunc(o.refs, catalog.Ref.Compare)
	o.refs = slices.CompactFunc(o.refs, func(a, b catalog.Ref) bool { return a.Compare(b) == 0 })
	o.has = make([]bool, len(o.refs))
	for _, ref := range s.entities {
		o.has[o.index(ref)] = true
	}
	for _, t := range allTypes() {
		o.said[t], o.holds[t] = matrix(len(o.refs)), matrix(len(o.refs))
	}
	for _, st := range s.statements {
		i, j := o.index(st.from), o.index(st.to)
		o.said[st.t][i][j] = true
		o.holds[st.t][i][j] = true
		if inverse := st.t.Inverse(); inverse != "" {
			o.holds[inverse][j][i] = true
		}
	}
	return o
}

func matrix(n int) [][]bool {
	m := make([][]bool, n)
	for i := range m {
		m[i] = make([]bool, n)
	}
	return m
}

func (o *oracle) index(ref catalog.Ref) int {
	return slices.IndexFunc(o.refs, func(r catalog.Ref) bool { return r.Key() == ref.Key() })
}

func (o *oracle) forward(types []catalog.RelationType) []catalog.RelationType {
	if len(types) > 0 {
		return types
	}
	return []catalog.RelationType{
		catalog.OwnedBy, catalog.PartOf, catalog.DependsOn, catalog.ProvidesAPI, catalog.ConsumesAPI, catalog.ChildOf,
		catalog.MemberOf, "deploys",
	}
}

// edges is the union of the types' matrices.
func (o *oracle) edges(types []catalog.RelationType) [][]bool {
	m := matrix(len(o.refs))
	for _, t := range o.forward(types) {
		for i := range m {
			for j := range m {
				m[i][j] = m[i][j] || o.holds[t][i][j]
			}
		}
	}
	return m
}

func transposed(m [][]bool) [][]bool {
	t := matrix(len(m))
	for i := range m {
		for j := range m {
			t[j][i] = m[i][j]
		}
	}
	return t
}

const far = 1 << 20

// distances are the lengths of the shortest walks of at least one edge, by Floyd and Warshall.
func distances(m [][]bool) [][]int {
	d := make([][]int, len(m))
	for i := range m {
		d[i] = make([]int, len(m))
		for j := range m {
			d[i][j] = far
			if m[i][j] {
				d[i][j] = 1
			}
		}
	}
	for k := range m {
		for i := range m {
			for j := range m {
				d[i][j] = min(d[i][j], d[i][k]+d[k][j])
			}
		}
	}
	return d
}

// closure writes what is at each distance from i, i itself left out, as texts in order.
func (o *oracle) closure(d [][]int, i int) []string {
	var out []string
	for depth := 1; depth <= len(d); depth++ {
		for j := range d {
			if j != i && d[i][j] == depth {
				out = append(out, at(o.refs[j], depth))
			}
		}
	}
	return out
}

func at(ref catalog.Ref, depth int) string { return strings.Repeat(">", depth) + ref.String() }

// path is the shortest way from i to j that is first in order of refs.
func (o *oracle) path(m [][]bool, i, j int) []int {
	d := distances(m)
	if i == j || d[i][j] == far {
		return nil
	}
	way := []int{i}
	for i != j {
		left := d[i][j]
		for k := range m {
			if m[i][k] && (k == j && left == 1 || k != j && d[k][j] == left-1) {
				i = k
				break
			}
		}
		way = append(way, i)
	}
	return way
}

// cycleThrough is the shortest way from i back to it that is first in order of refs.
func (o *oracle) cycleThrough(m [][]bool, i int) []int {
	d := distances(m)
	for k := range m {
		switch {
		case m[i][k] && k == i:
			return []int{i, i}
		case m[i][k] && !m[i][i] && d[k][i] < far && d[k][i] == d[i][i]-1:
			return append([]int{i}, o.path(m, k, i)...)
		}
	}
	return nil
}

// cycles are the classes of refs that reach each other, and the length of the shortest cycle in each.
func (o *oracle) cycles(m [][]bool) (classes [][]int, lengths []int) {
	d := distances(m)
	done := make([]bool, len(m))
	for i := range m {
		if done[i] || d[i][i] == far {
			continue
		}
		var class []int
		shortest := far
		for j := range m {
			if d[i][j] < far && d[j][i] < far {
				class = append(class, j)
				done[j] = true
				shortest = min(shortest, d[j][j])
			}
		}
		classes, lengths = append(classes, class), append(lengths, shortest)
	}
	return classes, lengths
}

// sorted are the entities by the length of the longest walk from each, or nil if walks never end.
func (o *oracle) sorted(m [][]bool) []string {
	longest := make([]int, len(m))
	for round := range len(m) + 1 {
		changed := false
		for i := range m {
			for j := range m {
				if m[i][j] && longest[i] < longest[j]+1 {
					longest[i], changed = longest[j]+1, true
				}
			}
		}
		if changed && round == len(m) {
			return nil
		}
	}
	out := []string{}
	for length := range len(m) {
		for i := range m {
			if longest[i] == length && o.has[i] {
				out = append(out, o.refs[i].String())
			}
		}
	}
	return out
}

// breaking is at which depth each entity breaks, in rounds: 0 for what is removed, far for what does not break.
func (o *oracle) breaking(removed map[int]bool) []int {
	depth := make([]int, len(o.refs))
	for i := range depth {
		depth[i] = far
		if removed[i] {
			depth[i] = 0
		}
	}
	for round := 1; round <= len(depth); round++ {
		for i := range depth {
			if depth[i] == far && o.has[i] && o.breaks(i, depth, round) {
				depth[i] = round
			}
		}
	}
	return depth
}

func (o *oracle) breaks(i int, depth []int, round int) bool {
	providers, gone := 0, 0
	for j := range depth {
		down := depth[j] < round
		if down && (o.holds[catalog.DependsOn][i][j] || o.holds[catalog.ConsumesAPI][i][j]) {
			return true
		}
		if o.holds[catalog.ProvidesAPI][j][i] && o.has[j] {
			providers++
			if down {
				gone++
			}
		}
	}
	return providers > 0 && gone == providers
}

// refersToAny reports whether i states anything of one of the others.
func (o *oracle) refersToAny(i int, others map[int]bool) bool {
	for j := range others {
		if slices.ContainsFunc(allTypes(), func(t catalog.RelationType) bool { return o.said[t][i][j] }) {
			return true
		}
	}
	return false
}
