package draw_test

import (
	"errors"
	"flag"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/catalog"
	"github.com/goldenpath-go/goldenpath/catalog/draw"
)

var update = flag.Bool("update", false, "write the golden files anew")

// golden compares with a file in testdata.
func golden(t *testing.T, name, got string) {
	t.Helper()
	file := "testdata/" + name
	if *update {
		require.NoError(t, os.WriteFile(file, []byte(got), 0o644))
	}
	want, err := os.ReadFile(file)
	require.NoError(t, err)
	assert.Equal(t, string(want), got)
}

// TestGoldenSystem draws a system of 60 parts; docs/images/graph-60.png is what a browser makes of the picture.
func TestGoldenSystem(t *testing.T) {
	t.Parallel()
	g, system := orderToCash(t)
	part := g.Within(system, catalog.DependsOn, catalog.ConsumesAPI, catalog.ProvidesAPI)
	o := &draw.Options{Title: "order-to-cash", Focus: system, Note: ownerNote(g)}
	golden(t, "order-to-cash.svg", write(t, draw.SVG, part, o))
	golden(t, "order-to-cash.dot", write(t, draw.DOT, part, o))
	golden(t, "order-to-cash.mmd", write(t, draw.Mermaid, part, o))
	assert.Equal(t, write(t, draw.SVG, part, o), write(t, draw.SVG, part, o))
}

// gallery returns a graph with all there is to draw: every kind, every relation, a cycle, an entity that refers to
// itself, one that is missing, one alone, and names that need care.
func gallery(t *testing.T) *catalog.Graph {
	t.Helper()
	lines := `
domain:retail
system:shop partOf domain:retail
component:basket partOf system:shop ownedBy group:checkout providesApi api:basket dependsOn resource:basket-db dependsOn component:basket dependsOn component:gone
api:basket partOf system:shop ownedBy group:checkout
resource:basket-db partOf system:shop ownedBy group:checkout
group:checkout childOf group:company
group:company
user:ada memberOf group:checkout
template:service ownedBy user:ada
location:root emits robot:r2-d2
robot:r2-d2
component:<b>&"quotes"</b> consumesApi api:basket dependsOn api:basket
component:a-very-long-name-that-has-no-end-and-goes-on dependsOn component:x/日本語のサービス名前です
component:x/日本語のサービス名前です dependsOn component:a-very-long-name-that-has-no-end-and-goes-on
component:alone
`
	var b catalog.GraphBuilder
	for line := range strings.Lines(strings.TrimSpace(lines)) {
		words := strings.Fields(line)
		entity := ref(t, words[0], "")
		b.AddEntity(entity)
		for i := 1; i < len(words); i += 2 {
			b.AddReference(entity, catalog.RelationType(words[i]), ref(t, words[i+1], ""))
		}
	}
	return b.Graph()
}

func TestGoldenGallery(t *testing.T) {
	t.Parallel()
	g := gallery(t)
	o := &draw.Options{
		Focus: ref(t, "component:basket", ""),
		Link: func(r catalog.Ref) string {
			return "https://portal.example/catalog/default/" + strings.ToLower(string(r.Kind))
		},
	}
	golden(t, "gallery.svg", write(t, draw.SVG, g, o))
	golden(t, "gallery.dot", write(t, draw.DOT, g, o))
	golden(t, "gallery.mmd", write(t, draw.Mermaid, g, o))
}

// TestFrame checks that a system whose parts are drawn is not, that its name is the heading, and who stands back.
func TestFrame(t *testing.T) {
	t.Parallel()
	g := gallery(t)
	shop := ref(t, "system:shop", "")
	text := write(t, draw.SVG, g.Within(shop, catalog.OwnedBy), &draw.Options{Focus: shop})
	assert.Contains(t, text, `<title>shop</title>`)
	assert.NotContains(t, text, `gp-system`)
	assert.Contains(t, text, `<g class="gp-group gp-outer"><title>group:default/checkout</title>`)
	assert.Contains(t, text, "not part of shop")

	alone := write(t, draw.SVG, g.Neighbourhood(shop, 0), &draw.Options{Focus: shop})
	assert.Contains(t, alone, `<g class="gp-system gp-focus">`, "without parts it is drawn")
}

func TestEmpty(t *testing.T) {
	t.Parallel()
	var g catalog.Graph
	for _, f := range []format{draw.SVG, draw.DOT, draw.Mermaid} {
		assert.NotEmpty(t, write(t, f, &g, nil))
	}
	checkSVG(t, &g, nil)
	checkJSON(t, &g)
}

func TestTooLarge(t *testing.T) {
	t.Parallel()
	var b catalog.GraphBuilder
	for i := range 1001 {
		b.AddEntity(catalog.Ref{Kind: catalog.API, Name: strings.Repeat("a", i+1)})
	}
	g := b.Graph()
	err := draw.SVG(&strings.Builder{}, g, nil)
	require.ErrorIs(t, err, draw.ErrTooLarge)
	require.EqualError(t, err, "draw 1001 entities: too large to draw")
	assert.NotEmpty(t, write(t, draw.DOT, g, nil))
}

type brokenPipe struct{}

var errPipe = errors.New("broken pipe")

func (brokenPipe) Write([]byte) (int, error) { return 0, errPipe }

func TestWriterFails(t *testing.T) {
	t.Parallel()
	g := gallery(t)
	for _, f := range []format{draw.SVG, draw.DOT, draw.Mermaid} {
		require.ErrorIs(t, f(brokenPipe{}, g, nil), errPipe)
	}
	require.ErrorIs(t, draw.JSON(brokenPipe{}, g), errPipe)
}
