package lint_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/goldenpath-go/goldenpath/catalog"
	"github.com/goldenpath-go/goldenpath/lint"
)

func TestNearest(t *testing.T) {
	t.Parallel()
	words := []string{"owner-exists", "owner-present", "tier-known", "off", "info"}
	tests := []struct {
		name, word, want string
	}{
		{"left out", "owner-exist", "owner-exists"},
		{"put in", "tiier-known", "tier-known"},
		{"changed", "tier-knawn", "tier-known"},
		{"swapped", "tier-konwn", "tier-known"},
		{"two edits in a long word", "ovner-exist", "owner-exists"},
		{"two edits in a short word", "oo", ""},
		{"case does not count", "OFF", "off"},
		{"the nearer of two", "info1", "info"},
		{"the word itself", "off", ""},
		{"nothing near", "lifecycle", ""},
		{"no word", "", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got, ok := lint.Nearest(tt.word, words)
			assert.Equal(t, tt.want, got)
			assert.Equal(t, tt.want != "", ok)
		})
	}
	t.Run("two at the same distance", func(t *testing.T) {
		t.Parallel()
		_, ok := lint.Nearest("tag-b", []string{"tag-a", "tag-c"})
		assert.False(t, ok)
	})
}

func TestViewSimilar(t *testing.T) {
	t.Parallel()
	group := func(name string) catalog.Ref { return catalog.Ref{Kind: "Group", Namespace: "default", Name: name} }
	var facts []*lint.Facts
	for _, name := range []string{"platform", "payments", "shard-1", "Größe", "ab", "mint", "mine"} {
		facts = append(facts, &lint.Facts{Ref: group(name)})
	}
	facts = append(facts, &lint.Facts{Ref: catalog.Ref{Kind: "User", Namespace: "default", Name: "checkout"}})
	view := lint.NewView(facts, nil, lint.References{})
	tests := []struct{ name, ref, want string }{
		{"left out", "platfrm", "platform"},
		{"put in", "plattform", "platform"},
		{"changed", "plotform", "platform"},
		{"swapped", "paymenst", "payments"},
		{"first character", "latform", "platform"},
		{"beyond ASCII, changed", "Grüße", "Größe"},
		{"beyond ASCII, left out", "Größ", "Größe"},
		{"beyond ASCII, two edits", "Grüsse", ""},
		{"two edits", "plattfrm", ""},
		{"another number", "shard-2", ""},
		{"too short", "aa", ""},
		{"two candidates", "minx", ""},
		{"exists", "PLATFORM", ""},
		{"another kind", "chekout", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got, ok := view.Similar(group(tt.ref))
			assert.Equal(t, tt.want, got.Name)
			assert.Equal(t, tt.want != "", ok)
		})
	}
}
