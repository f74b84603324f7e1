package draw

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/catalog"
	"github.com/goldenpath-go/goldenpath/catalog/draw/internal/layered"
)

// randomGraph returns a graph of entities of all kinds, with names from short to far too long.
func randomGraph(r *rand.Rand) *catalog.Graph {
	words := []string{"order", "to", "cash", "WWWWWWWW", "illicit", "日本語サービス", "Überraschung", "a.b_c", "🚀"}
	kinds := append(catalog.Kinds(), "Robot")
	var b catalog.GraphBuilder
	refs := make([]catalog.Ref, 1+r.IntN(30))
	for i := range refs {
		name := fmt.Sprint(i)
		for range r.IntN(8) {
			name += "-" + words[r.IntN(len(words))]
		}
		refs[i] = catalog.Ref{Kind: kinds[r.IntN(len(kinds))], Namespace: []string{"default", "shop"}[r.IntN(2)], Name: name}
		if r.IntN(6) > 0 {
			b.AddEntity(refs[i])
		}
	}
	for range r.IntN(2 * len(refs)) {
		types := []catalog.RelationType{catalog.DependsOn, catalog.ProvidesAPI, catalog.PartOf, catalog.OwnedBy, "deploys"}
		b.AddReference(refs[r.IntN(len(refs))], types[r.IntN(len(types))], refs[r.IntN(len(refs))])
	}
	return b.Graph()
}

func randomPicture(t *testing.T, r *rand.Rand) *picture {
	t.Helper()
	o := &Options{Title: strings.Repeat("title ", r.IntN(40))}
	if r.IntN(2) == 0 {
		o.Note = func(ref catalog.Ref) string { return "owned by " + ref.Name }
	}
	p, err := newPicture(newScene(randomGraph(r), o))
	require.NoError(t, err)
	return p
}

// TestTextsKeepApart checks that every line of text in a picture stays within the box it belongs to, within the
// picture, and away from all other lines.
func TestTextsKeepApart(t *testing.T) {
	t.Parallel()
	for seed := range uint64(300) {
		p := randomPicture(t, rand.New(rand.NewPCG(seed, 4)))
		texts := p.texts(t)
		for i, a := range texts {
			if a.X < 0 || a.Y < 0 || a.X+a.W > p.width || a.Y+a.H > p.height {
				assert.Fail(t, "outside of the picture", "%v", a)
			}
			for _, b := range texts[:i] {
				if a.X < b.X+b.W && b.X < a.X+a.W && a.Y < b.Y+b.H && b.Y < a.Y+a.H {
					assert.Fail(t, "texts overlap", "%v and %v", a, b)
				}
			}
		}
		require.False(t, t.Failed(), "seed %d", seed)
	}
}

// texts returns where the lines of text of a picture are.
func (p *picture) texts(t *testing.T) []layered.Box {
	t.Helper()
	var texts []layered.Box
	if p.title != "" {
		texts = append(texts, layered.Box{X: margin, Y: margin, W: textWidth(p.title, titleSize), H: titleSize})
	}
	for i, box := range p.layout.Boxes {
		for _, line := range p.labels[i].places(shapeOf(p.nodes[i].ref.Kind), box) {
			inside := line.X >= box.X+4 && line.X+line.W <= box.X+box.W-4 && line.Y >= box.Y && line.Y+line.H <= box.Y+box.H
			assert.True(t, inside, "%v in %v", line, box)
			line.X, line.Y = line.X+margin, line.Y+p.top
			texts = append(texts, line)
		}
	}
	for _, item := range p.legend.items {
		x, y := margin+item.x, p.top+p.layout.Height+margin+item.y
		width := swatchWidth + swatchText + textWidth(item.text, legendSize)
		texts = append(texts, layered.Box{X: x, Y: y, W: width, H: swatchHeight})
	}
	return texts
}

func TestWrap(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		want []string
	}{
		{"orders", []string{"orders"}},
		{"", []string{""}},
		{"settlement-reconciliation-worker", []string{"settlement-", "reconciliation-worker"}},
		{"a-very-long-name-that-has-no-end-and-goes-on", []string{"a-very-long-name-", "that-has-no-end-an…"}},
		{strings.Repeat("M", 40), []string{"MMMMMMMMMMMMM", "MMMMMMMMMMMM…"}},
		{"x-" + strings.Repeat("M", 20), []string{"x-" + strings.Repeat("M", 12), strings.Repeat("M", 8)}},
		{strings.Repeat("語", 12), []string{strings.Repeat("語", 10), "語語"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got := wrap(tt.name)
			assert.Equal(t, tt.want, got)
			for _, line := range got {
				assert.LessOrEqual(t, textWidth(line, nameSize), widestText)
			}
		})
	}
}

func TestTextWidth(t *testing.T) {
	t.Parallel()
	assert.InDelta(t, 0.275*10, textWidth("'", 10), 0.001)
	assert.InDelta(t, (0.989+0.352+0.838)*10, textWidth("W ~", 10), 0.001)
	assert.Zero(t, textWidth("\u0301", 10))
	assert.Greater(t, textWidth("ﷺ", 10), textWidth("ä", 10))
}

func TestLooks(t *testing.T) {
	t.Parallel()
	for i, kind := range catalog.Kinds() {
		assert.Equal(t, kind, looks[i].kind)
		assert.Equal(t, kind, lookOf(kind).kind)
	}
	assert.Equal(t, "other", lookOf("Robot").class)
	assert.Equal(t, "related", strokeOf("deploys").class)
}

// TestInsets checks that arrows meet the outline of boxes: at the corner of a hexagon, and round the end of a pill.
func TestInsets(t *testing.T) {
	t.Parallel()
	assert.InDelta(t, 0, slanting(40, 0), 0.001)
	assert.InDelta(t, 5, slanting(40, 10), 0.001)
	assert.InDelta(t, 0, round(40, 0), 0.001)
	assert.InDelta(t, 20, round(40, 20), 0.001)
	assert.InDelta(t, 0, upright(40, 20), 0.001)
}
