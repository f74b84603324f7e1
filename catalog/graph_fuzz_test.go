package catalog_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/catalog"
)

// FuzzGraphRefs checks that a graph takes refs for the same exactly if their keys are, and orders them by their keys,
// whatever is in them.
func FuzzGraphRefs(f *testing.F) {
	f.Add("Component", "", "a", "component", "default", "A")
	f.Add("k", "n", "x/y", "k", "n/x", "y")
	f.Add("k:n", "m", "z", "k", "n:m", "z")
	f.Add("", "", "", ":", "/", "")
	f.Add("k/l", "n", "a", "k", "l", "n/a")
	f.Add("0", "/", "0", "0", "0", "0")
	f.Add("\u212a", "İ", "ΑΣ", "k", "i\u0307", "ας")
	f.Fuzz(func(t *testing.T, kind1, namespace1, name1, kind2, namespace2, name2 string) {
		a := catalog.Ref{Kind: catalog.Kind(kind1), Namespace: namespace1, Name: name1}
		b := catalog.Ref{Kind: catalog.Kind(kind2), Namespace: namespace2, Name: name2}
		var builder catalog.GraphBuilder
		builder.AddEntity(a)
		builder.AddReference(b, "t", a)
		g := builder.Graph()
		assert.True(t, g.Has(a))
		assert.Equal(t, a.Key() == b.Key(), g.Has(b))
		for r := range g.Relations() {
			assert.Equal(t, b.Key(), r.Source.Key())
			assert.Equal(t, a.Key(), r.Target.Key())
		}
		builder.AddEntity(b)
		builder.AddEntity(a)
		refs := texts(builder.Graph().All())
		require.NotEmpty(t, refs)
		if len(refs) == 2 {
			assert.Less(t, refs[0], refs[1])
		}
	})
}

// FuzzGraphCycleThrough checks the cycle through each entity of a graph, whose references are the pairs of half bytes,
// against the shortest walk back to it.
func FuzzGraphCycleThrough(f *testing.F) {
	f.Add([]byte{0x01, 0x12, 0x20})
	f.Add([]byte{0x00})
	f.Add([]byte{0x01, 0x12, 0x23, 0x30, 0x20, 0x31, 0xff})
	f.Add([]byte{0x12, 0x21, 0x01, 0x13, 0x34, 0x41})
	f.Fuzz(func(t *testing.T, pairs []byte) {
		const names = "abcdefghijklmnop"
		var s story
		for _, pair := range pairs {
			from, to := names[pair>>4:pair>>4+1], names[pair&15:pair&15+1]
			s.statements = append(s.statements, statement{component(from), catalog.DependsOn, component(to)})
		}
		comparison{T: t, g: s.graph(), o: newOracle(s)}.cyclesThrough([]catalog.RelationType{catalog.DependsOn})
	})
}
