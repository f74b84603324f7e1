package snapshot_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/catalog"
	"github.com/goldenpath-go/goldenpath/catalog/snapshot"
)

// anyText returns a text of up to n characters, among them those that the format uses and bytes that are no UTF-8.
func anyText(r *rand.Rand, n int) string {
	const special = "\t\n\r \\:/\x00\x1b\x7f\u0080\u0085\u2028\u202e\ufeff\ufffdİΣσςKẞxX0e"
	specials := []rune(special)
	var b strings.Builder
	for range r.IntN(n + 1) {
		switch r.IntN(4) {
		case 0:
			b.WriteRune(specials[r.IntN(len(specials))])
		case 1:
			b.WriteRune(rune(r.IntN(0x110000))) // surrogates become U+FFFD
		case 2:
			b.WriteByte(byte(r.IntN(256)))
		default:
			b.WriteByte("abcXYZ-_."[r.IntN(9)])
		}
	}
	return b.String()
}

// anyRef returns a ref whose text falls into the parts it was made of.
func anyRef(r *rand.Rand) catalog.Ref {
	kind := strings.ReplaceAll(anyText(r, 3), ":", "")
	if r.IntN(2) == 0 {
		kind = string(catalog.Kinds()[r.IntN(9)])
	}
	return catalog.Ref{
		Kind:      catalog.Kind(kind + "k"),
		Namespace: strings.ReplaceAll(anyText(r, 3), "/", "") + "n",
		Name:      anyText(r, 5) + "x",
	}
}

func anyEntry(r *rand.Rand) snapshot.Entry {
	e := snapshot.Entry{
		Ref: anyRef(r), Type: anyText(r, 4), Lifecycle: anyText(r, 4), Tier: anyText(r, 2), Title: anyText(r, 9), Location: anyText(r, 9),
	}
	for range r.IntN(5) {
		f := snapshot.Reference{Field: anyText(r, 3), Relation: catalog.RelationType(anyText(r, 3)), Target: anyRef(r)}
		if r.IntN(2) == 0 {
			f.Field, f.Relation = "dependsOn", catalog.DependsOn
		}
		e.References = append(e.References, f)
	}
	return e
}

// asRead returns e as it comes back.
func asRead(e snapshot.Entry) snapshot.Entry {
	e.References = slices.Clone(e.References)
	for i := range e.References {
		r := &e.References[i]
		kind, rest, _ := strings.Cut(r.Target.Key(), ":")
		namespace, name, _ := strings.Cut(rest, "/")
		known, _ := catalog.Kind(kind).Canonical()
		r.Target = catalog.Ref{Kind: known, Namespace: namespace, Name: name}
	}
	slices.SortFunc(e.References, func(a, b snapshot.Reference) int {
		return slices.Compare([]string{a.Field, string(a.Relation), a.Target.Key()}, []string{b.Field, string(b.Relation), b.Target.Key()})
	})
	e.References = slices.Compact(e.References)
	return e
}

func TestRandomEntriesComeBack(t *testing.T) {
	t.Parallel()
	for seed := range uint64(300) {
		r := rand.New(rand.NewPCG(seed, 1))
		known := map[string]snapshot.Entry{}
		for range r.IntN(40) {
			e := anyEntry(r)
			known[e.Ref.Key()] = e
		}
		var entries []snapshot.Entry
		for _, e := range known { // in no order
			entries = append(entries, e)
		}
		s := made(t, entries...)
		require.Equal(t, len(known), s.Len())
		var keys []string
		for e := range s.All() {
			keys = append(keys, e.Ref.Key())
			require.Equal(t, asRead(known[e.Ref.Key()]), e, "seed %d", seed)
			found, ok := s.Lookup(known[e.Ref.Key()].Ref)
			require.True(t, ok)
			require.Equal(t, e, found)
			require.Equal(t, e.Location, s.Location(e.Ref))
			require.Contains(t, slices.Collect(s.Kind(e.Ref.Kind)), e)
			require.Contains(t, slices.Collect(s.Names(e.Ref.Kind, e.Ref.Namespace)), asRead(snapshot.Entry{
				References: []snapshot.Reference{{Target: e.Ref}},
			}).References[0].Target.Name)
		}
		assert.True(t, slices.IsSorted(keys))
		assert.Len(t, keys, len(known))

		again := made(t, slices.Collect(s.All())...)
		slices.Reverse(entries)
		assert.Equal(t, written(t, s), written(t, again), "what was read gives the same bytes")
		assert.Equal(t, written(t, s), written(t, made(t, entries...)), "so does another order")
	}
}

func TestAmbiguousRefs(t *testing.T) {
	t.Parallel()
	odd := catalog.Ref{Kind: "a:B", Namespace: "c/d", Name: "e"}
	s := made(t, snapshot.Entry{Ref: odd})
	e, ok := s.Lookup(odd)
	assert.True(t, ok)
	assert.Equal(t, catalog.Ref{Kind: "a", Namespace: "B:c", Name: "d/e"}, e.Ref)
	assert.Equal(t, odd.Key(), e.Ref.Key())
	assert.Equal(t, []string{"d/e"}, slices.Collect(s.Names("A", "b:c")))
}

// TestSearch looks for entities between, before and after many others.
func TestSearch(t *testing.T) {
	t.Parallel()
	for n := range 40 {
		var entries []snapshot.Entry
		for i := range n {
			entries = append(entries, snapshot.Entry{Ref: ref(t, fmt.Sprintf("x%03d", 2*i+1)), Title: strings.Repeat("t", i*i%90)})
		}
		s := made(t, entries...)
		for i := range 2*n + 2 {
			assert.Equal(t, i%2 == 1 && i < 2*n, s.Contains(ref(t, fmt.Sprintf("x%03d", i))), "%d of %d", i, n)
		}
	}
}
