package lint

import (
	"cmp"
	"slices"
	"strings"
	"sync"

	"github.com/goldenpath-go/goldenpath/catalog"
)

// viewIndex is what a View answers from.
type viewIndex struct {
	linted   []*Facts
	byKey    map[string][]*Facts
	byFile   map[string][]*Facts
	external bool

	closed     func(catalog.Ref) bool
	exists     func(path string) bool
	dependents func() map[string][]Reference // made when first asked for
	names      func() nameIndex              // likewise
	graph      func() *catalog.Graph         // likewise
}

// newView indexes facts. The caller sets TierOrder, closed and exists.
func newView(linted, external []*Facts) *View {
	v := &View{viewIndex: viewIndex{
		byKey:    make(map[string][]*Facts, len(linted)+len(external)),
		byFile:   map[string][]*Facts{},
		external: external != nil,
	}}
	v.linted = sortFacts(linted)
	for _, f := range slices.Concat(v.linted, sortFacts(external)) {
		v.byKey[f.Ref.Key()] = append(v.byKey[f.Ref.Key()], f)
	}
	for _, f := range v.linted {
		v.byFile[f.File] = append(v.byFile[f.File], f)
	}
	for _, defs := range v.byFile {
		slices.SortStableFunc(defs, func(a, b *Facts) int { return cmp.Compare(a.Document.Offset, b.Document.Offset) })
	}
	v.dependents = sync.OnceValue(v.makeDependents)
	v.names = sync.OnceValue(v.makeNames)
	v.graph = sync.OnceValue(v.makeGraph)
	return v
}

// sortFacts returns facts ordered by reference, file and place.
func sortFacts(facts []*Facts) []*Facts {
	type keyed struct {
		key string
		*Facts
	}
	all := make([]keyed, len(facts))
	for i, f := range facts {
		all[i] = keyed{f.Ref.Key(), f}
	}
	slices.SortStableFunc(all, func(a, b keyed) int {
		return cmp.Or(strings.Compare(a.key, b.key), strings.Compare(a.File, b.File), cmp.Compare(a.Document.Offset, b.Document.Offset))
	})
	out := make([]*Facts, len(all))
	for i, k := range all {
		out[i] = k.Facts
	}
	return out
}

func (v *View) makeDependents() map[string][]Reference {
	m := map[string][]Reference{}
	for _, f := range v.linted {
		for i := range f.Refs {
			key := f.Refs[i].Target.Key()
			m[key] = append(m[key], Reference{From: f, RefFact: &f.Refs[i]})
		}
	}
	for _, refs := range m {
		slices.SortStableFunc(refs, func(a, b Reference) int {
			return cmp.Or(strings.Compare(a.From.File, b.From.File), cmp.Compare(a.Range.Offset, b.Range.Offset))
		})
	}
	return m
}

func (v *View) makeNames() nameIndex {
	var ix nameIndex
	for _, defs := range v.byKey {
		ix.add(defs[0].Ref)
	}
	ix.sort()
	return ix
}
