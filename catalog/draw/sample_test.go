package draw_test

import (
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/catalog"
)

// ref reads a reference whose kind is a component's unless it says otherwise.
func ref(t testing.TB, text string, kind catalog.Kind) catalog.Ref {
	t.Helper()
	r, err := catalog.ParseRef(text, catalog.Ref{Kind: kind})
	require.NoError(t, err)
	return r
}

// orderToCash reads the sample in testdata, which says how.
func orderToCash(t testing.TB) (*catalog.Graph, catalog.Ref) {
	t.Helper()
	text, err := os.ReadFile("testdata/order-to-cash.txt")
	require.NoError(t, err)
	system := catalog.Ref{Kind: catalog.System, Namespace: catalog.DefaultNamespace, Name: "order-to-cash"}
	var b catalog.GraphBuilder
	b.AddEntity(system)
	inside := true
	for line := range strings.Lines(string(text)) {
		words := strings.Fields(line)
		switch {
		case len(words) == 0 || words[0] == "#":
		case words[0] == "outside":
			inside = false
		default:
			entity := ref(t, words[0], "")
			b.AddEntity(entity)
			b.AddReference(entity, catalog.OwnedBy, ref(t, words[1], catalog.Group))
			if inside {
				b.AddReference(entity, catalog.PartOf, system)
			}
			addReferences(t, &b, entity, words[2:])
		}
	}
	return b.Graph(), system
}

func addReferences(t testing.TB, b *catalog.GraphBuilder, from catalog.Ref, words []string) {
	t.Helper()
	for i := 0; i+1 < len(words); i += 2 {
		switch words[i] {
		case ">":
			b.AddReference(from, catalog.DependsOn, ref(t, words[i+1], ""))
		case "+":
			b.AddReference(from, catalog.ProvidesAPI, ref(t, words[i+1], catalog.API))
		case "<":
			b.AddReference(from, catalog.ConsumesAPI, ref(t, words[i+1], catalog.API))
		case "^":
			b.AddReference(from, catalog.PartOf, ref(t, words[i+1], catalog.Component))
		}
	}
}

// ownerNote returns the owner as the second line.
func ownerNote(g *catalog.Graph) func(catalog.Ref) string {
	return func(r catalog.Ref) string {
		for owner := range g.Dependencies(r, catalog.OwnedBy) {
			return owner.Name
		}
		return ""
	}
}
