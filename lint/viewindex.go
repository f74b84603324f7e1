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
	linted []*Facts // sorted
	rest   *rest    // nil: nothing is known elsewhere

	entries []entry
	byRef   map[catalog.Ref]int32 // refs as they are written somewhere
	byKey   map[string]int32
	numbers []int32 // the entries of linted
	targets []int32 // the entries that their references mean, one after the other

	closed func(catalog.Ref) bool
	exists func(path string) bool
	read   func(file string) bool // whether file was linted, all entities in it readable

	// Made when first asked for:
	byFile              func() map[string][]*Facts
	dependents          func() *grouped[Reference]
	dependentsElsewhere func() map[string][]Reference
	slips               func() map[string]catalog.Ref
	missing             func() []bool
	gone                func() []Gone
}

// entry is an entity that is linted or referred to.
type entry struct {
	key    string
	linted []*Facts // a part of the View's
}

// newView indexes facts. The caller sets TierOrder, closed, exists and read.
func newView(linted []*Facts, elsewhere Elsewhere, rank func(tier string) int) *View {
	v := &View{}
	v.index(linted)
	if elsewhere != nil {
		v.rest = &rest{Elsewhere: elsewhere, view: v, rank: rank, facts: map[string]*Facts{}}
	}
	v.byFile = sync.OnceValue(v.makeByFile)
	v.dependents = sync.OnceValue(v.makeDependents)
	v.dependentsElsewhere = sync.OnceValue(v.rest.dependents)
	v.slips = sync.OnceValue(v.makeSlips)
	v.missing = sync.OnceValue(v.findMissing)
	v.gone = sync.OnceValue(v.rest.departed)
	return v
}

// index sorts linted, and enters all entities that are among them or that they refer to.
func (v *viewIndex) index(linted []*Facts) {
	v.byRef, v.byKey = make(map[catalog.Ref]int32, 2*len(linted)), make(map[string]int32, 2*len(linted))
	type keyed struct {
		entry int32
		*Facts
	}
	all := make([]keyed, len(linted))
	for i, f := range linted {
		all[i] = keyed{v.enter(f.Ref), f}
	}
	slices.SortStableFunc(all, func(a, b keyed) int {
		if a.entry != b.entry {
			return strings.Compare(v.entries[a.entry].key, v.entries[b.entry].key)
		}
		return cmp.Or(strings.Compare(a.File, b.File), cmp.Compare(a.Document.Offset, b.Document.Offset))
	})
	v.linted, v.numbers = make([]*Facts, len(all)), make([]int32, len(all))
	for i, k := range all {
		v.linted[i], v.numbers[i] = k.Facts, k.entry
		e := &v.entries[k.entry]
		e.linted = v.linted[i-len(e.linted) : i+1]
	}
	for _, f := range v.linted {
		for i := range f.Refs {
			v.targets = append(v.targets, v.enter(f.Refs[i].Target))
		}
	}
}

// enter returns the number of the entry of the entity that ref names.
func (v *viewIndex) enter(ref catalog.Ref) int32 {
	if n, ok := v.byRef[ref]; ok {
		return n
	}
	key := ref.Key()
	n, ok := v.byKey[key]
	if !ok {
		n = int32(len(v.entries))
		v.entries = append(v.entries, entry{key: key})
		v.byKey[key] = n
	}
	v.byRef[ref] = n
	return n
}

// find returns the entry of the entity that ref names, and its key; nowhere when it is neither linted nor referred to.
func (v *viewIndex) find(ref catalog.Ref) (n int32, key string) {
	if n, ok := v.byRef[ref]; ok {
		return n, v.entries[n].key
	}
	key = ref.Key()
	if n, ok := v.byKey[key]; ok {
		return n, key
	}
	return nowhere, key
}

// nowhere is the number of no entry.
const nowhere = -1

// define returns the linted entities that ref names, and its key.
func (v *viewIndex) define(ref catalog.Ref) (defs []*Facts, key string) {
	n, key := v.find(ref)
	if n == nowhere {
		return nil, key
	}
	return v.entries[n].linted, key
}

func (v *viewIndex) makeByFile() map[string][]*Facts {
	m := map[string][]*Facts{}
	for _, f := range v.linted {
		m[f.File] = append(m[f.File], f)
	}
	for _, defs := range m {
		slices.SortStableFunc(defs, func(a, b *Facts) int { return cmp.Compare(a.Document.Offset, b.Document.Offset) })
	}
	return m
}
